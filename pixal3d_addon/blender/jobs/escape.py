"""Esc over the Pixal3D tab cancels the running job."""

import bpy
from bpy.types import Context, KeyMap, KeyMapItem, Operator

from ..panels import TAB
from . import pump
from .state import STATE

_keys: list[tuple[KeyMap, KeyMapItem]] = []


class PIXAL3D_OT_cancel_in_panel(Operator):
    bl_idname = "pixal3d.cancel_in_panel"
    bl_label = "Cancel in the Panel"
    bl_description = "Stop the running job, where the pointer is over the Pixal3D tab"
    bl_options = {"INTERNAL"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if STATE.job is None or context.area is None or context.area.type != "VIEW_3D":
            return False
        region = context.region
        return bool(region and region.type == "UI" and region.active_panel_category == TAB)

    def execute(self, _context: Context) -> set[str]:
        pump.cancel()
        return {"FINISHED"}


def attach() -> None:
    config = bpy.context.window_manager.keyconfigs.addon
    if config is not None:  # in the background there is none
        keymap = config.keymaps.new(name="View2D Buttons List")
        key = keymap.keymap_items.new(PIXAL3D_OT_cancel_in_panel.bl_idname, "ESC", "PRESS")
        _keys.append((keymap, key))


def detach() -> None:
    for keymap, key in _keys:
        keymap.keymap_items.remove(key)
    _keys.clear()


CLASSES = (PIXAL3D_OT_cancel_in_panel,)
