"""A second layout for light maps: the islands of the first, farther apart."""

import numpy as np

from ....core.errors import PixalError
from ..cleaning.components import vertex_components
from ..split import split_vertices
from .pack import pack

_PADDING = 1 / 128  # of the square, between islands: 2 texels where the light map has 256
_LEAST = 1 / 4096


def lightmap_layout(faces: np.ndarray, corner_uvs: np.ndarray) -> np.ndarray:
    """faces [F, 3], corner_uvs [F, 3, 2] without overlaps → another such layout, float32 [F, 3, 2].

    Its islands are at least `_PADDING` apart, or half, a quarter, … of it where there are too many
    for that. Raises PixalError `texture_too_small`.
    """
    index, vertex, _ = split_vertices(faces, corner_uvs)
    islands = vertex_components(len(vertex), index)[1][index[:, 0]]
    islands = np.unique(islands, return_inverse=True)[1]
    corners = corner_uvs[..., 0].astype(np.float64) + 1j * corner_uvs[..., 1]
    padding = _PADDING
    while True:
        try:
            return pack(corners, islands, padding)
        except PixalError:
            padding /= 2
            if padding < _LEAST:
                raise
