"""Quality, as the panel offers it: a preset of several settings at once, and what it costs here."""

from typing import Any

from bpy.app.translations import pgettext_n as n_
from bpy.types import Context, PropertyGroup, UILayout

from ...core import estimate
from ...core.quality import CUSTOM, QUALITIES, quality_of
from ..say import say
from . import measured
from .job_settings import to_settings

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
    engine, now = measured.engine_of(group.engine), to_settings(group).to_dict()
    found = [
        (name, say(_NAMES[name]), _tip(name, engine, now), k) for k, name in enumerate(QUALITIES)
    ]
    if current(group) == len(QUALITIES):
        found.append((CUSTOM, say("Custom"), say(_WHAT_FOR[CUSTOM]), len(QUALITIES)))
    _ITEMS[:] = found
    return _ITEMS


def current(group: PropertyGroup) -> int:
    """Which preset the settings are just now; the number after the last where they are none."""
    found = quality_of(to_settings(group).to_dict())
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
    """The choice, and below it what jobs with these settings took on this machine, or may take."""
    column = layout.column(align=True)
    column.prop(group, "quality")
    row = column.row()
    row.active, row.alignment = False, "RIGHT"
    row.label(text=_cost(group), translate=False)


def _cost(group: PropertyGroup) -> str:
    engine, settings = measured.engine_of(group.engine), to_settings(group).to_dict()
    if told := measured.told(measured.cost(engine, settings)):
        return f"{engine.title()}: {told}"
    expected = measured.expected(engine, settings)
    if expected is None:
        return say("Not measured yet")
    about = estimate.rounded(expected.seconds)
    if expected.here:
        return say("{engine}: about {cost}, estimated", engine=engine.title(), cost=about)
    return say("Estimated: {cost} on an {card}", cost=about, card=estimate.REFERENCE)


def _tip(name: str, engine: str, now: dict[str, Any]) -> str:
    return say(
        "{use}. {settings}. {cost}",
        use=say(_WHAT_FOR[name]),
        settings=_sets(name),
        cost=_costs(engine, now, name),
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


def _costs(engine: str, now: dict[str, Any], name: str) -> str:
    settings = {**now, **QUALITIES[name]}
    if told := measured.told(measured.cost(engine, settings)):
        return say("{engine} on this machine: {cost}", engine=engine.title(), cost=told)
    expected = measured.expected(engine, settings)
    if expected is None:
        return say("Not measured here yet")
    about = estimate.rounded(expected.seconds)
    if expected.here:
        return say(
            "{engine} on this machine: about {cost}, estimated", engine=engine.title(), cost=about
        )
    return say("Estimated: {cost} on an {card}", cost=about, card=estimate.REFERENCE)
