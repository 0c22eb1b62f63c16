"""Blender opens what the command line writes: upright, as large, with its maps in their places."""

from pathlib import Path

import bpy
import numpy as np
import pytest

from pixal3d_addon.engine.mesh.formats.files import FORMATS, files
from tests.engine.bent_sheet import model, patch

OPEN = {
    "glb": bpy.ops.import_scene.gltf,
    "gltf": bpy.ops.import_scene.gltf,
    "obj": bpy.ops.wm.obj_import,
    "ply": bpy.ops.wm.ply_import,
    "stl": bpy.ops.wm.stl_import,
    "usdz": bpy.ops.wm.usd_import,
}
SOCKETS = {"Base Color", "Metallic", "Roughness", "Normal"}


@pytest.mark.parametrize("kind", FORMATS)
def test_blender_opens_every_format(kind: str, tmp_path: Path) -> None:
    made = model(patch())
    for name, data in files(made, kind, "x", "x_").items():
        (tmp_path / name).write_bytes(data)
    before = set(bpy.data.objects)
    OPEN[kind](filepath=str(tmp_path / f"x.{kind}"))
    meshes = [item for item in set(bpy.data.objects) - before if item.type == "MESH"]
    assert len(meshes) == 1
    (item,), data = meshes, meshes[0].data
    assert len(data.polygons) == len(made.faces)
    places = np.array([item.matrix_world @ vertex.co for vertex in data.vertices])
    size = 1000 if kind == "stl" else 1
    for end in (np.min, np.max):
        assert end(places, axis=0) / size == pytest.approx(end(made.vertices, axis=0), abs=1e-4)
    if kind in ("stl", "ply"):
        assert kind == "stl" or (data.uv_layers and data.color_attributes)
        return
    uvs = np.array([loop.uv for loop in data.uv_layers[0].data])
    assert uvs.min(axis=0) == pytest.approx(made.corner_uvs.min(axis=(0, 1)), abs=1e-5)
    assert uvs.max(axis=0) == pytest.approx(made.corner_uvs.max(axis=(0, 1)), abs=1e-5)
    links = data.materials[0].node_tree.links
    fed = {link.to_socket.name for link in links if link.to_node.type == "BSDF_PRINCIPLED"}
    assert fed == SOCKETS
