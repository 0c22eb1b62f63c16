"""One vertex for each place, and only faces that cover something, each once."""

import numpy as np

from ....core.errors import PixalError

_FLAT = 1e-12  # twice the area over the longest side squared: below it a face is a line


def check(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The arrays as float32 [V, 3] and int32 [F, 3].

    Raises PixalError `surface_empty` without faces, `numbers_broken` where a face's corner is no
    vertex or a vertex in use is no place in space.
    """
    vertices = np.asarray(vertices, np.float32).reshape(-1, 3)
    faces = np.asarray(faces).reshape(-1, 3)
    if not len(faces):
        raise empty()
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise _broken()
    faces = faces.astype(np.int32, copy=False)
    finite = np.asarray(np.isfinite(vertices).all(axis=1))
    if not finite.all() and not finite[faces].all():
        raise _broken()
    return vertices, faces


def empty() -> PixalError:
    return PixalError(
        "surface_empty",
        "No surface was found to make a mesh of.",
        "Use a photo with one clear object, or another seed.",
    )


def _broken() -> PixalError:
    return PixalError(
        "numbers_broken",
        "The surface has numbers that are none.",
        "Generate again; if it stays, use another seed or device.",
    )


def weld(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices at the very same place become one; then `tidy`."""
    bits = np.ascontiguousarray(vertices + np.float32(0)).view(np.uint32)  # + 0: no -0
    order, first = _same(bits)
    if not first.all():
        place = np.empty(len(vertices), np.int32)
        place[order] = np.cumsum(first) - 1
        vertices = vertices[order[first]]
        faces = place[faces]
    return tidy(vertices, faces)


def tidy(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Without faces that have no area or are there twice (in any winding), unused vertices too."""
    a, b, c = faces.T
    faces = faces[(a != b) & (b != c) & (c != a)]
    faces = faces[~flat(vertices, faces)]
    order, first = _same(np.sort(faces, axis=1).astype(np.uint32))
    if not first.all():
        faces = faces[np.sort(order[first])]
    return compact(vertices, faces)


def flat(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """bool [F]: whose corners lie on a line."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    area = (np.cross(b - a, c - a) ** 2).sum(1)
    longest = np.maximum(((b - a) ** 2).sum(1), ((c - a) ** 2).sum(1))
    return area <= _FLAT * np.maximum(longest, ((c - b) ** 2).sum(1)) ** 2


def unit_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """float32 [F, 3]; zero for a face without area."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    normals = np.cross(b - a, c - a)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    return normals


def compact(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Without the vertices that no face uses; the order stays."""
    used = np.zeros(len(vertices), bool)
    used[faces] = True
    if used.all():
        return vertices, faces
    place = np.cumsum(used, dtype=np.int32) - 1
    return vertices[used], place[faces]


def _same(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An order [N] that brings equal rows uint32 [N, 3] together, and bool [N]: first of its kind.

    Sorted by a hash, several times as fast as by three keys; rows that share a hash without being
    equal are told apart unless they alternate, and then stay apart, which does no harm.
    """
    a, b, c = (rows[:, k].astype(np.uint64) for k in range(3))
    key = (a * np.uint64(0x9E3779B97F4A7C15)) ^ (b * np.uint64(0xC2B2AE3D27D4EB4F))
    key = (key ^ (key >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    key ^= c * np.uint64(0x165667B19E3779F9)
    order = np.argsort(key)
    ordered = rows[order]
    first = np.ones(len(rows), bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(1)
    return order, first
