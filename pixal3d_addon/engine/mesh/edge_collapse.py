"""Edges collapsed by quadric error, many at once, where the library of `cleaning.simplify` stalls.

That refuses to make a thin triangle, so a fan of them (a flat face below a round outline) stays
as it is, and all the rest is collapsed instead. Here thin triangles are as good as others.
Garland and Heckbert 1997, "Surface Simplification Using Quadric Error Metrics".
"""

import numpy as np

_SHARE = 0.15  # of the edges that are looked at in a round, the cheapest
_TURN = 0.2  # least cosine between a face's normals before and after
_SOFT = 1e-3  # how far from singular a quadric is made
_SHORT = 1e-6  # weight of an edge's own length, which decides where all is flat


def collapse_edges(
    vertices: np.ndarray, faces: np.ndarray, budget: int
) -> tuple[np.ndarray, np.ndarray]:
    """At most `budget` faces where topology lets it, closed and manifold as before.

    vertices float32 [V, 3], faces int32 [F, 3], manifold; so are the results.
    """
    points, faces = vertices.astype(np.float64), faces.astype(np.int64)
    quadrics, share = _quadrics(points, faces), _SHARE
    while len(faces) > budget:
        ends, sides = _edges(faces)
        places, costs = _placed(points, quadrics, ends)
        count = min(max(int(share * len(ends)), 64), len(ends))
        cheap = np.argsort(costs, kind="stable")[:count]
        cheap = cheap[_keeps_topology(faces, ends, sides, len(points))[cheap]]
        cheap = cheap[_turns_none(points, faces, ends[cheap], places[cheap])]
        chosen = cheap[_apart(ends[cheap], ends, len(points))]
        chosen = chosen[: max((len(faces) - budget + 1) // 2, 1)]
        if len(chosen) == 0:
            if count == len(ends):
                break
            share = min(4 * share, 1.0)
            continue
        kept, gone = ends[chosen].T
        points[kept] = places[chosen]
        quadrics[kept] += quadrics[gone]
        into = np.arange(len(points))
        into[gone] = kept
        faces = into[faces]
        faces = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    used, index = np.unique(faces, return_inverse=True)
    return points[used].astype(np.float32), index.reshape(-1, 3).astype(np.int32)


def _edges(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both ends [E, 2], the lower first, and how many faces meet there [E]."""
    pairs = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    size = int(faces.max()) + 1
    keys, sides = np.unique(pairs[:, 0] * size + pairs[:, 1], return_counts=True)
    return np.stack([keys // size, keys % size], axis=1), sides


def _quadrics(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """[V, 4, 4]: of the planes of a vertex's faces by area, and of walls along open edges."""
    corners = points[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(normal, axis=1)
    unit = normal / np.maximum(area, 1e-30)[:, None]
    sums = np.zeros((len(points), 16))

    def add(owner: np.ndarray, way: np.ndarray, through: np.ndarray, weight: np.ndarray) -> None:
        plane = np.concatenate([way, -np.einsum("ij,ij->i", way, through)[:, None]], axis=1)
        products = np.einsum("n,ni,nj->nij", weight, plane, plane).reshape(-1, 16)
        for entry in range(16):
            sums[:, entry] += np.bincount(owner, products[:, entry], len(points))

    for corner in range(3):
        add(faces[:, corner], unit, corners[:, 0], area)
    ends, sides = _edges(faces)
    is_open = {tuple(pair) for pair in ends[sides == 1].tolist()}
    for corner in range(3) if is_open else ():
        pair = np.stack([faces[:, corner], faces[:, (corner + 1) % 3]], axis=1)
        here = np.array([tuple(sorted(one)) in is_open for one in pair.tolist()])
        along = points[pair[here, 1]] - points[pair[here, 0]]
        wall = np.cross(along, unit[here])
        length = np.linalg.norm(wall, axis=1)
        wall /= np.maximum(length, 1e-30)[:, None]
        for end in (0, 1):
            add(pair[here, end], wall, points[pair[here, 0]], length**2)
    return sums.reshape(-1, 4, 4)


def _placed(
    points: np.ndarray, quadrics: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where each edge's vertex would go [E, 3], and what that costs [E]."""
    both = quadrics[ends[:, 0]] + quadrics[ends[:, 1]]
    matrix, right = both[:, :3, :3], both[:, :3, 3]
    middle = points[ends].mean(axis=1)
    soft = _SOFT * np.trace(matrix, axis1=1, axis2=2) + 1e-30
    pull = np.einsum("nij,nj->ni", matrix, middle) + right
    best = (
        middle - np.linalg.solve(matrix + soft[:, None, None] * np.eye(3), pull[..., None])[..., 0]
    )
    length = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    far = np.linalg.norm(best - middle, axis=1) > 2 * length
    best[far] = middle[far]
    homogeneous = np.concatenate([best, np.ones((len(best), 1))], axis=1)
    cost = np.einsum("ni,nij,nj->n", homogeneous, both, homogeneous)
    return best, np.maximum(cost, 0) + _SHORT * length**4


def _keeps_topology(
    faces: np.ndarray, ends: np.ndarray, sides: np.ndarray, count: int
) -> np.ndarray:
    """bool [E]: whether the ends have as many neighbours in common as faces, no two open edges
    are joined across the surface, and no corner is left with two faces that cover each other."""
    from scipy.sparse import csr_array  # here: Draft does without

    ones, one, two = np.ones(2 * len(ends), np.int32), ends[:, 0], ends[:, 1]
    pairs = np.concatenate([one, two]), np.concatenate([two, one])
    near = csr_array((ones, pairs), (count, count))
    common = near[one].multiply(near[two]).sum(axis=1)
    rim = np.zeros(count, bool)
    rim[ends[sides == 1]] = True
    few = (np.bincount(pairs[0], minlength=count) <= 3) & ~rim
    face, corner = np.nonzero(few[faces])
    across = np.sort([faces[face, (corner + 1) % 3], faces[face, (corner + 2) % 3]], axis=0)
    blocked = np.isin(one * count + two, across[0] * count + across[1])
    return (common == sides) & (sides <= 2) & ~(rim[one] & rim[two] & (sides == 2)) & ~blocked


def _turns_none(
    points: np.ndarray, faces: np.ndarray, ends: np.ndarray, places: np.ndarray
) -> np.ndarray:
    """bool: whether every face that stays goes on facing the way it did."""
    order = np.argsort(faces.ravel(), kind="stable")
    owner = faces.ravel()[order]
    sound = np.ones(len(ends), bool)
    for end in (0, 1):
        start = np.searchsorted(owner, ends[:, end], side="left")
        size = np.searchsorted(owner, ends[:, end], side="right") - start
        edge = np.repeat(np.arange(len(ends)), size)
        place = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        face, corner = np.divmod(order[np.repeat(start, size) + place], 3)
        stays = (faces[face] != ends[edge, 1 - end][:, None]).all(axis=1)
        edge, face, corner = edge[stays], face[stays], corner[stays]
        before = points[faces[face]]
        after = before.copy()
        after[np.arange(len(face)), corner] = places[edge]
        was, now = (np.cross(c[:, 1] - c[:, 0], c[:, 2] - c[:, 0]) for c in (before, after))
        scale = np.linalg.norm(was, axis=1) * np.linalg.norm(now, axis=1)
        flat = np.linalg.norm(was, axis=1) < 1e-14
        bad = ~flat & (np.einsum("ij,ij->i", was, now) <= _TURN * scale)
        sound[edge[bad]] = False
    return sound


def _apart(ends: np.ndarray, edges: np.ndarray, count: int) -> np.ndarray:
    """bool: some of the edges `ends` that are not next to one another.

    Drawn, for where costs rise evenly the cheapest of each neighbourhood are few.
    """
    rank = np.random.default_rng(len(ends)).permutation(len(ends))
    least = np.full(count, len(ends))
    for end in (0, 1):
        np.minimum.at(least, ends[:, end], rank)
    around = least.copy()
    np.minimum.at(around, edges[:, 0], least[edges[:, 1]])
    np.minimum.at(around, edges[:, 1], least[edges[:, 0]])
    return (around[ends[:, 0]] == rank) & (around[ends[:, 1]] == rank)
