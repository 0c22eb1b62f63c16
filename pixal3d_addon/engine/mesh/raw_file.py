"""A raw surface on disk: what was decoded, to be finished again without the network."""

from pathlib import Path

import numpy as np

from ...core import safetensors
from ...core.errors import PixalError, short_path
from ...core.results import are_triangles
from ..interface import RawSurface, Volume

_SIDES = 1 << 15  # of a volume at most: coordinates are int16


def save_raw(path: Path, raw: RawSurface) -> None:
    """Write `raw` to `path`. Notes are not in it; they stand in the result."""
    volume = raw.volume
    safetensors.save(
        path,
        {
            "vertices": raw.vertices,
            "faces": raw.faces.astype(np.int32, copy=False),
            "coords": volume.coords.astype(np.int16),
            "attributes": volume.attributes,
            "resolution": np.array(volume.resolution, np.int64),
        },
    )


def load_raw(path: Path) -> RawSurface:
    """Read what `save_raw` wrote. Raises PixalError `result_damaged`."""
    arrays = safetensors.load(path)
    try:
        vertices, faces = arrays["vertices"], arrays["faces"]
        coords, attributes = arrays["coords"], arrays["attributes"]
        resolution = int(arrays["resolution"].item())
        sound = (
            are_triangles(vertices, faces)
            and len(faces) > 0
            and 0 < resolution <= _SIDES
            and coords.dtype == np.int16
            and coords.ndim == 2
            and coords.shape[1] == 3
            and len(coords) > 0
            and 0 <= coords.min()
            and coords.max() < resolution
            and attributes.dtype == np.uint8
            and attributes.shape == (len(coords), 6)
        )
    except (KeyError, TypeError, ValueError):
        sound = False
    if not sound:
        raise PixalError(
            "result_damaged", f"{short_path(path)} is damaged.", "Generate the object again."
        )
    return RawSurface(vertices, faces, Volume(coords.astype(np.int32), attributes, resolution))
