"""Which side of each face is outside, and which faces nobody can see."""

import numpy as np

from .components import linked
from .edges import edges
from .visibility import Outside
from .weld import unit_normals

_FOLD = -0.95  # cosine between the normals of two faces folded onto each other
_SAMPLES = 100_000  # faces that rays start from, over the whole mesh
_LEAST = 6  # in each patch
_RAYS = 4  # from either side of a sampled face
_HIDDEN = 0.015  # share of free rays below which a patch is inside; cracks let a few through
_OPEN = 0.1  # share above which a side is to be seen for its own sake


def wind(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Faces int32 [F, 3] wound alike within each patch, and int32 [F], the patch of each.

    Faces hang together in patches over the edges that just two of them share; within a patch the
    winding follows from neighbor to neighbor.
    """
    turned, patch = _patches(vertices, faces)
    return np.where(turned[:, None], faces[:, ::-1], faces), patch


def orient(
    vertices: np.ndarray, faces: np.ndarray, patch: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Faces int32 [F', 3], counter-clockwise from outside, without those that lie inside; and
    bool [F']: which are sheets.

    faces, patch: as of `wind`. Rays from both sides of a patch tell which one is outside. A patch
    that sees the open from neither side is dropped. One that sees it from both is a sheet and comes
    twice, once in either winding, as the two sides of something thin: that leaves no side without a
    face and no rim open.
    """
    front, back = _seen(vertices, faces, patch)
    keep = np.maximum(front, back) > _HIDDEN
    both = (np.minimum(front, back) > _OPEN)[patch]
    faces = np.where((back > front)[patch][:, None], faces[:, ::-1], faces)
    keep = keep[patch]
    sheets = np.concatenate([both[keep], both[both]])
    return np.concatenate([faces[keep], faces[both][:, ::-1]]), sheets


def _patches(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """bool [F]: to be turned round for one winding throughout its patch; int32 [F]: its patch.

    Along a spanning tree that crosses flat edges first: where a surface has but one side, as a
    Möbius strip does, the contradiction is left to the sharpest edges.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    count = len(faces)
    pairs, opposite = edges(faces).pairs()
    one, other = pairs[:, 0] // 3, pairs[:, 1] // 3
    normals = unit_normals(vertices, faces)
    bend = np.einsum("ij,ij->i", normals[one], normals[other]) * np.where(opposite, 1, -1)
    sound = bend > _FOLD
    one, other, opposite, bend = one[sound], other[sound], opposite[sound], bend[sound]
    weight = (1.001 - bend).astype(np.float32)
    graph = coo_matrix((weight, (one, other)), shape=(count, count)).tocsr()
    tree = minimum_spanning_tree(graph)
    number, patch = linked(count, *tree.nonzero())
    # One root that has an edge to the first face of each patch makes the forest a single tree.
    _, roots = np.unique(patch, return_index=True)
    tree = tree.tocoo()
    rows = np.concatenate([tree.row, np.full(number, count)])
    columns = np.concatenate([tree.col, roots])
    whole = coo_matrix(
        (np.ones(len(rows), np.int8), (rows, columns)), shape=(count + 1, count + 1)
    ).tocsr()
    _, parent = breadth_first_order(whole, count, directed=False)
    parent = parent[:count].astype(np.int64)
    flips = _flips(count, one, other, opposite, parent)
    # Parity from each face up to the root, by doubling.
    up = np.append(parent, count)
    parity = np.append(flips, False)
    while (up != count).any():
        parity = parity ^ parity[up]
        up = up[up]
    return parity[:count], patch


def _flips(
    count: int, one: np.ndarray, other: np.ndarray, opposite: np.ndarray, parent: np.ndarray
) -> np.ndarray:
    """bool [F]: whether a face runs along the edge to its parent the same way as that does."""
    flips = np.zeros(count, bool)
    for child, above in ((one, other), (other, one)):
        mine = parent[child] == above
        flips[child[mine]] = ~opposite[mine]
    return flips


def _seen(
    vertices: np.ndarray, faces: np.ndarray, patch: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """float [P] each: how much of the open the fronts and the backs of a patch's faces see."""
    chosen = _sample(patch)
    corners = vertices[faces[chosen]]
    centers = corners.mean(1)
    normals = unit_normals(vertices, faces[chosen])
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    number = int(patch.max()) + 1
    outside = Outside(vertices, faces)
    total = np.bincount(patch[chosen], area, number)
    front, back = (
        np.bincount(
            patch[chosen], area * outside.share(centers, normals * sign, _RAYS, seed), number
        )
        / np.maximum(total, 1e-30)
        for seed, sign in enumerate((np.float32(1), np.float32(-1)))
    )
    return front, back


def _sample(patch: np.ndarray) -> np.ndarray:
    """Faces to look from: evenly over all, and a few of each patch."""
    order = np.argsort(patch, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(patch))[:-1]])
    rank = np.empty(len(patch), np.int64)
    rank[order] = np.arange(len(patch)) - start[patch[order]]
    size = np.bincount(patch)[patch]
    wanted = np.maximum(_LEAST, np.ceil(size * (_SAMPLES / len(patch))))
    # Every n-th face of its patch.
    every = np.maximum(size // wanted, 1).astype(np.int64)
    return np.flatnonzero(rank % every == 0)
