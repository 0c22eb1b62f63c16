"""A texture layout for a triangle mesh: every face gets its own place in the unit square."""

import numpy as np

PADDING = 4  # texels between islands


def unwrap(
    vertices: np.ndarray, faces: np.ndarray, texture_size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """vertices [V, 3], faces [F, 3] → the same and corner_uvs float32 [F, 3, 2], V up.

    Islands do not overlap and lie inside 0…1, some texels of a texture of `texture_size` apart.
    """
    import xatlas

    atlas = xatlas.Atlas()
    atlas.add_mesh(vertices.astype(np.float32), faces.astype(np.uint32))
    pack = xatlas.PackOptions()
    pack.resolution = texture_size
    pack.padding = PADDING
    pack.bilinear = True
    atlas.generate(xatlas.ChartOptions(), pack)
    _, index, uvs = atlas[0]
    return vertices, faces, uvs[index].astype(np.float32)
