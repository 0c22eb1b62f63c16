"""A new result is seen: in a viewport's local view, and with its colors the first time."""

import bpy
from bpy.types import Object, Scene, SpaceView3D, ViewLayer

from . import stance


def show(obj: Object, scene: Scene) -> None:
    """Have the viewports of `scene` show the result `obj`, which has just joined it."""
    first = not any(other.pixal3d.folder for other in bpy.data.objects if other != obj)
    parts = (obj, *stance.parts_of(obj), *filter(None, [stance.camera_of(obj)]))
    for space, layer in _spaces(scene):
        if space.local_view:
            layer.update()  # which else does not know of it yet
            for part in parts:
                if layer.objects.get(part.name) == part:
                    part.local_view_set(space, True)
        # Blender's own default shows no texture, so that the object would come in grey. Only the
        # first time: who sets it back does not want it.
        if first and space.shading.type == "SOLID" and space.shading.color_type == "MATERIAL":
            space.shading.color_type = "TEXTURE"


def _spaces(scene: Scene) -> list[tuple[SpaceView3D, ViewLayer]]:
    return [
        (area.spaces.active, window.view_layer)
        for window in bpy.context.window_manager.windows
        if window.scene == scene
        for area in window.screen.areas
        if area.type == "VIEW_3D"
    ]
