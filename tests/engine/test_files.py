"""The files of a result: PNG, GLB, thumbnail, facts."""

import io
import json
import math
import struct

import numpy as np
import pytest
from pictures import SIDE, Silent, colors, silhouettes
from PIL import Image

from pixal3d_addon.core import results
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import Cancelled, PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.image.png import encode_png
from pixal3d_addon.engine.interface import Surface
from pixal3d_addon.engine.mesh.normals import vertex_normals
from pixal3d_addon.engine.mesh.write import write_surface
from pixal3d_addon.engine.pipeline import Order, generate
from tests.gltf_validator import issues

SETTINGS = Settings(
    fov=math.radians(30), elevation=math.radians(15), texture_size=512, faces=6000, size=2.0
)


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    alpha = silhouettes()["disc"]
    path = tmp_path_factory.mktemp("photo") / "Grün 3.png"
    Image.fromarray(np.dstack([colors(), alpha])).save(path)
    return path


@pytest.fixture(scope="module")
def result(photo, tmp_path_factory):
    return results.read(generate(Order(photo, tmp_path_factory.mktemp("out"), SETTINGS), Silent()))


def read_glb(path):
    """The JSON and the binary chunk."""
    data = path.read_bytes()
    magic, number, length = struct.unpack_from("<4sII", data)
    assert (magic, number, length) == (b"glTF", 2, len(data))
    size = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20 : 20 + size]), data[28 + size :]


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 1), (33, 1, 3), (64, 50, 4), (1, 1, 3)])
def test_a_png_reads_back_as_it_was(shape):
    image = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    back = np.array(Image.open(io.BytesIO(encode_png(image))))
    assert np.array_equal(back, image.reshape(back.shape))


def test_a_result_holds_a_file_for_each_step(result):
    expected = {"prepared.png", "mask.png", "mesh.safetensors", "base_color.png", "model.glb",
                "thumbnail.png", "result.json"}  # fmt: skip
    assert {path.name for path in result.folder.iterdir()} == expected
    assert result.settings == SETTINGS
    assert result.name == "Grün 3"
    assert any("Draft" in note for note in result.facts["notes"])
    assert result.facts["engine"] == "draft"
    assert result.facts["version"].count(".") == 2


def test_the_thumbnail_looks_like_the_prepared_photo(result):
    thumbnail = np.array(Image.open(result.folder / "thumbnail.png").convert("RGBA")).astype(int)
    side = len(thumbnail)
    mask = Image.open(result.folder / "mask.png").resize((side, side), Image.BOX)
    prepared = Image.open(result.folder / "prepared.png").resize((side, side), Image.BOX)
    mask = np.array(mask)
    inside, drawn = mask > 127, thumbnail[..., 3] > 127
    assert (inside & drawn).sum() / (inside | drawn).sum() > 0.98
    solid = (mask == 255) & drawn
    assert np.abs(thumbnail[..., :3] - np.array(prepared))[solid].mean() < 4


def test_the_glb_stands_upright_with_its_base_at_the_origin(result):
    document, _ = read_glb(result.folder / "model.glb")
    position = document["accessors"][0]
    low, high = np.array(position["min"]), np.array(position["max"])
    assert low[1] == pytest.approx(0, abs=1e-5)  # +Y is up
    assert (high - low).max() == pytest.approx(2.0, rel=1e-4)
    assert (high + low)[[0, 2]] == pytest.approx([0, 0], abs=1e-5)


def test_the_glb_is_one_mesh_with_one_material_and_a_png(result):
    document, binary = read_glb(result.folder / "model.glb")
    assert len(document["meshes"]) == len(document["materials"]) == 1
    view = document["bufferViews"][document["images"][0]["bufferView"]]
    png = binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
    assert png == (result.folder / "base_color.png").read_bytes()
    assert Image.open(io.BytesIO(png)).size == (512, 512)


def test_normals_of_a_ball_point_outwards(result):
    mesh = result.mesh()
    normals = vertex_normals(mesh["vertices"], mesh["faces"])
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1, abs=1e-5)
    outwards = mesh["vertices"] - mesh["vertices"].mean(axis=0)
    assert (np.einsum("ij,ij->i", normals, outwards) > 0).mean() > 0.97


