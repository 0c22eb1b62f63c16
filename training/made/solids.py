"""Triangle meshes to build objects from: turned, swept, rounded, grown. Z up, any unit."""

import math
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Mesh:
    """vertices: float64 [V, 3]. faces: int [F, 3], counter-clockwise from outside.

    uvs: [F, 3, 2] where the mesh brings its own, else None.
    """

    vertices: np.ndarray
    faces: np.ndarray
    uvs: np.ndarray | None = None

    def moved(self, x: float = 0, y: float = 0, z: float = 0) -> "Mesh":
        return replace(self, vertices=self.vertices + [x, y, z])

    def scaled(self, x: float, y: float, z: float) -> "Mesh":
        faces = self.faces if x * y * z > 0 else self.faces[:, ::-1]
        uvs = self.uvs if x * y * z > 0 or self.uvs is None else self.uvs[:, ::-1]
        return Mesh(self.vertices * [x, y, z], faces, uvs)

    def turned(self, axis: str, degrees: float) -> "Mesh":
        """Right-handed about x, y or z through the origin."""
        a, b = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        turn = np.eye(3)
        turn[a, a] = turn[b, b] = c
        turn[a, b], turn[b, a] = -s, s
        return replace(self, vertices=self.vertices @ turn.T)


def sheet(grid: np.ndarray, around: bool = False) -> Mesh:
    """A surface through `grid` [A, B, 3]; `around` joins the last row of A with the first."""
    rows, columns = grid.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    along = np.linalg.norm(np.diff(grid, axis=1), axis=2).mean(axis=0)
    v = np.concatenate([[0], np.cumsum(along)])
    u = np.arange(rows + around) / (rows - 1 + around)
    uv = np.stack(np.broadcast_arrays(u[:, None], v[None] / max(v[-1], 1e-9)), axis=-1)
    if around:
        index = np.concatenate([index, index[:1]])
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    p, q, r, s = uv[:-1, :-1], uv[1:, :-1], uv[1:, 1:], uv[:-1, 1:]
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3)
    uvs = np.concatenate([np.stack([p, q, r], -2), np.stack([p, r, s], -2)]).reshape(-1, 3, 2)
    return Mesh(grid.reshape(-1, 3).astype(np.float64), faces, uvs)


def lathe(profile: list[tuple[float, float]] | np.ndarray, segments: int = 48) -> Mesh:
    """Turn (radius, z) pairs about Z; from the bottom up on the outside."""
    radius, z = np.asarray(profile, np.float64).T
    turn = np.arange(segments) / segments * 2 * math.pi
    grid = np.stack(
        np.broadcast_arrays(
            np.cos(turn)[:, None] * radius, np.sin(turn)[:, None] * radius, z[None]
        ),
        axis=-1,
    )
    return sheet(grid, around=True)


