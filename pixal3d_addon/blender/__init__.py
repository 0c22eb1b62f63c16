"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    camera_presets,
    choose_picture,
    defaults,
    escape,
    finish_again,
    finish_properties,
    generate,
    icon,
    match_camera,
    measured,
    menus,
    panels,
    paste,
    photo_properties,
    photo_sources,
    preferences,
    problem_details,
    properties,
    pump,
    queue_actions,
    queue_panel,
    remedies,
    result_actions,
    result_panel,
    settings_presets,
    status,
)

_MODULES = (
    preferences,
    finish_properties,
    properties,
    generate,
    finish_again,
    paste,
    photo_properties,
    photo_sources,
    camera_presets,
    match_camera,
    result_actions,
    menus,
    queue_actions,
    defaults,
    settings_presets,
    choose_picture,
    remedies,
    problem_details,
    panels,
    queue_panel,
    result_panel,
    escape,
)


def register() -> None:
    icon.attach()
    for module in _MODULES:
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    properties.attach()
    defaults.attach()
    measured.attach()
    photo_properties.attach()
    photo_sources.attach()
    menus.attach()
    status.attach()
    escape.attach()
    pump.attach()


def unregister() -> None:
    pump.detach()
    match_camera.detach()
    escape.detach()
    status.detach()
    menus.detach()
    photo_sources.detach()
    photo_properties.detach()
    measured.detach()
    defaults.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
    icon.detach()
