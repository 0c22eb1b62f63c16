"""Add ▸ Image to 3D: the way to the panel for who does not know the tab."""

import bpy
from bpy.types import Context, Menu, Operator

from .panels import TAB


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
        context.space_data.show_region_ui = True
        for region in context.area.regions:
            if region.type == "UI":
                _choose_tab(region)
        return {"FINISHED"}


def _choose_tab(region: bpy.types.Region) -> None:
    try:
        region.active_panel_category = TAB
    except TypeError:  # a sidebar that was never open has no tabs yet
        region.tag_redraw()


def _draw(menu: Menu, _context: Context) -> None:
    menu.layout.operator(PIXAL3D_OT_show_panel.bl_idname, icon="IMAGE_DATA")


def attach() -> None:
    bpy.types.VIEW3D_MT_add.append(_draw)


def detach() -> None:
    bpy.types.VIEW3D_MT_add.remove(_draw)


CLASSES = (PIXAL3D_OT_show_panel,)
