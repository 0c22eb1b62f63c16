"""The mask is painted in Blender's own image editor: white keeps, black cuts away."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import bpy
from bpy.app.handlers import persistent
from bpy.types import Area, Context, Image, Operator, Scene, SpaceImageEditor

from ...core.errors import PixalError
from .. import slices
from ..full_name import block_of
from ..problems.refused import refused
from . import mask_brush, prepared, upright
from .needs_photo import NeedsPhoto

_LONGEST = 2048  # pixels of a new mask
_handler: Any = None
_opened = 0  # the area that was opened to paint in; an address, since areas come and go


class PIXAL3D_OT_paint_mask(NeedsPhoto, Operator):
    bl_idname = "pixal3d.paint_mask"
    bl_label = "Paint Mask"
    bl_description = (
        "Paint what is to be kept of the photo, beginning with what was found: white keeps, "
        "black (hold Ctrl) cuts away"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def execute(self, context: Context) -> set[str]:
        group = context.scene.pixal3d
        if group.image.library or context.scene.library:
            self.report({"ERROR"}, "The photo is linked from another file: make it local first")
            return {"CANCELLED"}
        try:
            if group.mask is None:
                group.mask = new_mask(context.scene)
        except PixalError as error:
            return refused(self, error)
        if context.window is not None and not _show(context, group.mask):
            self.report(
                {"WARNING"},
                "Blender lacks its brushes: activate one of yours, or choose a picture as the mask",
            )
        return {"FINISHED"}


class PIXAL3D_OT_end_mask(Operator):
    bl_idname = "pixal3d.end_mask"
    bl_label = "Done Painting"
    bl_description = "Close the image editor that the mask was painted in"

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not is_painting(context):
            cls.poll_message_set("No mask is being painted")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        global _opened
        for area in _painting(context):
            area.spaces.active.mode = "VIEW"
            if area.as_pointer() == _opened:
                with context.temp_override(area=area, region=area.regions[-1]):
                    bpy.ops.screen.area_close()
        _opened = 0
        mask_brush.take()
        keep(context.scene.pixal3d.mask)
        prepared.LOOK.touched += 1
        return {"FINISHED"}


def new_mask(scene: Scene) -> Image:
    """White where the subject was found in the scene's photo; black where nothing is known of it.

    Raises PixalError as `photo.write_photo`.
    """
    import numpy as np

    from .level import levelling
    from .mask_file import put

    photo = scene.pixal3d.image
    found = _found(prepared.mask_file(scene))
    if found is None:
        size = upright.size(photo)
        scale = min(1.0, _LONGEST / max(*size, 1))
        width, height = (max(1, round(length * scale)) for length in size)
        found = np.zeros((height, width), np.uint8)
    height, width = found.shape
    name = f"{Path(photo.name).stem} Mask"
    mask = bpy.data.images.new(name, width, height, alpha=False)
    if photo.pixal3d.roll:  # it is level, the mask as the photo was taken
        put(mask, np.zeros_like(found))  # until it is turned
        work = levelling(found, -photo.pixal3d.roll, outside=False)
        slices.run(work, partial(_fill, mask.name_full), lambda _problem: None)
    else:
        put(mask, found)
    return mask


def _fill(name: str, grey: Any) -> None:
    """The mask of that full name, unless it is painted on already."""
    from .mask_file import put

    mask = block_of(bpy.data.images, name)
    if mask is not None and not mask.is_dirty:
        put(mask, grey)


def _found(path: Path | None) -> Any:
    """uint8 [H, W], top row first; None where it cannot be read any more."""
    import numpy as np

    try:
        found = np.load(path, allow_pickle=False) if path else None
    except (OSError, ValueError):
        return None
    sound = found is not None and found.dtype == np.uint8 and found.ndim == 2
    return found if sound else None


def keep(mask: Image | None) -> None:
    """See `mask_file.keep`."""
    if mask is not None and mask.is_dirty:
        from . import mask_file  # here: numpy is slow to import

        mask_file.keep(mask)


def is_painting(context: Context) -> bool:
    return bool(_painting(context))


def _painting(context: Context) -> list[Area]:
    """The image editors of the window in which the panel's mask can be painted on."""
    mask = context.scene.pixal3d.mask
    if mask is None or context.window is None:
        return []
    return [
        area
        for area in context.window.screen.areas
        if area.type == "IMAGE_EDITOR"
        and area.spaces.active.image == mask
        and area.spaces.active.mode == "PAINT"
    ]


