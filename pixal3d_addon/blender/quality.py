"""Quality, as the panel offers it: a preset of several settings at once, and what it costs here."""

from typing import Any

from bpy.app.translations import pgettext_n as n_
from bpy.types import Context, PropertyGroup, UILayout

from ..core.quality import CUSTOM, QUALITIES, quality_of
from . import measured
from .say import say

_NAMES = {
    "preview": n_("Preview"), "standard": n_("Standard"), "high": n_("High"), "best": n_("Best"),
}  # fmt: skip
_WHAT_FOR = {
    "preview": n_("A first look: is it the right photo, the right camera"),
    "standard": n_("For most objects and scenes"),
    "high": n_("For an object that is seen close by"),
    "best": n_("For the one object that everybody looks at; wants much memory"),
    CUSTOM: n_("What you have set yourself"),
}
_ITEMS: list[tuple[str, str, str, int]] = []  # Blender keeps no strings of its own


def items(group: PropertyGroup, _context: Context | None) -> list[tuple[str, str, str, int]]:
    """The presets with what each sets and costs; Custom only where that is what is set."""
    engine = measured.engine_of(group.engine)
    found = [
        (name, say(_NAMES[name]), _tip(group, name, engine), k) for k, name in enumerate(QUALITIES)
    ]
    if current(group) == len(QUALITIES):
        found.append((CUSTOM, say("Custom"), say(_WHAT_FOR[CUSTOM]), len(QUALITIES)))
    _ITEMS[:] = found
    return _ITEMS


def current(group: PropertyGroup) -> int:
    """Which preset the settings are just now; the number after the last where they are none."""
    found = quality_of(_values(group))
    return len(QUALITIES) if found == CUSTOM else list(QUALITIES).index(found)


def choose(group: PropertyGroup, number: int) -> None:
    """Set what the preset sets."""
    if number >= len(QUALITIES):
        return
    values = dict(list(QUALITIES.values())[number])
    steps = values.pop("steps")
    group.use_steps = bool(steps)
    if steps:
        group.steps = steps
    for name, value in values.items():
        setattr(group, name, str(value) if type(getattr(group, name)) is str else value)


def draw_quality(layout: UILayout, group: PropertyGroup) -> None:
    """The choice, and below it what jobs with these settings took on this machine."""
    column = layout.column(align=True)
    column.prop(group, "quality")
    engine = measured.engine_of(group.engine)
    told = measured.told(measured.cost(engine, _all(group)))
    row = column.split(factor=0.4)
    row.label(text="")
    row = row.row()
    row.active = False
    if told:
        row.label(text=f"{engine.title()}: {told}", translate=False)
    else:
        row.label(text="Not measured yet")


def _tip(group: PropertyGroup, name: str, engine: str) -> str:
    return say(
        "{use}. {settings}. {cost}",
        use=say(_WHAT_FOR[name]),
        settings=_sets(name),
        cost=_costs(group, name, engine),
    )


def _sets(name: str) -> str:
    """What the preset sets, in words."""
    preset = QUALITIES[name]
    resolution, steps = preset["resolution"], preset["steps"]
    return say(
        "{faces:,} faces, {side} px. Pixal3D: {resolution}, {steps}, {tokens:,} tokens, "
        "{occlusion}, {bits}-bit normals",
        faces=preset["faces"],
        side=preset["texture_size"],
        resolution=say("resolution {number}", number=resolution)
        if resolution
        else say("resolution of the weights"),
        steps=say("{number} steps", number=steps) if steps else say("steps of the weights"),
        tokens=preset["max_tokens"],
        occlusion=say("occlusion") if preset["occlusion"] else say("no occlusion"),
        bits=preset["normal_bits"],
    )


def _costs(group: PropertyGroup, name: str, engine: str) -> str:
    told = measured.told(measured.cost(engine, {**_all(group), **QUALITIES[name]}))
    if not told:
        return say("Not measured here yet")
    return say("{engine} on this machine: {cost}", engine=engine.title(), cost=told)


def _values(group: PropertyGroup) -> dict[str, Any]:
    return {
        "faces": group.faces,
        "texture_size": int(group.texture_size),
        "resolution": int(group.resolution),
        "steps": group.steps if group.use_steps else 0,
        "max_tokens": group.max_tokens,
        "occlusion": group.occlusion,
        "normal_bits": int(group.normal_bits),
    }


def _all(group: PropertyGroup) -> dict[str, Any]:
    """Of the panel all that decides how long a job takes, as `core.settings` has it."""
    return {
        **_values(group),
        "guidance": group.guidance if group.use_guidance else 0.0,
        "lods": group.lods,
        "collision": group.collision.replace("none", ""),
        "lightmap_uvs": group.lightmap_uvs,
        "watertight": group.watertight,
        "views": group.views,
    }
