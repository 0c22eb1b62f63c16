"""The adjust group's sliders on a result's material: which do something, which change anything."""

from bpy.types import Node, NodeSocket, Object

from .adjust_group import NODE

# Which map a slider's value can be baked into, and where the slider changes nothing.
MAP_OF = {
    "Photo": "Base Color", "Tint": "Base Color", "Saturation": "Base Color",
    "Roughness": "Roughness Map", "Metallic": "Metallic Map",
    "Normal Strength": "Normal Map", "AO Strength": "Base Color",
}  # fmt: skip
NEUTRAL = {
    "Photo": 1.0, "Tint": (1.0, 1.0, 1.0, 1.0), "Saturation": 1.0, "Roughness": 1.0,
    "Metallic": 1.0, "Normal Strength": 1.0, "AO Strength": 0.0,
}  # fmt: skip


def adjust_node(obj: Object) -> Node | None:
    """The adjust group in its material; None where the artist took it out."""
    material = obj.active_material
    tree = material.node_tree if material else None
    node = tree.nodes.get(NODE) if tree else None
    return node if node is not None and node.bl_idname == "ShaderNodeGroup" else None


def sliders(node: Node) -> list[NodeSocket]:
    """The inputs that do something and that no other node sets."""
    needs = {"Photo": "Generated Color", "AO Strength": "Occlusion Map"}
    idle = {name for name, map_of in needs.items() if texture(node, map_of) is None}
    found = [node.inputs[name] for name in NEUTRAL if name in node.inputs and name not in idle]
    return [socket for socket in found if not socket.is_linked]


def texture(node: Node, name: str) -> Node | None:
    """The image texture that feeds an input, straight or through one channel of it."""
    at = _feeding(node.inputs.get(name))
    if at is not None and at.bl_idname == "ShaderNodeSeparateColor":
        at = _feeding(at.inputs[0])
    return at if at is not None and at.bl_idname == "ShaderNodeTexImage" and at.image else None


def _feeding(socket: NodeSocket | None) -> Node | None:
    return socket.links[0].from_node if socket is not None and socket.is_linked else None


def bakeable(node: Node) -> list[NodeSocket]:
    """The sliders that change something and have a texture to go into."""
    return [
        socket
        for socket in sliders(node)
        if not _is_neutral(socket) and texture(node, MAP_OF[socket.name]) is not None
    ]


def _is_neutral(socket: NodeSocket) -> bool:
    value, neutral = socket.default_value, NEUTRAL[socket.name]
    if isinstance(neutral, tuple):
        return all(abs(a - b) < 1e-6 for a, b in zip(value, neutral, strict=True))
    return abs(value - neutral) < 1e-6
