"""Buttons of the preferences for weights: download, make smaller, remove; and for the background
model, which a photo may ask for in the panel."""

import bpy
from bpy.props import StringProperty
from bpy.types import Context, Event, Operator

from ...core.library import in_words
from ..say import capital, say, told
from ..wrap import wrap_in
from . import installed, preferences
from .jobs import SETUP
from .operators import WIDTH, begin, idle

BACKGROUND = "background"  # as the registry calls the set


class _Online:
    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not bpy.app.online_access:
            cls.poll_message_set("Allow Online Access in Preferences, System, Network first")
            return False
        return True


class _Downloads(_Online):
    """Shows what, how large, under which license and where; then a child downloads it."""

    weights: str

    def invoke(self, context: Context, _event: Event) -> set[str]:
        return context.window_manager.invoke_props_dialog(
            self, width=WIDTH, title=say("Download"), confirm_text=say("Download")
        )

    def draw(self, _context: Context) -> None:
        from ...setup.registry import chosen, weights_folder

        column = self.layout.column(align=True)
        known = (SETUP.facts or {}).get("weights", {})
        left = {each: known.get(each.name, {}) for each in chosen([self.weights])}
        sets = [each for each, facts in left.items() if facts.get("missing", 1)]
        for each in sets:
            size = in_words(left[each].get("missing_bytes", each.size))
            column.label(text=f"{told(each.what)}: {size}", icon="IMPORT", translate=False)
        for repository in dict.fromkeys(r for each in sets for r in each.repositories):
            column.label(text=f"{repository.name}: {repository.license}", translate=False)
            column.label(text=repository.terms, icon="BLANK1", translate=False)
        into = preferences.weights_target() or weights_folder()
        column.label(text=say("Into {folder}", folder=into), translate=False)
        free = next((facts["free_bytes"] for facts in left.values() if facts), None)
        if free is not None:
            column.label(text=say("{size} are free there", size=in_words(free)), translate=False)
        if self.weights == BACKGROUND and _lacks_runtime():
            _draw_runtime(column)

    def execute(self, _context: Context) -> set[str]:
        command = ["download", self.weights, "--yes", *preferences.download_options()]
        done = begin(self, f"weights {self.weights}", command)
        if done == {"FINISHED"} and self.weights == BACKGROUND and _lacks_runtime():
            part = "runtime draft"
            if part not in SETUP.children:
                command = ["setup", "install", "draft", "--home", str(installed.home())]
                begin(self, part, [*command, *preferences.source_options()])
        return done


def _lacks_runtime() -> bool:
    """Whether nothing is installed that the background model runs in, for every engine."""
    return installed.python("draft") is None


def _draw_runtime(column: bpy.types.UILayout) -> None:
    """What is installed along with it; nobody need have looked at this computer before."""
    from ...setup.plan import draft_in_short

    column.separator()
    column.label(text="And what runs it, Draft's runtime:", icon="IMPORT")
    known = (SETUP.facts or {}).get("runtimes", {}).get("draft", {}).get("plan", {})
    lines = {**draft_in_short(), **known}
    for name in ("packages", "license", "download"):
        for line in wrap_in(f"{capital(told(name))}: {told(lines[name])}", WIDTH):
            column.label(text=line, icon="BLANK1", translate=False)
    column.label(text=say("Into {folder}", folder=installed.home()), translate=False)


class PIXAL3D_OT_download_weights(_Downloads, Operator):
    bl_idname = "pixal3d.download_weights"
    bl_label = "Download"
    bl_description = "Download these weights, or go on with it; shows size and licenses first"

    weights: StringProperty(name="Weights", default="pixal3d")


class PIXAL3D_OT_repair_weights(_Online, Operator):
    bl_idname = "pixal3d.repair_weights"
    bl_label = "Repair"
    bl_description = (
        "Read every byte of these weights, and download again what is damaged, nothing else"
    )

    weights: StringProperty(name="Weights", default="pixal3d")

    def execute(self, _context: Context) -> set[str]:
        if not idle(self):
            return {"CANCELLED"}
        command = ["download", self.weights, "--repair", "--yes", *preferences.download_options()]
        return begin(self, f"weights {self.weights}", command)


class PIXAL3D_OT_get_background(_Downloads, Operator):
    bl_idname = "pixal3d.get_background"
    bl_label = "Get Background Model"
    bl_description = (
        "Download the model that cuts objects out of any background; shows size and license first"
    )

    weights = BACKGROUND


class PIXAL3D_OT_remove_weights(Operator):
    bl_idname = "pixal3d.remove_weights"
    bl_label = "Remove"
    bl_description = "Delete these weights, and what has come of a download that was stopped"

    weights: StringProperty(name="Weights", default="pixal3d")

    def invoke(self, context: Context, event: Event) -> set[str]:
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=say("Delete from the Disk?"),
            message=say("To have these weights again, they have to be downloaded again."),
            confirm_text=say("Delete"),
            icon="WARNING",
        )

    def execute(self, _context: Context) -> set[str]:
        if not idle(self):
            return {"CANCELLED"}
        folder = preferences.weights_target()
        command = ["weights", "remove", self.weights, *(["--folder", folder] if folder else [])]
        return begin(self, f"weights {self.weights}", command)


class PIXAL3D_OT_convert_weights(Operator):
    bl_idname = "pixal3d.convert_weights"
    bl_label = "Convert"
    bl_description = (
        "Make the weights bfloat16, as which the network runs, and delete what they were made of: "
        "half as large, with the same results, and quicker to load"
    )

    weights: StringProperty(name="Weights", default="pixal3d")

    def invoke(self, context: Context, event: Event) -> set[str]:
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=say("Convert the Weights?"),
            message=say("It takes minutes. What they were made of is deleted at the end."),
            confirm_text=say("Convert"),
        )

    def execute(self, _context: Context) -> set[str]:
        from ...setup.registry import weights_folder

        if not idle(self):
            return {"CANCELLED"}
        folder = preferences.weights_target() or str(weights_folder())
        return begin(self, f"weights {self.weights}", ["convert", folder, "--replace"])


CLASSES = (
    PIXAL3D_OT_convert_weights,
    PIXAL3D_OT_download_weights,
    PIXAL3D_OT_get_background,
    PIXAL3D_OT_remove_weights,
    PIXAL3D_OT_repair_weights,
)
