"""One vertex for each place, and only faces that cover something, each once."""

import numpy as np

from ....core.errors import PixalError

_FLAT = 1e-12  # twice the area over the longest side squared: below it a face is a line
_CHUNK = 1 << 18  # faces at once: what fits a processor's cache


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
    same = _same(*bits.T)
    if same is not None:
        order, first = same
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
    a, b, c = faces.T
    low, high = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    same = _same(low, a + b - low + c - high, high)
    if same is not None:
        order, first = same
        faces = faces[np.sort(order[first])]
    return compact(vertices, faces)


def flat(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """bool [F]: whose corners lie on a line."""
    result = np.empty(len(faces), bool)
    for start in range(0, len(faces), _CHUNK):
        some = faces[start : start + _CHUNK]
        a, b, c = (vertices[some[:, k]].T for k in range(3))
        one, two, third = b - a, c - a, c - b
        area = sum((one[i] * two[j] - one[j] * two[i]) ** 2 for i, j in ((0, 1), (1, 2), (2, 0)))
        sides = [(side * side).sum(0) for side in (one, two, third)]
        longest = np.maximum(np.maximum(sides[0], sides[1]), sides[2])
        result[start : start + _CHUNK] = area <= _FLAT * longest**2
    return result


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


def _same(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """An order [N] that brings equal triples of 32 bits (a, b, c [N] each) together, and bool [N]:
    first of its kind. None where all differ, which a sort without an order tells in half the time.

    Sorted by a hash, several times as fast as by three keys; triples that share a hash without
    being equal are told apart unless they alternate, and then stay apart, which does no harm.
    """
    key = (a.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ (
        b.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    )
    key = (key ^ (key >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    key ^= c.astype(np.uint64) * np.uint64(0x165667B19E3779F9)
    ordered = np.sort(key)
    if (ordered[1:] != ordered[:-1]).all():
        return None
    order = np.argsort(key)
    first = np.zeros(len(key), bool)
    first[:1] = True
    for part in (a, b, c):
        values = part[order]
        first[1:] |= values[1:] != values[:-1]
    return order, first
