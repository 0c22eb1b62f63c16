"""Several photos of one object on its texture, each where its own camera sees the surface."""

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("scipy")

from pixal3d_addon.core.camera import Camera, focal_pixels, front_camera_to_world
from pixal3d_addon.engine.interface import PosedPhoto, Prepared, RawSurface
from pixal3d_addon.engine.mesh.baking.bake import bake
from pixal3d_addon.engine.mesh.baking.photo import Photo
from pixal3d_addon.engine.mesh.normals import vertex_normals
from pixal3d_addon.engine.mesh.unwrapping.unwrap import unwrap
from tests.engine.pictures import Silent
from tests.pixal3d.solids import ball, sheet
from tests.pixal3d.test_mesh_bake import points_of, volume_of

RADIUS, FOV, SIDE, SIZE = 0.4, 0.6, 512, 512
DISTANCE = Camera(FOV).distance


def painted(points):
    """What the ball looks like, 0…255: bands round it, in a hue that tells the side."""
    waves = 40 * np.sin(18 * points[:, 2])
    return np.stack([120 + 160 * points[:, 0], 120 + 160 * points[:, 1], 120 + waves], axis=1)


def pose_from(turn):
    """camera-to-world of the front camera gone round the object's vertical by `turn`."""
    c, s = np.cos(turn), np.sin(turn)
    about_z = np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    return about_z @ front_camera_to_world(DISTANCE)


def photo_from(turn, exposure=1.0, paint=painted):
    """The ball seen from there, over black."""
    pose = pose_from(turn)
    at = (np.arange(SIDE) + 0.5 - SIDE / 2) / focal_pixels(FOV, SIDE)
    x, y = np.meshgrid(at, -at)
    way = np.stack([x, y, -np.ones_like(x)], axis=-1) @ pose[:3, :3].T
    way /= np.linalg.norm(way, axis=-1, keepdims=True)
    eye = pose[:3, 3]
    along = way @ eye
    root = along**2 - (eye @ eye - RADIUS**2)
    met = root > 0
    points = eye + (-along - np.sqrt(np.maximum(root, 0)))[..., None] * way
    rgb = np.where(met[..., None], paint(points.reshape(-1, 3)).reshape(points.shape), 0)
    rgb = np.clip(rgb * exposure, 0, 255).round().astype(np.uint8)
    return PosedPhoto(Prepared(rgb, met.astype(np.uint8) * 255, FOV), pose)


@pytest.fixture(scope="module")
def generated():
    vertices, faces, uvs = unwrap(*ball(40, RADIUS), SIZE)

    def dull(points):
        values = painted(points * (1, 1, 0)) * 0.8
        return np.c_[values, np.tile([0.0, 128, 255], (len(points), 1))]

    return RawSurface(vertices, faces, volume_of(vertices, material=dull)), uvs


def baked(generated, main, others):
    """Places on the ball and their baked colours."""
    raw, uvs = generated
    photo = Photo(main.prepared, Camera(FOV), raw.vertices, raw.faces, others=others)
    maps = bake(raw.vertices, raw.faces, uvs, raw, SIZE, Silent(), photo)
    index, point = points_of(raw.vertices, raw.faces, uvs, SIZE)
    return point, maps.base_color.reshape(-1, 3)[index].astype(float)


def decibels(error):
    return 10 * np.log10(255**2 / (error**2).mean())


def test_two_photos_from_opposite_sides_paint_both(generated):
    point, one = baked(generated, photo_from(0), [])
    _, two = baked(generated, photo_from(0), [photo_from(np.pi)])
    front, back = point[:, 1] < -0.5 * RADIUS, point[:, 1] > 0.5 * RADIUS
    assert decibels((two - painted(point))[front]) > 35
    assert decibels((two - painted(point))[back]) > 35
    assert decibels((one - painted(point))[back]) < 25
    middle = point[:, 1] < -0.8 * RADIUS  # where the main photo leads, all is as it was
    assert np.abs(one - two)[middle].max() <= 1


