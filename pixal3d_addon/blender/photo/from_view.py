"""The viewport as the photo, without overlays; its camera is known, so it comes along."""

from __future__ import annotations

import math
from typing import Any

import bpy
from bpy.types import Area, Context, Image, Operator, PropertyGroup, RegionView3D

from ...core.lens import ELEVATION_RANGE, FOV_RANGE
from ..sliced_operator import InSlices
from ..slices import WAIT, Work
from . import own_camera
from .scene_camera import stance_of

_LONGEST = 2048  # pixels
_ROWS = 64  # made straight at once
_ORTHOGRAPHIC = math.radians(5.0)  # as near to no perspective as the engines are at home with


class PIXAL3D_OT_photo_from_view(InSlices, Operator):
    bl_idname = "pixal3d.photo_from_view"
    bl_label = "Photo from Viewport"
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

    def working(self, context: Context) -> Work | None:
        area, scene = _viewport(context), context.scene.name
        try:
            drawn = _draw(context, area)
        except (RuntimeError, ValueError):  # of the graphics driver
            self.report({"ERROR"}, "The viewport cannot be drawn to a picture here")
            return None
        view = area.spaces.active.region_3d
        fov, elevation = camera_of(view)
        _, roll = stance_of(view.view_matrix.to_3x3().transposed())

        def use() -> Work:
            try:
                yield WAIT  # the graphics card draws
                pixels = _read(drawn)
            finally:
                drawn.free()
            yield
            image = yield from _imaging(pixels)
            if there := bpy.data.scenes.get(scene):
                there.pixal3d.image = image()
                there.pixal3d.image.pixal3d.roll = roll
                tell_camera(there.pixal3d, fov, elevation)

        return use()


def camera_of(view: RegionView3D) -> tuple[float, float]:
    """Field of view and elevation of a viewport, in radians."""
    fov = _ORTHOGRAPHIC
    if view.is_perspective:
        fov = 2.0 * math.atan(1.0 / view.window_matrix[0][0])
    back = view.view_matrix.to_3x3().transposed().col[2]  # from what is looked at to the viewer
    return fov, math.asin(min(max(back.z, -1.0), 1.0))


def tell_camera(group: PropertyGroup, fov: float, elevation: float) -> None:
    """What the panel says of the camera becomes the view's."""
    group.fov_source = "PHOTO"
    group.photo_fov = min(max(fov, FOV_RANGE[0]), FOV_RANGE[1])
    group.elevation = min(max(elevation, ELEVATION_RANGE[0]), ELEVATION_RANGE[1])
    group.guess_elevation = False
    own_camera.keep(group)


def _viewport(context: Context) -> Area | None:
    """The one that the button is in, or else the largest of the window."""
    if context.area and context.area.type == "VIEW_3D":
        return context.area
    areas = [area for area in context.window.screen.areas if area.type == "VIEW_3D"]
    return max(areas, key=lambda area: area.width * area.height, default=None)


def _draw(context: Context, area: Area) -> Any:
    """What `area` shows, on the graphics card, to be freed."""
    import gpu

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
    except BaseException:
        offscreen.free()
        raise
    finally:
        space.overlay.show_overlays = shown
    return offscreen


def _read(drawn: Any) -> Any:
    """uint8 or float32 [H, W, 4], premultiplied sRGB, bottom row first."""
    import numpy as np

    buffer = drawn.texture_color.read()
    buffer.dimensions = drawn.width * drawn.height * 4
    read = np.array(buffer, np.uint8 if isinstance(buffer[0], int) else np.float32)
    return read.reshape(drawn.height, drawn.width, 4)


def _imaging(pixels: Any) -> Work:
    """What makes a packed image of straight alpha of `_read`'s pixels, at the end."""
    import numpy as np

    from . import packed_png

    whole, height, width = 255.0 if pixels.dtype == np.uint8 else 1.0, *pixels.shape[:2]
    straight = np.empty((height, width, 4), np.uint8)
    for top in range(0, height, _ROWS):
        band = pixels[top : top + _ROWS].astype(np.float32) / np.float32(whole)
        band[..., :3] /= np.maximum(band[..., 3:], 1e-4)
        straight[top : top + _ROWS] = band.clip(0.0, 1.0) * np.float32(255) + np.float32(0.5)
        yield
    png = yield from packed_png.encoding(straight[::-1])
    yield WAIT

    def made() -> Image:
        image = bpy.data.images.new("Viewport", width, height, alpha=True)
        packed_png.put(image, png)
        return image

    return made


CLASSES = (PIXAL3D_OT_photo_from_view,)
