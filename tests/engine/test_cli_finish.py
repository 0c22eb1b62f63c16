"""The command `finish`: a result again, smaller or in other formats."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from pictures import colors, silhouettes
from PIL import Image
from test_cli import QUICK, inside, photo, run, signals_kept

from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.settings import FORMATS
from pixal3d_addon.engine.mesh import libraries

_ = photo, signals_kept  # fixtures


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    folder = tmp_path_factory.mktemp("draft")
    np.save(folder / "disc.npy", np.dstack([colors(), silhouettes()["disc"]]))
    assert run("generate", folder / "disc.npy", "-o", folder / "made", *QUICK) == 0
    return next((folder / "made").iterdir())


@pytest.fixture
def made(draft, tmp_path):
    """A result folder of Draft, to do anything with."""
    return Path(shutil.copytree(draft, tmp_path / "made" / draft.name))


def again(made, tmp_path, capsys, *options):
    assert run("finish", made, "-o", tmp_path / "again", *options, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    return results.read(tmp_path / told["folder"]), told


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_same_settings_give_the_same_bytes_and_leave_the_old_result_alone(
    made, tmp_path, capsys
):
    before = files_of(made)
    stored, told = again(made, tmp_path, capsys)
    assert files_of(made) == before
    after = files_of(stored.folder)
    assert {k: v for k, v in after.items() if k != results.FACTS} == {
        k: v for k, v in before.items() if k != results.FACTS
    }
    assert stored.settings == results.read(made).settings
    assert told["finished_from"] == {"result": made.name, "start": "mesh"}
    assert inside(tmp_path / "again") == {stored.folder.name}


def test_another_size_reaches_the_files_and_the_facts(made, tmp_path, capsys):
    stored, _ = again(made, tmp_path, capsys, "--size", "2.5", "--format", "stl")
    assert stored.settings.size == 2.5 and stored.facts["formats"] == ["glb", "stl"]
    rows = np.frombuffer((stored.folder / "model.stl").read_bytes()[84:], np.uint8).reshape(-1, 50)
    corners = np.ascontiguousarray(rows[:, 12:48]).view("<f4").reshape(-1, 3)
    assert np.ptp(corners, axis=0).max() == pytest.approx(2500, rel=1e-4)


def test_a_smaller_texture_is_the_mean_of_the_larger(photo, tmp_path, capsys):
    assert run("generate", photo, "-o", tmp_path / "made", "--texture-size", "1024") == 0
    capsys.readouterr()
    (made,) = (tmp_path / "made").iterdir()
    stored, _ = again(made, tmp_path, capsys, "--texture-size", "512")
    large, small = (
        np.asarray(Image.open(folder / "base_color.png"), np.float32)
        for folder in (made, stored.folder)
    )
    assert small.shape == (512, 512, 3)
    means = large.reshape(512, 2, 512, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - means).max() <= 0.51
    assert stored.settings.texture_size == 512


def test_a_larger_texture_than_there_is_is_told_and_not_invented(made, tmp_path, capsys):
    stored, told = again(made, tmp_path, capsys, "--texture-size", "2048")
    assert Image.open(stored.folder / "base_color.png").size == (512, 512)
    assert any("512" in note for note in told["notes"])


@pytest.mark.parametrize("kind", FORMATS)
def test_a_model_alone_in_each_format_with_what_belongs_beside_it(made, tmp_path, capsys, kind):
    out = tmp_path / "out"
    name = f"My chair.{kind.upper()}"
    assert run("finish", made, "-o", out / name, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    beside = {
        "gltf": {"My-chair.bin", "My-chair_base_color.png"},
        "obj": {"My-chair.mtl", "My-chair_base_color.png"},
        "ply": {"My-chair_base_color.png"},
    }.get(kind, set())
    assert inside(out) == {name, *beside}
    assert {str(out / file) for file in inside(out)} == set(told["files"])
    first = (out / name).read_bytes()
    assert run("finish", made, "-o", out / name) == 0  # again over the first
    assert (out / name).read_bytes() == first
    if kind == "glb":
        assert first == (made / results.GLB).read_bytes()


def test_generate_writes_an_obj_too(photo, tmp_path):
    assert run("generate", photo, "-o", tmp_path / "chair.obj", *QUICK) == 0
    assert inside(tmp_path) == {"chair.obj", "chair.mtl", "chair_base_color.png", photo.name}


def test_a_box_to_collide_with_is_as_large_as_the_model(made, tmp_path, capsys):
    stored, _ = again(made, tmp_path, capsys, "--collision", "box", "--size", "3")
    arrays = safetensors.load(stored.folder / "collision.safetensors")
    assert len(arrays["vertices"]) == 8 and len(arrays["faces"]) == 12
    corners = arrays["vertices"][arrays["faces"]]
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6
    assert volume == pytest.approx(np.prod(np.ptp(arrays["vertices"], axis=0)), rel=1e-4)  # outward
    assert np.ptp(arrays["vertices"], axis=0).max() == pytest.approx(3, rel=1e-4)
    assert (stored.folder / "collision.glb").exists()


@pytest.mark.parametrize("option", [["--lods"], ["--faces", "1000"], ["--collision", "hull"]])
def test_a_missing_library_is_told_and_nothing_is_left(made, tmp_path, capsys, monkeypatch, option):
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    assert run("finish", made, "-o", tmp_path / "again", *option, "--json") == 5
    told = json.loads(capsys.readouterr().out)
    assert told["code"] == "engine_unavailable" and "scipy" in told["message"]
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--photo-strength", "0.5"], 2),
        (["--watertight"], 2),
        (["--photo-strength", "nan"], 2),
        (["--from", "latents"], 2),
        (["--from", "surface"], 2),
        (["--faces", "3"], 2),
        (["--size", "-1"], 2),
    ],
)
def test_what_a_drafts_mesh_cannot_be_given_is_refused(made, tmp_path, capsys, options, status):
    assert run("finish", made, "-o", tmp_path / "again", *options) == status
    assert capsys.readouterr().err.count("\n") >= 2  # what, and what to do
    assert not (tmp_path / "again").exists()


def cut(folder):
    (folder / results.MESH).write_bytes((folder / results.MESH).read_bytes()[:1000])


def no_texture(folder):
    (folder / "base_color.png").unlink()


def text_for_a_photo(folder):
    (folder / results.PREPARED).write_text("<html>")


def wrong_mask(folder):
    Image.new("L", (20, 10)).save(folder / results.MASK)


def no_facts(folder):
    (folder / results.FACTS).unlink()


def odd_material(folder):
    facts = json.loads((folder / results.FACTS).read_text())
    facts["material"] = {"metallic": "NaN", "roughness": 1}
    (folder / results.FACTS).write_text(json.dumps(facts))


def odd_box(folder):
    facts = json.loads((folder / results.FACTS).read_text())
    facts["camera"]["box"] = "here"
    (folder / results.FACTS).write_text(json.dumps(facts))


@pytest.mark.parametrize(
    "damage", [cut, no_texture, text_for_a_photo, wrong_mask, no_facts, odd_material, odd_box]
)
def test_a_damaged_result_is_told_and_nothing_is_left(made, tmp_path, capsys, damage):
    damage(made)
    assert run("finish", made, "-o", tmp_path / "x.obj", "--json") == 9
    assert json.loads(capsys.readouterr().out)["code"] == "result_damaged"
    assert not (tmp_path / "x.obj").exists()


def test_what_is_no_result_is_told(tmp_path, capsys):
    assert run("finish", tmp_path / "nothing", "-o", tmp_path / "x.glb", "--json") == 9
    assert json.loads(capsys.readouterr().out)["code"] == "result_damaged"
    assert not (tmp_path / "x.glb").exists()


def test_a_result_moved_elsewhere_is_as_good(made, tmp_path, capsys):
    moved = tmp_path / "moved"
    shutil.move(made, moved)
    stored, _ = again(moved, tmp_path, capsys)
    assert stored.mesh()
