"""Two trivial objects that an engine has to beat: a flat card, and the silhouette extruded."""

from collections.abc import Callable

import numpy as np

from .cases import Case
from .render import Pinhole
from .surface import Surface

GRID = 256  # cells along the view frame's square
DEPTH = 0.3  # of the silhouette's width


def card(case: Case) -> Surface:
    """The photo on a flat card at depth 0, cut to the silhouette."""
    points, photo, camera = _grid(), case.picture(), case.camera()
    faces = _triangles(_cells(points, photo, camera))
    return _textured(points, points, faces, photo, camera)


def extrusion(case: Case) -> Surface:
    """The card pulled straight to both sides along the view axis, DEPTH of its width in all."""
    points, photo, camera = _grid(), case.picture(), case.camera()
    cells = _cells(points, photo, camera)
    shift = np.array([0.0, DEPTH / 2 * np.ptp(points[cells.ravel(), 0]), 0.0])
    behind = len(points)
    start, end = cells.ravel(), np.roll(cells, -1, axis=1).ravel()
    # an edge that the neighboring cell has too, the other way round, is inside
    rim = ~np.isin(end * behind + start, start * behind + end)
    near = np.stack([start[rim], end[rim]], axis=1)
    sides = np.concatenate([near, near + behind], axis=1)[:, [0, 2, 3, 1]]
    quads = np.concatenate([cells, cells[:, ::-1] + behind, sides])
    both = np.concatenate([points - shift, points + shift])
    cards = np.concatenate([points, points])
    return _textured(both, cards, _triangles(quads), photo, camera)


RIVALS: dict[str, Callable[[Case], Surface]] = {"card": card, "extrusion": extrusion}


def _grid() -> np.ndarray:
    """Corners of the cells at depth 0 in the view frame, row by row from the top, [N, 3]."""
    axis = np.linspace(-0.5, 0.5, GRID + 1)
    x, z = np.meshgrid(axis, -axis)
    return np.stack([x.ravel(), np.zeros(x.size), z.ravel()], axis=1)


def _cells(points: np.ndarray, photo: np.ndarray, camera: Pinhole) -> np.ndarray:
    """Corners [C, 4] of the cells whose middle is on the object, counter-clockwise in front."""
    index = np.arange(len(points)).reshape(GRID + 1, GRID + 1)
    quads = np.stack([index[1:, :-1], index[1:, 1:], index[:-1, 1:], index[:-1, :-1]], axis=-1)
    quads = quads.reshape(-1, 4)
    alpha = photo[..., 3]
    x, y = np.floor(camera.project(points[quads].mean(axis=1))).astype(int).T
    seen = (x >= 0) & (y >= 0) & (x < alpha.shape[1]) & (y < alpha.shape[0])
    quads, x, y = quads[seen], x[seen], y[seen]
    return quads[alpha[y, x] >= 0.5]


def _triangles(quads: np.ndarray) -> np.ndarray:
    return quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3).astype(np.int32)


def _textured(
    vertices: np.ndarray, cards: np.ndarray, faces: np.ndarray, photo: np.ndarray, camera: Pinhole
) -> Surface:
    """With the photo as its texture, each vertex where `cards`, its place on the card, is seen."""
    height, width = photo.shape[:2]
    uvs = camera.project(cards) / [width, -height] + [0, 1]
    texture = (photo[..., :3] * 255 + 0.5).astype(np.uint8)
    return Surface(vertices, faces, uvs[faces].astype(np.float32), texture)
