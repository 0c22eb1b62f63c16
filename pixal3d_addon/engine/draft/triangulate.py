"""The silhouette as a planar triangle mesh: fine along the contour and where depth bends."""

import math

import numpy as np

from ...core.errors import PixalError
from .cut import Domain, cut, cut_count
from .ground import extend_down
from .inflate import blur, distance_inside
from .network import GRID, extract, point_errors
from .relief import EDGE_ON, Relief
from .sampling import sample

FINEST_ERROR = 0.2  # grid steps; nothing is gained below
BAND = 24  # grid steps from the contour that a triangle's edge may cut off at most


def triangulate(alpha: np.ndarray, relief: Relief, budget: int) -> Domain:
    """Mesh the subject of `alpha` [S, S] uint8 with at most `budget` triangles, half of the
    wall along the contour included where the relief has one.

    Raises PixalError `no_object` where nothing is more than half covered.
    """
    coverage = soften(alpha)
    axis = np.arange(GRID + 1) / GRID - 0.5
    u, w = np.meshgrid(axis, axis)  # row index goes up
    value = sample(coverage, u, w)
    value[[0, -1], :] = value[:, [0, -1]] = 0.0  # the object closes at the frame's border
    inside = value > 0.5
    if not inside.any():
        raise PixalError(
            "no_object",
            "The mask holds no subject.",
            "Supply a mask that is white where the subject is.",
        )
    signed = _signed_distance(inside, value)
    inset = _inset(inside, signed, relief, GRID / len(alpha))
    errors = point_errors(signed, relief.half(u, w, inset / GRID) / relief.frame * GRID)
    if relief.open_rim:  # its middle surface bends too
        errors = np.maximum(errors, point_errors(signed, relief.center(u, w) / relief.frame * GRID))

    low, high = FINEST_ERROR, float(GRID)
    best = extract(errors, low, inside)
    fits = cut_count(best, inside, relief.open_rim) <= budget
    for _ in range(0 if fits else 9):
        middle = math.sqrt(low * high)
        triangles = extract(errors, middle, inside)
        if cut_count(triangles, inside, relief.open_rim) > budget:
            low = middle
            best = best if fits else triangles
        else:
            high = middle
            fits = fits or len(triangles) > 0  # so coarse that all of a wire may be gone
            best = triangles if len(triangles) else best
    return cut(best, inside, signed, inset, coverage)


def _signed_distance(inside: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Grid steps to the contour, positive inside, at most BAND; finer than a step on it."""
    signed = distance_inside(inside, BAND) - distance_inside(~inside, BAND)
    on_edge = (value > 0.02) & (value < 0.98) & (np.abs(signed) < 1.0)
    return np.where(on_edge, value - np.float32(0.5), signed)


def _inset(inside: np.ndarray, signed: np.ndarray, relief: Relief, pixel: float) -> np.ndarray:
    """Grid steps to the contour as extended below the ground (see `Relief`), at most BAND.

    Blurred by about a pixel of the mask, `pixel` grid steps wide: its steps must not show in
    the depth. A straight contour's distance is linear, and blurring leaves it as it is.
    """
    if relief.camera.elevation > -EDGE_ON:
        extended = extend_down(inside[::-1])[::-1]  # rows of the grid go up
        beyond = distance_inside(extended, BAND)
        signed = np.where(extended, np.maximum(beyond, signed), signed)
    return blur(signed, 1.5 * max(pixel, 1.0))


def soften(alpha: np.ndarray) -> np.ndarray:
    """`alpha` [S, S] uint8 as coverage 0 to 1; a hard-edged mask without its staircase."""
    coverage = alpha.astype(np.float32) / 255.0
    solid = coverage > 0.5
    edge = (solid[1:] != solid[:-1]).sum() + (solid[:, 1:] != solid[:, :-1]).sum()
    between = ((coverage > 0.1) & (coverage < 0.9)).sum()
    return blur(coverage, 1.2) if between < 0.25 * edge else coverage
