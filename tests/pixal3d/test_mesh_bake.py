"""Textures of a low mesh from a raw surface and its volume; the photo on what its camera sees."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("scipy")

from pixal3d_addon.core import safetensors
from pixal3d_addon.core.camera import Camera, project
from pixal3d_addon.engine.interface import Prepared, RawSurface, Volume
from pixal3d_addon.engine.mesh.baking.bake import bake
from pixal3d_addon.engine.mesh.baking.gutter import fill_gutters
from pixal3d_addon.engine.mesh.baking.photo import Photo
from pixal3d_addon.engine.mesh.baking.volume import VolumeReader
from pixal3d_addon.engine.mesh.normals import vertex_normals
from pixal3d_addon.engine.mesh.tangents import corner_tangents
from pixal3d_addon.engine.mesh.texels import bands
from pixal3d_addon.engine.mesh.unwrapping.unwrap import unwrap
from tests.engine.pictures import Silent
from tests.pixal3d.solids import ball, box, sheet

SIZE = 256
RESOLUTION = 64


def color_at(points):
    """A smooth material of every place, 0…255: base color 3, metallic, roughness, alpha."""
    red, green, blue = ((points + 0.5) * 255).T
    return np.stack([red, green, blue, red, green, np.full(len(points), 255.0)], axis=1)


def volume_of(vertices, resolution=RESOLUTION, material=color_at):
    """Every voxel within two of a vertex."""
    cells = np.floor((vertices + 0.5) * resolution).astype(int)
    around = np.stack(np.meshgrid(*[np.arange(-2, 3)] * 3, indexing="ij"), -1).reshape(-1, 3)
    cells = np.unique((cells[:, None] + around).reshape(-1, 3), axis=0)
    cells = cells[((cells >= 0) & (cells < resolution)).all(axis=1)]
    values = material((cells + 0.5) / resolution - 0.5)
    return Volume(cells.astype(np.int32), np.round(values).astype(np.uint8), resolution)


def points_of(vertices, faces, uvs, size=SIZE):
    """Index and place of every covered texel."""
    _, _, texels = next(bands(uvs, size, size))
    corners = vertices[faces[texels.face]]
    return texels.index, np.einsum("nk,nkc->nc", texels.weights, corners)


@pytest.fixture(scope="module")
def baked():
    """A coarse ball that stands for a fine one."""
    low, faces = ball(10)
    fine, fine_faces = ball(60)
    low, faces, uvs = unwrap(low, faces, SIZE)
    raw = RawSurface(fine, fine_faces, volume_of(fine))
    return low, faces, uvs, bake(low, faces, uvs, raw, SIZE, Silent())


def test_colours_are_those_of_the_raw_surface_not_of_the_low_mesh(baked):
    low, faces, uvs, maps = baked
    index, point = points_of(low, faces, uvs)
    true = color_at(point / np.linalg.norm(point, axis=1, keepdims=True) * 0.4)
    error = maps.base_color.reshape(-1, 3)[index] - true[:, :3]
    assert 10 * np.log10(255**2 / (error**2).mean()) > 38


def test_roughness_is_green_and_metallic_is_blue(baked):
    low, faces, uvs, maps = baked
    index, point = points_of(low, faces, uvs)
    true = color_at(point / np.linalg.norm(point, axis=1, keepdims=True) * 0.4)
    packed = maps.metallic_roughness.reshape(-1, 3)[index]
    assert np.abs(packed[:, 1] - true[:, 4]).mean() < 3
    assert np.abs(packed[:, 2] - true[:, 3]).mean() < 3


def shaded_normals(vertices, faces, uvs, picture):
    """What a renderer makes of a normal map, and the places: MikkTSpace, interpolated as it is."""
    _, _, texels = next(bands(uvs, SIZE, SIZE))
    normals = vertex_normals(vertices, faces)
    tangents, which, sign = corner_tangents(vertices, normals, faces, uvs)
    blend = "nk,nkc->nc"
    normal = np.einsum(blend, texels.weights, normals[faces[texels.face]])
    tangent = np.einsum(blend, texels.weights, tangents[which[texels.face]])
    bitangent = np.cross(normal, tangent) * sign[texels.face, None]
    local = picture.reshape(-1, 3)[texels.index] / 127.5 - 1
    seen = local[:, :1] * tangent + local[:, 1:2] * bitangent + local[:, 2:] * normal
    return seen / np.linalg.norm(seen, axis=1, keepdims=True)


def test_the_normal_map_shows_the_fine_surface_on_the_coarse_one(baked):
    low, faces, uvs, maps = baked
    _, point = points_of(low, faces, uvs)
    true = point / np.linalg.norm(point, axis=1, keepdims=True)
    seen = shaded_normals(low, faces, uvs, maps.normal)
    angle = np.degrees(np.arccos(np.clip((seen * true).sum(axis=1), -1, 1)))
    assert angle.mean() < 1.5
    assert np.quantile(angle, 0.99) < 4


def test_a_raw_surface_inside_out_gives_the_same_normals(baked):
    low, faces, uvs, maps = baked
    fine, fine_faces = ball(60)
    raw = RawSurface(fine, fine_faces[:, ::-1].copy(), volume_of(fine))
    turned = bake(low, faces, uvs, raw, SIZE, Silent())
    same = np.abs(turned.normal.astype(int) - maps.normal).max(axis=-1) <= 2
    assert same.mean() > 0.999


def test_solid_things_have_no_alpha_and_glass_has(baked):
    low, faces, uvs, maps = baked
    assert maps.base_color.shape == (SIZE, SIZE, 3)

    def glass(points):
        values = color_at(points)
        values[points[:, 0] > 0, 5] = 100
        return values

    raw = RawSurface(low, faces, volume_of(low, material=glass))
    clear = bake(low, faces, uvs, raw, SIZE, Silent()).base_color
    index, point = points_of(low, faces, uvs)
    alpha = clear.reshape(-1, 4)[index, 3]
    assert (alpha[point[:, 0] > 0.03] == 100).all()
    assert (alpha[point[:, 0] < -0.03] == 255).all()


def test_a_volume_that_does_not_cover_the_surface_lends_its_nearest_colour():
    vertices, faces, uvs = unwrap(*sheet(20), SIZE)
    cells = volume_of(vertices)
    some = cells.coords[:, 0] < 30
    part = Volume(cells.coords[some], cells.attributes[some], RESOLUTION)
    maps = bake(vertices, faces, uvs, RawSurface(vertices, faces, part), SIZE, Silent())
    index, point = points_of(vertices, faces, uvs)
    red = maps.base_color.reshape(-1, 3)[index, 0].astype(int)
    assert np.abs(red[point[:, 0] > 0.1] - 117).max() <= 4  # the last voxel's


def test_volumes_are_read_as_the_public_model_reads_them():
    case = safetensors.load(Path("tests/reference/sparse_trilinear.safetensors"))
    resolution = int(case["coords"].max()) + 1
    reader = VolumeReader(Volume(case["coords"], case["attrs"], resolution))
    known = (case["out"] != 0).any(axis=1)
    out = reader.read(case["query"][known] / resolution - 0.5)
    assert known.sum() > 30
    assert out == pytest.approx(case["out"][known], abs=1e-4)


def test_reading_equals_trilinear_where_every_voxel_exists():
    cells = np.stack(np.meshgrid(*[np.arange(8)] * 3, indexing="ij"), -1).reshape(-1, 3)
    values = np.random.default_rng(0).integers(0, 256, (512, 6), np.uint8)
    reader = VolumeReader(Volume(cells.astype(np.int32), values, 8))
    from scipy.ndimage import map_coordinates

    points = np.random.default_rng(1).uniform(-0.43, 0.43, (500, 3))
    at = ((points + 0.5) * 8 - 0.5).T
    grid = values.reshape(8, 8, 8, 6).astype(float)
    true = np.stack([map_coordinates(grid[..., k], at, order=1) for k in range(6)], axis=1)
    assert reader.read(points) == pytest.approx(true, abs=1e-2)
    assert np.isfinite(reader.read(np.full((1, 3), np.nan))).all()


def test_gutters_continue_what_is_beside_them():
    picture = np.zeros((64, 64, 3), np.uint8)
    covered = np.zeros((64, 64), bool)
    covered[20:40, 20:40] = True
    picture[covered] = (200, 100, 50)
    fill_gutters(covered, picture)
    assert (picture == (200, 100, 50)).all()


def checks(count=12):
    """A chequered photo of a subject that fills the frame."""
    side = 512
    cell = np.arange(side) * count // side
    board = (cell[:, None] + cell) % 2
    rgb = np.where(board[..., None], (220, 40, 40), (40, 40, 220)).astype(np.uint8)
    return Prepared(rgb, np.full((side, side), 255, np.uint8), fov=0.5)


@pytest.fixture(scope="module")
def photographed():
    vertices, faces, uvs = unwrap(*box(), SIZE * 2)

    def gray(points):
        return np.tile([120.0, 120, 120, 0, 128, 255], (len(points), 1))

    raw = RawSurface(vertices, faces, volume_of(vertices, material=gray))
    photo = Photo(checks(), Camera(0.5), vertices, faces)
    maps = bake(vertices, faces, uvs, raw, SIZE * 2, Silent(), photo)
    index, point = points_of(vertices, faces, uvs, SIZE * 2)
    return point, maps.base_color.reshape(-1, 3)[index].astype(int)


def test_the_front_is_the_photo(photographed):
    point, color = photographed
    front = (point[:, 1] < -0.199) & (np.abs(point[:, 0]) < 0.28) & (np.abs(point[:, 2]) < 0.23)
    pixel = project(point[front], 0.5, Camera(0.5).distance, 512)
    cell = pixel[:, :2] * 12 / 512
    middle = (np.abs(cell % 1 - 0.5) < 0.4).all(axis=1)
    board = np.floor(cell).astype(int).sum(axis=1) % 2
    true = np.where(board[:, None], (220, 40, 40), (40, 40, 220))
    assert np.abs(color[front][middle] - true[middle]).max() <= 2


def test_the_back_is_not_the_photo_nor_is_what_is_hidden(photographed):
    point, color = photographed
    back = color[point[:, 1] > 0.15]
    assert np.ptp(back, axis=1).mean() < 40  # gray still, in the photo's light


def test_a_part_in_front_hides_what_is_behind():
    near, near_faces = sheet(20, waves=0)
    far = near * (1, 1, 1) + np.float32([0, 0.3, 0])
    near = near * np.float32([0.5, 1, 0.5]) - np.float32([0, 0.2, 0])
    near_faces = near_faces[:, ::-1] if vertex_normals(near, near_faces)[0, 1] > 0 else near_faces
    vertices = np.concatenate([near, far]).astype(np.float32)
    faces = np.concatenate([near_faces, near_faces + len(near)])
    photo = Photo(checks(), Camera(0.5), vertices, faces)
    normals = vertex_normals(vertices, faces)
    _, weight = photo._read(vertices, normals)
    hidden = (np.abs(far[:, [0, 2]]) < 0.15).all(axis=1)
    assert (weight[len(near) :][hidden] == 0).all()
    assert (weight[: len(near)].reshape(20, 20)[2:-2, 2:-2] > 0.99).all()
    assert (weight[len(near) :][(np.abs(far[:, 0]) > 0.3)] > 0.9).mean() > 0.8


def test_what_lies_a_hair_behind_is_hidden_too():
    """Laces on a shoe: a part of the object's size in front, and nothing of it on the cloth."""
    near, faces = sheet(20, waves=0)
    far = near * np.float32([1.5, 1, 1.5]) + np.float32([0, 0.003, 0])
    faces = faces[:, ::-1] if vertex_normals(near, faces)[0, 1] > 0 else faces
    vertices = np.concatenate([near, far]).astype(np.float32)
    photo = Photo(checks(), Camera(0.5), vertices, np.concatenate([faces, faces + len(near)]))
    toward = np.tile(np.float32([0, -1, 0]), (len(far), 1))
    inner = (np.abs(far[:, [0, 2]]) < 0.8 * np.abs(near[:, [0, 2]]).max(axis=0)).all(axis=1)
    assert inner.sum() > 50
    assert (photo._read(far, toward)[1][inner] == 0).all()
    assert (photo._read(near, toward)[1].reshape(20, 20)[2:-2, 2:-2] > 0.99).all()


