"""What can be done with results of the library, but for adding them to the scene."""

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty
from bpy.types import Context, Event, Operator

from ...core.errors import PixalError
from ...core.settings import Settings
from .. import redraw
from ..jobs import finish_again, queue
from ..jobs.awaited import Awaited
from ..jobs.job_settings import load_finishing
from ..say import say, told
from ..setup import preferences
from ..sliced_operator import InSlices
from ..slices import Work
from . import entries as library
from . import scan as library_scan
from . import sweeping
from .entries import LIBRARY

_NAMED = 4  # of the results to delete, that are asked about by name


class PIXAL3D_OT_library_choose(Operator):
    bl_idname = "pixal3d.library_choose"
    bl_label = "Choose Result"
    bl_description = "Choose this result; with Shift more: two to compare, any number to delete"
    bl_options = {"INTERNAL"}  # noqa: RUF012  Blender's own attribute

    key: StringProperty(
        name="Result", description="Name of the result's folder", options={"HIDDEN"}
    )
    extend: BoolProperty(
        name="Extend",
        description="Choose it beside those that are chosen already",
        options={"SKIP_SAVE"},
    )

    @classmethod
    def description(cls, _context: Context, properties: Operator) -> str:
        entry = LIBRARY.find(properties.key)
        which = f"{entry.name} · {entry.day()}. " if entry else ""
        return f"{which}{say(cls.bl_description)}"

    def invoke(self, context: Context, event: Event) -> set[str]:
        self.extend = event.shift
        return self.execute(context)

    def execute(self, context: Context) -> set[str]:
        if LIBRARY.find(self.key) is None:
            self.report({"INFO"}, "This result is no longer there")
            return {"CANCELLED"}
        library.choose(self.key, self.extend)
        _show_finishing(context)
        redraw.sidebars()
        return {"FINISHED"}


def _show_finishing(context: Context) -> None:
    """How the chosen one was finished."""
    entry = LIBRARY.sole()
    if entry and entry.settings:
        try:
            settings = Settings.from_dict(entry.settings)
        except PixalError:
            return  # only a bug gets here: it was checked when it was read
        load_finishing(context.window_manager.pixal3d_library.finish, settings)


class PIXAL3D_OT_library_turn(Operator):
    bl_idname = "pixal3d.library_turn"
    bl_label = "Turn Page"
    bl_description = "Show other results; after the last page comes the first"
    bl_options = {"INTERNAL"}  # noqa: RUF012  Blender's own attribute

    step: IntProperty(name="Step", description="How many pages to go on", default=1)

    def execute(self, _context: Context) -> set[str]:
        library.turn((LIBRARY.page + self.step) % LIBRARY.pages())
        redraw.sidebars()
        return {"FINISHED"}


class PIXAL3D_OT_library_refresh(Operator):
    bl_idname = "pixal3d.library_refresh"
    bl_label = "Refresh Library"
    bl_description = "Look again at what is in the results folder"

    def execute(self, _context: Context) -> set[str]:
        library_scan.start()
        redraw.sidebars()
        return {"FINISHED"}


class _OnChosen:
    """Operators that need one result to be chosen; `usable`: one that is not damaged."""

    usable = True

    @classmethod
    def poll(cls, _context: Context) -> bool:
        entry = LIBRARY.sole()
        if entry is None:
            cls.poll_message_set("Choose a result in the library")
            return False
        if cls.usable and entry.problem:
            cls.poll_message_set("This result is damaged")
            return False
        return True


class PIXAL3D_OT_library_load(_OnChosen, InSlices, Operator):
    bl_idname = "pixal3d.library_load"
    bl_label = "Load into Panel"
    bl_description = "Set photo, camera and all settings of the panel to what made this result"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def working(self, context: Context) -> Work:
        from . import photo as library_photo  # here: it needs numpy, slow to import

        return library_photo.loading(LIBRARY.sole().folder, context.scene.name)


class PIXAL3D_OT_library_finish(Awaited, _OnChosen, Operator):
    bl_idname = "pixal3d.library_finish"
    bl_label = "Finish Again"
    bl_description = (
        "Make the result again with these settings, without sampling anew, in the background. It "
        "joins the scene; the old result stays as it is"
    )

    def execute(self, context: Context) -> set[str]:
        group = context.window_manager.pixal3d_library.finish
        try:
            finish_again.start(LIBRARY.sole().folder, group, context.scene.name)
        except PixalError as error:
            self.report({"ERROR"}, queue.refuse(error))
            return {"CANCELLED"}
        return self.settled()


class PIXAL3D_OT_library_open_folder(_OnChosen, Operator):
    bl_idname = "pixal3d.library_open_folder"
    bl_label = "Open Folder"
    bl_description = "Show the files of this result"
    usable = False

    def execute(self, _context: Context) -> set[str]:
        folder = LIBRARY.sole().folder
        if not folder.is_dir():
            library_scan.refresh()
            self.report({"ERROR"}, "This result is no longer there")
            return {"CANCELLED"}
        if folder.suffix.lower() == ".app":  # macOS would run it
            self.report({"ERROR"}, "That folder is no result")
            return {"CANCELLED"}
        return bpy.ops.wm.path_open(filepath=str(folder))


class PIXAL3D_OT_library_delete(Operator):
    bl_idname = "pixal3d.library_delete"
    bl_label = "Delete"
    bl_description = "Delete the chosen results from the disk, after asking"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not LIBRARY.selection():
            cls.poll_message_set("Choose a result in the library")
            return False
        return True

    def invoke(self, context: Context, event: Event) -> set[str]:
        from ...core.library import in_words

        chosen = LIBRARY.selection()
        what = ", ".join(entry.name for entry in chosen[:_NAMED])
        if len(chosen) > _NAMED:
            what = f"{what}, {say('{count} more', count=len(chosen) - _NAMED)}"
        size = in_words(sum(entry.size for entry in chosen))
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=say("Delete from the Disk?"),
            message=say(
                "{what}: {size}. Objects in scenes stay. This cannot be undone.",
                what=what,
                size=size,
            ),
            confirm_text=say("Delete"),
            icon="WARNING",
        )

    def execute(self, _context: Context) -> set[str]:
        from ...core.job_records import folders_in_use

        deleted, needed = False, folders_in_use(preferences.own_folder("queue"))
        for entry in LIBRARY.selection():
            if entry.folder.resolve() in needed:
                self.report({"ERROR"}, say("A job in the queue needs {name}", name=entry.name))
                continue
            try:
                sweeping.delete(entry)
            except PixalError as error:
                self.report({"ERROR"}, told(f"{error.message} {error.remedy}"))
                continue
            library.drop(entry.key)
            deleted = True
        redraw.sidebars()
        return {"FINISHED"} if deleted else {"CANCELLED"}


CLASSES = (
    PIXAL3D_OT_library_choose,
    PIXAL3D_OT_library_turn,
    PIXAL3D_OT_library_refresh,
    PIXAL3D_OT_library_load,
    PIXAL3D_OT_library_finish,
    PIXAL3D_OT_library_open_folder,
    PIXAL3D_OT_library_delete,
)
