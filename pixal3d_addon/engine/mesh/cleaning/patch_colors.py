"""Materials for what closes holes, from round their rims."""

import numpy as np

from ...interface import Volume
from ..baking.volume import VolumeReader
from .edges import edges
from .samples import samples
from .weld import weld

_GAP = 0.5  # voxels between the points that find a patch's voxels
_PULL = 1e-6  # to the mean: for a patch without a rim


def color_patches(volume: Volume, corners: np.ndarray) -> Volume:
    """`volume` with voxels along triangles float32 [N, 3, 3] where it has none.

    At the rims of the patches that these make, their materials are what the volume has; inside
    they are the mean of their neighbors', so that one rim goes over into the other evenly.
    """
    vertices, faces = weld(corners.reshape(-1, 3), np.arange(3 * len(corners)).reshape(-1, 3))
    if not len(faces):
        return volume
    values = _spread(volume, vertices, faces.astype(np.int32))
    side = volume.resolution
    keys, sums, counts = [], [], []
    for face, weights in samples(vertices[faces], _GAP / side):
        corner = faces[face]
        points = sum(weights[:, k, None] * vertices[corner[:, k]] for k in range(3))
        colors = sum(weights[:, k, None] * values[corner[:, k]] for k in range(3))
        cells = np.floor((points + 0.5) * side).astype(np.int64)
        inside = ((cells >= 0) & (cells < side)).all(axis=1)
        key, owner = np.unique(_key(cells[inside], side), return_inverse=True)
        keys.append(key)
        sums.append(_summed(owner, colors[inside], len(key)))
        counts.append(np.bincount(owner, minlength=len(key)))
    key, owner = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(owner, np.concatenate(counts), len(key))
    colors = _summed(owner, np.concatenate(sums), len(key)) / total[:, None]
    new = ~np.isin(key, _key(volume.coords.astype(np.int64), side))
    coords = np.stack(np.unravel_index(key[new], (side,) * 3), axis=1).astype(np.int32)
    attributes = np.clip(colors[new] + 0.5, 0, 255).astype(np.uint8)
    return Volume(
        np.concatenate([volume.coords, coords]),
        np.concatenate([volume.attributes, attributes]),
        side,
    )


def _spread(volume: Volume, vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """float64 [V, C]: read at the rims, and harmonic between them."""
    from scipy.sparse import coo_matrix, diags
    from scipy.sparse.linalg import splu

    table = edges(faces)
    rim = np.zeros(len(vertices), bool)
    rim[table.ends[table.uses == 1]] = True
    values = np.zeros((len(vertices), volume.attributes.shape[1]))
    values[rim] = VolumeReader(volume).read(vertices[rim])
    if rim.all():
        return values
    one, other = table.ends.T
    ones = np.ones(len(one))
    graph = coo_matrix((ones, (one, other)), shape=(len(vertices),) * 2)
    graph = (graph + graph.T).tocsr()[~rim]
    degree = np.asarray(graph.sum(axis=1)).ravel()
    matrix = diags(degree + _PULL) - graph[:, ~rim]
    mean = values[rim].mean(axis=0) if rim.any() else volume.attributes.mean(axis=0)
    right = graph[:, rim] @ values[rim] + _PULL * mean
    solve = splu(matrix.tocsc(), "MMD_AT_PLUS_A", 0.0, options={"SymmetricMode": True}).solve
    values[~rim] = solve(right)
    return values


def _key(cells: np.ndarray, side: int) -> np.ndarray:
    return (cells[:, 0] * side + cells[:, 1]) * side + cells[:, 2]


def _summed(owner: np.ndarray, values: np.ndarray, number: int) -> np.ndarray:
    return np.stack([np.bincount(owner, column, number) for column in values.T], axis=1)
