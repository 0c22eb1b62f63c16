"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    camera_presets,
    escape,
    finish_again,
    finish_properties,
    generate,
    match_camera,
    menus,
    panels,
    paste,
    photo_properties,
    photo_sources,
    preferences,
    properties,
    pump,
    queue_actions,
    queue_panel,
    result_actions,
    result_panel,
    setup_jobs,
    setup_operators,
    status,
)

_MODULES = (
    preferences,
    setup_operators,
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
    panels,
    queue_panel,
    result_panel,
    escape,
)


def register() -> None:
    for module in _MODULES:
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    properties.attach()
    photo_properties.attach()
    photo_sources.attach()
    menus.attach()
    status.attach()
    escape.attach()
    pump.attach()


def unregister() -> None:
    pump.detach()
    setup_jobs.detach()
    match_camera.detach()
    escape.detach()
    status.detach()
    menus.detach()
    photo_sources.detach()
    photo_properties.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
