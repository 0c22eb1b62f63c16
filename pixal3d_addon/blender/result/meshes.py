"""A result's arrays as Blender's meshes."""

from collections.abc import Mapping

import bpy
import numpy as np
from bpy.types import Mesh

from .rollback import Ledger

_LAYOUTS = {"corner_uvs": "UVMap", "lightmap_uvs": "Lightmap"}  # the first is the active one


def make_mesh(ledger: Ledger, name: str, arrays: Mapping[str, np.ndarray], to: np.ndarray) -> Mesh:
    """arrays: as `core.results` reads them, at least one face. to: [4, 4], where they stand.

    Smooth; `corner_uvs`, `lightmap_uvs` and `normals` are taken along where `arrays` has them.
    """
    faces = arrays["faces"]
    world = arrays["vertices"] @ to[:3, :3].T + to[:3, 3]
    mesh = ledger.add(bpy.data.meshes.new(name))
    mesh.vertices.add(len(world))
    mesh.vertices.foreach_set("co", world.astype(np.float32).ravel())
    mesh.loops.add(faces.size)
    mesh.loops.foreach_set("vertex_index", faces.ravel())
    mesh.polygons.add(len(faces))
    mesh.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
    for layout, called in _LAYOUTS.items():
        if layout in arrays:
            layer = mesh.uv_layers.new(name=called, do_init=False)
            layer.uv.foreach_set("vector", arrays[layout].ravel())
    mesh.update(calc_edges=True)
    mesh.validate()  # a degenerate or doubled triangle must not reach other tools
    mesh.shade_smooth()
    if "normals" in arrays:  # after validate: Blender crashes on those of degenerate triangles
        turned = arrays["normals"] @ to[:3, :3].T
        turned /= np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
        mesh.normals_split_custom_set_from_vertices(turned.astype(np.float32))
    return mesh
