"""Elevation after the import: mesh and camera turn together about the view's right-hand axis.

Both take the same rigid motion, so whatever the camera saw it sees still, and nothing that the
artist did to mesh, object or camera is lost. The object's own transform is never touched. Once the
elevation has keys, `tilt` moves the object instead, and the meshes stay as they are.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import bpy
from bpy.types import Mesh, Object, PropertyGroup
from mathutils import Matrix, Vector

from ...core.lens import ELEVATION_RANGE
from ..say import say
from . import tilt

if TYPE_CHECKING:
    import numpy as np


def is_result(obj: Object | None) -> bool:
    """Whether `obj` was generated and still has a mesh."""
    return obj is not None and obj.type == "MESH" and obj.pixal3d.folder != ""


def result_of(obj: Object | None) -> Object | None:
    """The result that `obj` is, or is a part or the camera of; None for all else."""
    if obj is not None and is_result(obj.parent):
        if obj.pixal3d.part or camera_of(obj.parent) == obj:
            return obj.parent
    return obj if is_result(obj) and not obj.pixal3d.part else None


def mesh_of(obj: Object) -> Object:
    """`obj` itself, which is or belongs to a result; of a camera, its result."""
    return obj.parent if obj.type == "CAMERA" else obj


def parts_of(obj: Object) -> list[Object]:
    """The levels of detail and the collision mesh of the result `obj`."""
    return [child for child in obj.children if child.pixal3d.part and child.type == "MESH"]


def locked_because(obj: Object) -> str:
    """Why the elevation cannot change now; empty where it can."""
    if obj.library:
        return say("Linked from another file")
    if tilt.constraint_of(obj):
        return ""
    if obj.data.library:
        return say("Linked from another file")
    if obj.data.users > 1 and any(map(tilt.constraint_of, _users(obj.data))):
        return say("A linked duplicate has keys for it")
    if obj.mode != "OBJECT" or obj.data.is_editmode:
        return say("Elevation changes in Object Mode")
    return ""


def camera_of(obj: Object) -> Object | None:
    """The result's own camera. A copy of the object that left it behind has none."""
    camera = obj.pixal3d.camera
    owned = camera is not None and camera.parent == obj and camera.type == "CAMERA"
    return camera if owned else None


def elevation(group: PropertyGroup) -> float:
    obj = group.id_data
    if not is_result(obj):
        return 0.0
    return tilt.elevation(obj) if tilt.constraint_of(obj) else obj.data.pixal3d.elevation


def set_elevation(group: PropertyGroup, value: float) -> None:
    """Turn mesh, parts and cameras to stand at `value` radians. Nothing where that is locked."""
    obj = group.id_data
    if not math.isfinite(value) or not is_result(obj) or locked_because(obj):
        return
    if tilt.constraint_of(obj):
        tilt.set_elevation(obj, min(max(value, ELEVATION_RANGE[0]), ELEVATION_RANGE[1]))
        return
    if any(locked_because(part) for part in parts_of(obj)):
        return
    mesh = obj.data
    value = min(max(value, ELEVATION_RANGE[0]), ELEVATION_RANGE[1])
    turn = mesh.pixal3d.elevation - value
    if turn == 0.0:
        return
    motion = _about_base(_points(mesh), Matrix.Rotation(turn, 4, _right_axis(obj)))
    mesh.transform(motion, shape_keys=True)
    mesh.update()
    users = _users(mesh)
    _turn_parts([part for user in users for part in parts_of(user)], motion, turn)
    for user in users:
        if camera := camera_of(user):
            inverse = camera.matrix_parent_inverse
            local = motion @ inverse @ camera.matrix_basis
            camera.matrix_basis = inverse.inverted_safe() @ local
    mesh.pixal3d.elevation = value


def give_keys(obj: Object) -> None:
    """Let the elevation be animated; asked again, its base is where the mesh has it by now.

    Nothing moves: object and mesh are as before, and the base centre stays at every elevation.
    """
    axis, points, base = _right_axis(obj), _points(obj.data), obj.data.pixal3d.elevation

    def move(value: float) -> Matrix:
        return _about_base(points, Matrix.Rotation(base - value, 4, axis))

    shown = tilt.elevation(obj) if tilt.constraint_of(obj) else base
    tilt.tilt(obj, base, axis, move)
    tilt.set_elevation(obj, shown)


def take_keys(obj: Object) -> None:
    """Without animation again; the elevation stays at what it is in this frame."""
    shown = tilt.elevation(obj)
    tilt.release(obj)
    set_elevation(obj.pixal3d, shown)


def _turn_parts(parts: list[Object], motion: Matrix, turn: float) -> None:
    """The same for levels and collision meshes, each mesh once, wherever the artist moved them."""
    done: set[Mesh] = set()
    for part in parts:
        if part.data not in done:
            done.add(part.data)
            local = part.matrix_parent_inverse @ part.matrix_basis
            part.data.transform(local.inverted_safe() @ motion @ local, shape_keys=True)
            part.data.update()
            part.data.pixal3d.elevation -= turn


def _users(mesh: Mesh) -> list[Object]:
    """The objects that show `mesh`: linked duplicates turn together."""
    return [obj for obj in bpy.data.objects if obj.data == mesh]


def _right_axis(obj: Object) -> Vector:
    """The camera's right in the mesh's own frame: X, unless a rotation was applied since."""
    camera = camera_of(obj)
    if camera is None:
        return Vector((1.0, 0.0, 0.0))
    return (camera.matrix_parent_inverse @ camera.matrix_basis).to_3x3().col[0].normalized()


def _points(mesh: Mesh) -> np.ndarray:
    """float32 [3, V]: along rows numpy is many times as fast."""
    import numpy as np  # here: enabling the add-on must not wait for it

    points = np.empty((len(mesh.vertices), 3), np.float32)
    mesh.attributes["position"].data.foreach_get("vector", points.ravel())  # in one copy
    return np.ascontiguousarray(points.T)


def _about_base(points: np.ndarray, rotation: Matrix) -> Matrix:
    """`rotation`, and back to where the base centre was: the middle in X and Y, the lowest Z."""
    import numpy as np

    turned = np.array(rotation.to_3x3(), np.float32) @ points
    return Matrix.Translation((_base(points) - _base(turned)).tolist()) @ rotation


def _base(points: np.ndarray) -> np.ndarray:
    if not points.size:
        return points.sum(axis=1)
    low, high = points.min(axis=1), points.max(axis=1)
    base = (low + high) / 2.0
    base[2] = low[2]
    return base
