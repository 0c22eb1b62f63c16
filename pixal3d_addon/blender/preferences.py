"""The add-on's preferences, and the folders that it may write to."""

import os
from pathlib import Path

import bpy
from bpy.props import StringProperty
from bpy.types import AddonPreferences, Context

from ... import __package__ as base_package
from . import pump, runtime
from .wrap import wrap


def _changed(_preferences: AddonPreferences, _context: Context) -> None:
    pump.forget()


class PIXAL3D_AddonPreferences(AddonPreferences):
    bl_idname = base_package

    results: StringProperty(
        name="Results",
        description="Folder for generated objects; empty for the extension's own folder, "
        "which goes when the extension is removed",
        subtype="DIR_PATH",
    )
    runtime: StringProperty(
        name="Runtime",
        description="A Python that has PyTorch, which the engine Pixal3D runs in: the folder of a "
        "virtual environment, or an interpreter",
        subtype="DIR_PATH",
        update=_changed,
    )
    weights: StringProperty(
        name="Weights",
        description="Pixal3D's weights: their folder, or OWNER/NAME as the hub downloaded them "
        "before; empty for TencentARC/Pixal3D",
        subtype="DIR_PATH",
        update=_changed,
    )

    def draw(self, context: Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(self, "results")
        row = layout.row(align=True)
        row.prop(self, "runtime")
        row.operator("pixal3d.check_runtime", text="", icon="FILE_REFRESH")
        layout.prop(self, "weights")
        column = layout.column(align=True)
        for line in runtime.lines():
            for part in wrap(line, context):
                column.label(text=part, translate=False)


def results_folder() -> Path:
    """Where results go. It need not exist yet."""
    chosen = _own().results
    return Path(bpy.path.abspath(chosen)) if chosen else own_folder("results")


def runtime_path() -> str:
    """What the user named as runtime, empty for none. It need not exist."""
    return _absolute(_own().runtime)


def weights() -> str:
    """As `core.settings` has them: a folder's absolute path, OWNER/NAME, or empty."""
    path = _absolute(_own().weights)
    return path if os.path.isdir(path) else _trimmed(_own().weights)  # noqa: PTH112


def log_file() -> Path:
    return own_folder("logs") / "worker.log"


def own_folder(name: str) -> Path:
    """A folder of the extension's that survives its upgrades; made where it is missing."""
    return Path(bpy.utils.extension_path_user(base_package, path=name, create=True))


def _own() -> PIXAL3D_AddonPreferences:
    return bpy.context.preferences.addons[base_package].preferences


def _absolute(text: str) -> str:
    path = os.path.expanduser(bpy.path.abspath(_trimmed(text)))  # noqa: PTH111
    return os.path.abspath(path) if path else ""  # noqa: PTH100


def _trimmed(text: str) -> str:
    """Without the slash that Blender's file browser leaves at the end."""
    return text.strip().rstrip("/\\") or text.strip()


CLASSES = (PIXAL3D_AddonPreferences,)
