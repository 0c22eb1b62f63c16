"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    escape,
    finish_again,
    finish_properties,
    generate,
    menus,
    panels,
    paste,
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
    menus.attach()
    status.attach()
    escape.attach()
    pump.attach()


def unregister() -> None:
    pump.detach()
    escape.detach()
    status.detach()
    menus.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
