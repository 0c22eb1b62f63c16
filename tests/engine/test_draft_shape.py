"""Draft's surface: closed whatever the silhouette, pixel-exact from the front, standing flat."""

import math
from pathlib import Path

import numpy as np
import pytest
from pictures import SIDE, Silent, colors, grid, over_black, silhouettes, smooth

from pixal3d_addon.core.camera import Camera, project
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.draft.engine import Draft
from pixal3d_addon.engine.interface import Prepared
from pixal3d_addon.engine.mesh.normals import vertex_normals

CAMERA = Camera(math.radians(35), math.radians(20))


def draft(alpha, camera=CAMERA, **settings):
    prepared = Prepared(over_black(colors(), alpha), alpha, camera.fov)
    options = {"texture_size": 512, "faces": 8000, "draft_shape": "classical", **settings}
    return Draft().generate(prepared, camera, Settings(**options), Silent(), Path())


def edges(faces):
    """Directed edges [3F, 2]."""
    return np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])


def parts(faces, count):
    """Label of each vertex's connected part."""
    label = np.arange(count)
    links = edges(faces)
    while True:
        low = label.copy()
        np.minimum.at(low, links[:, 0], label[links[:, 1]])
        np.minimum.at(low, links[:, 1], label[links[:, 0]])
        low = low[low]
        if (low == label).all():
            return label
        label = low


