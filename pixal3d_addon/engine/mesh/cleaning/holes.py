"""Holes in a mesh closed so that the surface goes on as it comes to their rims."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .components import vertex_components
from .disks import disk
from .rims import Rims, rims

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_CHUNK = 40_000  # vertices that are found at once
_SHRED = 1.5
_STEEP = 10.0  # cotangents beyond, of needles, are cut to it
_ROUNDS = 3  # of bending, each measured on the last
_LEAST = 1e-6  # of a mean cell: the area that a vertex has at least


class Patches(NamedTuple):
    """faces: int32 [F, 3], of a mesh to which `inside` vertices were added at the end.

    hole: int64 [F], which one each face is for. cotangents: [F, 3], as of a flat disk.
    """

    faces: np.ndarray
    hole: np.ndarray
    cotangents: np.ndarray
    inside: int


def fill(
    vertices: np.ndarray,
    faces: np.ndarray,
    perimeter: float,
    part: np.ndarray | None = None,
    shred: float = _SHRED,
    among: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Holes up to `perimeter` round closed: vertices, faces, and int32 [N], for each of the new
    faces, which are the last ones, an old one at its hole.

    vertices float32 [V, 3], faces int32 [F, 3], neighbors wound alike. part: int [F], which part of
    the surface each face belongs to, else what hangs together. shred: a part with no more area than
    so many times the hole's is a piece of cloth, and the hole all that is round it: it stays.
    among: bool [V], the vertices that a rim must run along alone; else any.

    Each gets a disk whose vertices bend least, the faces round the rim taken along: what is
    smallest is the squared Laplacian (Botsch and Kobbelt 2004), so that curvature goes on.
    """
    found = rims(vertices, faces)
    found = found.chosen(found.length <= perimeter)
    if among is not None and len(found.length):
        found = found.chosen(np.logical_and.reduceat(among[found.vertices], found.start[:-1]))
    if len(found.length) and shred > 0:
        if part is None:
            part = vertex_components(len(vertices), faces)[1][faces[:, 0]]
        corners = vertices[faces]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.bincount(part, np.linalg.norm(across, axis=1) / 2)
        lid = found.aspect * found.length**2 / (4 * np.pi)
        found = found.chosen(area[part[found.face]] > shred * lid)
    if not len(found.length):
        return vertices, faces, np.zeros(0, np.int32)
    round_rim = np.zeros(len(vertices), bool)
    round_rim[found.vertices] = True
    near = faces[round_rim[faces].any(axis=1)]
    cost = np.cumsum(found.size)
    parts, beside = [faces], []
    for chunk in np.unique(cost // _CHUNK):
        some = found.chosen(cost // _CHUNK == chunk)
        patches = _patches(some, len(vertices))
        places = _places(vertices, near, some, patches)
        vertices = np.concatenate([vertices, places.astype(np.float32)])
        parts.append(patches.faces)
        beside.append(some.face[patches.hole])
    return vertices, np.concatenate(parts), np.concatenate(beside)


def _patches(found: Rims, first: int) -> Patches:
    """A disk for each rim; its own vertices are counted from `first`."""
    parts, holes = [], np.arange(len(found.length))
    shape = [disk(*pair) for pair in zip(found.size.tolist(), found.aspect.tolist(), strict=True)]
    inside = np.array([one.inside for one in shape])
    place = first + np.cumsum(inside) - inside
    kinds = np.array([id(one) for one in shape])
    for kind in dict.fromkeys(kinds.tolist()):  # all holes of a kind at once
        mine = holes[kinds == kind]
        one = shape[mine[0]]
        rows = found.vertices[found.start[mine, None] + np.arange(one.round)]
        rows = np.concatenate([rows, place[mine, None] + np.arange(one.inside)], axis=1)
        many = len(mine)
        parts.append(
            (
                rows[:, one.faces].reshape(-1, 3).astype(np.int32),
                np.repeat(mine, len(one.faces)),
                np.tile(one.cotangents, (many, 1)),
            )
        )
    faces, hole, cotangents = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Patches(faces, hole, cotangents, int(inside.sum()))


def _places(vertices: np.ndarray, near: np.ndarray, found: Rims, patches: Patches) -> np.ndarray:
    """float64 [I, 3] of the vertices inside. near: int32 [N, 3], the mesh's faces round rims.

    At first a skin as taut as on the disk; then with the least bending, measured on the skin that
    there is, which comes nearer to the truth each time.
    """
    if not patches.inside:
        return np.zeros((0, 3))
    first, inside = len(vertices), patches.inside
    rim = np.zeros(first, bool)
    rim[found.vertices] = True
    near = near[rim[near].any(axis=1)]
    # Rows: those that are free, the rim, and what lies beyond.
    beyond = np.unique(near[~rim[near]])
    place = np.full(first + inside, -1, np.int64)
    place[first:] = np.arange(inside)
    place[found.vertices] = inside + np.arange(len(found.vertices))
    place[beyond] = inside + len(found.vertices) + np.arange(len(beyond))
    fixed = np.concatenate([vertices[found.vertices], vertices[beyond]]).astype(np.float64)
    new, old = place[patches.faces], place[near]
    bending = inside + len(found.vertices)
    size = inside + len(fixed)
    skin = _laplacian(new, patches.cotangents, size)
    taut = _solved(skin[:inside, :inside], -(skin[:inside, inside:] @ fixed))
    corner = np.concatenate([new, old])
    smooth = taut
    for _ in range(_ROUNDS):
        area, cotangents = _cotangents(np.concatenate([smooth, fixed])[corner])
        laplacian = _laplacian(corner, cotangents, size)[:bending]
        mass = np.bincount(corner.ravel(), np.repeat(area / 3, 3), size)[:bending]
        mass = np.maximum(mass, _LEAST * mass.mean())[:, None]
        moving, held = laplacian[:, :inside], laplacian[:, inside:]
        smooth = _solved(moving.T @ moving.multiply(1 / mass), -(moving.T @ (held @ fixed / mass)))
    # A torn rim may bend it anywhere: no farther from a taut skin than half of a ball would be.
    own = np.zeros(inside, np.int64)
    of_hole, row = np.repeat(patches.hole, 3), new.ravel()
    own[row[row < inside]] = of_hole[row < inside]
    most = np.zeros(len(found.length))
    np.maximum.at(most, own, np.linalg.norm(smooth - taut, axis=1))
    share = np.minimum(1, found.length / (2 * np.pi) / np.maximum(most, 1e-30))
    return taut + (smooth - taut) * share[own, None]


def _laplacian(corner: np.ndarray, cotangents: np.ndarray, size: int) -> "csr_matrix":
    """[size, size]. corner: int [F, 3], rows of faces' corners. cotangents: [F, 3], of angles."""
    from scipy.sparse import coo_matrix, diags

    one = np.concatenate([corner[:, 1], corner[:, 2], corner[:, 0]])
    other = np.concatenate([corner[:, 2], corner[:, 0], corner[:, 1]])
    weight = np.clip(cotangents, -_STEEP, _STEEP).T.ravel() / 2
    graph = coo_matrix((weight, (one, other)), shape=(size, size))
    graph = (graph + graph.T).tocsr()
    return (diags(np.asarray(graph.sum(axis=1)).ravel()) - graph).tocsr()


def _solved(matrix: "csr_matrix", right: np.ndarray) -> np.ndarray:
    """Of a symmetric, positive system. right: [N, C]."""
    from scipy.sparse.linalg import splu

    factors = splu(matrix.tocsc(), "MMD_AT_PLUS_A", 0.0, options={"SymmetricMode": True})
    return factors.solve(right)


def _cotangents(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Area [N] of triangles float64 [N, 3, 3], and the cotangent of the angle at each corner."""
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    cotangents = np.empty((len(corners), 3))
    for k in range(3):
        one, other = corners[:, k - 2] - corners[:, k], corners[:, k - 1] - corners[:, k]
        cotangents[:, k] = np.einsum("ij,ij->i", one, other) / np.maximum(area, 1e-30)
    return area / 2, cotangents
