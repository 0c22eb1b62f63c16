"""The network's answer as a surface: the shape it says, on the photo's own contour, closed."""

import math
from pathlib import Path

import numpy as np
import pytest
from pictures import SIDE, Silent, colors, grid, over_black, silhouettes, smooth

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.draft import seen
from pixal3d_addon.engine.draft.engine import Draft
from pixal3d_addon.engine.draft.net import features
from pixal3d_addon.engine.draft.net.forward import Answer
from pixal3d_addon.engine.draft.sampling import box_shrink
from pixal3d_addon.engine.draft.seen import measure_seen, trust_in, trusted
from pixal3d_addon.engine.draft.shell import close
from pixal3d_addon.engine.draft.triangulate import triangulate
from pixal3d_addon.engine.interface import Prepared

FLAT = Camera(math.radians(10))


def answered(front, thickness, doubt=0.0, classical_doubt=0.0):
    """An answer [SIDE, SIDE] that says nothing of the rest."""
    nothing = np.zeros_like(front)
    doubts = nothing + doubt, nothing + classical_doubt
    return Answer(front, thickness, thickness, *doubts, np.stack([nothing] * 3, -1), np.zeros(2))


def surface(alpha, front, thickness, camera=FLAT, budget=10000):
    """Vertices and faces for a network that answers with `front`, `thickness` [SIDE, SIDE]."""
    coverage = box_shrink(alpha, features.SIDE) / 255
    found = features.outline(coverage)
    rows = np.zeros((features.SIDE, 3), np.float32)
    rgb = np.zeros((features.SIDE, features.SIDE, 3), np.float32)
    picture = features.picture(rgb, coverage, found.inset, found.half, rows)
    front, thickness = (
        box_shrink(np.where(alpha > 127, part, 0), features.SIDE) / np.maximum(coverage, 1e-3)
        for part in (front, thickness)
    )
    relief = measure_seen(alpha, camera, answered(front, thickness), picture)
    vertices, faces, _ = close(triangulate(alpha, relief, budget), relief)
    return vertices, faces


def closed(faces):
    """Every directed edge once, and each back again."""
    directed = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there = {tuple(edge) for edge in directed.tolist()}
    return len(there) == len(directed) and all((b, a) in there for a, b in there)


def volume(vertices, faces):
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6


def test_a_box_keeps_its_thickness_up_to_the_contour():
    u, w = grid()
    alpha = smooth(np.minimum(0.3 - np.abs(u), 0.4 - np.abs(w)))
    vertices, faces = surface(alpha, np.full_like(u, -0.2), np.full_like(u, 0.4))
    assert closed(faces)
    assert volume(vertices, faces) == pytest.approx(0.6 * 0.8 * 0.4, rel=0.05)
    rim = np.abs(np.abs(vertices[:, 0]) - 0.3 * (1 + vertices[:, 1] / FLAT.distance)) < 2e-3
    assert np.abs(np.abs(vertices[rim, 1]) - 0.2).max() < 0.02


def test_a_ball_is_round_up_to_the_contour():
    u, w = grid()
    half = np.sqrt(np.maximum(0.4**2 - u**2 - w**2, 0))
    vertices, faces = surface(smooth(0.4 - np.hypot(u, w)), -half, 2 * half)
    assert closed(faces)
    assert np.linalg.norm(vertices, axis=1) == pytest.approx(0.4, abs=0.035)
    assert volume(vertices, faces) == pytest.approx(4 / 3 * math.pi * 0.4**3, rel=0.05)


def test_a_slope_stays_a_slope():
    u, w = grid()
    alpha = smooth(np.minimum(0.3 - np.abs(u), 0.3 - np.abs(w)))
    vertices, _ = surface(alpha, 0.5 * u - 0.1, np.full_like(u, 0.2))
    plane = vertices[:, 0] / (1 + vertices[:, 1] / FLAT.distance)
    off = np.abs(np.abs(vertices[:, 1] - 0.5 * plane) - 0.1)
    assert np.percentile(off, 99) < 0.02


@pytest.mark.parametrize("name", silhouettes())
@pytest.mark.parametrize("elevation", [0, 25])
def test_any_answer_over_any_silhouette_is_closed_and_within_budget(name, elevation):
    alpha = silhouettes()[name]
    random = np.random.default_rng(3)
    front, thickness = random.normal(0, 0.3, (2, SIDE, SIDE))
    camera = Camera(math.radians(35), math.radians(elevation))
    vertices, faces = surface(alpha, front, thickness, camera)
    assert np.isfinite(vertices).all()
    assert closed(faces)
    assert len(faces) <= 20000 or name in ("a speck", "noise")


@pytest.mark.parametrize("gain, share", [(-3, 0), (3, 1)])
def test_a_network_that_doubts_itself_leaves_the_classical_shape(gain, share):
    random = np.random.default_rng(5)
    coverage = box_shrink(silhouettes()["disc"], features.SIDE) / 255
    found = features.outline(coverage)
    rows = np.full((features.SIDE, 3), 0.1, np.float32)
    rgb = np.zeros((features.SIDE, features.SIDE, 3), np.float32)
    picture = features.picture(rgb, coverage, found.inset, found.half, rows)
    front, thickness = random.normal(0, 0.3, (2, features.SIDE, features.SIDE))
    answer = answered(front, thickness, 0.0, gain)
    answer = trusted(answer, picture, trust_in(answer, picture))
    expected = share * thickness + (1 - share) * 2 * found.half
    assert np.abs(answer.thickness - expected).max() < 1e-6
    inside = coverage > 0.5
    lean = (answer.front - (share * front + (share - 1) * found.half))[inside]
    assert np.ptp(lean) < 1e-6  # up to the depth of the whole


def test_draft_without_its_network_takes_the_silhouette_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(seen, "WEIGHTS", tmp_path / "damaged.safetensors")
    seen.WEIGHTS.write_bytes(b"no weights")
    seen.weights.cache_clear()
    alpha = silhouettes()["disc"]
    prepared = Prepared(over_black(colors(), alpha), alpha, FLAT.fov)

    def made(shape):
        settings = Settings(texture_size=512, faces=4000, draft_shape=shape)
        return Draft().generate(prepared, FLAT, settings, Silent(), Path())

    assert np.array_equal(made("auto").vertices, made("classical").vertices)
    assert "silhouette" in made("auto").notes[0]
    with pytest.raises(PixalError) as caught:
        made("network")
    assert caught.value.code == "weights_damaged"


@pytest.mark.parametrize("gain, told", [(-3, "unsure"), (3, "network makes")])
def test_the_result_tells_when_the_network_was_unsure(gain, told, monkeypatch):
    def looked(prepared, camera, weights):
        coverage = box_shrink(prepared.alpha, features.SIDE) / 255
        found = features.outline(coverage)
        rows, rgb = np.zeros((features.SIDE, 3)), np.zeros((*coverage.shape, 3))
        picture = features.picture(rgb, coverage, found.inset, found.half, rows)
        return answered(-found.half, 2 * found.half, 0.0, gain), picture

    monkeypatch.setattr(seen, "look", looked)
    alpha = silhouettes()["disc"]
    prepared = Prepared(over_black(colors(), alpha), alpha, FLAT.fov)
    settings = Settings(texture_size=512, faces=4000)
    made = Draft().generate(prepared, FLAT, settings, Silent(), Path())
    assert told in made.notes[0]
