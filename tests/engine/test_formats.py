"""Every format opened again by somebody else's reader, and compared with the mesh."""

import io
import json
import struct
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("trimesh")
import trimesh

from pixal3d_addon.engine.mesh.formats.files import FORMATS, files
from pixal3d_addon.engine.mesh.formats.gltf import encode_bare_glb
from tests.engine.bent_sheet import NAME, model, patch
from tests.gltf_validator import issues


def written(made, kind, folder, prefix="x_"):
    for name, data in files(made, kind, "x", prefix).items():
        (folder / name).write_bytes(data)
    return folder / f"x.{kind}"


def z_up(points):
    return np.stack([points[:, 0], -points[:, 2], points[:, 1]], 1)


def corners_of(mesh, turn):
    """Places and UVs of every corner of a loaded mesh, sorted."""
    rows = [turn(np.asarray(mesh.vertices))[mesh.faces].reshape(-1, 3)]
    if (uv := getattr(mesh.visual, "uv", None)) is not None:
        rows.append(np.asarray(uv)[mesh.faces].reshape(-1, 2))
    return sorted_rows(np.hstack(rows))


def sorted_rows(rows):
    rows = np.round(rows, 4) + 0.0
    return rows[np.lexsort(rows.T[::-1])]


def expected(made, uvs=True):
    rows = [made.vertices[made.faces].reshape(-1, 3)]
    if uvs:
        rows.append(made.corner_uvs.reshape(-1, 2))
    return sorted_rows(np.hstack(rows))


@pytest.mark.parametrize("kind", ["glb", "gltf", "obj"])
def test_places_and_uvs_of_every_corner_come_back(tmp_path, kind):
    made = model(patch())
    mesh = trimesh.load(written(made, kind, tmp_path), force="mesh", process=False)
    assert corners_of(mesh, z_up) == pytest.approx(expected(made), abs=2e-4)


def test_a_ply_has_places_uvs_normals_and_the_colors_of_its_texture(tmp_path):
    made = model(patch())
    path = written(made, "ply", tmp_path)
    assert b"comment TextureFile x_base_color.png\n" in path.read_bytes()
    mesh = trimesh.load(path, process=False)
    assert sorted_rows(mesh.vertices[mesh.faces].reshape(-1, 3)) == pytest.approx(
        expected(made, uvs=False), abs=2e-4
    )
    data = mesh.metadata["_ply_raw"]["vertex"]["data"]
    uv = np.stack([data["s"], data["t"]], 1)
    texel = np.clip(np.stack([uv[:, 0], 1 - uv[:, 1]], 1) * 64, 0, 63).astype(int)
    assert np.array_equal(data["red"], texel[:, 0] * 4)
    assert np.array_equal(data["green"], texel[:, 1] * 4)
    told = np.stack([data[name] for name in ("x", "y", "z", "nx", "ny", "nz")], 1)[mesh.faces]
    meant = np.hstack([made.vertices, made.normals])[made.faces]
    assert sorted_rows(told.reshape(-1, 6)) == pytest.approx(
        sorted_rows(meant.reshape(-1, 6)), abs=2e-4
    )


def test_an_stl_is_in_millimeters_and_faces_outwards(tmp_path):
    made = model(patch())
    mesh = trimesh.load(written(made, "stl", tmp_path), process=False)
    rows = sorted_rows(mesh.vertices[mesh.faces].reshape(-1, 3) / 1000)
    assert rows == pytest.approx(expected(made, uvs=False), abs=2e-4)
    told = np.frombuffer((tmp_path / "x.stl").read_bytes()[84:], np.uint8).reshape(-1, 50)
    normals = np.ascontiguousarray(told[:, :12]).view("<f4")
    assert normals == pytest.approx(mesh.face_normals, abs=1e-3)


@pytest.mark.parametrize("kind", ["glb", "gltf"])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("maps", [False, True])
def test_khronos_validator_has_nothing_to_say(tmp_path, kind, alpha, maps):
    assert issues(written(model(patch(alpha, maps)), kind, tmp_path)) == []


def document_of(glb):
    size = struct.unpack_from("<I", glb, 12)[0]
    return json.loads(glb[20 : 20 + size])


def test_occlusion_is_the_red_of_the_material_picture_and_no_picture_more(tmp_path):
    document = document_of(written(model(patch()), "glb", tmp_path).read_bytes())
    (material,) = document["materials"]
    assert (
        material["occlusionTexture"] == material["pbrMetallicRoughness"]["metallicRoughnessTexture"]
    )
    assert len(document["images"]) == 3
    bare = replace(patch(), occlusion=False)
    document = document_of(written(model(bare), "glb", tmp_path).read_bytes())
    assert "occlusionTexture" not in document["materials"][0]
    with zipfile.ZipFile(written(model(patch()), "usdz", tmp_path)) as archive:
        layer = archive.read("model.usda").decode()
    assert "inputs:occlusion.connect = </Object/Material/metallic_roughness.outputs:r>" in layer


