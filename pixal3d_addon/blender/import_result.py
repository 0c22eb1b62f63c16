"""A result folder becomes objects in a scene: mesh, material, camera, collection; all or nothing.

The mesh is in the world frame (Z up, metres times the size), its object at the identity.
"""

import json
from pathlib import Path

import bpy
import numpy as np
from bpy.types import Collection, Mesh, Object, PropertyGroup, Scene, ViewLayer

from ..core import results
from ..core.camera import Standing, stand
from ..core.errors import PixalError, short_path
from .facts import Facts, read_facts
from .material import load_image, make_material
from .rig import frame_square, make_camera
from .rollback import Ledger, all_or_nothing

COLLECTION = "Pixal3D"


def import_result(folder: Path, scene: Scene, view_layer: ViewLayer) -> Object:
    """Add the result in `folder` to `scene`, select it and make it active.

    Outside Object Mode selection and active object stay as they are. Raises PixalError
    `result_damaged`; after any failure the file is as it was.
    """
    stored = results.read(folder)
    arrays = stored.mesh()
    camera, name, facts = stored.camera, stored.name, read_facts(stored)
    standing = stand(arrays["vertices"], camera, stored.settings.size)
    with all_or_nothing() as ledger:
        mesh = _mesh(ledger, name, arrays, standing, folder)
        mesh.pixal3d.elevation = camera.elevation
        mesh.materials.append(
            make_material(ledger, name, stored.textures(), facts.metallic, facts.roughness)
        )
        obj = ledger.add(bpy.data.objects.new(name, mesh))
        photo = load_image(ledger, folder / results.PREPARED, f"{name} Photo", True)
        eye = make_camera(ledger, camera, standing, photo)
        eye.parent = obj
        frame_square(eye, scene)
        obj.pixal3d.camera = eye
        _tell(obj.pixal3d, stored, facts)
        home = ledger.add(bpy.data.collections.new(name))
        home.objects.link(obj)
        home.objects.link(eye)
        _shelf(ledger, scene).children.link(home)
    _select(obj, view_layer)
    return obj


def _mesh(
    ledger: Ledger, name: str, arrays: dict[str, np.ndarray], standing: Standing, folder: Path
) -> Mesh:
    vertices, faces, uvs = arrays["vertices"], arrays["faces"], arrays["corner_uvs"]
    if len(faces) == 0:
        raise PixalError(
            "result_damaged", f"{short_path(folder)} holds no faces.", "Generate the object again."
        )
    matrix = standing.matrix()
    world = vertices @ matrix[:3, :3].T + matrix[:3, 3]
    mesh = ledger.add(bpy.data.meshes.new(name))
    mesh.vertices.add(len(world))
    mesh.vertices.foreach_set("co", world.astype(np.float32).ravel())
    mesh.loops.add(faces.size)
    mesh.loops.foreach_set("vertex_index", faces.ravel())
    mesh.polygons.add(len(faces))
    mesh.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
    layer = mesh.uv_layers.new(name="UVMap", do_init=False)
    layer.uv.foreach_set("vector", uvs.ravel())
    mesh.update(calc_edges=True)
    mesh.validate()  # a degenerate or doubled triangle must not reach other tools
    mesh.shade_smooth()
    return mesh


def _tell(group: PropertyGroup, stored: results.StoredResult, facts: Facts) -> None:
    """What the result panel shows."""
    group.folder = str(stored.folder)
    group.settings = json.dumps(stored.settings.to_dict())
    group.engine, group.note, group.seconds = facts.engine, facts.note, facts.seconds


def _shelf(ledger: Ledger, scene: Scene) -> Collection:
    """The scene's own collection of results, made the first time."""
    for child in scene.collection.children:
        if child.name.split(".")[0] == COLLECTION and child.library is None:
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
