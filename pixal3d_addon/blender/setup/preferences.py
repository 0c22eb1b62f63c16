"""The add-on's preferences, and the folders that it may write to."""

import os
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import bpy
from bpy.props import FloatProperty, StringProperty
from bpy.types import AddonPreferences, Context

from .... import __package__ as base_package
from ..jobs import pump, runtime
from ..library import scan as library_scan
from ..say import say
from ..wrap import wrap
from . import installed
from . import jobs as setup_jobs
from . import panel as setup_panel


def _changed(preferences: AddonPreferences, _context: Context) -> None:
    if _made_absolute(preferences):
        return  # which has called this again
    setup_jobs.forget()
    pump.forget()


def _address_changed(preferences: AddonPreferences, _context: Context) -> None:
    """A login is not kept: preferences are a file."""
    from ...core.masked import without_logins

    for name in ("index", "torch_index", "mirror"):
        text = getattr(preferences, name)
        if without_logins(text) != text:
            setattr(preferences, name, without_logins(text))
            return  # which calls this again
    _changed(preferences, _context)


def _results_changed(preferences: AddonPreferences, _context: Context) -> None:
    if not _made_absolute(preferences):
        library_scan.forget()


def _made_absolute(preferences: AddonPreferences) -> bool:
    """Whether a path was relative to the open file, as Blender's file browser likes to have it:
    with another file it would be another place."""
    for name in ("results", "runtime", "weights", "runtimes", "wheels"):
        path = getattr(preferences, name)
        if path.startswith("//") and bpy.data.filepath:
            setattr(preferences, name, bpy.path.abspath(path))
            return True
    return False


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
        "are downloaded; empty for these. Its token belongs in the environment variable "
        "PIXAL3D_TOKEN: a login in the address is not kept",
        update=_address_changed,
    )
    limit: FloatProperty(
        name="Speed Limit",
        description="Megabytes a second that downloads of weights take at most; 0 for no limit",
        min=0.0,
        soft_max=100.0,
    )
    defaults: StringProperty(
        name="Defaults",
        description="What the settings of a new scene begin with, as JSON; empty for the "
        "built-in defaults",
        options={"HIDDEN"},
    )

    runtimes: StringProperty(
        name="Install Into",
        description="Folder that runtimes are installed in; empty for the extension's own folder, "
        "which goes when the extension is removed",
        subtype="DIR_PATH",
        update=_changed,
    )
    wheels: StringProperty(
        name="Wheels",
        description="A folder that the command bundle has made on a computer with network; "
        "runtimes are then installed from it alone",
        subtype="DIR_PATH",
        update=_changed,
    )
    index: StringProperty(
        name="Package Index",
        description="A package index of one's own; empty for the one that pip's settings name, "
        "where a login belongs, too: in the address it is not kept",
        update=_address_changed,
    )
    torch_index: StringProperty(
        name="PyTorch Index",
        description="A mirror of download.pytorch.org/whl; empty for that itself",
        update=_address_changed,
    )

    def draw(self, context: Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        column = layout.column(align=True)
        column.prop(self, "results", placeholder=say("The extension's own folder"))
        if not own().results:
            column.label(
                text="It goes when the extension is removed: choose another to keep your objects",
                icon="INFO",
            )
        setup_panel.draw_parts(layout, self, context)
        setup_panel.draw_doctor(layout, context)
        header, body = layout.panel("PIXAL3D_PT_setup_places", default_closed=True)
        header.label(text="Locations and Sources")
        if body:
            row = body.row(align=True)
            row.prop(self, "runtime")
            row.operator("pixal3d.check_runtime", text="", icon="FILE_REFRESH")
            column = body.column(align=True)
            for line in runtime.lines():
                for part in wrap(line, context):
                    column.label(text=part, translate=False)
            places = ("runtimes", "weights", "wheels", "index", "torch_index", "mirror", "limit")
            for name in places:
                body.prop(self, name)
        split = layout.split(factor=0.4)
        row = split.row()
        row.alignment = "RIGHT"
        row.label(text="Settings of New Scenes")
        row = split.row(align=True)
        row.operator("pixal3d.save_defaults")
        row.operator("pixal3d.restore_defaults")


def results_folder() -> Path:
    """Where results go. It need not exist yet."""
    chosen = _absolute(own().results)
    return Path(chosen) if chosen else own_folder("results")


def runtime_path() -> str:
    """What the user named as runtime, else what was installed here, empty for none.

    It need not exist.
    """
    return _absolute(own().runtime) or str(installed.python("pixal3d") or "")


def weights() -> str:
    """As `core.settings` has them: a folder's absolute path, OWNER/NAME, or empty."""
    path = _absolute(own().weights)
    return path if os.path.isdir(path) else _trimmed(own().weights)  # noqa: PTH112


def log_file() -> Path:
    return own_folder("logs") / "worker.log"


def own_folder(name: str, make: bool = True) -> Path:
    """A folder of the extension's that survives its upgrades; made where it is missing, and can."""
    place = bpy.utils.extension_path_user
    made = place(base_package, path=name, create=True) if make else ""
    return Path(made or place(base_package, path=name))  # where it cannot: who writes is told


def own() -> PIXAL3D_AddonPreferences | SimpleNamespace:
    """The preferences; as they are at first where `blender --addons` enabled it without any."""
    entry = bpy.context.preferences.addons.get(base_package)
    return entry.preferences if entry else _at_first()


@cache
def _at_first() -> SimpleNamespace:
    fields = PIXAL3D_AddonPreferences.__annotations__.items()
    return SimpleNamespace(
        **{name: "" if p.function is StringProperty else 0.0 for name, p in fields}
    )


def _absolute(text: str) -> str:
    path = os.path.expanduser(bpy.path.abspath(_trimmed(text)))  # noqa: PTH111
    return os.path.abspath(path) if path else ""  # noqa: PTH100


def _trimmed(text: str) -> str:
    """Without the slash that Blender's file browser leaves at the end."""
    return text.strip().rstrip("/\\") or text.strip()


def runtimes_folder() -> str:
    """Where the user wants runtimes installed; empty for the extension's own folder."""
    return _absolute(own().runtimes)


def wheels_folder() -> str:
    """What is installed from instead of the network, empty for none."""
    return _absolute(own().wheels)


def weights_target() -> str:
    """The folder that weights are downloaded into; empty for the usual one."""
    text = _trimmed(own().weights)
    return _absolute(text) if text.startswith(("//", "~")) or os.path.isabs(text) else ""  # noqa: PTH117


def source_options() -> list[str]:
    """Of the command `setup`: where packages come from."""
    options = {"--from": wheels_folder(), "--index": own().index.strip()}
    options["--torch-index"] = own().torch_index.strip()
    return [word for name, text in options.items() if text for word in (name, text)]


def download_options() -> list[str]:
    """Of the command `download`: from where and to where."""
    options = {"--mirror": own().mirror.strip(), "--folder": weights_target()}
    options["--limit"] = f"{max(own().limit, 0.001):g}" if own().limit else ""
    return [word for name, text in options.items() if text for word in (name, text)]


def extension_file(name: str) -> Path:
    """What came with the extension."""
    return Path(__file__).parents[3] / name


CLASSES = (PIXAL3D_AddonPreferences,)
