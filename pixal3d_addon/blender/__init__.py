"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    asset,
    bake_adjustments,
    camera_presets,
    cut_out,
    dial,
    escape,
    finish_again,
    finish_properties,
    generate,
    guess,
    library_actions,
    library_add,
    library_panel,
    library_properties,
    library_scan,
    mask_paint,
    match_camera,
    match_check,
    menus,
    panels,
    paste,
    photo_batch,
    photo_from_view,
    photo_properties,
    photo_sources,
    preferences,
    prepared,
    properties,
    pump,
    queue_actions,
    queue_panel,
    result_actions,
    result_panel,
    shading_views,
    status,
    views_panel,
)

_MODULES = (
    preferences,
    finish_properties,
    views_panel,
    properties,
    generate,
    finish_again,
    paste,
    photo_properties,
    photo_sources,
    photo_batch,
    photo_from_view,
    mask_paint,
    cut_out,
    camera_presets,
    match_camera,
    result_actions,
    guess,
    shading_views,
    match_check,
    bake_adjustments,
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
    prepared.attach()
    mask_paint.attach()
    pump.attach()
    library_scan.attach()


def unregister() -> None:
    library_scan.detach()
    pump.detach()
    photo_batch.detach()
    mask_paint.detach()
    prepared.detach()
    dial.detach()
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