@pytest.mark.parametrize("kind", ["glb", "gltf"])
@pytest.mark.parametrize("alpha", [False, True])
def test_khronos_validator_takes_jpeg_deep_normals_and_a_second_layout(tmp_path, kind, alpha):
    made = model(patch(alpha, deep=True, second=True), jpeg=True)
    told = {issue["code"] for issue in issues(written(made, kind, tmp_path))}
    assert told <= {
        "UNUSED_MESH_TEXCOORD",
        "UNUSED_OBJECT",
    }  # no picture asks for it: it is for an engine


def test_jpeg_holds_opaque_colors_and_materials_and_nothing_else(tmp_path):
    for alpha, kinds in ((False, ["jpeg", "jpeg", "png"]), (True, ["png", "jpeg", "png"])):
        made = model(patch(alpha), jpeg=True)
        document = document_of(written(made, "glb", tmp_path).read_bytes())
        assert [image["mimeType"] for image in document["images"]] == [f"image/{k}" for k in kinds]
    made = model(patch(), jpeg=True)
    written(made, "gltf", tmp_path)
    picture = np.asarray(Image.open(tmp_path / "x_base_color.jpg"), int)
    assert np.abs(picture - made.surface.base_color).mean() < 3
    assert (
        document_of(written(model(patch()), "glb", tmp_path).read_bytes())["images"][0]["mimeType"]
        == "image/png"
    )  # not by default


@pytest.mark.parametrize("kind", ["glb", "usdz"])
def test_a_second_layout_comes_along_corner_by_corner(tmp_path, kind):
    made = model(patch(second=True))
    path = written(made, kind, tmp_path)
    if kind == "usdz":
        with zipfile.ZipFile(path) as archive:
            layer = archive.read("model.usda").decode()
        assert "primvars:st = [" in layer and "primvars:st1 = [" in layer
        return
    glb = path.read_bytes()
    document = document_of(glb)
    body = glb[20 + struct.unpack_from("<I", glb, 12)[0] + 8 :]

    def array(number, kind, width):
        view = document["bufferViews"][document["accessors"][number]["bufferView"]]
        return np.frombuffer(body, kind, view["byteLength"] // 4, view["byteOffset"]).reshape(
            -1, width
        )

    (primitive,) = document["meshes"][0]["primitives"]
    index = array(primitive["indices"], "<u4", 3)
    first, second = (
        array(primitive["attributes"][f"TEXCOORD_{n}"], "<f4", 2)[index] for n in (0, 1)
    )
    for told, meant in ((first, made.corner_uvs), (second, made.surface.lightmap_uvs)):
        assert told[..., 0] == pytest.approx(meant[..., 0], abs=1e-6)
        assert 1 - told[..., 1] == pytest.approx(meant[..., 1], abs=1e-6)


def test_a_collision_mesh_is_sound_gltf_without_a_material(tmp_path):
    path = tmp_path / "c.glb"
    made = model(patch())
    path.write_bytes(encode_bare_glb(NAME, made.vertices, made.faces))
    assert issues(path) == []
    mesh = trimesh.load(path, force="mesh", process=False)
    assert z_up(mesh.vertices) == pytest.approx(made.vertices, abs=1e-5)


def test_an_obj_names_a_picture_for_each_channel_and_all_are_there(tmp_path):
    surface = patch(alpha=True)
    written(model(surface), "obj", tmp_path)
    lines = (tmp_path / "x.mtl").read_text().splitlines()
    named = {line.split()[0]: line.split()[-1] for line in lines if "." in line.split()[-1][-4:]}
    assert set(named) == {"map_Kd", "map_Pr", "map_Pm", "map_d", "norm", "map_Bump"}
    for key, image in {
        "map_Kd": surface.base_color,
        "map_Pr": surface.metallic_roughness[..., 1],
        "map_Pm": surface.metallic_roughness[..., 2],
        "map_d": surface.base_color[..., 3],
        "norm": surface.normal,
    }.items():
        assert np.array_equal(np.asarray(Image.open(tmp_path / named[key])), image)
    assert "mtllib x.mtl" in (tmp_path / "x.obj").read_text()
    assert all(len(line.split()) == 2 for line in lines if line.startswith("newmtl"))


def test_usdz_is_a_stored_zip_whose_files_begin_at_multiples_of_64(tmp_path):
    made = model(patch())
    path = written(made, "usdz", tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "model.usda"
        assert len(archive.namelist()) == 4
        data = path.read_bytes()
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            name, extra = struct.unpack_from("<2H", data, entry.header_offset + 26)
            assert (entry.header_offset + 30 + name + extra) % 64 == 0
        image = Image.open(io.BytesIO(archive.read("textures/base_color.png")))
        assert np.array_equal(np.asarray(image), made.surface.base_color)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_model_gives_the_same_bytes(kind):
    assert files(model(patch()), kind, "x", "") == files(model(patch()), kind, "x", "")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_name_that_no_file_can_hold_harms_no_format(kind):
    named = replace(model(patch()), name="\ud800\n/#{}\"'")
    made = files(named, kind, "x", "")
    assert len(made[f"x.{kind}"]) > 1000
    if kind == "gltf":
        assert json.loads(made["x.gltf"])["nodes"]