@pytest.fixture(scope="module")
def with_maps(tmp_path_factory):
    """Writes a surface that has every map, and returns its folder."""

    def write(alpha):
        random = np.random.default_rng(0)
        vertices = np.array([[-0.4, 0, 0], [0.4, 0, 0], [0.4, 0, 0.5], [-0.4, 0, 0.5]], np.float32)
        faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
        uvs = (vertices[:, [0, 2]] + (0.5, 0.2)).astype(np.float32)[faces]
        color = random.integers(0, 256, (64, 64, 3), np.uint8)
        color = color if alpha is None else np.dstack([color, alpha])
        surface = Surface(
            vertices, faces, uvs, color,
            metallic_roughness=random.integers(0, 256, (64, 64, 3), np.uint8),
            normal=np.full((64, 64, 3), (128, 128, 255), np.uint8),
            metallic=1.0, roughness=1.0,
        )  # fmt: skip
        folder = tmp_path_factory.mktemp("maps")
        write_surface(folder, surface, Camera(0.5), "Maps", Settings(), Silent())
        return folder, surface

    return write


def test_every_map_is_in_its_place_in_the_glb(with_maps):
    folder, surface = with_maps(None)
    document, binary = read_glb(folder / "model.glb")
    material = document["materials"][0]
    shading = material["pbrMetallicRoughness"]
    assert "alphaMode" not in material
    assert (shading["metallicFactor"], shading["roughnessFactor"]) == (1, 1)
    for texture, expected in (
        (shading["baseColorTexture"], surface.base_color),
        (shading["metallicRoughnessTexture"], surface.metallic_roughness),
        (material["normalTexture"], surface.normal),
    ):
        image = document["images"][document["textures"][texture["index"]]["source"]]
        view = document["bufferViews"][image["bufferView"]]
        png = binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        assert np.array_equal(np.array(Image.open(io.BytesIO(png))), expected)
    for name in ("metallic_roughness", "normal"):
        stored = np.array(Image.open(folder / f"{name}.png"))
        assert np.array_equal(stored, getattr(surface, name))


def test_leaves_are_masked_and_glass_is_blended(with_maps):
    leaves = np.zeros((64, 64), np.uint8)
    leaves[::2] = 255
    glass = np.full((64, 64), 90, np.uint8)
    for alpha, mode in ((leaves, "MASK"), (glass, "BLEND")):
        document, _ = read_glb(with_maps(alpha)[0] / "model.glb")
        assert document["materials"][0]["alphaMode"] == mode


@pytest.mark.parametrize("alpha", ["none", "glass"])
def test_a_glb_with_every_map_is_valid_to_khronos(with_maps, alpha):
    folder, _ = with_maps(None if alpha == "none" else np.full((64, 64), 90, np.uint8))
    assert issues(folder / "model.glb") == []


def test_the_glb_is_valid_to_khronos(result):
    assert issues(result.folder / "model.glb") == []


def test_a_supplied_mask_decides(photo, tmp_path):
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[100:300, 150:250] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    order = Order(photo, tmp_path / "out", SETTINGS, mask=tmp_path / "mask.png")
    made = np.array(Image.open(generate(order, Silent()) / "mask.png"))
    rows, columns = np.flatnonzero(made.any(1)), np.flatnonzero(made.any(0))
    assert np.ptp(rows) / np.ptp(columns) == pytest.approx(2.0, rel=0.05)


@pytest.mark.parametrize("stage", ["Cut-Out", "Depth", "Shape", "Texture", "Files"])
def test_a_job_that_is_cancelled_leaves_nothing(photo, tmp_path, stage):
    class Impatient(Silent):
        def progress(self, now, step=0, total=1):
            if now == stage:
                raise Cancelled

    with pytest.raises(Cancelled):
        generate(Order(photo, tmp_path, SETTINGS), Impatient())
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_is_not_there_is_named_with_a_remedy(photo, tmp_path):
    with pytest.raises(PixalError) as caught:
        generate(Order(photo, tmp_path, Settings(engine="pixal3d")), Silent())
    assert caught.value.code == "engine_unavailable"
    assert "Draft" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []
