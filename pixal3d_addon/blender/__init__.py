"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    finish_again,
    finish_properties,
    generate,
    menus,
    panels,
    paste,
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
    menus.attach()
    pump.attach()


def unregister() -> None:
    pump.detach()
    menus.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
