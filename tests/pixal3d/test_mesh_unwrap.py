"""A texture layout: every face its own place, few islands, little stretch."""

import numpy as np
import pytest

pytest.importorskip("scipy")

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.mesh.texels import bands, inside
from pixal3d_addon.engine.mesh.unwrapping.charts import Dual, straighten
from pixal3d_addon.engine.mesh.unwrapping.flatten import flatten, stretch
from pixal3d_addon.engine.mesh.unwrapping.lightmap import lightmap_layout
from pixal3d_addon.engine.mesh.unwrapping.merge import aligned, merged
from pixal3d_addon.engine.mesh.unwrapping.pack import pack
from pixal3d_addon.engine.mesh.unwrapping.place import place
from pixal3d_addon.engine.mesh.unwrapping.unwrap import unwrap
from tests.pixal3d.solids import ball, box, pipe, sheet, torus

SIZE = 512


def taken(uvs, side=SIZE):
    """How many faces hold each texel's centre."""
    counts = np.zeros(side * side, int)
    for hits in inside(uvs.astype(float) * side, (0, 0, side, side)):
        np.add.at(counts, hits.row * side + hits.column, 1)
    return counts.reshape(side, side)


def islands(faces, uvs):
    """A label for each face: one for each connected part of the layout."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    keys = np.column_stack([faces.reshape(-1, 1), uvs.reshape(-1, 2).view(np.int32)])
    corner = np.unique(keys, axis=0, return_inverse=True)[1].reshape(faces.shape)
    count = corner.max() + 1
    pairs = corner.ravel(), np.roll(corner, 1, axis=1).ravel()
    graph = coo_array((np.ones(faces.size), pairs), shape=(count, count))
    return connected_components(graph, directed=False)[1][corner[:, 0]]


def scales(vertices, faces, uvs):
    """The largest and smallest scale of each face, of the layout's own, and its area's share."""
    corners = vertices[faces].astype(float)
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    length = np.maximum(np.linalg.norm(one, axis=1), 1e-12)
    height = np.linalg.norm(np.cross(one, two), axis=1) / length
    shape = np.zeros(faces.shape, complex)
    shape[:, 1] = length
    shape[:, 2] = np.einsum("ij,ij->i", one, two) / length + 1j * height
    found = stretch(shape, uvs[..., 0] + 1j * uvs[..., 1])
    share = length * height / (length * height).sum()
    return found / np.sqrt((share * found.prod(axis=1)).sum()), share


@pytest.mark.parametrize("make", [ball, box, torus, sheet])
def test_no_texel_belongs_to_two_faces(make):
    vertices, faces = make()
    _, _, uvs = unwrap(vertices, faces, SIZE)
    assert uvs.dtype == np.float32 and uvs.shape == (len(faces), 3, 2)
    assert 0 <= uvs.min() and uvs.max() <= 1
    counts = taken(uvs)
    assert (counts > 1).sum() < 2e-3 * (counts > 0).sum()


@pytest.mark.parametrize(("make", "most"), [(ball, 30), (box, 6), (torus, 40), (sheet, 30)])
def test_islands_are_few_and_large_and_little_stretched(make, most):
    vertices, faces = make()
    _, _, uvs = unwrap(vertices, faces, SIZE)
    assert islands(faces, uvs).max() + 1 <= most
    assert (taken(uvs) > 0).mean() > 0.5
    scale, share = scales(vertices, faces, uvs)
    assert (scale[:, 1] > 0).all()  # none is mirrored
    assert (share * np.maximum(scale[:, 0], 1 / scale[:, 1])).sum() < 1.15


def test_what_the_photo_shows_has_finer_texels():
    vertices, faces = box()
    front = vertices[faces][:, :, 1].max(axis=1) < vertices[:, 1].min() + 1e-6
    assert 0 < front.sum() < len(faces) / 2
    plain, finer = (unwrap(vertices, faces, SIZE, seen)[2] for seen in (None, front))
    before, share = scales(vertices, faces, plain)
    after, _ = scales(vertices, faces, finer)

    def texels(scale, some):
        return np.sqrt((scale.prod(axis=1) * share)[some].sum() / share[some].sum())

    assert texels(before, front) == pytest.approx(texels(before, ~front), rel=0.1)
    assert texels(after, front) == pytest.approx(2 * texels(after, ~front), rel=0.1)
    counts = taken(finer)
    assert (counts > 1).sum() < 2e-3 * (counts > 0).sum()


def test_islands_keep_their_distance():
    vertices, faces = torus()
    _, _, uvs = unwrap(vertices, faces, SIZE)
    owner = np.full((SIZE, SIZE), -1)
    label = islands(faces, uvs)
    for hits in inside(uvs.astype(float) * SIZE, (0, 0, SIZE, SIZE)):
        owner[hits.row, hits.column] = label[hits.face]
    for distance in (1, 2, 3):
        for one, two in ((owner[distance:], owner[:-distance]),
                         (owner[:, distance:], owner[:, :-distance])):  # fmt: skip
            assert ((one == two) | (one < 0) | (two < 0)).all()


def test_the_same_mesh_gets_the_same_layout():
    vertices, faces = torus()
    assert np.array_equal(unwrap(vertices, faces, SIZE)[2], unwrap(vertices, faces, SIZE)[2])


def test_a_flat_chart_keeps_its_shape():
    vertices, faces = sheet(waves=0)
    flat = flatten(vertices, faces, np.zeros(len(faces), int))
    assert flat.stretch == pytest.approx(1, abs=1e-4)


def test_degenerate_and_branching_faces_do_no_harm():
    vertices, faces = box()
    more = np.array([[0, 0, 1], [2, 2, 2], faces[0], faces[0][[0, 2, 1]]], np.int32)
    faces = np.concatenate([faces, more])
    _, _, uvs = unwrap(vertices, faces, SIZE)
    assert np.isfinite(uvs).all()


def test_one_triangle_fills_what_it_can():
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 1]], np.float32)
    _, _, uvs = unwrap(vertices, np.array([[0, 1, 2]], np.int32), SIZE)
    assert (taken(uvs) > 0).mean() > 0.35


def test_hundreds_of_crumbs_are_an_end_not_a_hang():
    rng = np.random.default_rng(0)
    place = rng.uniform(-0.5, 0.5, (600, 1, 3)) + rng.normal(0, 1e-3, (600, 3, 3))
    vertices = place.reshape(-1, 3).astype(np.float32)
    faces = np.arange(1_800, dtype=np.int32).reshape(-1, 3)
    try:
        _, _, uvs = unwrap(vertices, faces, SIZE)
    except PixalError as error:
        assert error.code == "texture_too_small"
    else:
        assert np.isfinite(uvs).all()


def test_a_chart_longer_than_the_square_still_fits():
    corners = np.array([[0, 100, 100 + 0.1j], [0, 100 + 0.1j, 0.1j]])
    uvs = pack(corners, np.zeros(2, int), 4 / SIZE)
    assert 0.9 < np.ptp(uvs.reshape(-1, 2), axis=0).max() <= 1


def test_bands_of_any_height_cover_the_same_texels():
    vertices, faces = torus()
    _, _, uvs = unwrap(vertices, faces, SIZE)
    whole = next(bands(uvs, SIZE, SIZE))[2]
    parts = [(start * SIZE + t.index, t.face) for start, _, t in bands(uvs, SIZE, 37)]
    assert np.array_equal(whole.index, np.concatenate([index for index, _ in parts]))
    assert (whole.face == np.concatenate([face for _, face in parts])).mean() > 0.999


def test_a_long_pipe_is_cut_lengthwise_and_lies_flat_without_stretch():
    """Cut across, however often, it stays a ring, and a ring never lies flat."""
    vertices, faces = pipe(round=24, along=300, radius=0.03)
    _, _, uvs = unwrap(vertices, faces, SIZE)
    found, share = scales(vertices, faces, uvs)
    assert (share * found[:, 0]).sum() < 1.1
    counts = taken(uvs)
    assert (counts > 1).sum() < 2e-3 * (counts > 0).sum()
    assert (counts > 0).mean() > 0.5


def test_a_crumpled_surface_does_not_lie_over_itself():
    vertices, faces = sheet(60)
    random = np.random.default_rng(0)
    noise = random.normal(0, 0.012, vertices.shape)
    vertices = vertices + noise * (random.random(len(vertices)) < 0.05)[:, None]
    _, _, uvs = unwrap(vertices.astype(np.float32), faces, SIZE)
    counts = taken(uvs)
    assert (counts > 1).sum() < 2e-3 * (counts > 0).sum()


def patches(refuse):
    """How many charts are left of 400 patches of a flat sheet."""
    vertices, faces = sheet(61, waves=0)
    middle = vertices[faces].mean(axis=1)
    share = (middle - vertices.min(axis=0)) / np.maximum(np.ptp(vertices, axis=0), 1e-6)
    row, column = np.clip((share[:, [2, 0]] * 20).astype(int), 0, 19).T

    def lay(some, own, parts, counts, start):
        bad = np.arange(own.max() + 1) if refuse else np.zeros(0, int)
        return flatten(vertices, faces[some], own, start).corners, bad

    labels = row * 20 + column
    dual = Dual(vertices, faces)
    corners = flatten(vertices, faces, labels).corners
    joined, laid = merged(dual, labels, corners, lay, 0.0)
    if refuse:
        assert np.array_equal(joined, labels) and np.array_equal(laid, corners)
    return len(np.unique(joined))


def test_small_charts_join_their_neighbours_where_that_lies_flat():
    assert patches(refuse=False) < 150
    assert patches(refuse=True) == 400


@pytest.mark.parametrize("make", [torus, box])
def test_a_layout_for_light_maps_has_the_same_islands_farther_apart(make):
    vertices, faces = make()
    _, _, uvs = unwrap(vertices, faces, SIZE)
    second = lightmap_layout(faces, uvs)
    assert second.dtype == np.float32 and second.shape == uvs.shape
    assert islands(faces, second).max() == islands(faces, uvs).max()
    label = islands(faces, second)
    counts = taken(second, 256)
    assert (counts > 1).sum() < 2e-3 * (counts > 0).sum() and (counts > 0).mean() > 0.35
    owner = np.full((256, 256), -1)  # of a light map of 256, two texels lie between islands
    for hits in inside(second.astype(float) * 256, (0, 0, 256, 256)):
        owner[hits.row, hits.column] = label[hits.face]
    for one, two in ((owner[1:], owner[:-1]), (owner[:, 1:], owner[:, :-1])):
        assert ((one == two) | (one < 0) | (two < 0)).all()
    assert scales(vertices, faces, second)[0].min() > 0.5


def test_no_face_that_one_would_see_is_turned_over():
    """A spike in a sheet: laid flat with it, its sides would lie over each other."""
    vertices, faces = sheet(60, waves=0)
    tip = np.linalg.norm(vertices[:, [0, 2]] - vertices[:, [0, 2]].mean(axis=0), axis=1).argmin()
    vertices[tip] += np.float32([0.05, -0.05, 0])
    _, _, uvs = unwrap(vertices, faces, SIZE)
    one, two = uvs[:, 1] - uvs[:, 0], uvs[:, 2] - uvs[:, 0]
    assert (one[:, 0] * two[:, 1] > one[:, 1] * two[:, 0]).all()


def test_jagged_borders_become_straight_and_others_stay():
    vertices, faces = sheet(61, waves=0)
    x, z = vertices[faces].mean(axis=1)[:, [0, 2]].T
    middle = x.mean()
    teeth = 0.04 * np.ptp(x) * np.sign(np.sin(60 * np.pi * (z - z.min()) / np.ptp(z)))
    labels = (x > middle + teeth).astype(int)
    dual = Dual(vertices, faces)

    def border(labels):
        return dual.length[labels[dual.one] != labels[dual.two]].sum()

    assert border(straighten(dual, labels, np.zeros(len(faces), int))) < 0.5 * border(labels)
    assert np.array_equal(straighten(dual, labels, labels), labels)


def test_a_chart_is_brought_to_its_neighbours_border():
    vertices, faces = sheet(31, waves=0)
    labels = (vertices[faces].mean(axis=1)[:, 0] > vertices[:, 0].mean()).astype(int)
    flat = flatten(vertices, faces, np.zeros(len(faces), int)).corners
    moved = np.where(labels[:, None] == 1, flat * np.exp(2j) + 3, flat)
    dual = Dual(vertices, faces)
    back = aligned(dual, labels, moved, np.array([1]), np.array([0]))
    assert back == pytest.approx(flat, abs=1e-6)


def test_outlines_are_placed_in_a_small_square_and_in_holes():
    ring = np.ones((20, 20), bool)
    ring[4:16, 4:16] = False
    outlines = [ring, np.ones((12, 12), bool), np.ones((20, 5), bool), np.ones((5, 20), bool)]
    placed = place([outlines], 3)
    taken = np.zeros((placed.side, placed.side), int)
    for cells, way, spot in zip(outlines, placed.ways, placed.places, strict=True):
        turned = np.rot90(cells, way)
        y, x = int(spot.imag), int(spot.real)
        taken[y : y + turned.shape[0], x : x + turned.shape[1]] += turned
    assert taken.max() == 1 and taken.sum() == sum(cells.sum() for cells in outlines)
    assert placed.side <= 30
