"""Vertices split where a seam gives them several places in a layout."""

import numpy as np


def split_vertices(faces: np.ndarray, uvs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One vertex for each pair of vertex and UV: index [F, 3], vertex [N], uv [N, C].

    uvs: [F, 3, C]; C is 2, or 4 for two layouts at once.
    """
    size = uvs.shape[2]
    flat = np.empty((faces.size, 1 + size), np.uint32)
    flat[:, 0] = faces.ravel()
    flat[:, 1:] = np.ascontiguousarray(uvs, np.float32).reshape(-1, size).view(np.uint32)
    keys = flat.view([("", np.uint32)] * (1 + size)).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return inverse.reshape(faces.shape), faces.ravel()[first], uvs.reshape(-1, size)[first]
