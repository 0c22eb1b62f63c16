"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    camera_presets,
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
    result_actions,
    result_panel,
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
    panels,
    result_panel,
)


def register() -> None:
    for module in _MODULES:
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    properties.attach()
    photo_properties.attach()
    photo_sources.attach()
    menus.attach()
    pump.attach()


def unregister() -> None:
    pump.detach()
    match_camera.detach()
    menus.detach()
    photo_sources.detach()
    photo_properties.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
