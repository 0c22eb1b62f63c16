"""Fewer faces for the same shape: edges collapsed by quadric error (fast-simplification)."""

import math

import numpy as np

from ...interface import Report
from .components import drop_tiny, vertex_components
from .edges import edge_length, open_ends
from .holes import fill
from .manifold import make_manifold
from .weld import compact, tidy

_TRIES = 4
_CRUMB = 4  # faces: fewer are what a cut left loose
_MENDS = 3  # rounds of closing what collapses opened
_NOISE = 1e-3  # of an edge; see `collapse`
_EDGE = 0.3  # how long edges are for the library: half the time of 1, the same distance
_CELLS = 1.3  # how much coarser each next grid of `_cluster`


def simplify(
    vertices: np.ndarray, faces: np.ndarray, budget: int, report: Report | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """At most `budget` faces, manifold as before. float32 [V', 3], int32 [F', 3].

    vertices float32 [V, 3], faces int32 [F, 3], oriented and manifold. A surface of more parts
    than the budget has room for loses the smallest ones. Where it was closed it stays so.
    """
    low, few = vertices, faces
    rim = vertices[open_ends(faces)]
    target = budget
    for step in range(_TRIES):
        if report:
            report.progress("Simplify", step, _TRIES)
        low, few = make_manifold(*collapse(low, few, target))
        solid = drop_tiny(low, few, 0, _CRUMB)
        if len(solid[1]):
            low, few = solid
        low, few = _mended(low, few, rim)
        if len(few) <= budget:
            return low, few
        # Joints that were cut cost faces, and the library gives up where nothing can go.
        target -= min(2 * (len(few) - budget), target // 4)
    low, few = compact(low, _largest(low, few, budget))
    return (low, few) if len(few) <= budget else _cluster(low, few, budget)


def collapse(vertices: np.ndarray, faces: np.ndarray, target: int) -> tuple[np.ndarray, np.ndarray]:
    """About `target` faces; knots that the collapses made are left in. Any winding, any soup.

    The library's tolerances are absolute and begin at 1.5e-3: the mesh is handed over with edges
    far longer than that, else all that is smaller is lost at once. In exactly flat places all
    edges cost the same, slivers come of it and block each other: a little noise decides.
    """
    if len(faces) <= target:
        return vertices, faces
    import fast_simplification

    scale = _EDGE / edge_length(vertices, faces)
    points = np.random.default_rng(0).standard_normal(vertices.shape, np.float32)
    points *= np.float32(_NOISE * _EDGE)
    points = points + vertices * np.float64(scale)
    low, few = fast_simplification.simplify(points, faces, target_count=max(target, 4))
    return tidy((low / scale).astype(np.float32), few.astype(np.int32))


def _mended(
    vertices: np.ndarray, faces: np.ndarray, rim: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Without the holes that are not where any was before, of the vertices `rim` [N, 3].

    Where the library folds the surface flat onto itself a side is lost, or a crumb cut loose.
    """
    from scipy.spatial import cKDTree

    for _ in range(_MENDS):
        ends = open_ends(faces)
        if not len(ends):
            break
        new: np.ndarray = np.ones(len(vertices), bool)
        if len(rim):
            new[ends] = cKDTree(rim).query(vertices[ends])[0] > edge_length(vertices, faces)
        count = len(faces)
        vertices, faces, _ = fill(vertices, faces, math.inf, shred=0, among=new)
        if len(faces) == count:
            break
        vertices, faces = make_manifold(*compact(vertices, faces))
    return vertices, faces


def _largest(vertices: np.ndarray, faces: np.ndarray, budget: int) -> np.ndarray:
    """The components of most faces that fit into the budget, or the largest alone."""
    number, label = vertex_components(len(vertices), faces)
    own = label[faces[:, 0]]
    size = np.bincount(own, minlength=number)
    order = np.argsort(-size, kind="stable")
    keep = np.zeros(number, bool)
    keep[order[np.cumsum(size[order]) <= budget]] = True
    keep[order[0]] = True
    return faces[keep[own]]


def _cluster(vertices: np.ndarray, faces: np.ndarray, budget: int) -> tuple[np.ndarray, np.ndarray]:
    """A vertex for each cell of a grid that is coarse enough: rough, but it always ends."""
    low = vertices.min(0)
    cell = float(np.ptp(vertices, axis=0).max()) / max(budget, 1) ** 0.5
    while True:
        place = np.floor((vertices - low) / cell).astype(np.int64)
        _, owner, size = np.unique(place, axis=0, return_inverse=True, return_counts=True)
        owner = owner.reshape(-1)
        means = [np.bincount(owner, vertices[:, k]) / size for k in range(3)]
        rough, few = make_manifold(
            *tidy(np.stack(means, axis=1).astype(np.float32), owner[faces].astype(np.int32))
        )
        if len(few) <= budget:
            return rough, few
        cell *= _CELLS
