"""A result that was finished again takes the place of the one that it was made from."""

from bpy.types import Node, Object, Scene
from mathutils import Matrix

from . import stance, tilt
from .sliders import adjust_node


def take_place(new: Object, old: Object, scene: Scene) -> None:
    """Stand `new` where `old` stands, with its elevation and sliders; hide `old` and its parts.

    Both are results; `old` is only hidden, so that the two can be compared.
    """
    new.parent, new.parent_type, new.parent_bone = old.parent, old.parent_type, old.parent_bone
    new.matrix_parent_inverse = old.matrix_parent_inverse.copy()
    new.rotation_mode = old.rotation_mode
    new.pixal3d.elevation = old.pixal3d.elevation
    new.matrix_basis = old.matrix_basis @ _applied(old, new)
    _copy_keys(old, new)
    _copy_sliders(adjust_node(old), adjust_node(new))
    camera = stance.camera_of(old)
    if camera is not None and scene.camera == camera:
        scene.camera = new.pixal3d.camera
    for gone in (old, *filter(None, [camera]), *stance.parts_of(old)):
        gone.hide_render = True
        for layer in scene.view_layers:
            if layer.objects.get(gone.name) == gone:
                gone.hide_set(True, view_layer=layer)


def _applied(old: Object, new: Object) -> Matrix:
    """From the mesh of `new` to that of `old`, whose transform the artist may have applied.

    Then its camera, which Blender keeps where it was, stands differently in its frame.
    """
    if stance.camera_of(old) is None:
        return Matrix()
    was, now = (
        camera.matrix_parent_inverse @ camera.matrix_basis
        for camera in (stance.camera_of(old), stance.camera_of(new))
    )
    moved = was @ now.inverted_safe()
    same = all(abs(moved[i][j] - (i == j)) < 1e-4 for i in range(4) for j in range(4))
    return Matrix() if same else moved


def _copy_keys(old: Object, new: Object) -> None:
    """Those of the elevation, and whatever else is in the same action."""
    if tilt.constraint_of(old) is None:
        return
    stance.give_keys(new)
    if old.animation_data.action:
        new.animation_data.action = old.animation_data.action
        if hasattr(old.animation_data, "action_slot"):
            new.animation_data.action_slot = old.animation_data.action_slot


def _copy_sliders(old: Node | None, new: Node | None) -> None:
    for socket in new.inputs if old and new else ():
        was = old.inputs.get(socket.name)
        if was is not None and was.type == socket.type and not (was.is_linked or socket.is_linked):
            socket.default_value = was.default_value
