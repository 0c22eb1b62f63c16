"""Image to 3D in Add and Add ▸ Mesh, for who does not know the tab; a result in File ▸ Import."""

import bpy
from bpy.types import Context, Menu, Operator

from . import icon
from .panels import TAB

_RETRY = 0.05  # seconds, about a redraw
_tries = 0  # left
_area = 0  # where the tab was asked for; an address, since areas come and go


class PIXAL3D_OT_show_panel(Operator):
    bl_idname = "pixal3d.show_panel"
    bl_label = "Image to 3D"
    bl_description = "Open the Pixal3D tab of the sidebar"

    @classmethod
    def poll(cls, context: Context) -> bool:
        if context.area is None or context.area.type != "VIEW_3D":
            cls.poll_message_set("Works in a 3D Viewport")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        global _area, _tries
        _area, _tries = context.area.as_pointer(), 20
        context.space_data.show_region_ui = True
        if _choose_tab() and not bpy.app.timers.is_registered(_choose_tab):
            bpy.app.timers.register(_choose_tab, first_interval=_RETRY)
        return {"FINISHED"}


def _choose_tab() -> float | None:
    """Turn the sidebar of `_area` to our tab; seconds until the next try, None when done.

    A sidebar that was never open has no tabs before it is drawn.
    """
    global _tries
    _tries -= 1
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.as_pointer() == _area and area.spaces.active.show_region_ui:
                sidebar = next(region for region in area.regions if region.type == "UI")
                try:
                    sidebar.active_panel_category = TAB
                except (AttributeError, TypeError):
                    return _RETRY if _tries > 0 else None
    return None


def _draw_add(menu: Menu, context: Context) -> None:
    menu.layout.operator(PIXAL3D_OT_show_panel.bl_idname, icon_value=icon.value(context))


def _draw_import(menu: Menu, context: Context) -> None:
    column = menu.layout.column()
    column.operator_context = "INVOKE_DEFAULT"  # a menu that is called by a key executes instead
    column.operator("pixal3d.import_result", icon_value=icon.value(context))


def attach() -> None:
    bpy.types.VIEW3D_MT_add.append(_draw_add)
    bpy.types.VIEW3D_MT_mesh_add.append(_draw_add)
    bpy.types.TOPBAR_MT_file_import.append(_draw_import)


def detach() -> None:
    if bpy.app.timers.is_registered(_choose_tab):
        bpy.app.timers.unregister(_choose_tab)
    bpy.types.TOPBAR_MT_file_import.remove(_draw_import)
    bpy.types.VIEW3D_MT_mesh_add.remove(_draw_add)
    bpy.types.VIEW3D_MT_add.remove(_draw_add)


CLASSES = (PIXAL3D_OT_show_panel,)
