"""Cutting a surface into charts that lie flat: where it bends, and nowhere else."""

from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components, dijkstra

from ..cleaning.edges import edges

_BEND = 1.0  # a right angle costs as much as …
_WAY = 2.0  # … half the object's size does
_SMOOTHING = 8  # rounds, for the directions of the first seeds: noise is not a bend
_LARGE = 10_000  # faces: laying a chart flat costs more than its size
_SWEEPS, _SPREAD = 3, 8  # times that borders move, and so many faces at most
_CREASE = 0.5  # of 1 - cos of an angle, where a border stays
_BENT = 0.3  # variance of the normals of a chart above which it is cut lengthwise: a tube has 1
_CRUMB = 0.1  # of a chart's area: what a cut leaves smaller goes to its neighbors
_PART = 3e-3  # of the area: what faces one way and is larger gets a seed of its own


class Dual:
    """The faces as a graph: neighbours across edges, the cost of going from one to the next."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray) -> None:
        """vertices [V, 3], faces [F, 3]. An edge of more than two faces joins none."""
        corners = vertices[faces].astype(np.float64)
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        length = np.linalg.norm(cross, axis=1)
        self.area = length / 2
        self.normal = cross / np.maximum(length, 1e-30)[:, None]
        self.center = corners.mean(axis=1)
        self.half = _neighbours(faces)
        self.one, self.two = self.half.T // 3
        size = max(float(np.ptp(vertices, axis=0).max()), 1e-12)
        way = np.linalg.norm(self.center[self.one] - self.center[self.two], axis=1) / size
        bend = 1 - np.einsum("ij,ij->i", self.normal[self.one], self.normal[self.two])
        self.cost = 1e-6 + _WAY * way + _BEND * bend**2
        start, end = corners.reshape(-1, 3)[[self.half[:, 0], following(self.half[:, 0])]]
        self.length = np.linalg.norm(end - start, axis=1)
        # How readily a border moves across an edge: it stays where the surface bends.
        apart = np.maximum(way * size, 1e-3 * self.length + 1e-30)
        self.ease = self.length / apart / (1 + (bend / _CREASE) ** 2)

    def __len__(self) -> int:
        return len(self.area)

    def graph(self, inside: np.ndarray | None = None) -> csr_array:
        """The costs as a symmetric matrix [F, F]; only edges `inside` [E] where it is given."""
        some = slice(None) if inside is None else inside
        one, two, cost = self.one[some], self.two[some], self.cost[some]
        pairs = np.concatenate([one, two]), np.concatenate([two, one])
        return csr_array((np.concatenate([cost, cost]), pairs), shape=(len(self), len(self)))

    @cached_property
    def smooth(self) -> np.ndarray:
        """The normals [F, 3] without the noise of single faces."""
        pairs = np.concatenate([self.one, self.two]), np.concatenate([self.two, self.one])
        spread = csr_array((np.ones(len(pairs[0])), pairs), shape=(len(self), len(self)))
        smooth = self.normal * self.area[:, None]
        for _ in range(_SMOOTHING):
            smooth = smooth + spread @ smooth
            smooth /= np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-30)
        return smooth

    def borders(self, labels: np.ndarray) -> np.ndarray:
        """Faces [N] with a neighbour of another label."""
        edge = labels[self.one] != labels[self.two]
        return np.union1d(self.one[edge], self.two[edge])

    def connected(self, labels: np.ndarray) -> np.ndarray:
        """Labels 0… such that each is one piece."""
        return connected_components(self.graph(labels[self.one] == labels[self.two]), False)[1]


def cut(dual: Dual) -> np.ndarray:
    """A first chart of each face, int [F], 0…: regions that face one way, without the crumbs."""
    labels = dual.connected(_directions(dual))
    area = np.bincount(labels, dual.area)
    seeds = _innermost(dual, labels)
    piece = dual.connected(np.zeros(len(dual), np.int64))
    # Every piece needs a seed, however small it is: its largest region's.
    largest = np.lexsort((area, piece[seeds]))
    last = np.flatnonzero(np.diff(piece[seeds][largest], append=-1))
    wanted = area > _PART * area.sum()
    wanted[largest[last]] = True
    labels = grow(dual, seeds[wanted])
    labels = split(dual, labels, np.flatnonzero(np.bincount(labels) > _LARGE))
    labels = grow(dual, _innermost(dual, labels))
    return straighten(dual, labels, np.zeros(len(dual), np.int64))


def split(dual: Dual, labels: np.ndarray, which: np.ndarray) -> np.ndarray:
    """`labels` with the charts `which` [N] cut in two or a few each, the new ones numbered on.

    One that goes round something is cut between the sides that face apart, however long it is;
    rings never lie flat. Others are cut between the faces that are farthest apart.
    """
    spread, front = _sides(dual, labels, which)
    labels = halve(dual, labels, which[spread <= _BENT])
    bent = which[spread > _BENT]
    if not len(bent):
        return labels
    mine = np.isin(labels, bent)
    piece = dual.connected(np.where(mine & front, labels.max() + 1 + labels, labels))
    area = np.bincount(piece, dual.area)
    whole = np.bincount(labels, dual.area)
    large = mine & (area[piece] > _CRUMB * whole[labels])
    inside = dual.graph(labels[dual.one] == labels[dual.two])
    crumbs = mine & ~large
    if crumbs.any():
        sources = dijkstra(
            inside, indices=np.flatnonzero(large), min_only=True, return_predecessors=True
        )[2]
        crumbs &= sources >= 0
        piece[crumbs] = piece[sources[crumbs]]
    # The first piece of each chart keeps the number.
    number, first, own = np.unique(piece[mine], return_index=True, return_inverse=True)
    chart = labels[mine][first]
    keeps = np.unique(chart, return_index=True)[1]
    added = np.ones(len(number), bool)
    added[keeps] = False
    new = np.where(added, labels.max() + np.cumsum(added), chart)
    labels = labels.copy()
    labels[mine] = new[own]
    # Crumpled ones fall into crumbs alone that way, and stay whole.
    return halve(dual, labels, np.setdiff1d(bent, chart[added]))


def straighten(dual: Dual, labels: np.ndarray, within: np.ndarray) -> np.ndarray:
    """`labels` [F] with shorter borders between charts of the same `within` [F]: others stay.

    Each label spreads, and the face goes to the one of which it has most: borders move as
    by curvature flow. Merriman, Bence, Osher: Diffusion generated motion by mean curvature, 1992.
    """
    inside = within[dual.one] == within[dual.two]
    one, two, ease = dual.one[inside], dual.two[inside], dual.ease[inside]
    for _ in range(_SWEEPS):
        near: np.ndarray = np.zeros(len(dual), bool)
        apart = labels[one] != labels[two]
        near[one[apart]] = near[two[apart]] = True
        for _ in range(_SPREAD):
            touched = near[one] | near[two]
            near[one[touched]] = near[two[touched]] = True
        face = np.flatnonzero(near)
        if not len(face):
            break
        number = np.full(len(dual), -1)
        number[face] = np.arange(len(face))
        some = near[one] & near[two]
        a, b, w = number[one[some]], number[two[some]], ease[some]
        names, own = np.unique(labels[face], return_inverse=True)
        total = np.bincount(a, w, len(face)) + np.bincount(b, w, len(face))
        each = np.arange(len(face))
        pairs = np.concatenate([a, b, each]), np.concatenate([b, a, each])
        walk = csr_array((np.concatenate([w, w, total]), pairs), shape=(len(face),) * 2)
        walk = diags_array(1 / np.maximum(2 * total, 1e-30)) @ walk
        held = csr_array((np.ones(len(face)), (each, own)), shape=(len(face), len(names)))
        for _ in range(_SPREAD):
            held = walk @ held
        held = held.tocsr()
        row = np.repeat(np.arange(len(face)), np.diff(held.indptr))
        order = np.lexsort((held.indices, -held.data, row))
        first = np.searchsorted(row[order], each)
        filled = np.diff(held.indptr) > 0
        labels = labels.copy()
        labels[face[filled]] = names[held.indices[order[first[filled]]]]
    return _whole(dual, labels, inside)


def _whole(dual: Dual, labels: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """`labels` with each chart in one piece: what lies apart from its largest goes to others."""
    piece = dual.connected(labels)
    area = np.bincount(piece, dual.area)
    number, first = np.unique(piece, return_index=True)
    chart = labels[first]
    order = np.lexsort((number, -area, chart))
    largest = number[order][np.unique(chart[order], return_index=True)[1]]
    main = np.isin(piece, largest)
    if main.all():
        return labels
    sources = dijkstra(
        dual.graph(inside), indices=np.flatnonzero(main), min_only=True, return_predecessors=True
    )[2]
    lost = ~main & (sources >= 0)
    labels = labels.copy()
    labels[lost] = labels[sources[lost]]
    return labels


def _sides(dual: Dual, labels: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much the normals of each chart of `which` vary, [N]; bool [F]: the faces on one side of
    their chart's mean, in the direction in which they vary most."""
    number = np.full(int(labels.max()) + 1, -1)
    number[which] = np.arange(len(which))
    mine = np.flatnonzero(number[labels] >= 0)
    own, weight, normal = number[labels[mine]], dual.area[mine], dual.smooth[mine]
    total = np.maximum(np.bincount(own, weight, len(which)), 1e-30)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(own, values * weight, len(which)) / total

    normal = normal - np.stack([mean(normal[:, k]) for k in range(3)], axis=1)[own]
    rows = [[mean(normal[:, i] * normal[:, j]) for j in range(3)] for i in range(3)]
    variance, axes = np.linalg.eigh(np.array(rows).transpose(2, 0, 1))
    front = np.zeros(len(dual), bool)
    front[mine] = np.einsum("ij,ij->i", normal, axes[own, :, 2]) > 0
    return variance.sum(axis=1), front


