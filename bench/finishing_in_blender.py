"""A raw surface finished by Blender alone: clean-up, Decimate, Smart UV Project, a Cycles bake.

    BPY_PYTHON -m bench.finishing_in_blender RAW.npz DONE.npz FACES SIDE

runs in an environment with a bpy wheel. RAW.npz: vertices, faces, colors uint8 [V, 4], sRGB.
DONE.npz: vertices, faces, corner_uvs and base_color of the finished one, and for each step seconds
on the wall, seconds of all threads and peak memory in MB.
"""

import sys

import bpy
import numpy as np

from .finishing_run import StepClock, as_arrays

_REACH = 3.0  # voxels that rays of the bake go; the cage is as far out


def read(name: str, arrays: "np.lib.npyio.NpzFile") -> bpy.types.Object:
    """The raw surface as an object, its colours as a colour attribute that shines."""
    mesh = bpy.data.meshes.new(name)
    faces = arrays["faces"]
    mesh.vertices.add(len(arrays["vertices"]))
    mesh.vertices.foreach_set("co", arrays["vertices"].ravel())
    mesh.loops.add(faces.size)
    mesh.loops.foreach_set("vertex_index", faces.ravel())
    mesh.polygons.add(len(faces))
    mesh.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
    mesh.update(calc_edges=True)
    colors = mesh.color_attributes.new("Color", "BYTE_COLOR", "POINT")
    colors.data.foreach_set("color_srgb", (arrays["colors"] / np.float32(255)).ravel())
    mesh.validate()
    mesh.materials.append(_shining(lambda tree: tree.nodes.new("ShaderNodeVertexColor")))
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    return obj


def clean(raw: bpy.types.Object) -> None:
    """Merge by distance, dissolve what is degenerate, recalculate outside."""
    _edit(raw)
    bpy.ops.mesh.remove_doubles(threshold=1e-6)
    bpy.ops.mesh.dissolve_degenerate(threshold=1e-6)
    bpy.ops.mesh.normals_make_consistent(inside=False)
    bpy.ops.object.mode_set(mode="OBJECT")


def decimate(raw: bpy.types.Object, faces: int) -> bpy.types.Object:
    """A copy with as many faces."""
    low = raw.copy()
    bpy.context.scene.collection.objects.link(low)
    modifier = low.modifiers.new("Decimate", "DECIMATE")
    modifier.ratio = min(faces / max(len(raw.data.polygons), 1), 1.0)
    graph = bpy.context.evaluated_depsgraph_get()
    mesh = bpy.data.meshes.new_from_object(low.evaluated_get(graph))
    low.modifiers.clear()
    low.data = mesh
    return low


def unwrap(low: bpy.types.Object, side: int) -> None:
    """Smart UV Project as its panel has it, with the margin that a bake needs."""
    _edit(low)
    bpy.ops.uv.smart_project(island_margin=2 / side)
    bpy.ops.object.mode_set(mode="OBJECT")


def _edit(obj: bpy.types.Object) -> None:
    """Edit Mode, all selected."""
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.context.view_layer.objects.active = obj
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")


def bake(raw: bpy.types.Object, low: bpy.types.Object, side: int, voxel: float) -> np.ndarray:
    """What shines of `raw`, on `low`: uint8 [side, side, 3], top row first."""
    image = bpy.data.images.new("Baked", side, side)
    material = _shining(lambda tree: tree.nodes.new("ShaderNodeTexImage"))
    node = material.node_tree.nodes["Color"]
    node.image = image
    material.node_tree.nodes.active = node
    low.data.materials.clear()
    low.data.materials.append(material)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.samples = "CPU", 4
    raw.select_set(True)
    bpy.ops.object.bake(
        type="EMIT",
        use_selected_to_active=True,
        cage_extrusion=_REACH * voxel,
        max_ray_distance=2 * _REACH * voxel,
        margin=16,
    )
    values = np.empty(side * side * 4, np.float32)
    image.pixels.foreach_get(values)
    pixels = values.reshape(side, side, 4)[::-1, :, :3]
    return (pixels.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def _shining(make) -> bpy.types.Material:
    """A material that shines in what `make` makes in its tree."""
    material = bpy.data.materials.new("Shining")
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    color = make(tree)
    color.name = "Color"
    shine, output = (
        tree.nodes.new(kind) for kind in ("ShaderNodeEmission", "ShaderNodeOutputMaterial")
    )
    tree.links.new(color.outputs["Color"], shine.inputs["Color"])
    tree.links.new(shine.outputs[0], output.inputs["Surface"])
    return material


def main(source: str, target: str, faces: int, side: int) -> None:
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    arrays = np.load(source)
    raw = read("raw", arrays)
    clock = StepClock()
    clock.progress("Clean")
    clean(raw)
    clock.progress("Simplify")
    low = decimate(raw, faces)
    clock.progress("Unwrap")
    unwrap(low, side)
    clock.progress("Bake")
    picture = bake(raw, low, side, 1.0 / int(arrays["resolution"]))
    clock.end()
    mesh = low.data
    mesh.calc_loop_triangles()
    corners = np.empty(len(mesh.loop_triangles) * 3, np.int32)
    mesh.loop_triangles.foreach_get("loops", corners)
    vertex = np.empty(len(mesh.loops), np.int32)
    mesh.loops.foreach_get("vertex_index", vertex)
    uvs = np.empty(len(mesh.loops) * 2, np.float32)
    mesh.uv_layers[0].uv.foreach_get("vector", uvs)
    points = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", points)
    np.savez(
        target,
        vertices=points.reshape(-1, 3),
        faces=vertex[corners].reshape(-1, 3),
        corner_uvs=uvs.reshape(-1, 2)[corners].reshape(-1, 3, 2),
        base_color=picture,
        **as_arrays(clock),
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
