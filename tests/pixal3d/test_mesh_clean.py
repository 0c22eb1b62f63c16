"""A raw surface becomes a sound one: welded, oriented, manifold, seen from outside."""

from pathlib import Path

import numpy as np
import pytest

from bench.topology import examine
from pixal3d_addon.core.errors import EXIT_CODES, PixalError
from pixal3d_addon.engine.mesh.cleaning.clean import clean
from pixal3d_addon.engine.mesh.cleaning.components import vertex_components
from pixal3d_addon.engine.mesh.cleaning.edges import edges

from .dual_surfaces import ball, block, cloth, dual_surface, shell, together

BALL = 4 / 3 * np.pi * 0.4**3


class Heard:
    """A report that keeps what it was told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def plan(self, stages: object) -> None: ...

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None:
        self.steps.append((stage, step, total))

    def preview(self, kind: str, path: Path) -> None: ...


def cleaned(vertices: np.ndarray, faces: np.ndarray, **options: float):  # type: ignore[no-untyped-def]
    result = clean(vertices, faces, Heard(), **options)  # type: ignore[arg-type]
    assert result.vertices.dtype == np.float32 and result.faces.dtype == np.int32
    return result.vertices, result.faces


def parts(vertices: np.ndarray, faces: np.ndarray) -> int:
    return vertex_components(len(vertices), faces)[0]


def without(vertices: np.ndarray, faces: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """The faces that touch none of the vertices of `gone`, bool [V]."""
    return faces[~gone[faces].any(axis=1)]


def test_a_ball_of_any_winding_looks_outwards_and_is_closed() -> None:
    vertices, faces = dual_surface(ball(0.4), 64)
    assert not examine(vertices, faces).closed
    random = np.random.default_rng(0)
    turned = random.random(len(faces)) < 0.5
    faces[turned] = faces[turned][:, ::-1]
    vertices, faces = cleaned(vertices, random.permutation(faces))
    topology = examine(vertices, faces)
    assert topology.closed
    assert topology.volume == pytest.approx(BALL, rel=0.01)


def test_progress_never_falls_and_ends_full() -> None:
    heard = Heard()
    clean(*dual_surface(ball(0.4), 24), heard)
    shares = [step / total for _, step, total in heard.steps]
    assert {stage for stage, _, _ in heard.steps} == {"Clean"}
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) > 3


def test_equal_places_are_welded_and_equal_faces_kept_once() -> None:
    vertices, faces = dual_surface(ball(0.4), 32)
    soup = vertices[faces].reshape(-1, 3)
    soup_faces = np.arange(len(soup), dtype=np.int32).reshape(-1, 3)
    twice = np.concatenate([soup_faces, soup_faces[::3, ::-1], soup_faces[:5, [0, 0, 1]]])
    low, few = cleaned(soup, twice)
    assert len(low) == len(vertices) and len(few) == len(faces)
    assert examine(low, few).closed


def test_the_inner_side_of_a_double_shell_goes() -> None:
    raw = dual_surface(shell(0.4, 0.06), 64)
    assert parts(*raw) == 2
    vertices, faces = cleaned(*raw)
    assert parts(vertices, faces) == 1
    assert np.linalg.norm(vertices, axis=1).min() > 0.42
    assert examine(vertices, faces).closed


def test_the_inner_side_goes_though_cracks_let_light_in() -> None:
    vertices, faces = dual_surface(shell(0.4, 0.06), 64)
    outer = np.linalg.norm(vertices, axis=1) > 0.4
    gone = outer & (np.random.default_rng(0).random(len(vertices)) < 0.002)
    assert gone.sum() > 10
    vertices, faces = cleaned(vertices, without(vertices, faces, gone), holes=0.3)
    assert np.linalg.norm(vertices, axis=1).min() > 0.42
    assert examine(vertices, faces).closed


def test_the_inside_of_a_cup_stays() -> None:
    wall = shell(0.4, 0.08)
    raw = dual_surface(lambda points: np.maximum(wall(points), points[..., 2] - 0.1), 64)
    vertices, faces = cleaned(*raw)
    assert len(faces) == len(raw[1])
    assert np.linalg.norm(vertices, axis=1).min() < 0.37
    assert examine(vertices, faces).closed


def test_a_wall_inside_goes() -> None:
    """Where it meets the skin, three faces share an edge."""
    vertices, faces = dual_surface(ball(0.3), 64)
    middle = np.floor((vertices[:, 0] + 0.5) * 64) == 32
    rim = edges(faces).ends
    rim = rim[middle[rim].all(axis=1)]
    wall = np.insert(rim, 2, len(vertices), axis=1)
    assert len(wall) > 50
    vertices = np.concatenate([vertices, np.zeros((1, 3), np.float32)])
    low, few = cleaned(vertices, np.concatenate([faces, wall]))
    assert len(few) == len(faces)
    assert examine(low, few).closed


def test_specks_go_and_real_parts_stay() -> None:
    raw = dual_surface(together(ball(0.3), ball(0.03, (0.4, 0, 0)), ball(0.002, (0, 0.4, 0))), 96)
    vertices, faces = raw
    speck = np.array([(0, 1, 2), (0, 2, 3), (0, 3, 1), (1, 3, 2)], np.int32) + len(vertices)
    tetrahedron = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]) * 0.03 + (0.1, -0.45, 0.4)
    vertices = np.concatenate([vertices, tetrahedron.astype(np.float32)])
    low, few = cleaned(vertices, np.concatenate([faces, speck]))
    assert parts(low, few) == 2
    assert low[:, 0].max() > 0.42 and low[:, 1].min() > -0.31
    assert parts(*cleaned(vertices, np.concatenate([faces, speck]), smallest=0.2)) == 1


def test_small_holes_are_closed_and_large_ones_left() -> None:
    vertices, faces = dual_surface(ball(0.4), 96)
    small = np.zeros(len(vertices), bool)
    small[::997] = True
    large = vertices[:, 2] > 0.35
    open_ball = without(vertices, faces, small)
    assert examine(vertices, open_ball).open_edges > 20
    low, few = cleaned(vertices, open_ball, holes=0.2)
    assert examine(low, few).closed
    assert examine(low, few).volume == pytest.approx(BALL, rel=0.01)
    rim = examine(*cleaned(vertices, without(vertices, faces, small | large), holes=0.2))
    assert rim.open_edges > 0 and np.isclose(rim.volume, BALL, rtol=0.1)


def test_a_sheet_becomes_a_thin_body_with_both_sides() -> None:
    vertices, faces = cloth()
    low, few = cleaned(vertices, faces)
    topology = examine(low, few)
    assert topology.closed
    assert len(few) >= 2 * len(faces)
    assert 0 < topology.volume < 0.64 * 0.03


def test_bodies_that_touch_in_an_edge_or_a_corner_come_out_manifold() -> None:
    cube = np.array(
        [(0, 2, 1), (0, 3, 2), (4, 5, 6), (4, 6, 7), (0, 1, 5), (0, 5, 4), (1, 2, 6), (1, 6, 5),
         (2, 3, 7), (2, 7, 6), (3, 0, 4), (3, 4, 7)], np.int32
    )  # fmt: skip
    corners = np.array(
        [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)]
    )
    for move in ((1, 1, 0), (1, 1, 1)):
        soup = np.concatenate([corners, corners + move]).astype(np.float32) / 4
        assert not examine(soup, np.concatenate([cube, cube + 8])).closed
        low, few = cleaned(soup, np.concatenate([cube, cube + 8]), smallest=0)
        topology = examine(low, few)
        assert topology.crowded_edges == topology.twisted_edges == topology.open_edges == 0
        assert topology.volume == pytest.approx(2 / 64, rel=0.2)


def test_a_soup_of_triangles_comes_out_without_crowded_edges() -> None:
    random = np.random.default_rng(1)
    vertices = random.uniform(-0.5, 0.5, (60, 3)).astype(np.float32)
    faces = random.integers(0, 60, (800, 3)).astype(np.int32)
    topology = examine(*cleaned(vertices, faces))
    assert topology.crowded_edges == topology.twisted_edges == topology.collapsed == 0


def test_a_moebius_strip_is_cut_and_still_has_no_twisted_edge() -> None:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    across = np.array([-0.1, 0.0, 0.1])
    radius = 0.3 + across[None] * np.cos(turn / 2)[:, None]
    strip = np.stack(
        [
            radius * np.cos(turn)[:, None],
            radius * np.sin(turn)[:, None],
            across[None] * np.sin(turn / 2)[:, None],
        ],
        axis=-1,
    )
    faces = []
    for i in range(60):
        for j in range(2):
            a, b = 3 * i + j, 3 * i + j + 1
            last = i == 59
            c, d = (2 - j - 1, 2 - j) if last else (3 * i + 4 + j, 3 * i + 3 + j)
            faces += [(a, b, c), (a, c, d)]
    topology = examine(*cleaned(strip.reshape(-1, 3), np.array(faces)))
    assert topology.crowded_edges == topology.twisted_edges == 0


def test_more_faces_than_are_kept_lose_no_shape() -> None:
    raw = dual_surface(block(0.4, 0.3, 0.2), 96)
    vertices, faces = cleaned(*raw, keep=5000)
    topology = examine(vertices, faces)
    assert len(faces) <= 5100 and topology.closed
    assert topology.volume == pytest.approx(0.8 * 0.6 * 0.4, rel=0.01)


@pytest.mark.parametrize(
    ("vertices", "faces", "code"),
    [
        (np.zeros((0, 3)), np.zeros((0, 3), int), "surface_empty"),
        (np.zeros((3, 3)), np.zeros((0, 3), int), "surface_empty"),
        (np.zeros((3, 3)), [[0, 1, 2]], "surface_empty"),
        ([[0, 0, 0], [1, 0, 0], [2, 0, 0]], [[0, 1, 2]], "surface_empty"),
        ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 1], [2, 2, 2]], "surface_empty"),
        ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]], "surface_empty"),
        ([[0, 0, 0], [1, 0, 0], [0, np.nan, 0]], [[0, 1, 2]], "numbers_broken"),
        ([[0, 0, 0], [1, 0, 0], [0, np.inf, 0]], [[0, 1, 2]], "numbers_broken"),
        ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 3]], "numbers_broken"),
        ([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, -1]], "numbers_broken"),
    ],
)
def test_what_is_no_surface_is_refused(vertices: object, faces: object, code: str) -> None:
    with pytest.raises(PixalError) as caught:
        clean(np.array(vertices, np.float32), np.array(faces, np.int32), Heard())
    assert caught.value.code == code and code in EXIT_CODES


def test_a_broken_vertex_that_no_face_uses_does_no_harm() -> None:
    vertices, faces = dual_surface(ball(0.4), 32)
    vertices = np.concatenate([vertices, np.full((1, 3), np.nan, np.float32)])
    assert examine(*cleaned(vertices, faces)).closed


def test_the_same_surface_gives_the_same_mesh() -> None:
    raw = dual_surface(together(ball(0.3), block(0.4, 0.05, 0.05)), 48)
    first, second = cleaned(*raw, keep=3000), cleaned(*raw, keep=3000)
    assert np.array_equal(first[0], second[0]) and np.array_equal(first[1], second[1])
