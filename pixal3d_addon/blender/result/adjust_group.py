"""The node group between a result's textures and its Principled BSDF: the sliders to play with.

At its defaults it changes nothing. Roughness and Metallic multiply their maps, and are the values
themselves where there is no map (an unconnected map input is 1). The occlusion map darkens the base
color as far as its slider says, 0 at first: renderers find occlusion themselves. Photo goes from
the colors that were generated, where these are there too, to those with the photo on them.
"""

import bpy
from bpy.types import NodeTree

from .rollback import Ledger

NAME = NODE = "Pixal3D Adjust"  # of the group, and of the node that uses it
_VERSION = 3  # of the group's inside; an older one in the file is left to the materials that use it
_MARK = "pixal3d_adjust"
# name, socket type, default, lowest, highest, subtype, hide value, description
_FACTOR, _COLOR = "NodeSocketFloat", "NodeSocketColor"
_INPUTS = (
    ("Base Color", _COLOR, (0.8, 0.8, 0.8, 1.0), 0, 1, "", True, "The base color texture"),
    ("Generated Color", _COLOR, (0.8, 0.8, 0.8, 1.0), 0, 1, "", True, "It without the photo"),
    ("Roughness Map", _FACTOR, 1.0, 0, 1, "FACTOR", True, "The roughness texture"),
    ("Metallic Map", _FACTOR, 1.0, 0, 1, "FACTOR", True, "The metallic texture"),
    ("Occlusion Map", _FACTOR, 1.0, 0, 1, "FACTOR", True, "The ambient occlusion texture"),
    ("Normal Map", _COLOR, (0.5, 0.5, 1.0, 1.0), 0, 1, "", True, "The normal texture"),
    ("Photo", _FACTOR, 1.0, 0, 1, "FACTOR", False, "0 shows the colors without the photo"),
    ("Tint", _COLOR, (1.0, 1.0, 1.0, 1.0), 0, 1, "", False, "Multiplies the base color"),
    ("Saturation", _FACTOR, 1.0, 0, 2, "FACTOR", False, "0 is grey, 1 is the photo's own"),
    ("Roughness", _FACTOR, 1.0, 0, 1, "FACTOR", False, "0 is a mirror, 1 is chalk"),
    ("Metallic", _FACTOR, 1.0, 0, 1, "FACTOR", False, "1 is bare metal"),
    ("Normal Strength", _FACTOR, 1.0, 0, 2, "FACTOR", False, "Strength of the fine relief"),
    ("AO Strength", _FACTOR, 0.0, 0, 1, "FACTOR", False, "Darkens creases by the occlusion map"),
)
_OUTPUTS = (
    ("Base Color", _COLOR),
    ("Roughness", _FACTOR),
    ("Metallic", _FACTOR),
    ("Normal", "NodeSocketVector"),
)


def adjust_group(ledger: Ledger, normal_map: bool) -> NodeTree:
    """The group of this file, made once; relief from a normal map or from the base color."""
    kind = f"{_VERSION}{'normal' if normal_map else 'bump'}"
    for tree in bpy.data.node_groups:
        if tree.get(_MARK) == kind and tree.library is None:
            return tree
    tree = ledger.add(bpy.data.node_groups.new(NAME, "ShaderNodeTree"))
    tree[_MARK] = kind
    _sockets(tree)
    _inside(tree, normal_map)
    return tree


def _sockets(tree: NodeTree) -> None:
    new = tree.interface.new_socket
    for name, kind, default, low, high, subtype, hidden, description in _INPUTS:
        socket = new(name, in_out="INPUT", socket_type=kind, description=description)
        if subtype:
            socket.subtype = subtype
            socket.min_value, socket.max_value = low, high
        socket.default_value = default
        socket.hide_value = hidden
    for name, kind in _OUTPUTS:
        new(name, in_out="OUTPUT", socket_type=kind)


def _inside(tree: NodeTree, normal_map: bool) -> None:
    given, made = tree.nodes.new("NodeGroupInput"), tree.nodes.new("NodeGroupOutput")
    given.location, made.location = (-1000, 0), (500, 0)
    photo = _mix(tree, "MIX", -750, 300)
    grey = _node(tree, "ShaderNodeRGBToBW", -550, 200)
    saturate = _mix(tree, "MIX", -350, 250)
    tint = _mix(tree, "MULTIPLY", -100, 200)
    tint.inputs["Factor"].default_value = 1.0
    occlude = _mix(tree, "MULTIPLY", 150, 200)
    roughness = _multiply(tree, -100, -50)
    metallic = _multiply(tree, -100, -230)

    link = tree.links.new
    link(given.outputs["Photo"], photo.inputs["Factor"])
    link(given.outputs["Generated Color"], photo.inputs["A"])
    link(given.outputs["Base Color"], photo.inputs["B"])
    link(photo.outputs["Result"], grey.inputs["Color"])
    link(given.outputs["Saturation"], saturate.inputs["Factor"])
    link(grey.outputs[0], saturate.inputs["A"])
    link(photo.outputs["Result"], saturate.inputs["B"])
    link(saturate.outputs["Result"], tint.inputs["A"])
    link(given.outputs["Tint"], tint.inputs["B"])
    link(tint.outputs["Result"], occlude.inputs["A"])
    link(given.outputs["Occlusion Map"], occlude.inputs["B"])
    link(given.outputs["AO Strength"], occlude.inputs["Factor"])
    link(occlude.outputs["Result"], made.inputs["Base Color"])
    for node, name in ((roughness, "Roughness"), (metallic, "Metallic")):
        link(given.outputs[f"{name} Map"], node.inputs[0])
        link(given.outputs[name], node.inputs[1])
        link(node.outputs[0], made.inputs[name])
    if normal_map:
        relief = _node(tree, "ShaderNodeNormalMap", -100, -420)
        link(given.outputs["Normal Map"], relief.inputs["Color"])
    else:
        relief = _node(tree, "ShaderNodeBump", -100, -420)
        relief.inputs["Distance"].default_value = 0.02
        link(grey.outputs[0], relief.inputs["Height"])
    link(given.outputs["Normal Strength"], relief.inputs["Strength"])
    link(relief.outputs["Normal"], made.inputs["Normal"])


def _node(tree: NodeTree, kind: str, x: float, y: float) -> bpy.types.Node:
    node = tree.nodes.new(kind)
    node.location = x, y
    return node


def _mix(tree: NodeTree, blend: str, x: float, y: float) -> bpy.types.Node:
    node = _node(tree, "ShaderNodeMix", x, y)
    node.data_type, node.blend_type = "RGBA", blend
    node.clamp_factor, node.clamp_result = False, True  # saturation goes beyond 1
    return node


def _multiply(tree: NodeTree, x: float, y: float) -> bpy.types.Node:
    node = _node(tree, "ShaderNodeMath", x, y)
    node.operation, node.use_clamp = "MULTIPLY", True
    return node
