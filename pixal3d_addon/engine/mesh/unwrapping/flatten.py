"""Charts laid flat with as little stretch as possible: as rigid as possible, all charts at once.

Liu, Zhang, Xu, Gotsman, Gortler: A Local/Global Approach to Mesh Parameterization, 2008.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.linalg import SuperLU, splu

_ROUNDS = 10
_FEWER = 3  # where the start is good


@dataclass(frozen=True)
class Flat:
    """corners: complex [F, 3], where the corners of each face lie in their chart's plane, in the
    surface's own unit. stretch: [F, 2], the largest and the smallest scale of each face, negative
    where it is turned over."""

    corners: np.ndarray
    stretch: np.ndarray


def flatten(
    vertices: np.ndarray, faces: np.ndarray, labels: np.ndarray, start: np.ndarray | None = None
) -> Flat:
    """Lay each chart of `labels` [F] of the mesh (vertices [V, 3], faces [F, 3]) flat.

    start: complex [F, 3], where the corners nearly are already.
    """
    shape = _local(vertices, faces)
    # A vertex for each chart that it is in.
    keys = labels[:, None].astype(np.int64) * len(vertices) + faces
    unique, index = np.unique(keys, return_inverse=True)
    index = index.reshape(faces.shape)
    if start is None:
        place = _projected(vertices, faces, labels, unique, index)
    else:
        place = np.empty(len(unique), np.complex128)
        place[index] = start
    solver, gather = _system(shape, index, len(unique))
    sides = np.concatenate([shape[:, (k + 1) % 3] - shape[:, k] for k in range(3)])
    for _ in range(_ROUNDS if start is None else _FEWER):
        # The rotation of each face that fits best, then the corners that fit all rotations best.
        turn = (-(gather.T @ place) * np.conj(sides)).reshape(3, -1).sum(axis=0)
        turn /= np.maximum(np.abs(turn), 1e-30)
        pull = gather @ (-np.tile(turn, 3) * sides)
        solved = solver.solve(np.stack([pull.real, pull.imag], axis=1))
        place = solved[:, 0] + 1j * solved[:, 1]
    corners = place[index]
    return Flat(corners, stretch(shape, corners))


def stretch(shape: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The scales [F, 2] (largest, smallest) from triangles `shape` to `corners`, complex [F, 3].

    The linear part is z → a·z + b·conj(z): scales |a| ± |b|.
    """
    p, q = shape[:, 1] - shape[:, 0], shape[:, 2] - shape[:, 0]
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = p * np.conj(q) - np.conj(p) * q
    area = np.where(np.abs(area) < 1e-30, 1e-30j, area)
    a = np.abs((u * np.conj(q) - v * np.conj(p)) / area)
    b = np.abs((v * p - u * q) / area)
    return np.stack([a + b, a - b], axis=1)


def _local(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Each face in its own plane, complex [F, 3], counter-clockwise."""
    corners = vertices[faces].astype(np.float64)
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    length = np.maximum(np.linalg.norm(one, axis=1), 1e-30)
    along = np.einsum("ij,ij->i", one, two) / length
    up = np.linalg.norm(np.cross(one, two), axis=1) / length
    shape = np.zeros((len(faces), 3), np.complex128)
    shape[:, 1] = length
    shape[:, 2] = along + 1j * up
    return shape


def _projected(
    vertices: np.ndarray,
    faces: np.ndarray,
    labels: np.ndarray,
    unique: np.ndarray,
    index: np.ndarray,
) -> np.ndarray:
    """The first guess: each chart along its mean normal, complex [len(unique)]."""
    corners = vertices[faces].astype(np.float64)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    count = int(labels.max()) + 1
    mean = np.stack([np.bincount(labels, cross[:, k], count) for k in range(3)], axis=1)
    length = np.linalg.norm(mean, axis=1, keepdims=True)
    mean = np.where(length > 1e-30, mean / np.maximum(length, 1e-30), [0.0, 0.0, 1.0])
    least = np.eye(3)[np.abs(mean).argmin(axis=1)]
    right = np.cross(least, mean)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    up = np.cross(mean, right)
    chart = unique // len(vertices)
    point = vertices[unique % len(vertices)].astype(np.float64)
    return np.einsum("ij,ij->i", point, right[chart]) + 1j * np.einsum("ij,ij->i", point, up[chart])


def _system(shape: np.ndarray, index: np.ndarray, count: int) -> tuple[SuperLU, csr_array]:
    """The factored Laplacian of all charts, and the weighted differences along edges [count, 3F].

    The latter's column k · F + f is the edge from corner k of face f to the next: its weight at its
    start, minus its weight at its end.
    """
    weights = np.empty(shape.shape)
    for k in range(3):
        far = shape[:, (k + 2) % 3]
        one, two = shape[:, k] - far, shape[:, (k + 1) % 3] - far
        product = one * np.conj(two)
        weights[:, k] = product.real / np.maximum(np.abs(product.imag), 1e-30)
    weight = np.clip(weights, 0.02, 50.0).T.ravel()  # a sliver must not rule
    start, end = index.T.ravel(), index[:, [1, 2, 0]].T.ravel()
    edge = np.arange(len(start))
    gather = coo_array(
        (
            np.concatenate([weight, -weight]),
            (np.concatenate([start, end]), np.concatenate([edge, edge])),
        ),
        shape=(count, len(edge)),
    ).tocsr()
    signs = coo_array(
        (
            np.repeat([1.0, -1.0], len(edge)),
            (np.concatenate([edge, edge]), np.concatenate([start, end])),
        ),
        shape=(len(edge), count),
    ).tocsr()
    hold = diags_array(np.full(count, 1e-9))  # keeps each chart where it is
    solver = splu(
        (gather @ signs + hold).tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    return solver, gather
