"""What the panel shows ↔ `core.settings`, converted once each way."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Any

import bpy

from ...core.settings import Settings
from ..photo.camera import photo_fov
from .finish_properties import Finishing, PIXAL3D_PG_finish

if TYPE_CHECKING:
    from ..properties import PIXAL3D_PG_settings


def to_settings(group: PIXAL3D_PG_settings) -> Settings:
    """The job that the panel describes, without weights. The caller checks `problems()`."""
    photo = group.image.pixal3d if group.image else None
    return Settings(
        engine=group.engine,
        fov=group.fov,
        photo_fov=0.0 if group.fov_source == "SQUARE" else photo_fov(group),
        elevation=group.elevation,
        guess_elevation=group.guess_elevation,
        extend_pixel=group.extend_pixel,
        background=group.background,
        crop_x=photo.crop[0] if photo else 0.0,
        crop_y=photo.crop[1] if photo else 0.0,
        crop_scale=photo.crop_scale if photo else 1.0,
        **_finishing(group),
        size=group.size,
        seed=group.seed,
        resolution=int(group.resolution),
        steps=group.steps if group.use_steps else 0,
        guidance=group.guidance if group.use_guidance else 0.0,
        max_tokens=group.max_tokens,
        views=os.path.abspath(bpy.path.abspath(group.views)) if group.views else "",  # noqa: PTH100
    )


def load_settings(group: PIXAL3D_PG_settings, settings: Settings) -> None:
    """Show `settings` in the panel. Photo, mask, crop and weights stay as they are."""
    from ...core.job_records import VIEWS  # here: enabling must be quick

    values = settings.to_dict()
    del values["weights"]
    if os.path.basename(values["views"]) == VIEWS:  # noqa: PTH119
        del values["views"]  # the photos of that job, not of the panel
    group.fov_source = "PHOTO" if values["photo_fov"] else "SQUARE"
    group.use_steps, group.use_guidance = bool(values["steps"]), bool(values["guidance"])
    for name in ("photo_fov", "steps", "guidance"):
        if not values[name]:
            del values[name]
    for name, value in values.items():
        if name not in group.bl_rna.properties:
            continue  # only the command line has it
        setattr(group, name, shown(name, value))


def load_finishing(group: PIXAL3D_PG_finish, settings: Settings) -> None:
    """Show how a result was finished."""
    for name in Finishing.__annotations__:
        setattr(group, name, shown(name, getattr(settings, name)))


def changed_finishing(group: PIXAL3D_PG_finish, settings: Settings) -> dict[str, Any]:
    """Of the settings that `group` shows those that are not as in `settings`.

    What was never set, of an object of an older version, is as it was. Blender's numbers are
    shorter than ours: nearly the same is the same.
    """
    changes = {}
    for name, value in _finishing(group).items():
        was = getattr(settings, name)
        same = math.isclose(value, was, rel_tol=1e-6) if type(was) is float else value == was
        if group.is_property_set(name) and not same:
            changes[name] = value
    return changes


def _finishing(group: Finishing) -> dict[str, Any]:
    """The settings that `group` shows, by name."""
    values = {name: getattr(group, name) for name in Finishing.__annotations__}
    numbers = {name: int(values[name]) for name in ("texture_size", "normal_bits")}
    return {**values, **numbers, "collision": values["collision"].replace("none", "")}


def shown(name: str, value: Any) -> Any:
    """A setting as the property of that name has it."""
    if name == "collision":
        return value or "none"
    return str(value) if name in {"texture_size", "resolution", "normal_bits"} else value
