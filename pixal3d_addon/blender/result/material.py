"""A result's material: its textures through the adjust group into a Principled BSDF."""

from collections.abc import Mapping
from pathlib import Path

import bpy
from bpy.types import Image, Material, Node

from ...core.errors import PixalError, short_path
from .adjust_group import NODE, adjust_group
from .facts import Facts
from .rollback import Ledger


def load_image(ledger: Ledger, path: Path, name: str, color: bool) -> Image:
    """`path` as a packed image. color: sRGB, else plain numbers.

    Raises PixalError `result_damaged`.
    """
    try:
        image = ledger.add(bpy.data.images.load(str(path), check_existing=False))
        image.name = name
        image.colorspace_settings.name = "sRGB" if color else "Non-Color"
        image.pack()
        readable = min(image.size) > 0
    except RuntimeError:  # what Blender raises for a file that it cannot open
        readable = False
    if not readable:
        raise PixalError(
            "result_damaged",
            f"{short_path(path)} is missing or damaged.",
            "Generate the object again.",
        )
    return image


def make_material(
    ledger: Ledger, name: str, textures: Mapping[str, Path], facts: Facts
) -> Material:
    """textures: as `core.results.StoredResult.textures`. Raises PixalError `result_damaged`."""
    material = ledger.add(bpy.data.materials.new(name))
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    output = _node(tree, "ShaderNodeOutputMaterial", 300)
    shader = _node(tree, "ShaderNodeBsdfPrincipled", 0)
    adjust = _node(tree, "ShaderNodeGroup", -300)
    adjust.node_tree = adjust_group(ledger, "normal" in textures)
    adjust.name = adjust.label = NODE
    adjust.width = 220
    tree.links.new(shader.outputs["BSDF"], output.inputs["Surface"])
    for socket in ("Base Color", "Roughness", "Metallic", "Normal"):
        tree.links.new(adjust.outputs[socket], shader.inputs[socket])

    if "base_color" in textures:
        node = _texture(ledger, tree, textures["base_color"], f"{name} Base Color", True, 300)
        tree.links.new(node.outputs["Color"], adjust.inputs["Base Color"])
        if node.image.depth == 32:  # it has alpha: the object lets light through
            tree.links.new(node.outputs["Alpha"], shader.inputs["Alpha"])
        tree.nodes.active = node  # what Solid view's texture mode and baking take
    if "generated_color" in textures:
        path = textures["generated_color"]
        node = _texture(ledger, tree, path, f"{name} Generated Color", True, 600)
        tree.links.new(node.outputs["Color"], adjust.inputs["Generated Color"])
    if "metallic_roughness" in textures:
        path = textures["metallic_roughness"]
        node = _texture(ledger, tree, path, f"{name} Metallic Roughness", False, 0)
        split = _node(tree, "ShaderNodeSeparateColor", -520, -80)
        tree.links.new(node.outputs["Color"], split.inputs["Color"])
        tree.links.new(split.outputs["Green"], adjust.inputs["Roughness Map"])
        tree.links.new(split.outputs["Blue"], adjust.inputs["Metallic Map"])
        if facts.occlusion:
            tree.links.new(split.outputs["Red"], adjust.inputs["Occlusion Map"])
    else:
        adjust.inputs["Roughness"].default_value = facts.roughness
        adjust.inputs["Metallic"].default_value = facts.metallic
    if "normal" in textures:
        node = _texture(ledger, tree, textures["normal"], f"{name} Normal", False, -300)
        tree.links.new(node.outputs["Color"], adjust.inputs["Normal Map"])
    else:
        adjust.inputs["Normal Strength"].default_value = 0.0
    return material


def _node(tree: bpy.types.NodeTree, kind: str, x: float, y: float = 0.0) -> Node:
    node = tree.nodes.new(kind)
    node.location = x, y
    return node


def _texture(
    ledger: Ledger, tree: bpy.types.NodeTree, path: Path, name: str, color: bool, y: float
) -> Node:
    node = _node(tree, "ShaderNodeTexImage", -820, y)
    node.image = load_image(ledger, path, name, color)
    node.label = name
    return node
