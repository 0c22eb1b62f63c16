"""A camera's numbers without arrays: ranges, and field of view from lens and crop.

Apart from `camera` so that starting the add-on does not import numpy. Angles in radians.
"""

import math

DEFAULT_FOV = math.radians(30.0)
FOV_RANGE = (math.radians(1.0), math.radians(120.0))
ELEVATION_RANGE = (math.radians(-89.0), math.radians(89.0))
FULL_FRAME_WIDTH = 36.0  # mm, what "35 mm equivalent" refers to


def fov_from_lens(focal_mm: float, sensor_mm: float = FULL_FRAME_WIDTH) -> float:
    """Horizontal field of view of a whole photo from its lens; EXIF's 35 mm value as it is."""
    return 2.0 * math.atan(sensor_mm / (2.0 * focal_mm))


def lens_from_fov(fov: float, sensor_mm: float = FULL_FRAME_WIDTH) -> float:
    """The inverse of `fov_from_lens`, in millimetres."""
    return sensor_mm / (2.0 * math.tan(fov / 2.0))


def crop_fov(photo_fov: float, photo_width: float, crop_side: float) -> float:
    """Field of view of a square crop about the centre of a photo: 2·atan(side / 2f)."""
    focal = photo_width / (2.0 * math.tan(photo_fov / 2.0))
    return 2.0 * math.atan(crop_side / (2.0 * focal))
