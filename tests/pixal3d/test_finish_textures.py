"""Occlusion, deep normals, light maps and JPEG, from the settings to the files and back again."""

import json
import struct

import numpy as np
import pytest
from PIL import Image

from pixal3d_addon.__main__ import main
from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.image.png import decode_deep_png
from pixal3d_addon.engine.mesh import libraries
from pixal3d_addon.engine.mesh.baking.shading import NOTES
from pixal3d_addon.engine.refinish import Refinish, refinish
from tests.engine.pictures import Silent
from tests.gltf_validator import issues
from tests.pixal3d.test_finish_again import SETTINGS, generated, ready

_ = ready  # a fixture


def asked(**more):
    return Settings.from_dict({**SETTINGS.to_dict(), **more})


def picture(folder, name):
    return np.asarray(Image.open(folder / f"{name}.png"))


def test_occlusion_is_a_picture_of_its_own_and_the_red_of_the_material(tmp_path, ready):
    made = generated(tmp_path / "with")
    sky = picture(made, "occlusion")
    assert sky.shape == (512, 512) and sky.mean() > 230  # a ball
    assert np.array_equal(sky, picture(made, "metallic_roughness")[..., 0])
    assert issues(made / results.GLB) == []
    bare = generated(tmp_path / "without", asked(occlusion=False))
    assert not (bare / "occlusion.png").exists()
    assert not picture(bare, "metallic_roughness")[..., 0].any()


def test_colors_without_the_photo_are_kept_beside_it_and_in_no_model(tmp_path, ready):
    made = generated(tmp_path / "with")
    plain, base = (picture(made, name).astype(int) for name in ("generated_color", "base_color"))
    assert plain.shape == base[..., :3].shape and abs(plain - base[..., :3]).mean() > 2
    bare = generated(tmp_path / "without", asked(photo_strength=0.0))
    assert not (bare / "generated_color.png").exists()
    without = picture(bare, "base_color")[..., :3].astype(int)
    assert abs(plain - without).mean() < 1, "as if there were no photo"
    code = main(["finish", str(made), "-o", str(tmp_path / "again"), "--size", "2"])
    (again,) = (tmp_path / "again").iterdir()
    assert code == 0 and np.array_equal(picture(again, "generated_color"), plain)


def test_a_deep_normal_map_stays_deep_when_it_is_finished_again_smaller(tmp_path, ready):
    made = generated(tmp_path / "made", asked(normal_bits=16, texture_size=1024, keep_raw=False))
    deep = decode_deep_png((made / "normal.png").read_bytes())
    assert len(np.unique(deep[..., 0])) > 1000
    code = main(
        ["finish", str(made), "-o", str(tmp_path / "again"), "--texture-size", "512", "--lods"]
    )
    assert code == 0
    (again,) = (tmp_path / "again").iterdir()
    small = decode_deep_png((again / "normal.png").read_bytes()).astype(float)
    means = deep.astype(float).reshape(512, 2, 512, 2, 3).mean(axis=(1, 3))
    assert small.shape == (512, 512, 3)
    assert np.abs(small - means).mean() < 100  # of 65535; unit length again
    sky = picture(again, "occlusion")
    assert sky.shape == (512, 512) and sky.mean() > 230


def test_a_layout_for_light_maps_is_made_of_a_finished_mesh_too(tmp_path, ready):
    made = generated(tmp_path / "made", asked(keep_raw=False))
    assert "lightmap_uvs" not in safetensors.load(made / results.MESH)
    order = Refinish(made, tmp_path / "again", {"lightmap_uvs": True, "lods": True})
    again = refinish(order, Silent())
    arrays = results.read(again).mesh()
    assert arrays["lightmap_uvs"].shape == arrays["corner_uvs"].shape
    assert 0 <= arrays["lightmap_uvs"].min() and arrays["lightmap_uvs"].max() <= 1
    assert "lightmap_uvs" not in safetensors.load(again / "lods" / "lod1.safetensors")
    fewer = refinish(Refinish(again, tmp_path / "fewer", {"faces": 1000}), Silent())
    arrays = results.read(fewer).mesh()
    assert len(arrays["faces"]) <= 1000 and len(arrays["lightmap_uvs"]) == len(arrays["faces"])
    without = refinish(Refinish(fewer, tmp_path / "none", {"lightmap_uvs": False}), Silent())
    assert "lightmap_uvs" not in results.read(without).mesh()


def test_jpeg_is_in_the_model_and_the_folder_keeps_its_png(tmp_path, ready):
    made = generated(tmp_path, asked(image_format="jpeg"), formats=("usdz", "gltf"))
    glb = (made / results.GLB).read_bytes()
    document = json.loads(glb[20 : 20 + struct.unpack_from("<I", glb, 12)[0]])
    kinds = {image["name"].split(" ", 1)[1]: image["mimeType"] for image in document["images"]}
    assert kinds == {
        "Base Color": "image/jpeg", "Metallic Roughness": "image/jpeg", "Normal": "image/png",
    }  # fmt: skip
    assert issues(made / results.GLB) == []
    assert issues(made / "model.gltf") == []
    png, jpg = (np.asarray(Image.open(made / f"base_color.{end}"), int) for end in ("png", "jpg"))
    assert 0 < np.abs(png - jpg).mean() < 2


def test_textures_beyond_the_memory_are_refused_before_anything_runs(tmp_path, ready, monkeypatch):
    monkeypatch.setattr(libraries, "available_mb", lambda: 1000.0)
    with pytest.raises(PixalError) as refusal:
        generated(tmp_path / "made", asked(texture_size=8192))
    assert refusal.value.code == "out_of_memory" and "8192" in refusal.value.message
    assert not (tmp_path / "made").exists()
    libraries.check_extras(asked(texture_size=4096))
    monkeypatch.setattr(libraries, "available_mb", lambda: 0.0)  # unknown: try it
    libraries.check_extras(asked(texture_size=8192))


def test_an_occlusion_or_depth_that_a_mesh_has_not_got_takes_the_raw_surface(tmp_path, ready):
    made = generated(tmp_path / "made", asked(keep_raw=False, occlusion=False))
    (made / results.SURFACE).unlink(missing_ok=True)
    for change in ({"occlusion": True}, {"normal_bits": 16}, {"remove_shading": 0.5}):
        with pytest.raises(PixalError) as refusal:
            refinish(Refinish(made, tmp_path / "again", change), Silent())
        assert refusal.value.code == "settings_invalid"


def test_a_damaged_deep_normal_map_is_a_damaged_result(tmp_path, ready):
    made = generated(tmp_path / "made", asked(normal_bits=16, keep_raw=False))
    data = bytearray((made / "normal.png").read_bytes())
    data[-200:-100] = bytes(100)
    (made / "normal.png").write_bytes(data[: len(data) // 2] + data[-100:])
    with pytest.raises(PixalError) as refusal:
        refinish(Refinish(made, tmp_path / "again", {}, start="mesh"), Silent())
    assert refusal.value.code == "result_damaged"


def test_the_light_that_was_taken_out_is_told(tmp_path, ready):
    made = generated(tmp_path / "made", asked(remove_shading=1.0))
    notes = results.read(made).facts["notes"]
    assert notes[0] == "Made for a test." and notes[1] in NOTES and len(notes) == 2
    again = refinish(Refinish(made, tmp_path / "again", {"remove_shading": 0.0}), Silent())
    assert results.read(again).facts["notes"] == ["Made for a test."]
