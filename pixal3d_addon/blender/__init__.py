"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    asset,
    bake_adjustments,
    camera_presets,
    choose_picture,
    cut_out,
    defaults,
    dial,
    doctor_operators,
    escape,
    finish_again,
    finish_properties,
    generate,
    guess,
    icon,
    key_elevation,
    library_actions,
    library_add,
    library_panel,
    library_properties,
    library_scan,
    mask_paint,
    match_camera,
    match_check,
    measured,
    menus,
    numpy_finder,
    panels,
    paste,
    photo_batch,
    photo_from_view,
    photo_properties,
    photo_sources,
    preferences,
    prepared,
    problem_details,
    properties,
    pump,
    queue_actions,
    queue_panel,
    remedies,
    result_actions,
    result_panel,
    settings_presets,
    setup_jobs,
    setup_operators,
    shading_views,
    status,
    translations,
    views_panel,
    weights_operators,
)

_MODULES = (
    preferences,
    setup_operators,
    doctor_operators,
    weights_operators,
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
    key_elevation,
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
    defaults,
    settings_presets,
    choose_picture,
    remedies,
    problem_details,
    panels,
    queue_panel,
    result_panel,
    library_panel,
    escape,
)


def register() -> None:
    numpy_finder.attach()
    icon.attach()
    translations.attach()
    for module in _MODULES:
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    properties.attach()
    library_properties.attach()
    defaults.attach()
    measured.attach()
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
    setup_jobs.detach()
    match_camera.detach()
    escape.detach()
    status.detach()
    menus.detach()
    photo_sources.detach()
    photo_properties.detach()
    library_properties.detach()
    measured.detach()
    defaults.detach()
    properties.detach()
    for module in reversed(_MODULES):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
    translations.detach()
    icon.detach()
    numpy_finder.detach()
