"""What the settings of a new scene begin with: the artist's own defaults, else the built-in ones.

They are kept in the add-on's preferences. Blender's own Reset to Default goes to the built-in ones.
"""

import json
import math
from functools import lru_cache
from typing import Any

import bpy
from bpy.app.handlers import persistent
from bpy.props import CollectionProperty, PointerProperty, StringProperty
from bpy.types import Context, Operator, PropertyGroup, Scene, UILayout

from . import redraw
from .jobs.finish_properties import Finishing
from .jobs.state import STATE
from .photo import own_camera
from .properties import PIXAL3D_PG_settings
from .setup import preferences

_OF_THE_PHOTO = {"views", "matched", "view_before"}  # another photo, or scene, has others
_BEGUN = "begun"


@lru_cache(1)
def names() -> tuple[str, ...]:
    """The settings that a preset keeps: all but data, live views of others, and the photo's own."""
    every = {**PIXAL3D_PG_settings.__annotations__, **Finishing.__annotations__}
    kept = (PointerProperty, CollectionProperty)
    return tuple(
        name
        for name, prop in every.items()
        if prop.function not in kept
        and "get" not in prop.keywords
        and name not in _OF_THE_PHOTO | {_BEGUN}
    )


def saved() -> dict[str, Any]:
    """The artist's own defaults by name; empty where none were saved."""
    return _parsed(preferences.own().defaults)


@lru_cache(2)
def _parsed(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def changed(group: PropertyGroup, of: tuple[str, ...] = ()) -> list[str]:
    """The settings that are not as a new scene has them; among `of` where that is given."""
    own = saved()
    return [name for name in of or names() if not _same(getattr(group, name), _start(name, own))]


def _start(name: str, own: dict[str, Any]) -> Any:
    return own[name] if name in own else _built_in()[name]


@lru_cache(1)
def _built_in() -> dict[str, Any]:
    properties = PIXAL3D_PG_settings.bl_rna.properties
    return {name: properties[name].default for name in names()}


def _same(one: Any, other: Any) -> bool:
    if type(one) is float and type(other) in (float, int):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return one == other


def reset(group: PropertyGroup, of: tuple[str, ...] = ()) -> None:
    """Set the settings, or those named, to what a new scene has."""
    own = saved()
    for name in of or names():
        group.property_unset(name)
        if name in own:
            try:
                setattr(group, name, own[name])
            except (TypeError, ValueError):
                continue  # of another version: the built-in one


class PIXAL3D_OT_reset_settings(Operator):
    bl_idname = "pixal3d.reset_settings"
    bl_label = "Reset Settings"
    bl_description = (
        "Set these settings to what new scenes begin with. Photo and mask stay. For a single one, "
        "use Reset to Default in its own context menu"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    names: StringProperty(
        name="Settings",
        description="Names of settings, with commas between; empty for all",
        options={"HIDDEN", "SKIP_SAVE"},
    )

    def execute(self, context: Context) -> set[str]:
        wanted = tuple(name for name in self.names.split(",") if name in names())
        reset(context.scene.pixal3d, wanted)
        if not wanted or set(own_camera.NAMES) <= set(wanted):
            own_camera.forget(context.scene.pixal3d)
        if STATE.problem and STATE.problem.code == "settings_invalid":
            STATE.problem = None
        return {"FINISHED"}


class PIXAL3D_OT_save_defaults(Operator):
    bl_idname = "pixal3d.save_defaults"
    bl_label = "Save as Defaults"
    bl_description = (
        "New scenes begin with the settings that this scene has now, without its photo and mask"
    )

    def execute(self, context: Context) -> set[str]:
        group = context.scene.pixal3d
        own = own_camera.NAMES if own_camera.is_own(group) else ()  # another photo has another
        kept = {name: getattr(group, name) for name in names() if name not in own}
        preferences.own().defaults = json.dumps(kept)
        context.preferences.is_dirty = True
        self.report({"INFO"}, "New scenes begin with these settings")
        return {"FINISHED"}


class PIXAL3D_OT_restore_defaults(Operator):
    bl_idname = "pixal3d.restore_defaults"
    bl_label = "Restore Factory Defaults"
    bl_description = "Forget your own defaults: new scenes begin with the built-in ones again"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not preferences.own().defaults:
            cls.poll_message_set("The defaults are the built-in ones")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        preferences.own().defaults = ""
        context.preferences.is_dirty = True
        return {"FINISHED"}


def draw_reset(layout: UILayout, group: PropertyGroup, of: tuple[str, ...] = ()) -> None:
    """In a panel's header: what sets its settings back, there only where one is changed."""
    if changed(group, of):
        button = layout.operator(
            PIXAL3D_OT_reset_settings.bl_idname, text="", icon="LOOP_BACK", emboss=False
        )
        button.names = ",".join(of)


def notice(scene: Scene) -> None:
    """From a panel that is drawn, where nothing may be written: a scene that is new begins soon."""
    if preferences.own().defaults and not scene.pixal3d.begun and scene.library is None:
        if not bpy.app.timers.is_registered(begin_all):
            bpy.app.timers.register(begin_all)


def begin_all() -> None:
    """Scenes whose settings nobody has touched begin with the artist's own defaults."""
    for scene in bpy.data.scenes if saved() else ():
        group = scene.pixal3d
        if group.begun or scene.library is not None:
            continue
        if not any(group.is_property_set(name) for name in names()):
            reset(group)
        group.begun = True
    redraw.areas("VIEW_3D")


@persistent
def _loaded(*_args: object) -> None:
    begin_all()


def attach() -> None:
    bpy.app.handlers.load_post.append(_loaded)


def detach() -> None:
    if bpy.app.timers.is_registered(begin_all):
        bpy.app.timers.unregister(begin_all)
    bpy.app.handlers.load_post.remove(_loaded)


CLASSES = (PIXAL3D_OT_reset_settings, PIXAL3D_OT_save_defaults, PIXAL3D_OT_restore_defaults)
