"""View Through Camera, and back: the artist's own camera and picture size are not lost."""

import json

from bpy.types import Area, Context, Object, Operator, Scene, SpaceView3D

from ..full_name import block_of
from . import stance

_SIZE = ("resolution_x", "resolution_y", "resolution_percentage", "pixel_aspect_x",
         "pixel_aspect_y")  # fmt: skip


class PIXAL3D_OT_view_through_camera(Operator):
    bl_idname = "pixal3d.view_through_camera"
    bl_label = "View Through Camera"
    bl_description = (
        "Make the object's camera the scene's, with a square picture like the photo. Pressed "
        "again, it brings back view, camera and picture size of before"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif stance.camera_of(obj) is None:
            cls.poll_message_set("This object has no camera of its own")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        obj, scene = stance.result_of(context.active_object), context.scene
        camera, area = stance.camera_of(obj), _viewport(context)
        if is_through(context, obj):
            _bring_back(scene)
            _look(area, scene, "PERSP")
            return {"FINISHED"}
        _remember(scene)
        if camera.name not in scene.objects:  # deleted, and kept by the result
            obj.users_collection[0].objects.link(camera)
        scene.camera = camera
        _square(scene, camera)
        if area:
            _look(area, scene, "CAMERA")
        return {"FINISHED"}


def is_through(context: Context, obj: Object) -> bool:
    """Whether the viewport looks through the camera of `obj`, and there is a way back."""
    camera, area = stance.camera_of(obj), _viewport(context)
    if camera is None or area is None or not context.scene.pixal3d.view_before:
        return False
    space = area.spaces.active
    looking = space.camera if _has_own(space) else context.scene.camera
    return space.region_3d.view_perspective == "CAMERA" and looking == camera


def _has_own(space: SpaceView3D) -> bool:
    """Whether the viewport has a camera apart from the scene's, as every local view has."""
    return space.use_local_camera or space.local_view is not None


def _look(area: Area, scene: Scene, how: str) -> None:
    """Through the scene's camera, or past it."""
    space = area.spaces.active
    if _has_own(space):
        space.camera = scene.camera
    space.region_3d.view_perspective = how


def _remember(scene: Scene) -> None:
    """Camera and picture size, unless they are a result's: then those of before it stay known."""
    camera, group = scene.camera, scene.pixal3d
    of = stance.result_of(camera.parent) if camera else None
    if of and stance.camera_of(of) == camera and group.view_before:
        return
    size = [getattr(scene.render, name) for name in _SIZE]
    group.view_before = json.dumps({"camera": camera.name_full if camera else "", "size": size})


def _bring_back(scene: Scene) -> None:
    """What `_remember` wrote. A .blend may hold anything."""
    group = scene.pixal3d
    try:
        before = json.loads(group.view_before)
        scene.camera = block_of(scene.objects, before["camera"])
        for name, value in zip(_SIZE, before["size"], strict=True):
            setattr(scene.render, name, value)
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        pass  # what could be read is back
    group.view_before = ""


def _square(scene: Scene, camera: Object) -> None:
    """The render as large as the photo's square, pixel for pixel."""
    photos = [slot.image for slot in camera.data.background_images if slot.image]
    side = max(photos[0].size[0], 4) if photos else 1024
    for name, value in zip(_SIZE, (side, side, 100, 1.0, 1.0), strict=True):
        setattr(scene.render, name, value)


def _viewport(context: Context) -> Area | None:
    """The one that the button is in, or else the first of the window."""
    if context.area and context.area.type == "VIEW_3D":
        return context.area
    areas = context.screen.areas if context.screen else ()
    return next((area for area in areas if area.type == "VIEW_3D"), None)


CLASSES = (PIXAL3D_OT_view_through_camera,)
