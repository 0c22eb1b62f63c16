"""Runs in the Blender under test: blender --python inside.py -- FOLDER

Answers one request at a time, from a timer, so on Blender's main thread: executes the Python of
FOLDER/request.py and writes what it assigned to `result`, or its traceback, to FOLDER/answer.json.
A generator as result goes on once every tick, and what it returns is the answer.
"""

import json
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import bpy

FOLDER = Path(sys.argv[sys.argv.index("--") + 1])
REQUEST, ANSWER = FOLDER / "request.py", FOLDER / "answer.json"
INTERVAL = 0.004  # seconds between two looks for a request


class Look(bpy.types.Operator):
    """Take down where a window has last seen the pointer, and which keys were held."""

    bl_idname = "gui.look"
    bl_label = "Look"
    bl_options = {"INTERNAL"}  # noqa: RUF012  Blender's own attribute
    seen = ()

    def invoke(self, _context, event):
        keys = [name for name in ("shift", "ctrl", "alt") if getattr(event, name)]
        Look.seen = (event.mouse_x, event.mouse_y, keys)
        return {"FINISHED"}


def view():
    """Window, area and sidebar region of the 3D viewport."""
    window = bpy.context.window_manager.windows[0]
    area = next(area for area in window.screen.areas if area.type == "VIEW_3D")
    return window, area, next(region for region in area.regions if region.type == "UI")


def viewport():
    """What `temp_override` needs for an operator of the 3D viewport."""
    window, area, _sidebar = view()
    region = next(region for region in area.regions if region.type == "WINDOW")
    return {"window": window, "area": area, "region": region}


def show_tab(name):
    """Open the sidebar at a tab; true once it is there."""
    _window, area, sidebar = view()
    area.spaces.active.show_region_ui = True
    area.tag_redraw()
    try:
        sidebar.active_panel_category = name
    except (AttributeError, TypeError):  # not drawn yet, so it has no tabs yet
        return False
    return sidebar.active_panel_category == name


def open_panels(*names):
    """Of our panels open those of the names and close the rest; before the tab is first shown."""
    modules = sys.modules["bl_ext.user_default.pixal3d.pixal3d_addon.blender"]._MODULES
    panels = [
        kind
        for module in modules
        for kind in module.CLASSES
        if issubclass(kind, bpy.types.Panel) and getattr(kind, "bl_category", "") == "Pixal3D"
    ]
    for panel in reversed(panels):
        bpy.utils.unregister_class(panel)
    for panel in panels:
        opened = panel.__name__.removeprefix("PIXAL3D_PT_") in names
        panel.bl_options = set() if opened else {"DEFAULT_CLOSED"}
        bpy.utils.register_class(panel)


def sidebar_box():
    """Left, top, width, height in pixels from the window's upper left corner, as in a picture."""
    window, _area, sidebar = view()
    top = window.height - sidebar.y - sidebar.height
    return sidebar.x, top, sidebar.width, sidebar.height


def scrolled():
    """How far down the sidebar is scrolled, in pixels."""
    _window, _area, sidebar = view()
    return round(-sidebar.view2d.region_to_view(0, sidebar.height)[1])


def pointer():
    """Where each window saw the pointer, from the screen's upper left corner, and the keys held."""
    windows = bpy.context.window_manager.windows
    high = windows[0].height  # as the screen
    found = []
    for window in windows:
        with bpy.context.temp_override(window=window):
            bpy.ops.gui.look("INVOKE_DEFAULT")
        x, y, keys = Look.seen
        found.append([window.x + x, high - 1 - window.y - y, keys])
    return found


def under_pointer():
    """The operator call or the property that the pointer is on; empty where it is on neither."""
    window, area, sidebar = view()
    with bpy.context.temp_override(window=window, area=area, region=sidebar):
        window_manager = bpy.context.window_manager
        window_manager.clipboard = ""
        if held := getattr(bpy.context, "property", None):
            if bpy.ops.ui.copy_data_path_button.poll():  # before 5.0 the other lacks its beginning
                bpy.ops.ui.copy_data_path_button()
            return f"{held[0].name}.{window_manager.clipboard or held[1]}"
        if bpy.ops.ui.copy_python_command_button.poll():
            bpy.ops.ui.copy_python_command_button()
            return window_manager.clipboard
    return ""


def scan(places, wanted):
    """Generator: move the pointer over places of the window until it is on what is wanted.

    Returns the names that it was on, the last for the place where it stopped.
    """
    window = bpy.context.window_manager.windows[0]
    names = []
    for x, y in places:
        window.cursor_warp(x, window.height - 1 - y)
        for _ in range(20):
            yield
            if pointer()[0][:2] == [x, y]:
                break
        yield  # a timer runs between seeing and handling
        names.append(under_pointer())
        if wanted in names[-1]:
            yield  # it may have been of the place before
            names[-1] = under_pointer()
            if wanted in names[-1]:
                break
    return names


def execute(code):
    names = {**globals(), "result": None}
    exec(compile(code, "<request>", "exec"), names)
    return names["result"]


def answer(said):
    partial = ANSWER.with_suffix(".partial")
    partial.write_text(json.dumps(said, default=str), encoding="utf-8")
    partial.rename(ANSWER)


def pump(going=[]):
    """Answer the request that is there, if any; a renamed file is a whole one."""
    try:
        if going:
            next(going[0])
        elif REQUEST.exists():
            code = REQUEST.read_text(encoding="utf-8")
            REQUEST.unlink()
            result = execute(code)
            if isinstance(result, Iterator):
                going.append(result)
            else:
                answer({"result": result})
    except StopIteration as end:
        going.clear()
        answer({"result": end.value})
    except Exception:
        going.clear()
        answer({"error": traceback.format_exc()})
    return INTERVAL


bpy.utils.register_class(Look)
bpy.context.preferences.view.show_splash = False
bpy.context.preferences.view.smooth_view = 0  # milliseconds that a view glides
bpy.app.timers.register(pump, persistent=True)
