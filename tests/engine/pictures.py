"""Pictures that the tests make: silhouettes as alpha, and whole photos."""

import math

import numpy as np

SIDE = 400


def grid() -> tuple[np.ndarray, np.ndarray]:
    """Plane coordinates u (right), w (up) of every pixel, [SIDE, SIDE]."""
    axis = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    u, w = np.meshgrid(axis, -axis)
    return u, w


def smooth(distance: np.ndarray) -> np.ndarray:
    """Anti-aliased alpha uint8 of a signed distance (positive inside, plane units)."""
    return (np.clip(distance * SIDE + 0.5, 0, 1) * 255).astype(np.uint8)


def silhouettes() -> dict[str, np.ndarray]:
    """Alpha images uint8 [SIDE, SIDE], easy and nasty."""
    u, w = grid()
    radius = np.hypot(u, w)
    disc = smooth(0.45 - radius)
    wires = np.maximum.reduce(
        [smooth(0.006 - np.abs(u * math.cos(a) + w * math.sin(a))) for a in (0.1, 0.9, 2.0)]
    )
    noise = np.random.default_rng(7).random((SIDE, SIDE)) > 0.6
    return {
        "disc": disc,
        "ring": smooth(0.1 - np.abs(radius - 0.3)),
        "wires": np.where(radius < 0.45, wires, 0).astype(np.uint8),
        "two parts": np.maximum(
            smooth(0.15 - np.hypot(u - 0.25, w)), smooth(0.15 - np.hypot(u + 0.25, w))
        ),
        "corners that touch": (((u > 0) == (w > 0)) & (radius < 0.4)).astype(np.uint8) * 255,
        "cut by the frame": smooth(0.4 - np.hypot(u - 0.3, w)),
        "the whole frame": np.full((SIDE, SIDE), 255, np.uint8),
        "noise": (noise & (radius < 0.4)).astype(np.uint8) * 255,
        "a speck": smooth(0.004 - radius),
    }


def colors() -> np.ndarray:
    """uint8 [SIDE, SIDE, 3]: a gradient with a checker, so that every place is recognizable."""
    u, w = grid()
    checker = ((np.floor(u * 20) + np.floor(w * 20)) % 2) * 60
    return np.stack([(u + 0.5) * 190 + 5, (w + 0.5) * 190 + 5, 60 + checker], -1).astype(np.uint8)


def over_black(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return (rgb.astype(np.float32) * (alpha[..., None] / 255.0)).astype(np.uint8)


class Silent:
    """A report that nobody reads."""

    def plan(self, stages):
        pass

    def progress(self, stage, step=0, total=1):
        pass

    def preview(self, kind, path):
        pass
