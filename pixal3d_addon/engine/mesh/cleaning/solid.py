"""One closed surface round everything that cannot be reached from outside."""

import math

import numpy as np

from ...interface import Report
from ..rays import Rays
from .components import drop_tiny
from .edges import edges
from .holes import fill
from .manifold import make_manifold
from .samples import count, samples
from .simplify import simplify
from .weld import compact, unit_normals

_CELLS = 150_000_000  # of the grid at most: what is larger gets a coarser one
_SAMPLES = 1 << 28  # that find them, at most
_MARGIN = 2  # free cells on every side
_ROUNDS = 3  # of evening out and laying on
_REACH = 2.0  # cells: how far from the surface a vertex is looked for there
_HAIR = 1e-3  # cells
_EVEN = 0.5  # how far a vertex goes to the middle of its neighbors
_TRIES = 4  # of closing again what simplifying opened
_COARSER = 1.5
_SPECK = 32  # faces: what a cell or two make


def solid(
    vertices: np.ndarray,
    faces: np.ndarray,
    cell: float,
    walls: tuple[np.ndarray, np.ndarray] | None = None,
    smallest: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """A closed, manifold surface float32 [V', 3], int32 [F', 3] that encloses a volume.

    vertices float32 [V, 3], faces int32 [F, 3], counter-clockwise seen from outside; open or
    closed, through each other or not. cell: how far details are apart at least. walls: vertices and
    faces in any winding that keep the outside out; else the surface itself does. smallest: parts
    below this share of the largest one's size are dropped.

    Space is flooded from outside on a grid of cells; its shore is evened out and laid on the
    surface by rays. What is open there, or thinner than a cell, becomes a wall a cell thick.
    """
    corners = vertices[faces] if walls is None else walls[0][walls[1]]
    low = corners.min(axis=(0, 1)).astype(np.float64)
    extent = np.ptp(corners, axis=(0, 1)).astype(np.float64)
    while True:
        shape = np.ceil(extent / cell).astype(np.int64) + 2 * _MARGIN + 1
        if shape.prod() <= _CELLS and count(corners, cell / 2) <= _SAMPLES:
            break
        cell *= 1.5
    origin = low - _MARGIN * cell
    places, few = _shore(_enclosed(corners, cell, origin, shape))
    places, few = make_manifold(places.astype(np.float32), few)
    places = (places * cell + origin).astype(np.float32)
    places, few = drop_tiny(places, few, smallest, _SPECK)
    return _laid(places, few, Rays(vertices, faces), cell), few


def simplify_closed(
    vertices: np.ndarray, faces: np.ndarray, budget: int, cell: float, report: Report | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """At most `budget` faces, float32 [V', 3], int32 [F', 3], closed and manifold as before.

    vertices float32 [V, 3], faces int32 [F, 3], of `solid` with this `cell`.
    """
    low, few, room = vertices, faces, budget
    for _ in range(_TRIES):
        low, few = simplify(low, few, room, report)
        if _closed(few):
            return low, few
        # What folds flat loses a side. Closing that takes a few faces more.
        low, few, _ = fill(low, few, math.inf, shred=0)
        low, few = make_manifold(*compact(low, few))
        if _closed(few) and len(few) <= budget:
            return low, few
        room = max(min(room, budget - 2 * max(len(few) - room, 0)) * 9 // 10, 4)
    low, few = vertices, faces
    while len(few) > budget:  # rough, but it always ends
        cell *= _COARSER
        low, few = solid(vertices, faces, cell)
    return low, few


def _closed(faces: np.ndarray) -> bool:
    return bool(len(faces)) and bool((edges(faces).uses == 2).all())


def _enclosed(
    corners: np.ndarray, cell: float, origin: np.ndarray, shape: np.ndarray
) -> np.ndarray:
    """bool [X, Y, Z]: cells that hold triangles [F, 3, 3], or that the outside does not reach.

    Points of the surface lie half a cell apart, so that no step from the middle of a cell to that
    of the next can go through it unseen.
    """
    from scipy.ndimage import label

    wall: np.ndarray = np.zeros(shape, bool)
    for face, weights in samples(corners, cell / 2):
        points = np.einsum("nk,nkc->nc", weights, corners[face])
        place = ((points - origin) / cell).astype(np.int32)
        wall[place[:, 0], place[:, 1], place[:, 2]] = True
    water, _ = label(~wall)
    return water != water[0, 0, 0]


def _shore(inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The surface net of `inside`, bool [X, Y, Z]: vertices [V, 3] in cells, faces [F, 3].

    A quad for each two cells of which one is inside; a vertex for each eight cells that meet in a
    corner and are not all alike, in the mean of the quads' middles.
    """
    quads, middles = [], []
    strides = np.array([inside.shape[1] * inside.shape[2], inside.shape[2], 1])
    for axis in range(3):
        step = strides[axis]
        flat = np.moveaxis(inside, axis, 0)
        crossed = np.moveaxis(flat[1:] != flat[:-1], 0, axis)
        place = np.stack(np.nonzero(crossed), axis=1)
        key = place @ strides
        leaves = inside.reshape(-1)[key]
        u, v = strides[(axis + 1) % 3], strides[(axis + 2) % 3]
        # The corner that a vertex stands for is named by the highest of its cells.
        quad = key[:, None] + step + np.array([0, u, u + v, v])
        quads.append(np.where(leaves[:, None], quad, quad[:, ::-1]))
        middle = place + 0.5
        middle[:, axis] += 0.5
        middles.append(middle)
    quad = np.concatenate(quads)
    _, quad = np.unique(quad, return_inverse=True)
    quad = quad.reshape(-1, 4)
    owner, middle = quad.ravel(), np.repeat(np.concatenate(middles), 4, axis=0)
    number = np.bincount(owner)
    places = np.stack([np.bincount(owner, column) / number for column in middle.T], axis=1)
    a, b, c, d = (places[quad[:, k]] for k in range(4))
    short = ((a - c) ** 2).sum(1) <= ((b - d) ** 2).sum(1)
    faces = np.where(short[:, None], quad[:, [0, 1, 2, 0, 2, 3]], quad[:, [0, 1, 3, 3, 1, 2]])
    return places, faces.reshape(-1, 3).astype(np.int32)


def _laid(places: np.ndarray, faces: np.ndarray, rays: Rays, cell: float) -> np.ndarray:
    """float32 [V, 3]: vertices on the surface where they see it, walls no thinner than a cell."""
    from scipy.sparse import coo_matrix, diags

    one, other = faces.ravel(), faces[:, [1, 2, 0]].ravel()
    ring = coo_matrix((np.ones(len(one), np.float32), (one, other)), shape=(len(places),) * 2)
    ring = ring.tocsr()
    ring = diags(1 / np.asarray(ring.sum(axis=1)).ravel().astype(np.float32)) @ ring
    surface = unit_normals(rays.vertices, rays.faces)
    for _ in range(_ROUNDS):
        for _ in range(2):
            places = places + np.float32(_EVEN) * (ring @ places - places)
        normals = _normals(places, faces)
        laid = _nearest(places, normals, rays, surface, cell)
        # Where that would turn a face over, its vertices stay.
        turned = np.einsum("ij,ij->i", unit_normals(laid, faces), unit_normals(places, faces)) < 0
        stay = np.zeros(len(places), bool)
        stay[faces[turned]] = True
        places = np.where(stay[:, None], places, laid)
    return places.astype(np.float32)


def _nearest(
    places: np.ndarray, normals: np.ndarray, rays: Rays, surface: np.ndarray, cell: float
) -> np.ndarray:
    """Where the surface is next along `normals` [V, 3], either way."""
    hair = np.float32(_HAIR * cell)
    best = np.full(len(places), _REACH * cell, np.float32)
    shift = np.zeros(len(places), np.float32)
    hit = np.full(len(places), -1, np.int32)
    for sign in (np.float32(1), np.float32(-1)):
        met, far, _ = rays.first(places - sign * hair * normals, sign * normals, best + hair)
        # A wall's other side is none of ours.
        met = np.where(np.einsum("ij,ij->i", surface[met], normals) > 0, met, -1)
        closer = (met >= 0) & (np.abs(far - hair) < best)
        best[closer], hit[closer] = np.abs(far - hair)[closer], met[closer]
        shift[closer] = sign * (far - hair)[closer]
    laid = places + shift[:, None] * normals
    on = np.flatnonzero(hit >= 0)
    inwards = -normals[on]
    reach = np.full(len(on), cell, np.float32)
    met, far, _ = rays.first(laid[on] + hair * inwards, inwards, reach)
    thin = (met >= 0) & (np.einsum("ij,ij->i", surface[met], inwards) > 0)
    laid[on[thin]] += ((cell - far[thin]) / 2)[:, None] * normals[on[thin]]
    return laid.astype(np.float32)


def _normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals float32 [V, 3], of the faces round each."""
    corners = vertices[faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sums = np.stack(
        [
            sum(np.bincount(faces[:, k], normals[:, axis], len(vertices)) for k in range(3))
            for axis in range(3)
        ],
        axis=1,
    )
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-30)
    return sums.astype(np.float32)