def halve(dual: Dual, labels: np.ndarray, which: np.ndarray) -> np.ndarray:
    """`labels` with the charts `which` [N] cut in two each between the faces farthest apart."""
    if not len(which):
        return labels
    inside = labels[dual.one] == labels[dual.two]
    bad = np.isin(labels, which)
    graph = dual.graph(inside & bad[dual.one])
    # The two faces of a chart that are farthest from each other, nearly.
    number, start = np.unique(labels, return_index=True)
    one = _farthest(graph, labels, start[np.searchsorted(number, which)], which)
    two = _farthest(graph, labels, one, which)
    sources = dijkstra(
        graph, indices=np.concatenate([one, two]), min_only=True, return_predecessors=True
    )[2]
    labels = labels.copy()
    new = labels.max() + 1 + np.arange(len(which))
    number = np.full(len(dual), -1)
    number[two] = new
    moved = bad & (sources >= 0)
    labels[moved] = np.where(number[sources[moved]] >= 0, number[sources[moved]], labels[moved])
    return labels


def grow(dual: Dual, seeds: np.ndarray) -> np.ndarray:
    """Each face's nearest seed, int [F], as an index of `seeds`."""
    sources = dijkstra(dual.graph(), indices=seeds, min_only=True, return_predecessors=True)[2]
    number = np.zeros(len(dual), np.int64)
    number[seeds] = np.arange(len(seeds))
    return number[np.maximum(sources, 0)]


