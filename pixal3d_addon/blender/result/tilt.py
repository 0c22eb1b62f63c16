"""An elevation with keys: a custom property of the object that tilts it, and whatever is its child.

A driver without an expression hands the property to an Action constraint, which reads the motion
from an action: Blender evaluates all three without the add-on and without running scripts.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import bpy
from bpy.types import Action, Constraint, Object
from mathutils import Matrix

from ...core.lens import ELEVATION_RANGE
from .rollback import all_or_nothing

NAME = "Pixal3D Elevation"  # of property, constraint and action
PATH = f'["{NAME}"]'
_FACTOR = f'constraints["{NAME}"].eval_time'
_LOW, _HIGH = ELEVATION_RANGE
_STEP = math.radians(0.5)  # from frame to frame of the action: keeps the ground to 0.003 %
_FRAMES = round((_HIGH - _LOW) / _STEP)
_SIZES = {
    "location": 3, "rotation_euler": 3, "rotation_quaternion": 4, "rotation_axis_angle": 4,
    "delta_rotation_quaternion": 4,
}  # fmt: skip


def constraint_of(obj: Object) -> Constraint | None:
    """What tilts `obj`; None where its elevation has no keys."""
    found = obj.constraints.get(NAME)
    whole = found is not None and found.type == "ACTION" and found.action and NAME in obj
    return found if whole else None


def elevation(obj: Object) -> float:
    """Radians, of the frame that is shown."""
    return float(obj[NAME])


def set_elevation(obj: Object, value: float) -> None:
    obj[NAME] = value
    obj.update_tag()


def motion(obj: Object) -> Matrix:
    """How `obj` is moved in its own frame, as of now; the identity where it has no keys."""
    constraint = constraint_of(obj)
    if constraint is None:
        return Matrix()
    frame = _frame(elevation(obj))
    curves = {(c.data_path, c.array_index): c for c in curves_of(constraint.action)}
    at = [curves["location", axis].evaluate(frame) for axis in range(3)]
    angle, *axis = (curves["rotation_axis_angle", k].evaluate(frame) for k in range(4))
    return Matrix.Translation(at) @ Matrix.Rotation(angle, 4, axis)


def tilt(obj: Object, now: float, axis: Sequence[float], move: Callable[[float], Matrix]) -> None:
    """Let `obj` have an elevation with keys, which is `now`; what was there before goes.

    axis: unit, in the frame of `obj`. move: of an elevation the motion in that frame, a turn about
    `axis` by `now` less the elevation and then a shift. Raises nothing that leaves a part behind.
    """
    with all_or_nothing() as ledger:
        action = ledger.add(bpy.data.actions.new(f"{obj.name} Elevation"))
        slot, curves = _new_curves(action)
        steps = (_LOW + k * _STEP for k in range(_FRAMES + 1))
        _fill(curves, obj, now, axis, [(e, move(e)) for e in sorted({*steps, now})])
    obj[NAME] = now
    obj.id_properties_ui(NAME).update(
        min=_LOW, max=_HIGH, subtype="ANGLE", precision=3,
        description="How far the camera stood above the object; turns the object and its camera "
        "together, so that they go on matching the photo",
    )  # fmt: skip
    obj.property_overridable_library_set(PATH, True)
    constraint = obj.constraints.get(NAME) or obj.constraints.new("ACTION")
    constraint.name, constraint.show_expanded = NAME, False
    old, constraint.action = constraint.action, action
    if slot:
        constraint.action_slot = slot
    if old and not old.users:
        bpy.data.actions.remove(old)
    constraint.use_eval_time = True
    constraint.frame_start, constraint.frame_end = 0, _FRAMES
    constraint.mix_mode = "AFTER_FULL"
    _drive(obj)
    obj.update_tag()


def release(obj: Object) -> None:
    """Without keys and constraint again; where `obj` stood at the base elevation it stands."""
    constraint = obj.constraints[NAME]
    action = constraint.action
    obj.driver_remove(_FACTOR)
    obj.constraints.remove(constraint)
    if action and not action.users:
        bpy.data.actions.remove(action)
    animation = obj.animation_data
    if animation and animation.action and animation.action.library is None:
        curves = curves_of(animation.action, getattr(animation, "action_slot", None))
        for curve in [curve for curve in curves if curve.data_path == PATH]:
            curves.remove(curve)
    del obj[NAME]
    obj.update_tag()


def _drive(obj: Object) -> None:
    """The property as the factor from the first to the last frame of the action."""
    obj.driver_remove(_FACTOR)
    curve = obj.driver_add(_FACTOR)
    curve.driver.type = "SUM"
    variable = curve.driver.variables.new()
    variable.name = "elevation"
    variable.targets[0].id = obj
    variable.targets[0].data_path = PATH
    curve.keyframe_points.clear()
    for modifier in list(curve.modifiers):
        curve.modifiers.remove(modifier)
    line = curve.modifiers.new("GENERATOR")
    line.coefficients = (-_LOW / (_HIGH - _LOW), 1.0 / (_HIGH - _LOW))


def _frame(elevation: float) -> float:
    return (elevation - _LOW) / (_HIGH - _LOW) * _FRAMES


def _new_curves(action: Action) -> tuple[Any, Any]:
    """The slot, where this Blender has such, and the curves of objects."""
    if not hasattr(action, "slots"):
        action.id_root = "OBJECT"
        return None, action.fcurves
    slot = action.slots.new("OBJECT", NAME)
    strip = action.layers.new("Layer").strips.new(type="KEYFRAME")
    return slot, strip.channelbag(slot, ensure=True).fcurves


def curves_of(action: Action, slot: Any = None) -> Any:
    """The curves of `slot`, of the first one without; empty where there are none."""
    if not hasattr(action, "slots"):
        return action.fcurves
    slot = slot or next(iter(action.slots), None)
    for layer in action.layers if slot else ():
        for strip in layer.strips:
            if bag := strip.channelbag(slot):
                return bag.fcurves
    return ()


def _fill(
    curves: Any,
    obj: Object,
    now: float,
    axis: Sequence[float],
    motions: Sequence[tuple[float, Matrix]],
) -> None:
    """Write the motions for every way in which an object can have its rotation."""
    order = obj.rotation_mode if obj.rotation_mode not in ("QUATERNION", "AXIS_ANGLE") else "XYZ"
    values: dict[tuple[str, int], list[float]] = {}
    frames, euler = [], None
    for elevation, matrix in motions:
        rotation = Matrix.Rotation(now - elevation, 3, axis)
        euler = rotation.to_euler(order, euler) if euler else rotation.to_euler(order)
        half = (now - elevation) / 2.0
        told = {
            "location": matrix.translation,
            "rotation_euler": euler,
            # Not `to_quaternion`, which may change its sign on the way.
            "rotation_quaternion": (math.cos(half), *(math.sin(half) * a for a in axis)),
            "rotation_axis_angle": (now - elevation, *axis),
            # Blender takes a missing one for half a turn here.
            "delta_rotation_quaternion": (1.0, 0.0, 0.0, 0.0),
        }
        frames.append(_frame(elevation))
        for path, size in _SIZES.items():
            for k in range(size):
                values.setdefault((path, k), []).append(told[path][k])
    for (path, k), column in values.items():
        curve = curves.new(path, index=k)
        points = curve.keyframe_points
        points.add(len(frames))
        pairs = zip(frames, column, strict=True)
        points.foreach_set("co", [number for pair in pairs for number in pair])
        points.foreach_set("interpolation", [1] * len(frames))  # linear
        curve.update()
