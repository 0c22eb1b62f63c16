"""The camera that sees exactly what the photo shows."""

import bpy
from bpy.types import Image, Object, Scene
from mathutils import Matrix

from ...core.camera import Camera, Standing
from ...core.lens import lens_from_fov
from .rollback import Ledger

_END = " Camera"  # after the result's name
_SENSOR = 36.0  # mm, square: the lens means the same along both sides


def make_camera(
    ledger: Ledger, name: str, camera: Camera, standing: Standing, photo: Image
) -> Object:
    """A camera object for the prepared square, in the frame of the mesh (parent it to that)."""
    data = ledger.add(bpy.data.cameras.new(f"{name}{_END}"))
    data.sensor_width = data.sensor_height = _SENSOR
    data.lens = lens_from_fov(camera.fov, _SENSOR)
    distance = camera.distance * standing.scale
    data.clip_start = min(data.clip_start, distance / 100.0)
    data.clip_end = max(data.clip_end, distance * 10.0)
    data.display_size = standing.scale * 0.2
    data.show_background_images = True
    background = data.background_images.new()
    background.image = photo
    background.frame_method = "FIT"
    background.alpha = 1.0
    obj = ledger.add(bpy.data.objects.new(f"{name}{_END}", data))
    obj.matrix_basis = Matrix(standing.camera_to_world(camera.distance).tolist())
    # The match is worth more than a slip of the hand; the padlocks are there to be opened.
    obj.lock_location = obj.lock_rotation = obj.lock_scale = (True, True, True)
    return obj


def frame_square(camera: Object, scene: Scene) -> None:
    """Fit the lens to the shorter side of the picture, so that the whole square is in it."""
    render = scene.render
    width = render.resolution_x * render.pixel_aspect_x
    height = render.resolution_y * render.pixel_aspect_y
    camera.data.sensor_fit = "VERTICAL" if width >= height else "HORIZONTAL"
