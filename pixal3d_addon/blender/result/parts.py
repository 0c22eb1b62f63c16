"""Levels of detail and the collision mesh of a result: children of it, in collections of their own.

As children they go wherever the result goes, and `stance` turns them along with it.
"""

from collections.abc import Sequence

import bpy
import numpy as np
from bpy.types import Collection, Object

from .meshes import make_mesh
from .rollback import Ledger

_LONGEST = "_Collision"  # what is put after a result's name
_ROOM = 63 - len(_LONGEST) - len(".001")  # bytes; names were that short until Blender 5.0


def free_name(wanted: str) -> str:
    """`wanted`, with a number where any part of a result of that name would need another."""
    wanted = wanted.encode()[:_ROOM].decode(errors="ignore") or "Object"
    name, number = wanted, 0
    ends = ("", *(f"_LOD{level}" for level in range(4)), _LONGEST)
    kinds = (bpy.data.objects, bpy.data.collections, bpy.data.meshes)
    while any(name + end in kind for kind in kinds for end in ends):
        number += 1
        name = f"{wanted}.{number:03}"
    return name


def add_levels(
    ledger: Ledger,
    name: str,
    obj: Object,
    home: Collection,
    levels: Sequence[dict[str, np.ndarray]],
    to: np.ndarray,
) -> list[Collection]:
    """Level 0, which is `obj`, and `levels` each in a collection inside `home`.

    Returns the collections of the lower levels; `levels.hide` them once they are in the scene.
    """
    lower = []
    obj.pixal3d.levels = len(levels)
    for number, arrays in enumerate([None, *levels]):
        shelf = _inside(ledger, home, f"{name}_LOD{number}")
        if arrays is None:
            shelf.objects.link(obj)
            continue
        mesh = make_mesh(ledger, shelf.name, arrays, to)
        mesh.materials.append(obj.data.materials[0])
        shelf.objects.link(_part(ledger, shelf.name, mesh, obj, f"LOD{number}"))
        shelf.hide_render = True
        lower.append(shelf)
    return lower


def add_collision(
    ledger: Ledger, name: str, obj: Object, home: Collection, arrays: dict[str, np.ndarray]
) -> Collection:
    """A wireframe that renders never show. Returns its collection, to `levels.hide`."""
    shelf = _inside(ledger, home, f"{name}_Collision")
    mesh = make_mesh(ledger, shelf.name, arrays, np.eye(4, dtype=np.float32))
    mesh.shade_flat()
    part = _part(ledger, shelf.name, mesh, obj, "Collision")
    part.display_type = "WIRE"
    part.hide_render = shelf.hide_render = True
    shelf.objects.link(part)
    return shelf


def _inside(ledger: Ledger, home: Collection, name: str) -> Collection:
    shelf = ledger.add(bpy.data.collections.new(name))
    home.children.link(shelf)
    return shelf


def _part(ledger: Ledger, name: str, mesh: bpy.types.Mesh, obj: Object, what: str) -> Object:
    mesh.pixal3d.elevation = obj.data.pixal3d.elevation
    part = ledger.add(bpy.data.objects.new(name, mesh))
    part.parent = obj
    part.pixal3d.part = what
    return part
