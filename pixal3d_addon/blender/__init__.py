"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    asset,
    camera_presets,
    escape,
    finish_again,
    finish_properties,
    generate,
    library_actions,
    library_add,
    library_panel,
    library_properties,
    library_scan,
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
    asset,
    menus,
    queue_actions,
    library_properties,
    library_actions,
    library_add,
    panels,
    queue_panel,
    result_panel,
    library_panel,
    escape,
)


def register() -> None:
    for module in _MODULES:
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    properties.attach()
    library_properties.attach()
    photo_properties.attach()
    photo_sources.attach()
    menus.attach()
    status.attach()
    escape.attach()
    pump.attach()
    library_scan.attach()


def unregister() -> None:
    library_scan.detach()
    pump.detach()
    match_camera.detach()
    escape.detach()
    status.detach()
    menus.detach()
    photo_sources.detach()
    photo_properties.detach()
    library_properties.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
