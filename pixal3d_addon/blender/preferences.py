"""The add-on's preferences, the folders that it may write to, and the download of weights."""

import atexit
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import bpy
from bpy.props import StringProperty
from bpy.types import AddonPreferences, Context, Event, Operator, UILayout

from ... import __package__ as base_package
from . import library_scan, pump, runtime
from .wrap import wrap

if TYPE_CHECKING:
    from ..setup.download_child import DownloadChild


def _changed(_preferences: AddonPreferences, _context: Context) -> None:
    pump.forget()


def _results_changed(_preferences: AddonPreferences, _context: Context) -> None:
    library_scan.forget()


class PIXAL3D_AddonPreferences(AddonPreferences):
    bl_idname = base_package

    results: StringProperty(
        name="Results",
        description="Folder for generated objects; empty for the extension's own folder, "
        "which goes when the extension is removed",
        subtype="DIR_PATH",
        update=_results_changed,
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
    mirror: StringProperty(
        name="Mirror",
        description="Takes the place of https://huggingface.co and https://github.com when weights "
        "are downloaded; empty for these",
    )
    defaults: StringProperty(
        name="Defaults",
        description="What the settings of a new scene begin with, as JSON; empty for the "
        "built-in defaults",
        options={"HIDDEN"},
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
        if not weights():
            layout.prop(self, "mirror")
            _draw_download(layout, context)
        split = layout.split(factor=0.4)
        row = split.row()
        row.alignment = "RIGHT"
        row.label(text="Settings of New Scenes")
        row = split.row(align=True)
        row.operator("pixal3d.save_defaults")
        row.operator("pixal3d.restore_defaults")
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


# ---- the weights ---------------------------------------------------------------------------------


@dataclass
class Download:
    """At most one. told: what the last one ended with, empty before."""

    child: "DownloadChild | None" = None
    told: str = ""


DOWNLOAD = Download()


def _draw_download(layout: UILayout, context: Context) -> None:
    from ..setup.registry import missing, weight_sets, weights_folder  # enabling must be quick

    row = layout.row(align=True)
    if DOWNLOAD.child is not None:
        row.label(text=DOWNLOAD.child.progress() or "Beginning to download", translate=False)
        row.operator("pixal3d.stop_download", text="", icon="X")
        return
    weights = weight_sets()["pixal3d"]
    if not missing([weights], weights_folder()):
        row.label(text="Downloaded")
    else:
        row.label(text=f"Not downloaded: {weights.size / 1e9:.1f} GB", translate=False)
        row.operator("pixal3d.download_weights", icon="IMPORT")
    for line in wrap(DOWNLOAD.told, context):
        layout.label(text=line, translate=False)


class PIXAL3D_OT_download_weights(Operator):
    bl_idname = "pixal3d.download_weights"
    bl_label = "Download"
    bl_description = "Download Pixal3D's weights, or go on with it; shows size and licenses first"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if DOWNLOAD.child is not None:
            cls.poll_message_set("A download is running")
            return False
        if not bpy.app.online_access:
            cls.poll_message_set("Allow Online Access in Preferences, System, Network first")
            return False
        return True

    def invoke(self, context: Context, _event: Event) -> set[str]:
        return context.window_manager.invoke_props_dialog(self, width=500)

    def draw(self, _context: Context) -> None:
        from ..setup.registry import weight_sets, weights_folder

        weights = weight_sets()["pixal3d"]
        column = self.layout.column(align=True)
        column.label(text=f"{weights.what}: {weights.size / 1e9:.1f} GB", translate=False)
        for repository in weights.repositories:
            column.label(text=f"{repository.name}: {repository.license}", translate=False)
            column.label(text=repository.terms, icon="BLANK1", translate=False)
        column.label(text=f"Into {weights_folder()}", translate=False)

    def execute(self, _context: Context) -> set[str]:
        from ..setup.download_child import DownloadChild

        child = DownloadChild(own_folder("logs") / "download.log")
        mirror = _own().mirror.strip()
        try:
            child.start(Path(sys.executable), ["--mirror", mirror] if mirror else [])
        except OSError:
            self.report({"ERROR"}, "The download could not be started: the disk may be full")
            return {"CANCELLED"}
        DOWNLOAD.child, DOWNLOAD.told = child, ""
        atexit.register(child.stop)
        bpy.app.timers.register(_watch, first_interval=0.5, persistent=True)
        return {"FINISHED"}


class PIXAL3D_OT_stop_download(Operator):
    bl_idname = "pixal3d.stop_download"
    bl_label = "Stop"
    bl_description = "Stop the download; what has come is kept"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        return DOWNLOAD.child is not None

    def execute(self, _context: Context) -> set[str]:
        DOWNLOAD.child.stop()
        _watch()
        return {"FINISHED"}


def _watch() -> float | None:
    """A timer: whether the download has ended, and what the preferences show of it."""
    child = DOWNLOAD.child
    if child is None:
        return None
    if base_package not in bpy.context.preferences.addons:  # disabled meanwhile
        child.stop()
    if not child.running:
        DOWNLOAD.child = None
        atexit.unregister(child.stop)
        whole, DOWNLOAD.told = child.answer()
        if whole and base_package in bpy.context.preferences.addons:
            pump.forget()  # the worker may know by now that there are none
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "PREFERENCES":
                area.tag_redraw()
    return None if DOWNLOAD.child is None else 0.5


CLASSES = (
    PIXAL3D_AddonPreferences,
    PIXAL3D_OT_download_weights,
    PIXAL3D_OT_stop_download,
)
