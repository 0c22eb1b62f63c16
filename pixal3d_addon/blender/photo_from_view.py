"""The viewport as the photo, without overlays; its camera is known, so it comes along."""

from __future__ import annotations

import math
from typing import Any

import bpy
from bpy.types import Area, Context, Image, Operator, PropertyGroup, RegionView3D

from ..core.lens import ELEVATION_RANGE, FOV_RANGE

_LONGEST = 2048  # pixels
_ORTHOGRAPHIC = math.radians(5.0)  # as near to no perspective as the engines are at home with


class PIXAL3D_OT_photo_from_view(Operator):
    bl_idname = "pixal3d.photo_from_view"
    bl_label = "Viewport"
    bl_description = (
        "Use what the 3D Viewport shows as the photo, without overlays and with nothing behind; "
        "field of view and elevation are the view's own"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if bpy.app.background:
            cls.poll_message_set("Needs a window")
            return False
        if _viewport(context) is None:
            cls.poll_message_set("Needs a 3D Viewport")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        area = _viewport(context)
        try:
            image = _take(context, area)
        except (RuntimeError, ValueError):  # of the graphics driver
            self.report({"ERROR"}, "The viewport cannot be drawn to a picture here")
            return {"CANCELLED"}
        group = context.scene.pixal3d
        group.image = image
        tell_camera(group, area.spaces.active.region_3d)
        return {"FINISHED"}


def tell_camera(group: PropertyGroup, view: RegionView3D) -> None:
    """What the panel says of the camera becomes the view's."""
    fov = _ORTHOGRAPHIC
    if view.is_perspective:
        fov = 2.0 * math.atan(1.0 / view.window_matrix[0][0])
    group.fov_source = "PHOTO"
    group.photo_fov = min(max(fov, FOV_RANGE[0]), FOV_RANGE[1])
    back = view.view_matrix.to_3x3().transposed().col[2]  # from what is looked at to the viewer
    elevation = math.asin(min(max(back.z, -1.0), 1.0))
    group.elevation = min(max(elevation, ELEVATION_RANGE[0]), ELEVATION_RANGE[1])
    group.guess_elevation = False


def _viewport(context: Context) -> Area | None:
    """The one that the button is in, or else the largest of the window."""
    if context.area and context.area.type == "VIEW_3D":
        return context.area
    areas = [area for area in context.window.screen.areas if area.type == "VIEW_3D"]
    return max(areas, key=lambda area: area.width * area.height, default=None)


def _take(context: Context, area: Area) -> Image:
    """A packed image of what `area` shows."""
    import gpu
    import numpy as np

    region = next(region for region in area.regions if region.type == "WINDOW")
    space = area.spaces.active
    scale = _LONGEST / max(region.width, region.height)
    width, height = (max(16, round(side * scale)) for side in (region.width, region.height))
    offscreen = gpu.types.GPUOffScreen(width, height)
    shown = space.overlay.show_overlays
    try:
        space.overlay.show_overlays = False
        offscreen.draw_view3d(
            context.scene,
            context.view_layer,
            space,
            region,
            space.region_3d.view_matrix,
            space.region_3d.window_matrix,
            do_color_management=True,
            draw_background=False,
        )
        buffer = offscreen.texture_color.read()
    finally:
        space.overlay.show_overlays = shown
        offscreen.free()
    buffer.dimensions = width * height * 4
    return _image(np.array(buffer, np.float32).reshape(height, width, 4) / _range(buffer))


def _range(buffer: Any) -> float:
    """Of the numbers of a texture that was read: bytes, or floats up to 1."""
    return 255.0 if isinstance(buffer[0], int) else 1.0


def _image(pixels: Any) -> Image:
    """Premultiplied sRGB in 0…1, bottom row first, as a packed image of straight alpha."""
    import numpy as np

    alpha = pixels[..., 3:]
    pixels[..., :3] /= np.maximum(alpha, 1e-4)
    height, width = pixels.shape[:2]
    image = bpy.data.images.new("Viewport", width, height, alpha=True)
    image.pixels.foreach_set(np.ascontiguousarray(pixels.clip(0.0, 1.0)).ravel())
    image.pack()
    return image


CLASSES = (PIXAL3D_OT_photo_from_view,)
