"""Runs in the Blender under test: blender --python inside.py -- FOLDER

Answers one request at a time, from a timer, so on Blender's main thread: executes the Python of
FOLDER/request.py and writes what it assigned to `result`, or its traceback, to FOLDER/answer.json.
"""

import json
import sys
import traceback
from pathlib import Path

import bpy

FOLDER = Path(sys.argv[sys.argv.index("--") + 1])
REQUEST, ANSWER = FOLDER / "request.py", FOLDER / "answer.json"


def view():
    """Window, area and sidebar region of the 3D viewport."""
    window = bpy.context.window_manager.windows[0]
    area = next(area for area in window.screen.areas if area.type == "VIEW_3D")
    return window, area, next(region for region in area.regions if region.type == "UI")


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


def sidebar_box():
    """Left, top, width, height in pixels from the window's upper left corner, as in a picture."""
    window, _area, sidebar = view()
    top = window.height - sidebar.y - sidebar.height
    return sidebar.x, top, sidebar.width, sidebar.height


def under_pointer():
    """The operator call or the property that the pointer is on; empty where it is on neither."""
    window, area, sidebar = view()
    with bpy.context.temp_override(window=window, area=area, region=sidebar):
        if held := getattr(bpy.context, "property", None):
            return f"{held[0].name}.{held[1]}"
        if bpy.ops.ui.copy_python_command_button.poll():
            window_manager = bpy.context.window_manager
            window_manager.clipboard = ""
            bpy.ops.ui.copy_python_command_button()
            return window_manager.clipboard
    return ""


def pump():
    """Answer the request that is there, if any; a renamed file is a whole one."""
    if REQUEST.exists():
        names = {**globals(), "result": None}
        try:
            exec(compile(REQUEST.read_text(encoding="utf-8"), "<request>", "exec"), names)
            answer = {"result": names["result"]}
        except Exception:
            answer = {"error": traceback.format_exc()}
        REQUEST.unlink()
        partial = ANSWER.with_suffix(".partial")
        partial.write_text(json.dumps(answer, default=str), encoding="utf-8")
        partial.rename(ANSWER)
    return 0.02


bpy.context.preferences.view.show_splash = False
bpy.app.timers.register(pump, persistent=True)
