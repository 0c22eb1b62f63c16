"""The add-on: what Blender registers, in order. Nothing here or below imports an engine."""

import bpy

from . import (
    defaults,
    icon,
    menus,
    object_menu,
    panels,
    properties,
    settings_presets,
    translations,
)
from .jobs import (
    attention,
    escape,
    finish_again,
    finish_properties,
    generate,
    measured,
    pump,
    queue_actions,
    queue_panel,
    status,
)
from .library import actions as library_actions
from .library import add as library_add
from .library import panel as library_panel
from .library import properties as library_properties
from .library import scan as library_scan
from .match import camera as match_camera
from .match import check as match_check
from .match import presets as camera_presets
from .photo import batch as photo_batch
from .photo import choose as choose_picture
from .photo import cut_out, mask_paint, own_camera, paste, prepared
from .photo import from_view as photo_from_view
from .photo import properties as photo_properties
from .photo import sources as photo_sources
from .problems import details as problem_details
from .problems import remedies
from .result import actions as result_actions
from .result import (
    asset,
    bake_adjustments,
    guess,
    key_elevation,
    key_transform,
    shading_views,
    through_camera,
)
from .result import panel as result_panel
from .setup import doctor_operators, numpy_finder, preferences, weights_operators
from .setup import jobs as setup_jobs
from .setup import operators as setup_operators
from .views import dial
from .views import panel as views_panel

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
    attention,
    paste,
    photo_properties,
    photo_sources,
    photo_batch,
    photo_from_view,
    mask_paint,
    cut_out,
    own_camera,
    camera_presets,
    match_camera,
    result_actions,
    through_camera,
    key_elevation,
    key_transform,
    guess,
    shading_views,
    match_check,
    bake_adjustments,
    asset,
    menus,
    object_menu,
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
    object_menu.attach()
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
    object_menu.detach()
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
