"""Every edge in at most two faces that run along it opposite ways, one fan of faces a vertex."""

import numpy as np

from .components import linked
from .edges import Edges, edge_length, edges
from .weld import compact, unit_normals

_APART = 0.1  # of an edge: how far copies of a vertex move inwards, so that none welds again
_ROUNDS = 8  # of splitting crowded edges; each leaves fewer


def make_manifold(
    vertices: np.ndarray, faces: np.ndarray, sheets: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The same surface cut where it branches. vertices float32 [V, 3], oriented faces int32 [F, 3].

    Where more than two faces meet in an edge, those with the outside between them stay together:
    what touches is one body, and both sides of a sheet go on to both sides of the next. Copies of
    a vertex move apart, each to the inside of its own faces, by a tenth of an edge. sheets:
    bool [F], faces that are there in both windings; these move apart to the outside.
    """
    if sheets is None:
        sheets = np.zeros(len(faces), bool)
    for _ in range(_ROUNDS):
        table = edges(faces)
        pairs = _pairs(vertices, faces, table)
        vertices, faces = _split(vertices, faces, pairs, sheets)
        count = len(faces)
        vertices, faces, cut = _split_crowded(vertices, faces, pairs)
        sheets = np.concatenate([sheets, sheets[cut]])
        if len(faces) == count:
            return vertices, faces
    # What is left are a few faces knotted into each other.
    table = edges(faces)
    knots = table.half[np.repeat(table.uses > 2, table.uses)] // 3
    faces, sheets = np.delete(faces, knots, axis=0), np.delete(sheets, knots)
    vertices, faces = _split(vertices, faces, _pairs(vertices, faces, edges(faces)), sheets)
    return compact(vertices, faces)


def _pairs(vertices: np.ndarray, faces: np.ndarray, table: Edges) -> np.ndarray:
    """int32 [P, 2]: half-edges to be joined, opposite ones of the same edge, each at most once."""
    pairs, opposite = table.pairs()
    crowded = np.flatnonzero(table.uses > 2)
    if not len(crowded):
        return pairs[opposite]
    uses = table.uses[crowded]
    edge = np.repeat(np.arange(len(crowded)), uses)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(uses) - uses, uses)
    place += np.repeat(table.start[crowded], uses)
    half, forth = table.half[place], table.forth[place]
    origin, target = vertices[table.ends[crowded]].swapaxes(0, 1).astype(np.float64)
    angle = _angles(origin[edge], target[edge], vertices[faces.ravel()[_before(half)]])
    order = np.lexsort((forth, angle, edge))  # of a sheet's two sides the one that looks back first
    edge, half, forth = edge[order], half[order], forth[order]
    joined = [pairs[opposite]]
    while len(edge):
        # A face that runs forth and then, further round, one that runs back have outside between.
        first = np.ones(len(edge), bool)
        first[1:] = edge[1:] != edge[:-1]
        begin = np.flatnonzero(first)
        following = np.arange(1, len(edge) + 1)
        following[np.append(begin[1:], len(edge)) - 1] = begin
        joins = np.flatnonzero(forth & ~forth[following])
        if not len(joins):
            break
        joined.append(np.stack([half[joins], half[following[joins]]], axis=1))
        left = np.ones(len(edge), bool)
        left[joins] = left[following[joins]] = False
        edge, half, forth = edge[left], half[left], forth[left]
    return np.concatenate(joined)


def _angles(origin: np.ndarray, target: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Angles [N] of `point` round the edges from `origin` to `target`, counter-clockwise."""
    along = target - origin
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-30)
    least = np.eye(3)[np.argmin(np.abs(along), axis=1)]
    across = np.cross(along, least)
    third = np.cross(along, across)
    to = point - origin
    return np.arctan2(np.einsum("ij,ij->i", to, third), np.einsum("ij,ij->i", to, across))


def _after(half: np.ndarray) -> np.ndarray:
    """The next half-edge in the same face."""
    return half + 1 - 3 * (half % 3 == 2)


def _before(half: np.ndarray) -> np.ndarray:
    """The half-edge before in the same face; it starts at the corner opposite."""
    return half - 1 + 3 * (half % 3 == 0)


def _split(
    vertices: np.ndarray, faces: np.ndarray, pairs: np.ndarray, sheets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A vertex for each fan of faces that `pairs` join."""
    one, other = pairs.T
    number, fan = linked(
        faces.size,
        np.concatenate([one, _after(one)]),
        np.concatenate([_after(other), other]),
    )
    source = np.empty(number, np.int32)
    source[fan] = faces.ravel()
    positions = vertices[source]
    copies = np.bincount(source, minlength=len(vertices))[source] > 1
    if copies.any():
        corner = np.flatnonzero(copies[fan])
        own, normals = fan[corner], unit_normals(vertices, faces)[corner // 3]
        size = np.maximum(np.bincount(own, minlength=number), 1)
        of_sheets = np.bincount(own, sheets[corner // 3], number) > 0
        inwards = np.where(of_sheets, -_APART, _APART) * edge_length(vertices, faces)
        for axis in range(3):
            normal = np.bincount(own, normals[:, axis], number) / size
            positions[copies, axis] -= (inwards * normal)[copies]
    return positions, fan.astype(np.int32).reshape(-1, 3)


def _split_crowded(
    vertices: np.ndarray, faces: np.ndarray, pairs: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A vertex in the middle of each joint but the first of edges that still hold several.

    Two fans can share both of an edge's ends; only another vertex tells their joints apart.
    Also int [N]: the faces whose other halves were added at the end.
    """
    table = edges(faces)
    crowded = np.flatnonzero(table.uses > 2)
    if not len(crowded):
        return vertices, faces, crowded
    partner = np.full(faces.size, -1, np.int32)
    partner[pairs[:, 0]], partner[pairs[:, 1]] = pairs[:, 1], pairs[:, 0]
    edge = np.repeat(np.arange(len(table.uses)), table.uses)
    inside = table.uses[edge] > 2
    half, edge = table.half[inside], edge[inside]
    first = np.minimum(half, np.where(partner[half] < 0, half, partner[half]))
    # One joint of each edge stays as it is, and a face is cut but once a round.
    stays = np.full(len(table.uses), faces.size, np.int64)
    np.minimum.at(stays, edge, first)
    joint = np.unique(first[first != stays[edge]])
    other = partner[joint]
    busy = np.full(len(faces), faces.size, np.int64)
    for side in (joint, other[other >= 0]):
        owner = joint if side is joint else joint[other >= 0]
        np.minimum.at(busy, side // 3, owner)
    free = (busy[joint // 3] == joint) & ((other < 0) | (busy[other // 3] == joint))
    joint, other = joint[free], other[free]
    flat = faces.ravel()
    middle = (vertices[flat[joint]] + vertices[flat[_after(joint)]]) / 2
    middle += _APART / 2 * (vertices[flat[_before(joint)]] - middle)
    new = (len(vertices) + np.arange(len(joint))).astype(np.int32)
    halves = np.concatenate([joint, other[other >= 0]])
    added = np.concatenate([new, new[other >= 0]])
    extra = np.stack([added, flat[_after(halves)], flat[_before(halves)]], axis=1)
    faces = faces.copy().ravel()
    faces[_after(halves)] = added
    faces = np.concatenate([faces.reshape(-1, 3), extra])
    return np.concatenate([vertices, middle.astype(np.float32)]), faces, halves // 3