def _farthest(
    graph: csr_array, labels: np.ndarray, start: np.ndarray, which: np.ndarray
) -> np.ndarray:
    """In each chart of `which` the face farthest from its face in `start`."""
    far = dijkstra(graph, indices=start, min_only=True)
    far[~np.isfinite(far)] = -1
    order = np.lexsort((far, labels))
    end = np.searchsorted(labels[order], which, side="right") - 1
    return order[end]


def _innermost(dual: Dual, labels: np.ndarray) -> np.ndarray:
    """The face of each label that is farthest from the label's border."""
    border = dual.borders(labels)
    count = int(labels.max()) + 1
    if len(border) == 0:
        return np.unique(labels, return_index=True)[1]
    inside = labels[dual.one] == labels[dual.two]
    far = dijkstra(dual.graph(inside), indices=border, min_only=True)
    far[~np.isfinite(far)] = 0
    order = np.lexsort((far, labels))
    return order[np.searchsorted(labels[order], np.arange(count), side="right") - 1]


def _directions(dual: Dual) -> np.ndarray:
    """Which of six directions, the surface's own, each face looks at most nearly, int [F]."""
    smooth = dual.smooth
    axes = np.concatenate([np.eye(3), -np.eye(3)])
    for _ in range(8):
        nearest = (smooth @ axes.T).argmax(axis=1)
        for k in range(len(axes)):
            total = (smooth * dual.area[:, None])[nearest == k].sum(axis=0)
            length = np.linalg.norm(total)
            axes[k] = total / length if length > 1e-12 else axes[k]
    return (smooth @ axes.T).argmax(axis=1)


def _neighbours(faces: np.ndarray) -> np.ndarray:
    """Pairs of half-edges, int [E, 2], along which two faces alone meet."""
    half = edges(faces).pairs()[0]
    return half[half[:, 0] // 3 != half[:, 1] // 3]


def following(half: np.ndarray) -> np.ndarray:
    """The half-edges that follow `half` round their faces."""
    return half - half % 3 + (half + 1) % 3
