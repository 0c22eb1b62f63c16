"""Presets of all settings, kept the way Blender keeps its own, in the header of the panel."""

from bl_operators.presets import AddPresetBase
from bl_ui.utils import PresetPanel
from bpy.types import Context, Menu, Operator, Panel

from . import defaults

_FOLDER = "pixal3d"


class PIXAL3D_MT_settings_presets(Menu):
    bl_label = "Settings Presets"
    preset_subdir = _FOLDER
    preset_operator = "script.execute_preset"
    draw = Menu.draw_preset


class PIXAL3D_PT_settings_presets(PresetPanel, Panel):
    bl_label = "Settings Presets"
    preset_subdir = _FOLDER
    preset_operator = "script.execute_preset"
    preset_add_operator = "pixal3d.preset_add"


class PIXAL3D_OT_preset_add(AddPresetBase, Operator):
    bl_idname = "pixal3d.preset_add"
    bl_label = "Add Settings Preset"
    bl_description = "Keep all settings of the panel under a name, without photo and mask"
    preset_menu = "PIXAL3D_MT_settings_presets"
    preset_subdir = _FOLDER

    @property
    def preset_values(self) -> list[str]:
        """Not as names of `preset_defines`: Blender 4.3 loses those in Python 3.13."""
        return ["bpy.context.scene.pixal3d." + name for name in defaults.names()]


def draw_header(panel: Panel, context: Context) -> None:
    """Reset, where there is something to reset, and the presets."""
    defaults.notice(context.scene)
    defaults.draw_reset(panel.layout, context.scene.pixal3d)
    PIXAL3D_PT_settings_presets.draw_panel_header(panel.layout)


CLASSES = (PIXAL3D_MT_settings_presets, PIXAL3D_PT_settings_presets, PIXAL3D_OT_preset_add)
