"""Object ▸ Pixal3D, by which Blender's search and keys of one's own find what the tab can do."""

from types import SimpleNamespace

import bpy

from tests.blender.conftest import addon
from tests.blender.test_panels import Recorder

# What is of one place alone: the library's chosen result, the preferences, a message, a mode.
OF_A_PLACE = (
    "library_", "queue_job", "add_view", "remove_view", "dismiss", "copy_details", "doctor",
    "save_report", "copy_doctor", "close_doctor", "set_up_runtime", "remove_runtime", "stop_setup",
    "detect", "open_licenses", "open_logs", "check_runtime", "download_weights", "get_background",
    "remove_weights", "convert_weights", "save_defaults", "restore_defaults", "preset_add", "retry",
    "less_memory", "larger_texture", "another_seed", "use_draft", "free_memory", "clear_mask",
    "clear_views", "choose_photo", "choose_mask", "reset_crop", "look_again", "end_mask",
    "end_match", "camera_preset", "read_lens", "key_elevation", "fit_elevation", "unkey_elevation",
    "shading", "drop_photo", "cancel_in_panel", "photo_from_", "generate_files", "import_result",
    "show_panel", "stop_comparing", "select_added", "key_transform", "repair_weights",
)  # fmt: skip


def draw() -> list[str]:
    layout = Recorder()
    bpy.types.PIXAL3D_MT_object.draw(SimpleNamespace(layout=layout), bpy.context)
    return [what.removeprefix("pixal3d.") for kind, what in layout.notes if kind == "operator"]


def test_everything_that_is_not_of_one_place_is_in_the_menu() -> None:
    shown = draw()
    assert len(shown) == len(set(shown)) and shown[-1] == "preferences.addon_show"
    every = {
        cls.bl_idname.removeprefix("pixal3d.")
        for module in addon("blender")._MODULES
        for cls in module.CLASSES
        if issubclass(cls, bpy.types.Operator)
    }
    assert set(shown[:-1]) == {name for name in every if not name.startswith(OF_A_PLACE)}


def test_more_ways_to_a_photo_are_a_menu_in_it() -> None:
    layout = Recorder()
    bpy.types.PIXAL3D_MT_object.draw(SimpleNamespace(layout=layout), bpy.context)
    assert [kind for kind, _ in layout.notes].count("menu") == 1


def test_the_menu_is_in_object() -> None:
    menu = SimpleNamespace(layout=Recorder())
    addon("blender.object_menu")._draw(menu, bpy.context)
    assert [kind for kind, _ in menu.layout.notes] == ["separator", "menu"]
    assert addon("blender.object_menu")._draw in bpy.types.VIEW3D_MT_object._dyn_ui_initialize()
