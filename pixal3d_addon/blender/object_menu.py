"""Object ▸ Pixal3D: what the tab can do, for F3, for Quick Favorites and for keys of one's own.

Blender's search knows what is in menus, not what is in panels.
"""

import bpy
from bpy.app.translations import pgettext_n as n_
from bpy.types import Context, Menu

from ... import __package__ as base_package
from . import icon
from .photo.sources import PIXAL3D_MT_photo
from .say import say

# Operator, icon, and its text where its label says too little in a search. None separates.
_ITEMS = (
    ("pixal3d.generate", "MESH_MONKEY", ""),
    ("pixal3d.generate_variations", "MOD_ARRAY", ""),
    ("pixal3d.paste_image", "PASTEDOWN", ""),
    PIXAL3D_MT_photo,
    ("pixal3d.match_camera", "VIEW_CAMERA", ""),
    ("pixal3d.share_camera", "LINKED", n_("Use Camera for Other Photos")),
    ("pixal3d.rotate_photo", "FILE_REFRESH", ""),
    ("pixal3d.paint_mask", "BRUSH_DATA", ""),
    None,
    ("pixal3d.view_through_camera", "OUTLINER_DATA_CAMERA", ""),
    ("pixal3d.finish_again", "MOD_DECIM", ""),
    ("pixal3d.compare_photo", "IMAGE_REFERENCE", ""),
    ("pixal3d.bake_adjustments", "RENDER_STILL", ""),
    ("pixal3d.use_guess", "CHECKMARK", n_("Use Guessed Elevation")),
    ("pixal3d.load_settings", "LOOP_BACK", n_("Load Settings of Result")),
    ("pixal3d.mark_asset", "ASSET_MANAGER", n_("Mark Result as Asset")),
    ("pixal3d.open_folder", "FILE_FOLDER", n_("Open Folder of Result")),
    None,
    ("pixal3d.cancel", "CANCEL", n_("Cancel Running Job")),
    ("pixal3d.queue_pause", "PAUSE", n_("Pause Queue")),
    ("pixal3d.queue_resume", "PLAY", n_("Resume Queue")),
    ("pixal3d.queue_retry_all", "FILE_REFRESH", n_("Retry All Jobs")),
    ("pixal3d.queue_clear", "TRASH", n_("Clear Queue")),
    None,
    ("pixal3d.reset_settings", "LOOP_BACK", ""),
    ("pixal3d.open_log", "TEXT", n_("Open Log of Worker")),
)


class PIXAL3D_MT_object(Menu):
    bl_idname = "PIXAL3D_MT_object"
    bl_label = "Pixal3D"
    bl_description = "What the Pixal3D tab of the sidebar can do"

    def draw(self, _context: Context) -> None:
        layout = self.layout
        layout.operator_context = "INVOKE_DEFAULT"  # a menu that is called by a key executes else
        for item in _ITEMS:
            if item is None:
                layout.separator()
                continue
            if item is PIXAL3D_MT_photo:
                layout.menu(PIXAL3D_MT_photo.bl_idname)
                continue
            operator, sign, text = item
            words = {"text": say(text), "translate": False} if text else {}
            layout.operator(operator, icon=sign, **words)
        preferences = layout.operator(
            "preferences.addon_show", text="Preferences of Pixal3D", icon="PREFERENCES"
        )
        preferences.module = base_package


def _draw(menu: Menu, context: Context) -> None:
    menu.layout.separator()
    menu.layout.menu(PIXAL3D_MT_object.bl_idname, icon_value=icon.value(context))


def attach() -> None:
    bpy.types.VIEW3D_MT_object.append(_draw)


def detach() -> None:
    bpy.types.VIEW3D_MT_object.remove(_draw)


CLASSES = (PIXAL3D_MT_object,)
