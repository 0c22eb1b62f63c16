"""Quality, as the panel offers it: a preset of several settings at once, and what it costs here."""

from typing import Any

from bpy.app.translations import pgettext_iface as iface
from bpy.types import Context, PropertyGroup, UILayout

from ..core import estimate
from ..core.quality import CUSTOM, QUALITIES, quality_of
from . import measured
from .job_settings import to_settings

_NAMES = {"preview": "Preview", "standard": "Standard", "high": "High", "best": "Best"}
_WHAT_FOR = {
    "preview": "A first look: is it the right photo, the right camera",
    "standard": "For most objects and scenes",
    "high": "For an object that is seen close by",
    "best": "For the one object that everybody looks at; wants much memory",
    CUSTOM: "What you have set yourself",
}
_ITEMS: list[tuple[str, str, str, int]] = []  # Blender keeps no strings of its own


def items(group: PropertyGroup, _context: Context | None) -> list[tuple[str, str, str, int]]:
    """The presets with what each sets and costs; Custom only where that is what is set."""
    engine, now = measured.engine_of(group.engine), to_settings(group).to_dict()
    found = [
        (name, _NAMES[name], f"{_WHAT_FOR[name]}. {_sets(name)}. {_costs(engine, now, name)}", k)
        for k, name in enumerate(QUALITIES)
    ]
    if current(group) == len(QUALITIES):
        found.append((CUSTOM, "Custom", _WHAT_FOR[CUSTOM], len(QUALITIES)))
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
        return iface("Not measured yet")
    about = estimate.rounded(expected.seconds)
    if expected.here:
        return iface("{}: about {}, estimated").format(engine.title(), about)
    return iface("Estimated: {} on an {}").format(about, estimate.REFERENCE)


def _sets(name: str) -> str:
    """What the preset sets, in words."""
    preset = QUALITIES[name]
    detail = f"resolution {preset['resolution'] or 'of the weights'}"
    steps = f"{preset['steps']} steps" if preset["steps"] else "steps of the weights"
    occlusion = "occlusion" if preset["occlusion"] else "no occlusion"
    return (
        f"{preset['faces']:,} faces, {preset['texture_size']} px. Pixal3D: {detail}, {steps}, "
        f"{preset['max_tokens']:,} tokens, {occlusion}, {preset['normal_bits']}-bit normals"
    )


def _costs(engine: str, now: dict[str, Any], name: str) -> str:
    settings = {**now, **QUALITIES[name]}
    if told := measured.told(measured.cost(engine, settings)):
        return f"{engine.title()} on this machine: {told}"
    expected = measured.expected(engine, settings)
    if expected is None:
        return "Not measured here yet"
    about = estimate.rounded(expected.seconds)
    if expected.here:
        return f"{engine.title()} on this machine: about {about}, estimated"
    return f"Estimated: {about} on an {estimate.REFERENCE}"