def volume(surface):
    a, b, c = (surface.vertices[surface.faces[:, i]].astype(np.float64) for i in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6


@pytest.mark.parametrize("name", silhouettes())
def test_every_silhouette_becomes_a_closed_oriented_manifold(name):
    surface = draft(silhouettes()[name])
    faces = surface.faces
    assert np.isfinite(surface.vertices).all()
    assert np.unique(faces).size == len(surface.vertices)
    assert (faces[:, 0] != faces[:, 1]).all() and (faces[:, 1] != faces[:, 2]).all()
    directed = edges(faces)
    assert len(np.unique(directed, axis=0)) == len(directed)  # no edge twice the same way
    there = {tuple(edge) for edge in directed.tolist()}
    assert all((b, a) in there for a, b in there)  # and each back again: closed, oriented
    # At a manifold vertex, faces and edges alternate once round: as many of one as of the other,
    # in one fan. Count fans by joining faces that share an edge at the vertex.
    corner_vertex = faces.ravel()
    next_corner = np.roll(faces, -1, axis=1).ravel()
    previous_corner = np.roll(faces, 1, axis=1).ravel()
    leaving = dict(zip(zip(corner_vertex, next_corner, strict=True), previous_corner, strict=True))
    valence = np.bincount(corner_vertex)
    for vertex in np.unique(corner_vertex)[:: max(1, len(surface.vertices) // 500)]:
        first = step = next_corner[np.flatnonzero(corner_vertex == vertex)[0]]
        turns = 0
        while True:
            step = leaving[vertex, step]
            turns += 1
            if step == first:
                break
        assert turns == valence[vertex]
    assert volume(surface) > 0


def test_a_mask_without_a_subject_is_refused():
    with pytest.raises(PixalError) as caught:
        draft(np.full((SIDE, SIDE), 100, np.uint8))
    assert caught.value.code == "no_object"


@pytest.mark.parametrize("faces", [1000, 8000, 50000])
@pytest.mark.parametrize("name", [name for name in silhouettes() if name != "a speck"])
def test_the_budget_of_faces_is_kept_and_used(name, faces):
    count = len(draft(silhouettes()[name], faces=faces).faces)
    assert faces * 0.2 < count <= faces


@pytest.mark.parametrize("name", ["disc", "ring", "two parts", "wires"])
def test_the_silhouette_is_the_photos(name):
    alpha = silhouettes()[name]
    surface = draft(alpha, faces=20000)
    points = project(surface.vertices, CAMERA.fov, CAMERA.distance, SIDE)[:, :2]
    x, y = np.clip((points - 0.5).round().astype(int), 0, SIDE - 1).T
    grown = np.pad(alpha > 0, 1)
    near = np.any([grown[dy:, dx:][:SIDE, :SIDE] for dy in range(3) for dx in range(3)], axis=0)
    assert near[y, x].all()  # nothing sticks out
    a, b, c = (points[surface.faces[: len(surface.faces) // 2, i]] for i in range(3))
    one, two = b - a, c - a
    area = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]).sum() / 2
    assert area == pytest.approx((alpha / 255.0).sum(), rel=0.02)  # and nothing is missing


def test_holes_in_the_mask_stay_holes():
    surface = draft(silhouettes()["ring"])
    vertices, faces = len(surface.vertices), len(surface.faces)
    assert vertices - faces * 3 // 2 + faces == 0  # Euler characteristic of a torus


def test_parts_that_do_not_touch_stay_apart():
    surface = draft(silhouettes()["two parts"])
    assert len(np.unique(parts(surface.faces, len(surface.vertices)))) == 2


def test_a_disc_becomes_a_ball_and_a_wire_stays_thin():
    flat = Camera(math.radians(10))
    ball = draft(silhouettes()["disc"], flat).vertices
    assert np.ptp(ball[:, 1]) == pytest.approx(0.9, rel=0.05)
    u, w = grid()
    rod = draft(smooth(np.minimum(0.02 - np.abs(u), 0.4 - np.abs(w))), flat).vertices
    assert np.ptp(rod[:, 1]) == pytest.approx(0.04, rel=0.25)


def test_seen_from_above_it_stands_on_a_flat_base():
    camera = Camera(math.radians(30), math.radians(35))
    surface = draft(silhouettes()["disc"], camera, faces=30000)
    upright = surface.vertices @ camera.stand_up()[:3, :3].T
    height = upright[:, 2] - upright[:, 2].min()
    assert (height < 1e-4).mean() > 0.01  # many points on the floor
    assert height.max() > 0.5


def test_the_front_chart_shows_the_photo_where_the_camera_sees_it():
    alpha = silhouettes()["disc"]
    surface = draft(alpha, texture_size=1024)
    half = len(surface.faces) // 2
    corners, uvs = surface.faces[:half].ravel(), surface.corner_uvs[:half].reshape(-1, 2)
    pixels = project(surface.vertices[corners], CAMERA.fov, CAMERA.distance, SIDE)[:, :2]
    texels = surface.base_color[
        ((1 - uvs[:, 1]) * 1024).astype(int).clip(0, 1023), (uvs[:, 0] * 1024).astype(int)
    ]
    x, y = (pixels - 0.5).round().astype(int).clip(0, SIDE - 1).T
    solid = alpha[y, x] == 255
    difference = np.abs(texels[solid].astype(int) - colors()[y[solid], x[solid]])
    assert np.median(difference) <= 3


def test_uvs_lie_inside_the_texture_and_keep_their_turn():
    surface = draft(silhouettes()["ring"])
    assert surface.corner_uvs.min() >= 0 and surface.corner_uvs.max() <= 1
    one = surface.corner_uvs[:, 1] - surface.corner_uvs[:, 0]
    two = surface.corner_uvs[:, 2] - surface.corner_uvs[:, 0]
    turn = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    assert (turn > -1e-9).all()  # no mirrored face: tangent-space maps work on both sides


def test_the_black_behind_the_photo_does_not_show_on_the_rim():
    alpha = silhouettes()["disc"]
    white = np.full((SIDE, SIDE, 3), 250, np.uint8)
    prepared = Prepared(over_black(white, alpha), alpha, CAMERA.fov)
    surface = Draft().generate(
        prepared, CAMERA, Settings(texture_size=512, draft_shape="classical"), Silent(), Path()
    )
    assert surface.base_color.min() > 240


def test_the_hidden_side_carries_no_lettering():
    alpha = silhouettes()["disc"]
    rgb = np.full((SIDE, SIDE, 3), 200, np.uint8)
    rgb[180:220:8, 120:280] = 0  # strokes
    prepared = Prepared(over_black(rgb, alpha), alpha, CAMERA.fov)
    surface = Draft().generate(
        prepared, CAMERA, Settings(texture_size=512, draft_shape="classical"), Silent(), Path()
    )
    half = len(surface.faces) // 2
    uvs = surface.corner_uvs[half:].mean(axis=1)
    back = surface.base_color[((1 - uvs[:, 1]) * 512).astype(int), (uvs[:, 0] * 512).astype(int)]
    assert back.min() > 150


def test_the_same_photo_gives_the_same_object():
    one, two = (draft(silhouettes()["ring"]) for _ in range(2))
    assert np.array_equal(one.vertices, two.vertices)
    assert np.array_equal(one.base_color, two.base_color)


def test_a_subject_cut_by_the_frame_may_go_on_outside():
    camera = Camera(math.radians(35), 0.0, extend_pixel=64)
    surface = draft(silhouettes()["disc"], camera)
    points = project(surface.vertices, camera.fov, camera.distance, SIDE)[:, :2]
    assert points.min() == pytest.approx(0.05 * SIDE, abs=1.5)
    assert points.max() == pytest.approx(0.95 * SIDE, abs=1.5)


def test_a_crack_does_not_part_a_solid_but_a_lattice_stays_thin():
    flat = Camera(math.radians(10))
    block = np.zeros((SIDE, SIDE), np.uint8)
    block[60:340, 60:340] = 255
    cracked, lattice = block.copy(), block.copy()
    cracked[100:300, 198:202] = 0
    lattice[66:334, 60:340][(np.arange(268) // 6) % 2 == 0] = 0
    lattice[:, 60:66] = block[:, 60:66]
    depth = {
        name: np.ptp(draft(alpha, flat).vertices[:, 1])
        for name, alpha in {"block": block, "cracked": cracked, "lattice": lattice}.items()
    }
    assert depth["cracked"] > 0.9 * depth["block"]
    assert depth["lattice"] < 0.2 * depth["block"]


@pytest.mark.parametrize("hard", [False, True], ids=["soft edge", "staircase"])
def test_no_seam_shows_where_front_and_back_meet(hard):
    alpha = silhouettes()["disc"]
    alpha = np.where(alpha > 127, 255, 0).astype(np.uint8) if hard else alpha
    surface = draft(alpha, Camera(math.radians(10)), faces=50000)
    half = len(surface.faces) // 2
    rim = np.intersect1d(surface.faces[:half], surface.faces[half:])
    rim = rim[surface.vertices[rim, 2] > -0.35]  # it stands on the ground below
    normals = vertex_normals(surface.vertices, surface.faces)[rim]
    outwards = surface.vertices[rim] * (1, 0, 1)
    outwards /= np.linalg.norm(outwards, axis=1, keepdims=True)
    tilt = np.degrees(np.arccos(np.einsum("ij,ij->i", normals, outwards).clip(-1, 1)))
    assert np.percentile(tilt, 95) < 15
