"""How near two surfaces are: Chamfer distance and F-score over points drawn from both."""

import numpy as np
from scipy.spatial import cKDTree

from .surface import Surface

POINTS = 20_000
NEAR = 0.05  # view-frame units, the F-score's threshold
MUCH = 1.2  # times another's distance: much worse


def sample(surface: Surface, count: int, seed: int) -> np.ndarray:
    """`count` points [N, 3] drawn uniformly by area. Raises ValueError without any area."""
    face, weights = places(surface, count, seed)
    return np.einsum("nk,nkc->nc", weights, surface.corners()[face])


def places(surface: Surface, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """As `sample`, but faces [N] and shares of their corners [N, 3]."""
    a, b, c = surface.corners().swapaxes(0, 1)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    if not areas.sum() > 0:
        raise ValueError("a surface without area")
    random = np.random.default_rng(seed)
    face = random.choice(len(areas), count, p=areas / areas.sum())
    u, v = random.random((2, count, 1))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    return face, np.hstack([1 - u - v, u, v])


def depth_apart(surface: Surface, truth: Surface, count: int = POINTS) -> float:
    """How much deeper (view-frame y) the mean of `truth` lies than that of `surface`."""
    ours, theirs = sample(surface, count, seed=1), sample(truth, count, seed=2)
    return float(theirs[:, 1].mean() - ours[:, 1].mean())


def chamfer_and_fscore(
    surface: Surface, truth: Surface, count: int = POINTS, near: float = NEAR
) -> tuple[float, float]:
    """Mean of the two directed mean nearest distances, and the F-score at `near`.

    The difference in mean depth (view-frame y) is taken away first: one photo cannot tell it.
    """
    ours, theirs = sample(surface, count, seed=1), sample(truth, count, seed=2)
    ours[:, 1] += theirs[:, 1].mean() - ours[:, 1].mean()
    forth = cKDTree(theirs).query(ours)[0]
    back = cKDTree(ours).query(theirs)[0]
    precision, recall = float(np.mean(forth < near)), float(np.mean(back < near))
    fscore = 2 * precision * recall / max(precision + recall, 1e-12)
    return float(forth.mean() + back.mean()) / 2, fscore