def smooth_profile(points: list[tuple[float, float]], count: int = 24) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through (radius, z) pairs, never inside out."""
    ends = np.array([points[0], *points, points[-1]], np.float64)
    t = np.linspace(0, len(points) - 1, count)
    k = np.minimum(t.astype(int), len(points) - 2)
    f = (t - k)[:, None]
    p0, p1, p2, p3 = ends[k], ends[k + 1], ends[k + 2], ends[np.minimum(k + 3, len(ends) - 1)]
    curve = 0.5 * (
        2 * p1
        + (p2 - p0) * f
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * f**2
        + (3 * p1 - p0 - 3 * p2 + p3) * f**3
    )
    return [(max(float(r), 0.0), float(z)) for r, z in curve]


def disc(radius: float, height: float, bevel: float = 0.0, segments: int = 40) -> Mesh:
    """A cylinder standing on Z = 0."""
    if bevel:
        edge = [(radius - bevel, 0), (radius, bevel), (radius, height - bevel)]
        return lathe([(0, 0), *edge, (radius - bevel, height), (0, height)], segments)
    return lathe([(0, 0), (radius, 0), (radius, height), (0, height)], segments)


def tube(path: np.ndarray, radius: float | np.ndarray, sides: int = 10) -> Mesh:
    """A round bar along `path` [K, 3] of one radius, or one for each point."""
    path = np.asarray(path, np.float64)
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    side = np.cross(along[0], [0.31, 0.95, 0.07] if abs(along[0][1]) < 0.8 else [1, 0, 0])
    rings = []
    radii = np.broadcast_to(radius, len(path))
    turn = np.arange(sides) / sides * 2 * math.pi
    for point, direction, r in zip(path, along, radii, strict=True):
        side = side - direction * (side @ direction)
        side /= np.linalg.norm(side)
        other = np.cross(direction, side)
        rings.append(point + r * (np.cos(turn)[:, None] * side + np.sin(turn)[:, None] * other))
    ends = [np.repeat(path[:1], sides, axis=0), np.repeat(path[-1:], sides, axis=0)]
    return sheet(np.stack([ends[0], *rings, ends[1]], axis=1), around=True)


def rod(start: tuple, end: tuple, radius: float, sides: int = 10) -> Mesh:
    """A straight round bar between two points."""
    return tube(np.linspace(start, end, 2), radius, sides)


def ring(radius: float, thick: float, sides: int = 10, segments: int = 48) -> Mesh:
    """A torus about Z."""
    turn = np.linspace(0, 2 * math.pi, sides + 1)
    return lathe(np.stack([radius + thick * np.cos(turn), thick * np.sin(turn)], axis=1), segments)


def box(x: float, y: float, z: float, bevel: float = 0.0) -> Mesh:
    """A cuboid standing on Z = 0, centered in X and Y, with edges rounded by `bevel`."""
    half = np.array([x, y, z]) / 2
    bevel = min(bevel, 0.99 * half.min())
    steps = np.linspace(1, 0, 4) if bevel else np.array([0.0])
    vertices, faces, offset = [], [], 0
    for axis in range(3):
        others = [(axis + 1) % 3, (axis + 2) % 3]
        nodes = []
        for other in others:
            edge = half[other] - bevel
            nodes.append(np.concatenate([-edge - bevel * steps, edge + bevel * steps[::-1]]))
        for sign in (-1, 1):
            grid = np.zeros((len(nodes[0]), len(nodes[1]), 3))
            grid[..., others[0]], grid[..., others[1]] = np.meshgrid(*nodes, indexing="ij")
            grid[..., axis] = sign * half[axis]
            part = sheet(grid)
            vertices.append(part.vertices)
            faces.append((part.faces if sign > 0 else part.faces[:, ::-1]) + offset)
            offset += len(part.vertices)
    points = np.concatenate(vertices)
    if bevel:
        inner = np.clip(points, bevel - half, half - bevel)
        out = points - inner
        points = inner + bevel * out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    _, first, place = np.unique(points.round(7), axis=0, return_index=True, return_inverse=True)
    return Mesh(points[first], place.ravel()[np.concatenate(faces)]).moved(z=z / 2)


def prism(outline: np.ndarray, height: float) -> Mesh:
    """Raise a star-shaped `outline` [K, 2], counter-clockwise, from Z = 0."""
    outline = np.asarray(outline, np.float64)
    middle = np.broadcast_to(outline.mean(axis=0), outline.shape)
    flat = [(middle, 0), (outline, 0), (outline, height), (middle, height)]
    grid = np.stack([np.column_stack([p, np.full(len(p), z)]) for p, z in flat], axis=1)
    return sheet(grid, around=True)


def ball(x: float, y: float, z: float, count: int = 24) -> Mesh:
    """An ellipsoid about the origin with these half axes."""
    turn = np.linspace(-math.pi / 2, math.pi / 2, count)
    round_ = lathe(np.stack([np.cos(turn), np.sin(turn)], axis=1).round(9), 2 * count)
    return round_.scaled(x, y, z)
