"""One picture of a shape as a prepared photo, with everything that is behind its pixels."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from pixal3d_addon.core.camera import distance_from_fov, rotation_x
from pixal3d_addon.engine.image.crop import MARGIN

from . import light
from .shape import Shape
from .tracing import GAP, Tracer

_NEAR = 0.12  # of the camera's distance: nothing may come closer
_DEEP = 0.85  # of the distance: half of the depth that an object may have
_LONG = 1.2  # view-frame units: the same; more is a stick seen from its end
_COVERED = 0.02  # of the square, at least
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
        points = points[np.unique((points @ directions.T).argmax(axis=0))]
    return points


def even_directions(count: int = 2000) -> np.ndarray:
    """Even directions [count, 3] over the sphere (Fibonacci's spiral)."""
    index = np.arange(count) + 0.5
    z, turn = 1 - 2 * index / count, index * math.pi * (1 + math.sqrt(5))
    radius = np.sqrt(1 - z * z)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), z], axis=1)


def render(
    tracer: Tracer, pose: Pose, side: int, rng: np.random.Generator
) -> dict[str, np.ndarray] | None:
    """Alpha uint8 [S, S] and the packed tensors of `samples`; None where little is to be seen."""
    distance = distance_from_fov(pose.fov)
    inverse = np.linalg.inv(pose.matrix)
    eye = (inverse[:3, :3] @ [0, -distance, 0] + inverse[:3, 3]).astype(np.float32)
    back = inverse[:3, :3].T.astype(np.float32)

    def rays(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Object frame, one length to the plane y = 0 of the view frame."""
        x, z = columns / side - 0.5, 0.5 - rows / side
        view = np.stack([x, np.full_like(x, distance), z], axis=1).astype(np.float32)
        return view @ back

    left, top = (max(math.floor(edge * side) - 1, 0) for edge in pose.box[:2])
    right, bottom = (min(math.ceil(edge * side) + 1, side) for edge in pose.box[2:])
    row, column = (axis.ravel() for axis in np.mgrid[top:bottom, left:right])
    shape = (bottom - top, right - left)
    quarters = [(0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75)]
    dense = np.concatenate([rays(row + dr, column + dc) for dr, dc in quarters])
    hits = tracer.cast(eye, dense)
    found = hits.found.reshape(4, -1)
    coverage = found.sum(axis=0)
    inside = np.flatnonzero(coverage)
    if len(inside) < _COVERED * side * side:
        return None
    albedo = np.zeros((len(row), 3), np.float32)
    for quarter in np.arange(4)[:, None] * len(row) + np.arange(len(row)):
        hit = quarter[hits.found[quarter]]
        albedo[hit % len(row)] += tracer.colors(hits.face[hit], hits.weights[hit]) ** 2.2
    albedo = albedo[inside] / coverage[inside, None].astype(np.float32)
    # Layers are read at the pixel's middle; at a rim that the middle misses, where a quarter hits.
    middle = rays(row[inside] + 0.5, column[inside] + 0.5)
    first = tracer.cast(eye, middle)
    missed = np.flatnonzero(~first.found)
    quarter = found[:, inside[missed]].argmax(axis=0)
    middle[missed] = dense.reshape(4, -1, 3)[quarter, inside[missed]]
    again = tracer.cast(eye, middle[missed])
    first.t[missed], first.face[missed] = again.t, again.face
    first.weights[missed] = again.weights
    layers, last = _layers(tracer, eye, middle, first, pose, distance)
    stretch = pose.stretch.astype(np.float32)  # light is of the object as it is stretched
    points = (eye + middle * first.t[:, None]) * stretch
    towards = -_unit(middle * stretch)
    normals = _unit(tracer.normals(first.face, first.weights) / stretch)
    normals[np.einsum("nc,nc->n", normals, towards) < 0] *= -1

    def blocked(points: np.ndarray, directions: np.ndarray) -> np.ndarray:
        return tracer.blocked(points / stretch, directions / stretch)

    def smooth(values: np.ndarray) -> np.ndarray:
        """The mean over 5 × 5 pixels of the shape."""
        total = np.zeros(len(row))
        total[inside] = values
        mean = ndimage.uniform_filter(total.reshape(shape), 5) / np.maximum(weight, 1e-6)
        return np.clip(mean.ravel()[inside], 0, 1).astype(np.float32)

    weight = ndimage.uniform_filter((coverage > 0).reshape(shape).astype(np.float64), 5)
    turn = pose.matrix[:3, :3] / pose.stretch
    drawn = light.draw(rng, -_unit(turn.T @ [0, 1, 0]))
    shone = light.lit(drawn, blocked, points, normals, towards, albedo, smooth, rng)
    shone *= coverage[inside, None].astype(np.float32) / 4
    normals = _unit(normals @ turn.T)
    alpha = np.zeros((side, side), np.uint8)
    alpha[top:bottom, left:right] = np.round(coverage * 63.75).reshape(shape)
    return {
        "alpha": alpha,
        "rgb": _bytes(shone),
        "layers": layers.astype(np.float16),
        "normals": np.round(normals * 127).astype(np.int8),
        "front_rgb": _bytes(tracer.colors(first.face, first.weights)),
        "back_rgb": _bytes(tracer.colors(last.face, last.weights)),
    }


def _layers(tracer, eye, rays, first, pose, distance):
    """View-frame y [N, 4] of the successive hits and of the last one; and the last hits."""
    step = GAP / np.linalg.norm(rays, axis=1)
    depth = np.full((len(rays), 4), np.nan)
    depth[:, 0] = first.t
    left = np.arange(len(rays))
    for layer in (1, 2):
        following = tracer.cast(eye, rays[left], depth[left, layer - 1] + step[left])
        left = left[following.found]
        depth[left, layer] = following.t[following.found]
    far = np.float32(2)  # everything ends before, see _DEEP
    last = tracer.cast(eye + rays * far, -rays)
    none = ~last.found
    last.t[none], last.face[none] = far - first.t[none], first.face[none]
    last.weights[none] = first.weights[none]
    depth[:, 3] = np.fmax(far - last.t, np.nanmax(depth[:, :3], axis=1))
    return (depth - 1) * distance, last


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.sqrt(np.einsum("...c,...c->...", vectors, vectors))[..., None]
    return vectors / np.maximum(length, 1e-20)


def _bytes(colors: np.ndarray) -> np.ndarray:
    return (np.clip(colors, 0, 1) * 255 + 0.5).astype(np.uint8)
