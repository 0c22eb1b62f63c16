"""A result folder becomes objects in a scene, with material and camera; all or nothing.

The mesh is in the world frame (Z up, metres times the size), its object at the identity.
"""

import json
from contextlib import nullcontext
from pathlib import Path

import bpy
from bpy.types import Collection, Object, PropertyGroup, Scene, ViewLayer

from ...core import results
from ...core.camera import stand
from ...core.errors import PixalError, short_path
from ..jobs.job_settings import load_finishing
from .facts import Facts, read_facts
from .levels import hide
from .material import load_image, make_material
from .meshes import make_mesh
from .parts import add_collision, add_levels, free_name
from .replacement import take_place
from .rig import frame_square, make_camera
from .rollback import Ledger, all_or_nothing

COLLECTION = "Pixal3D"


def import_result(
    folder: Path,
    scene: Scene,
    view_layer: ViewLayer,
    instead_of: Object | None = None,
    ledger: Ledger | None = None,
    select: bool = True,
) -> Object:
    """Add the result in `folder` to `scene`; with `select`, select it and make it active.

    instead_of: an older result, whose place the new one takes; it is hidden. ledger: of the caller,
    who takes everything back where something fails.
    Outside Object Mode selection and active object stay as they are. Raises PixalError
    `result_damaged`; after any failure the file is as it was.
    """
    stored = results.read(folder)
    arrays, levels, collision = stored.mesh(), stored.levels(), stored.collision()
    if not all(len(some["faces"]) for some in (arrays, *levels, collision or arrays)):
        raise PixalError(
            "result_damaged", f"{short_path(folder)} holds no faces.", "Generate the object again."
        )
    camera, facts = stored.camera, read_facts(stored)
    standing = stand(arrays["vertices"], camera, stored.settings.size)
    with nullcontext(ledger) if ledger else all_or_nothing() as ledger:
        name = free_name(stored.name)
        first = f"{name}_LOD0" if levels else name
        mesh = make_mesh(ledger, first, arrays, standing.matrix())
        mesh.pixal3d.elevation = camera.elevation
        mesh.materials.append(make_material(ledger, name, stored.textures(), facts))
        obj = ledger.add(bpy.data.objects.new(first, mesh))
        photo = load_image(ledger, folder / results.PREPARED, f"{name} Photo", True)
        eye = make_camera(ledger, camera, standing, photo)
        eye.parent = obj
        frame_square(eye, scene)
        obj.pixal3d.camera = eye
        _tell(obj.pixal3d, stored, facts)
        home = ledger.add(bpy.data.collections.new(name))
        home.objects.link(eye)
        closed = []
        if levels:
            closed += add_levels(ledger, name, obj, home, levels, standing.matrix())
        else:
            home.objects.link(obj)
        if collision:
            closed.append(add_collision(ledger, name, obj, home, collision))
        _shelf(ledger, scene).children.link(home)
        hide(closed, scene)
        if instead_of is not None:
            take_place(obj, instead_of, scene)
    if select:
        _select(obj, view_layer)
    return obj


def _tell(group: PropertyGroup, stored: results.StoredResult, facts: Facts) -> None:
    """What the result panel shows."""
    group.folder = str(stored.folder)
    group.settings = json.dumps(stored.settings.to_dict())
    group.engine, group.note, group.seconds = facts.engine, facts.note, facts.seconds
    group.guess, group.guess_confidence = facts.guess, facts.confidence
    kept = (results.LATENTS, results.SURFACE)
    group.raw = any((stored.folder / name).is_file() for name in kept)
    load_finishing(group.finish, stored.settings)


def _shelf(ledger: Ledger, scene: Scene) -> Collection:
    """The scene's own collection of results, made the first time."""
    for child in scene.collection.children:
        own = child.library is None and child.override_library is None
        if own and child.name.split(".")[0] == COLLECTION:
            return child
    shelf = ledger.add(bpy.data.collections.new(COLLECTION))
    scene.collection.children.link(shelf)
    return shelf


def _select(obj: Object, view_layer: ViewLayer) -> None:
    active = view_layer.objects.active
    if view_layer.objects.get(obj.name) != obj or (active and active.mode != "OBJECT"):
        return  # its collection is hidden here, or the artist is at work
    for other in list(view_layer.objects.selected):
        other.select_set(False, view_layer=view_layer)
    obj.select_set(True, view_layer=view_layer)
    view_layer.objects.active = obj