@pytest.mark.parametrize("turn", [1.2, 2.0])
def test_a_photo_with_another_exposure_is_brought_to_the_main_ones(generated, turn):
    others = [photo_from(turn, exposure=0.75), photo_from(-turn, exposure=1.2)]
    point, color = baked(generated, photo_from(0), others)
    wanted = painted(point)
    sides = np.abs(point[:, 0]) > 0.8 * RADIUS
    assert decibels((color - wanted)[sides]) > 30
    assert color[sides].mean() == pytest.approx(wanted[sides].mean(), rel=0.04)


def test_photos_that_disagree_meet_without_a_step(generated):
    def plain(level):
        return lambda points: np.full((len(points), 3), level)

    raw, _ = generated
    normals = vertex_normals(raw.vertices, raw.faces)
    side = photo_from(1.2, paint=plain(150.0))
    main = photo_from(0, paint=plain(100.0)).prepared
    photo = Photo(main, Camera(FOV), raw.vertices, raw.faces, others=[side])
    angle = np.linspace(-np.pi / 2, 0.2, 2000)  # along the equator, from the front to its right
    way = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)
    colors = photo._read(RADIUS * way, way)[0][:, 0]
    assert colors[0] == pytest.approx(100, abs=0.5) and colors[-1] == pytest.approx(150, abs=0.5)
    assert np.abs(np.diff(colors)).max() < 1.0
    photo.match(raw.vertices, normals, np.full((len(raw.vertices), 3), 100.0))
    assert photo._read(RADIUS * way, way)[0][-1, 0] == pytest.approx(100, abs=1)


def test_what_another_camera_cannot_see_it_does_not_paint(generated):
    raw, _ = generated
    wall = np.float32([[0.5, -1, -1], [0.5, 1, -1], [0.5, 1, 1], [0.5, -1, 1]])
    vertices = np.concatenate([raw.vertices, wall])
    faces = np.concatenate([raw.faces, len(raw.vertices) + np.int32([[0, 1, 2], [0, 2, 3]])])
    right = np.float32([[RADIUS, 0, 0]])
    facing = np.float32([[1, 0, 0]])
    main, side = photo_from(0).prepared, photo_from(np.pi / 2)
    free = Photo(main, Camera(FOV), raw.vertices, raw.faces, others=[side])
    hidden = Photo(main, Camera(FOV), vertices, faces, others=[side])
    assert free._read(right, facing)[1][0] > 0.99
    assert hidden._read(right, facing)[1][0] == 0


def test_what_lies_outside_a_photos_frame_takes_nothing_of_it(generated):
    raw, _ = generated
    near = PosedPhoto(photo_from(0).prepared, pose_from(np.pi))
    near.prepared.rgb[:], near.prepared.alpha[:] = 200, 255
    near.camera_to_world[:3, 3] *= 0.6  # so near that the ball is cut off by the frame
    photo = Photo(photo_from(0).prepared, Camera(FOV), raw.vertices, raw.faces, others=[near])
    above = RADIUS * np.array([[0, 0.5, 0.866], [0, 1, 0]])
    weight = photo._read(above, above / RADIUS)[1]
    assert weight[0] == 0 and weight[1] > 0.99


@pytest.mark.parametrize("turned", [False, True])
def test_what_the_camera_sees_is_not_covered_by_what_shares_its_texels(turned):
    """Two sheets in the same place of the layout, the second behind the first."""
    vertices, faces = sheet(20, waves=0)
    if vertex_normals(vertices, faces)[0, 1] > 0:
        faces = faces[:, ::-1]
    uvs = (vertices[faces][..., [0, 2]] + 0.5).astype(np.float32)
    behind = vertices + np.float32([0, 0.2, 0])
    order = slice(None, None, -1) if turned else slice(None)
    both = np.concatenate([faces, faces + len(vertices)][order])
    corners = np.concatenate([uvs, uvs])[order]
    mesh = np.concatenate([vertices, behind]), both, corners
    black = Prepared(np.zeros((64, 64, 3), np.uint8), np.full((64, 64), 255, np.uint8), fov=0.5)
    raw = RawSurface(mesh[0], both, volume_of(mesh[0]))
    maps = bake(*mesh, raw, SIZE, Silent(), Photo(black, Camera(0.5), *mesh[:2]))
    inner = maps.base_color[60:-60, 60:-60]
    assert inner.max() < 5
