"""One picture of a shape as a prepared photo, with everything that is behind its pixels."""

import math
from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from pixal3d_addon.core.camera import distance_from_fov

from . import light
from .framing import Pose
from .skies import Sky
from .tracing import GAP, Hits, Tracer

_COVERED = 0.02  # of the square, at least


def render(
    tracer: Tracer, pose: Pose, side: int, rng: np.random.Generator, skies: Sequence[Sky] = ()
) -> dict[str, np.ndarray] | None:
    """Alpha uint8 [S, S] and the packed tensors of `samples`; None where little is to be seen.

    skies: captured ones, that every second picture is lit by; none where there are none.
    """
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
    albedo = _mean_albedo(tracer, hits, len(row))[inside]
    # Layers are read at the pixel's middle; at a rim that the middle misses, where a quarter hits.
    middle = rays(row[inside] + 0.5, column[inside] + 0.5)
    first = tracer.cast(eye, middle)
    missed = np.flatnonzero(~first.found)
    quarter = found[:, inside[missed]].argmax(axis=0)
    middle[missed] = dense.reshape(4, -1, 3)[quarter, inside[missed]]
    again = tracer.cast(eye, middle[missed])
    first.t[missed], first.face[missed] = again.t, again.face
    first.weights[missed] = again.weights
    layers, last = _layers(tracer, eye, middle, first, distance)
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
    if skies and rng.random() < 0.5:
        drawn = light.captured(rng, skies[rng.integers(len(skies))])
    else:
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


def _mean_albedo(tracer: Tracer, hits: Hits, count: int) -> np.ndarray:
    """Linear unlit RGB [count, 3] of four rays a pixel, over those that hit; 0 where none did."""
    total, number = np.zeros((count, 3), np.float32), np.zeros((count, 1), np.float32)
    for quarter in np.arange(4 * count).reshape(4, count):
        hit = quarter[hits.found[quarter]]
        total[hit % count] += tracer.colors(hits.face[hit], hits.weights[hit]) ** 2.2
        number[hit % count] += 1
    return total / np.maximum(number, 1)


def _layers(
    tracer: Tracer, eye: np.ndarray, rays: np.ndarray, first: Hits, distance: float
) -> tuple[np.ndarray, Hits]:
    """View-frame y [N, 4] of the successive hits and of the last one; and the last hits."""
    step = GAP / np.linalg.norm(rays, axis=1)
    depth = np.full((len(rays), 4), np.nan)
    depth[:, 0] = first.t
    left = np.arange(len(rays))
    for layer in (1, 2):
        following = tracer.cast(eye, rays[left], depth[left, layer - 1] + step[left])
        left = left[following.found]
        depth[left, layer] = following.t[following.found]
    far = np.float32(2)  # everything ends before, see framing
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