def _show(context: Context, mask: Image) -> bool:
    """In an image editor that is open, or beside the viewport. Returns whether there is a brush."""
    global _opened
    screen = context.window.screen
    area = next((area for area in screen.areas if area.type == "IMAGE_EDITOR"), None)
    if area is None:
        area = _split(context)
        _opened = area.as_pointer()
    space = area.spaces.active
    space.image, space.mode = mask, "PAINT"
    painted = mask_brush.give(context, area)
    _white(context)
    bpy.app.timers.register(_fit, first_interval=0.1)
    return painted


def _split(context: Context) -> Area:
    """Half of the viewport, or of the largest area, as an image editor."""
    areas = context.window.screen.areas
    viewports = [area for area in areas if area.type == "VIEW_3D"]
    before = {area.as_pointer() for area in areas}
    whole = max(viewports or areas, key=lambda area: area.width * area.height)
    with context.temp_override(area=whole, region=whole.regions[-1]):
        bpy.ops.screen.area_split(direction="VERTICAL", factor=0.5)
    new = next(area for area in areas if area.as_pointer() not in before)
    new.type = "IMAGE_EDITOR"
    return new


def _fit() -> None:
    """The whole mask, once the editor has its size."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            space = area.spaces.active
            if area.type == "IMAGE_EDITOR" and space.image and space.mode == "PAINT":
                region = next(region for region in area.regions if region.type == "WINDOW")
                with bpy.context.temp_override(window=window, area=area, region=region):
                    bpy.ops.image.view_all(fit_view=True)


def _white(context: Context) -> None:
    """Paint white; Ctrl or X is black."""
    tools = context.scene.tool_settings
    paint = tools.image_paint
    holders = [getattr(paint, "unified_paint_settings", None) or tools.unified_paint_settings]
    if paint.brush is not None:
        holders.append(paint.brush)
    for holder in holders:
        holder.color, holder.secondary_color = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


@persistent
def _before_saving(*_args: object) -> None:
    for scene in bpy.data.scenes:
        keep(scene.pixal3d.mask)


@persistent
def _after_loading(*_args: object) -> None:
    """The file was saved while its mask was painted; the brush, if it was ours, was not."""
    for window in bpy.context.window_manager.windows:
        with bpy.context.temp_override(window=window):
            for area in _painting(bpy.context):
                area.spaces.active.mode = "PAINT"  # only now Blender looks for a brush of its own
                mask_brush.give(bpy.context, area)


def attach() -> None:
    global _handler
    bpy.app.handlers.save_pre.append(_before_saving)
    bpy.app.handlers.load_post.append(_after_loading)
    if not bpy.app.background:
        from . import mask_overlay

        _handler = SpaceImageEditor.draw_handler_add(mask_overlay.draw, (), "WINDOW", "POST_PIXEL")


def detach() -> None:
    global _handler
    bpy.app.handlers.save_pre.remove(_before_saving)
    bpy.app.handlers.load_post.remove(_after_loading)
    if bpy.app.timers.is_registered(_fit):
        bpy.app.timers.unregister(_fit)
    if _handler is not None:
        from . import mask_overlay

        SpaceImageEditor.draw_handler_remove(_handler, "WINDOW")
        mask_overlay.clear()
        _handler = None


CLASSES = (PIXAL3D_OT_paint_mask, PIXAL3D_OT_end_mask)
