"""How good a texture layout is: islands, stretch, how much of the square they use."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_LINE = 1e-18  # area of the square below which a face is a line


@dataclass(frozen=True)
class Layout:
    """islands: pieces of the layout. use: share of the square inside faces. stretch: the mean over
    the area of the larger of a face's greatest scale and its least one's inverse, both against its
    island's mean scale; 1 is none. mirrored: share of the area that lies the wrong way round."""

    islands: int
    use: float
    stretch: float
    mirrored: float


def examine_layout(vertices: np.ndarray, faces: np.ndarray, corner_uvs: np.ndarray) -> Layout:
    """vertices [V, 3], faces [F, 3], corner_uvs [F, 3, 2]."""
    uv = corner_uvs.astype(np.float64)
    one, two = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    flat = (one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) / 2
    a, b, c = vertices[faces].astype(np.float64).swapaxes(0, 1)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    solid = (np.abs(flat) > _LINE) & (area > 0)
    labels = _islands(faces, corner_uvs)
    island = labels[solid]
    own = np.bincount(island, area[solid])
    scale = np.sqrt(np.bincount(island, np.abs(flat[solid])) / np.maximum(own, 1e-30))[island]
    high, low = _scales(a[solid], b[solid], c[solid], one[solid], two[solid])
    worst = np.maximum(high / scale, scale / np.maximum(low, 1e-12))
    weight = area[solid] / max(area[solid].sum(), 1e-30)
    return Layout(
        islands=len(np.unique(labels)),
        use=float(np.abs(flat).sum()),
        stretch=float((np.minimum(worst, 100) * weight).sum()),
        mirrored=float(area[flat < 0].sum() / max(area.sum(), 1e-30)),
    )


def _scales(
    a: np.ndarray, b: np.ndarray, c: np.ndarray, one: np.ndarray, two: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The greatest and the least scale [N] from triangles in space to those of the square."""
    along = b - a
    length = np.maximum(np.linalg.norm(along, axis=1), 1e-30)
    x = np.einsum("ij,ij->i", c - a, along) / length
    y = np.maximum(np.linalg.norm(np.cross(along, c - a), axis=1) / length, 1e-30)
    across = one / length[:, None]
    up = (two - across * x[:, None]) / y[:, None]
    whole = (across**2).sum(1) + (up**2).sum(1)
    turned = across[:, 0] * up[:, 1] - across[:, 1] * up[:, 0]
    root = np.sqrt(np.maximum(whole**2 - 4 * turned**2, 0))
    return np.sqrt((whole + root) / 2), np.sqrt(np.maximum((whole - root) / 2, 0))


def _islands(faces: np.ndarray, corner_uvs: np.ndarray) -> np.ndarray:
    """The piece, int [F], that each face is in: its faces share edges in the layout, both ends at
    the same place of the same vertex."""
    bits = np.ascontiguousarray(corner_uvs.reshape(-1, 2), np.float32).view(np.uint32)
    corner = np.column_stack([faces.ravel().astype(np.int64), bits.astype(np.int64)])
    place = np.unique(corner, axis=0, return_inverse=True)[1].reshape(-1, 3)
    start, end = place.ravel(), place[:, [1, 2, 0]].ravel()
    key = np.minimum(start, end) * (place.max() + 1) + np.maximum(start, end)
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(np.diff(key[order]) == 0)
    one, two = order[same] // 3, order[same + 1] // 3
    graph = coo_array((np.ones(len(one), np.int8), (one, two)), shape=(len(faces),) * 2)
    return connected_components(graph, directed=False)[1]
