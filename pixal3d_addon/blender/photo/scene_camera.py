"""What the scene's camera tells of a render: it took the picture, so nothing need be matched."""

import math
from dataclasses import dataclass

from bpy.types import Context, Image
from mathutils import Matrix

_ORTHOGRAPHIC = math.radians(5.0)  # as near to no perspective as the engines are at home with
_LEVEL = math.radians(0.1)  # a photo that leans less is not turned
_PLUMB = 0.02  # of the camera's right and up, seen from above: what leans there has no meaning


@dataclass(frozen=True)
class Told:
    """Radians. fov: horizontal, of the whole picture. roll: clockwise, to be level."""

    fov: float
    elevation: float
    roll: float


def told_of(image: Image, context: Context) -> Told | None:
    """By the camera that rendered `image`; None where it cannot have been this one as it is now."""
    scene, camera = context.scene, context.scene.camera
    render = scene.render
    share = render.resolution_percentage / 100.0
    size = int(render.resolution_x * share), int(render.resolution_y * share)
    square = math.isclose(render.pixel_aspect_x, render.pixel_aspect_y)
    if camera is None or camera.type != "CAMERA" or camera.data.type == "PANO":
        return None
    if tuple(image.size) != size or not square:  # of another frame, or a part of it
        return None
    fov = _ORTHOGRAPHIC
    if camera.data.type == "PERSP":
        depsgraph = context.evaluated_depsgraph_get()
        projection = camera.calc_matrix_camera(depsgraph, x=size[0], y=size[1])
        fov = 2.0 * math.atan(1.0 / projection[0][0])
    return Told(fov, *stance_of(camera.matrix_world.to_3x3().normalized()))


def stance_of(turned: Matrix) -> tuple[float, float]:
    """Elevation and roll of a camera or a view, in radians: columns to its right, up and back."""
    right, up, back = turned.transposed()
    elevation = math.asin(min(max(back.z, -1.0), 1.0))
    roll = -math.atan2(right.z, up.z) if math.hypot(right.z, up.z) > _PLUMB else 0.0
    return elevation, roll if abs(roll) > _LEVEL else 0.0
