"""The add-on's preferences, and the folders that it may write to."""

from pathlib import Path

import bpy
from bpy.props import StringProperty
from bpy.types import AddonPreferences, Context

from ... import __package__ as base_package
from . import pump


class PIXAL3D_AddonPreferences(AddonPreferences):
    bl_idname = base_package

    results: StringProperty(
        name="Results",
        description="Folder for generated objects; empty for the extension's own folder, "
        "which goes when the extension is removed",
        subtype="DIR_PATH",
    )

    def draw(self, _context: Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(self, "results")
        column = layout.column(align=True)
        for line in pump.engine_lines():
            column.label(text=line, translate=False)


def results_folder() -> Path:
    """Where results go. It need not exist yet."""
    chosen = bpy.context.preferences.addons[base_package].preferences.results
    return Path(bpy.path.abspath(chosen)) if chosen else own_folder("results")


def log_file() -> Path:
    return own_folder("logs") / "worker.log"


def own_folder(name: str) -> Path:
    """A folder of the extension's that survives its upgrades; made where it is missing."""
    return Path(bpy.utils.extension_path_user(base_package, path=name, create=True))


CLASSES = (PIXAL3D_AddonPreferences,)
