"""How an object stands before the camera so that its picture is a prepared photo."""

import math
from dataclasses import dataclass

import numpy as np

from pixal3d_addon.core.camera import distance_from_fov, rotation_x
from pixal3d_addon.engine.image.crop import MARGIN

from .shape import Shape
from .tracing import Tracer

_NEAR = 0.12  # of the camera's distance: nothing may come closer
_DEEP = 0.85  # of the distance: half of the depth that an object may have
_LONG = 1.2  # view-frame units: the same; more is a stick seen from its end
_TURNS = 30  # of the framing; one leaves a tenth of the error


@dataclass(frozen=True)
class Pose:
    """The camera's angles, radians, and where the object is then: view frame = matrix · object.

    stretch: [3], what the object's axes were multiplied by before, negative to mirror it.
    box: left, top, right, bottom of the silhouette in the square, 0…1.
    """

    fov: float
    elevation: float
    yaw: float
    matrix: np.ndarray
    stretch: np.ndarray
    box: tuple[float, float, float, float]


_AS_IT_IS = np.ones(3)


def framed(
    points: np.ndarray, fov: float, elevation: float, yaw: float, stretch: np.ndarray = _AS_IT_IS
) -> Pose | None:
    """Stretch and turn the object's `points` [N, 3], then scale and move it to fill a square.

    The object frame's origin comes to y = 0. None where the object would reach the camera.
    """
    distance = distance_from_fov(fov)
    c, s = math.cos(yaw), math.sin(yaw)
    turn = rotation_x(elevation)[:3, :3] @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    turned = points * stretch @ turn.T
    scale, move = 0.5, np.zeros(3)
    for _ in range(_TURNS):
        x, y, z = (turned * scale + move).T
        if distance + y.min() < _NEAR * distance:
            return None
        shrink = distance / (distance + y)
        low = np.array([(x * shrink).min(), (z * shrink).min()])
        high = np.array([(x * shrink).max(), (z * shrink).max()])
        growth = 1 / MARGIN / (high - low).max()
        middle = (low + high) / 2
        scale *= growth
        move = (move - [middle[0], 0, middle[1]]) * growth
    if np.abs(middle).max() > 1e-3 or abs(growth - 1) > 1e-3:
        return None
    if np.ptp(turned[:, 1]) / 2 * scale > min(_DEEP * distance, _LONG):
        return None
    matrix = np.eye(4)
    matrix[:3, :3] = turn * scale * stretch
    matrix[:3, 3] = move
    box = (low[0] + 0.5, 0.5 - high[1], high[0] + 0.5, 0.5 - low[1])
    return Pose(fov, elevation, yaw, matrix, stretch, box)


def silhouette_points(tracer: Tracer) -> np.ndarray:
    """Points [N, 3] that reach as far as the shape does from every side.

    Where textures cut holes only what is seen counts.
    """
    shape: Shape = tracer.shape
    points = shape.vertices.astype(np.float64)
    if tracer.cutouts:
        rng = np.random.default_rng(0)
        face = np.repeat(np.arange(len(shape.faces)), max(4, 60000 // len(shape.faces)))
        weights = rng.dirichlet([0.7, 0.7, 0.7], len(face)).astype(np.float32)
        seen = tracer.opaque(face, weights)
        points = np.einsum("nk,nkc->nc", weights[seen], shape.corners()[face[seen]])
    directions = even_directions()
    if len(points) > 2 * len(directions):
        furthest = [(part @ points.T).argmax(axis=1) for part in np.split(directions, 40)]
        points = points[np.unique(furthest)]
    return points


def even_directions(count: int = 2000) -> np.ndarray:
    """Even directions [count, 3] over the sphere (Fibonacci's spiral)."""
    index = np.arange(count) + 0.5
    z, turn = 1 - 2 * index / count, index * math.pi * (1 + math.sqrt(5))
    radius = np.sqrt(1 - z * z)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), z], axis=1)