def test_layers_that_touch_are_one_to_the_photo():
    """Simplified, they go through each other, and texels of both are what one sees."""
    near, faces = sheet(20, waves=0)
    far = near + np.float32([0, 0.001, 0])
    vertices = np.concatenate([near, far]).astype(np.float32)
    photo = Photo(checks(), Camera(0.5), vertices, np.concatenate([faces, faces + len(near)]))
    toward = np.tile(np.float32([0, -1, 0]), (len(far), 1))
    assert (photo._read(far, toward)[1].reshape(20, 20)[2:-2, 2:-2] > 0.99).all()


def test_a_face_seen_well_takes_the_photo_though_its_smooth_normals_look_away():
    vertices, faces = sheet(20, waves=0)
    photo = Photo(checks(), Camera(0.5), vertices, faces)
    toward = np.tile(np.float32([0, -1, 0]), (len(vertices), 1))
    aside = np.tile(np.float32([1, 0.1, 0]), (len(vertices), 1))
    assert (photo._read(vertices, aside)[1] == 0).all()
    inner = photo._read(vertices, aside, toward)[1].reshape(20, 20)[2:-2, 2:-2]
    assert (inner > 0.99).all()


def test_memory_grows_by_the_textures_and_little_more():
    vertices, faces = ball(10)
    vertices, faces, uvs = unwrap(vertices, faces, 1024)
    raw = RawSurface(vertices, faces, volume_of(vertices))
    peaks = []
    for size in (1024, 2048):
        tracemalloc.start()
        bake(vertices, faces, uvs, raw, size, Silent(), occlusion=True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    textures = 3 + 1 + 3 + 3 + 1  # bytes a texel: colours, alpha, materials, normals, covered
    assert peaks[1] - peaks[0] < 1.3 * textures * (2048**2 - 1024**2)


@pytest.mark.parametrize("bits", [8, 16])
def test_a_deep_normal_map_tells_angles_more_finely(baked, bits):
    low, faces, uvs, _ = baked
    raw = RawSurface(low, faces, volume_of(low))
    bumps = bake(low, faces, uvs, raw, SIZE, Silent(), normal_bits=bits).normal
    most = np.iinfo(bumps.dtype).max
    assert most == 2**bits - 1
    length = np.linalg.norm(bumps.astype(float) / most * 2 - 1, axis=-1)
    assert np.abs(length - 1).max() < (0.02 if bits == 8 else 3e-4)


def test_without_strength_nothing_changes():
    vertices, faces = ball(12)
    photo = Photo(checks(), Camera(0.5), vertices, faces, strength=0.0)
    normals = vertex_normals(vertices, faces)
    colors = np.full((len(vertices), 3), 77.0)
    photo.match(vertices, normals, colors)
    assert photo.over(vertices, normals, normals, colors, photo.light) == pytest.approx(colors)
