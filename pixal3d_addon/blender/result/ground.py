"""How tall a result is and how far above the ground: plain scale and location of its object.

The camera is a child of the object and goes along, so the match with the photo stays. What can be
keyed is the transform itself. A keyed elevation stands between transform and mesh.
"""

import math

from bpy.types import Object, PropertyGroup
from mathutils import Matrix

from . import stance, tilt

_LEVEL = 1e-6  # how far the vertical may lean and the bounding box still tell top and bottom
_ROUNDING = 5e-6  # of the height
_CLIP = (0.01, 10.0)  # of the camera's distance: what it must see


def height(group: PropertyGroup) -> float:
    """World Z from the lowest to the highest point; 0 where it is no result."""
    low, high = _span(group.id_data)
    return high - low


def set_height(group: PropertyGroup, value: float) -> None:
    """Scale the object about its base, the same along every axis."""
    obj = group.id_data
    low, high = _span(obj)
    if not (math.isfinite(value) and value > 0.0 and high - low > 0.0):
        return
    obj.scale = obj.scale * (value / (high - low))
    _lift(obj, low - _span(obj)[0])
    _keep_in_sight(obj)


def above_ground(group: PropertyGroup) -> float:
    """World Z of the lowest point; 0 where it is off by no more than the numbers are."""
    low, high = _span(group.id_data)
    return low if abs(low) > _ROUNDING * (high - low) else 0.0


def set_above_ground(group: PropertyGroup, value: float) -> None:
    if math.isfinite(value) and stance.is_result(group.id_data):
        _lift(group.id_data, value - _span(group.id_data)[0])


def _span(obj: Object) -> tuple[float, float]:
    """Lowest and highest world Z, of its box where that is exact, and in Edit Mode."""
    if not stance.is_result(obj):
        return 0.0, 0.0
    world = _world(obj)
    x, y, z, offset = world[2]
    if max(abs(x), abs(y)) <= _LEVEL * abs(z) or obj.data.is_editmode:
        heights = [x * a + y * b + z * c + offset for a, b, c in obj.bound_box]
        return min(heights), max(heights)
    import numpy as np  # here: enabling the add-on must not wait for it

    points = np.empty((len(obj.data.vertices), 3), np.float32)
    # Not `vertices`, which reads one by one: this is in every drawing of the panel.
    obj.data.attributes["position"].data.foreach_get("vector", points.ravel())
    along = points @ np.array((x, y, z), np.float32) + np.float32(offset)
    return (float(along.min()), float(along.max())) if len(along) else (0.0, 0.0)


def _world(obj: Object) -> Matrix:
    """`matrix_world` as it will be: a script may just have moved the object."""
    return _outside(obj) @ obj.matrix_basis @ tilt.motion(obj)


def _outside(obj: Object) -> Matrix:
    """The frame that location, rotation and scale of `obj` are in."""
    if obj.parent is None:
        return Matrix()
    if obj.parent_type == "OBJECT":
        return obj.parent.matrix_world @ obj.matrix_parent_inverse
    return obj.matrix_world @ (obj.matrix_basis @ tilt.motion(obj)).inverted_safe()


def _lift(obj: Object, much: float) -> None:
    """Move `obj` up by `much` in the world, whatever its parent."""
    up = _outside(obj).to_3x3().inverted_safe().col[2]
    obj.location = obj.location + up * much


def _keep_in_sight(obj: Object) -> None:
    """The camera went nearer or farther with the size."""
    camera = stance.camera_of(obj)
    if camera is None or camera.library or camera.data.library:
        return
    size = max(obj.scale, key=abs)
    distance = camera.matrix_basis.translation.length * abs(size)
    data = camera.data
    data.clip_start = min(data.clip_start, distance * _CLIP[0])
    data.clip_end = max(data.clip_end, distance * _CLIP[1])
