"""Elevation after the import: mesh and camera turn together about the view's right-hand axis.

Both take the same rigid motion, so whatever the camera saw it sees still, and nothing that the
artist did to mesh, object or camera is lost. The object's own transform is never touched.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import bpy
from bpy.types import Mesh, Object, PropertyGroup
from mathutils import Matrix, Vector

from ..core.lens import ELEVATION_RANGE

if TYPE_CHECKING:
    import numpy as np


def is_result(obj: Object | None) -> bool:
    """Whether `obj` was generated and still has a mesh."""
    return obj is not None and obj.type == "MESH" and obj.pixal3d.folder != ""


def result_of(obj: Object | None) -> Object | None:
    """The result that `obj` is, or is a part of; None for all else."""
    owner = obj.parent if obj is not None and obj.pixal3d.part else obj
    return owner if is_result(owner) else None


def parts_of(obj: Object) -> list[Object]:
    """The levels of detail and the collision mesh of the result `obj`."""
    return [child for child in obj.children if child.pixal3d.part and child.type == "MESH"]


def locked_because(obj: Object) -> str:
    """Why the elevation cannot change now; empty where it can."""
    if obj.library or obj.data.library:
        return "Linked from another file"
    if obj.mode != "OBJECT" or obj.data.is_editmode:
        return "Elevation changes in Object Mode"
    return ""


def camera_of(obj: Object) -> Object | None:
    """The result's own camera. A copy of the object that left it behind has none."""
    camera = obj.pixal3d.camera
    owned = camera is not None and camera.parent == obj and camera.type == "CAMERA"
    return camera if owned else None


def elevation(group: PropertyGroup) -> float:
    obj = group.id_data
    return obj.data.pixal3d.elevation if is_result(obj) else 0.0


def set_elevation(group: PropertyGroup, value: float) -> None:
    """Turn mesh, parts and cameras to stand at `value` radians. Nothing where that is locked."""
    obj = group.id_data
    if not math.isfinite(value) or not is_result(obj) or locked_because(obj):
        return
    if any(locked_because(part) for part in parts_of(obj)):
        return
    mesh = obj.data
    value = min(max(value, ELEVATION_RANGE[0]), ELEVATION_RANGE[1])
    turn = mesh.pixal3d.elevation - value
    if turn == 0.0:
        return
    motion = _about_base(mesh, Matrix.Rotation(turn, 4, _right_axis(obj)))
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


def _about_base(mesh: Mesh, rotation: Matrix) -> Matrix:
    """`rotation`, and back to where the base centre was: the middle in X and Y, the lowest Z."""
    import numpy as np  # here: enabling the add-on must not wait for it

    points = np.empty((len(mesh.vertices), 3), np.float32)
    mesh.attributes["position"].data.foreach_get("vector", points.ravel())  # in one copy
    rows = np.ascontiguousarray(points.T)
    back = _base(rows) - _base(np.array(rotation.to_3x3(), np.float32) @ rows)
    return Matrix.Translation(back.tolist()) @ rotation


def _base(rows: np.ndarray) -> np.ndarray:
    """rows: [3, N], along which minima are ten times as quick as across."""
    if not rows.size:
        return rows.sum(axis=1)
    low, high = rows.min(axis=1), rows.max(axis=1)
    base = (low + high) / 2.0
    base[2] = low[2]
    return base
