"""Fewer faces in the same texture layout: levels of detail that share one material."""

from dataclasses import replace

import numpy as np

from ..interface import Surface
from .cleaning.components import vertex_components
from .normals import vertex_normals
from .split import split_vertices

_NEAR = 8  # faces that are tried for the nearest point
_CHUNK = 1 << 16
_CELL = 1 / 256  # of the grid that closes a level where nothing else does
_APART = 16.0  # between charts along a fourth axis; the object is 1 wide


class Level0:
    """A finished surface, from which lower levels take places in the texture and normals.

    Simplifying knows no layout: the shape is simplified as a whole, closed as it was, and each
    new face then looks for its chart: the one on which its three corners lie nearest. A corner
    takes the UV of the nearest point of that chart, so nothing is read from beyond its edge.
    """

    def __init__(self, surface: Surface) -> None:
        from scipy.spatial import cKDTree

        self._surface = surface
        self._normals = vertex_normals(surface.vertices, surface.faces)
        index = split_vertices(surface.faces, surface.corner_uvs)[0]
        self._chart = _charts(index)
        self._corners = surface.vertices[surface.faces].astype(np.float32)
        center = self._corners.mean(axis=1)
        sides = self._corners[:, 1:] - self._corners[:, :1]
        self._face_normals = np.cross(sides[:, 0], sides[:, 1])
        self._tree = cKDTree(np.c_[center, self._chart * _APART])
        self._anywhere = cKDTree(center)

    def reduced(self, budget: int) -> tuple[Surface, np.ndarray]:
        """At most `budget` faces, and normals [V, 3] of its vertices: those of level 0 there.

        With these the normal map, which was made for level 0, fits the lower level too.
        """
        whole = self._surface
        vertices, faces = _fewer(whole.vertices, whole.faces, max(budget, 4))
        own = vertex_normals(vertices, faces)
        vertex, chart, owner = self._pairs(vertices, faces, own)
        place, distance = self._nearest(vertices[vertex], own[vertex], chart)
        key = np.lexsort((vertex, chart))
        # For each face the candidate charts of all its corners; the best is nearest to all three.
        face, candidate = owner
        cost = np.zeros(len(face))
        rows = np.empty((len(face), 3), np.int64)
        sorted_keys = (chart.astype(np.int64) * len(vertices) + vertex)[key]
        for corner in range(3):
            wanted = candidate.astype(np.int64) * len(vertices) + faces[face, corner]
            rows[:, corner] = key[np.searchsorted(sorted_keys, wanted)]
            cost += distance[rows[:, corner]] ** 2
        best = np.lexsort((cost, face))
        best = best[np.searchsorted(face[best], np.arange(len(faces)))]
        uvs = self._blend(whole.corner_uvs, place)[rows[best]]
        normals = self._vertex_normals(vertices, own, vertex, distance, place)
        lower = replace(whole, vertices=vertices, faces=faces, corner_uvs=uvs.astype(np.float32))
        return lower, normals

    def _pairs(
        self, vertices: np.ndarray, faces: np.ndarray, normals: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """What is to be looked up: vertex [N] and chart [N]; and face [M] with chart [M]."""
        corners = vertices[faces]
        middle = corners.mean(axis=1)
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        face, chart = [], []
        every = np.arange(len(faces))
        for k in range(4):  # its middle, and towards its corners
            point = middle if k == 3 else 0.2 * middle + 0.8 * corners[:, k]
            near = self._anywhere.query(point, k=min(_NEAR, len(self._chart)))[1]
            near = near.reshape(len(faces), -1)
            facing = np.einsum("ij,inj->in", normal, self._face_normals[near]) > 0
            first = np.where(facing.any(axis=1), facing.argmax(axis=1), 0)
            face.append(every)
            chart.append(self._chart[near[every, first]])
        owner = np.unique(np.stack([np.concatenate(face), np.concatenate(chart)], 1), axis=0).T
        asked = np.unique(
            np.stack([faces[owner[0]].ravel(), np.repeat(owner[1], 3)], axis=1), axis=0
        ).T
        return asked[0], asked[1], (owner[0], owner[1])

    def _nearest(
        self, points: np.ndarray, normals: np.ndarray, chart: np.ndarray
    ) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """The nearest point of each one's chart: face [N] and weights [N, 3], and its distance."""
        face = np.zeros(len(points), np.int64)
        weights = np.zeros((len(points), 3), np.float32)
        distance = np.zeros(len(points), np.float32)
        count = min(_NEAR, len(self._chart))
        for start in range(0, len(points), _CHUNK):
            some = slice(start, start + _CHUNK)
            near = self._tree.query(np.c_[points[some], chart[some] * _APART], k=count)[1]
            near = near.reshape(-1, count)
            shares, far = _closest(points[some, None], self._corners[near])
            far = far + 1e3 * (self._chart[near] != chart[some, None])
            best = far.argmin(axis=1)
            row = np.arange(len(best))
            face[some], weights[some] = near[row, best], shares[row, best]
            distance[some] = far[row, best]
        return (face, weights), distance

    def _blend(self, values: np.ndarray, place: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """`values` [F, 3, C] of the corners at each place, [N, C]."""
        face, weights = place
        return np.einsum("nk,nkc->nc", weights, values[face])

    def _vertex_normals(
        self,
        vertices: np.ndarray,
        own: np.ndarray,
        vertex: np.ndarray,
        distance: np.ndarray,
        place: tuple[np.ndarray, np.ndarray],
    ) -> np.ndarray:
        order = np.lexsort((distance, vertex))
        first = order[np.searchsorted(vertex[order], np.arange(len(vertices)))]
        found = self._blend(self._normals[self._surface.faces], place)[first]
        turned = np.einsum("ij,ij->i", found, own) < 0.3  # the other side of something thin
        return np.where(turned[:, None], own, found)


def _fewer(vertices: np.ndarray, faces: np.ndarray, budget: int) -> tuple[np.ndarray, np.ndarray]:
    """At most `budget` faces of a finished surface, manifold and, if it was, closed as before.

    By the library, unless it stalls on thin triangles: then, and shortly before, it collapses what
    it should not, and has not got to half the budget either.
    """
    from .cleaning.edges import open_ends
    from .cleaning.simplify import collapse, simplify
    from .cleaning.solid import simplify_closed
    from .edge_collapse import collapse_edges

    half = max(budget // 2, 4)
    if len(collapse(vertices, faces, half)[1]) > half:
        vertices, faces = collapse_edges(vertices, faces, budget)
    if len(open_ends(faces)):
        return simplify(vertices, faces, budget)
    return simplify_closed(vertices, faces, budget, _CELL)


def _charts(index: np.ndarray) -> np.ndarray:
    """The chart of each face, int [F]: faces that share a vertex and its UV. index [F, 3]."""
    return vertex_components(int(index.max()) + 1, index)[1][index[:, 0]]


def _closest(points: np.ndarray, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights [N, K, 3] of the point of each triangle nearest to it, and the distance [N, K].

    points [N, 1, 3], corners [N, K, 3, 3]. Inside by the plane, else the nearest of three edges.
    """
    a, b, c = (corners[..., k, :] for k in range(3))
    u, v, w = b - a, c - a, points - a
    uu, uv, vv = (np.einsum("nkc,nkc->nk", *pair) for pair in ((u, u), (u, v), (v, v)))
    uw, vw = np.einsum("nkc,nkc->nk", u, w), np.einsum("nkc,nkc->nk", v, w)
    area = np.maximum(uu * vv - uv * uv, 1e-30)
    s, t = (vv * uw - uv * vw) / area, (uu * vw - uv * uw) / area
    weights = np.stack([1 - s - t, s, t], axis=-1)
    inside = (weights >= 0).all(axis=-1)
    best = np.where(inside, _squared(points, corners, weights), np.inf)
    for one, two in ((0, 1), (1, 2), (2, 0)):
        start, along = corners[..., one, :], corners[..., two, :] - corners[..., one, :]
        length = np.maximum(np.einsum("nkc,nkc->nk", along, along), 1e-30)
        part = np.clip(np.einsum("nkc,nkc->nk", points - start, along) / length, 0, 1)
        edge = np.zeros_like(weights)
        edge[..., one], edge[..., two] = 1 - part, part
        far = _squared(points, corners, edge)
        nearer = far < best
        best = np.where(nearer, far, best)
        weights = np.where(nearer[..., None], edge, weights)
    return weights, np.sqrt(best)


def _squared(points: np.ndarray, corners: np.ndarray, weights: np.ndarray) -> np.ndarray:
    gap = np.einsum("nks,nksc->nkc", weights, corners) - points
    return np.einsum("nkc,nkc->nk", gap, gap)
