"""Cameras that photos are often taken with, and the lens that the photo's own file tells."""

import math
from dataclasses import dataclass

from bpy.props import EnumProperty
from bpy.types import Context, Operator

from ..photo import camera as photo_camera
from ..photo.exif import focal_length
from ..photo.needs_photo import NeedsPhoto


@dataclass(frozen=True)
class Preset:
    """lens: mm as on a 35 mm camera. elevation: degrees; None leaves it as it is.
    turn: of the cube, degrees."""

    lens: float
    elevation: float | None = None
    turn: float | None = None


PRESETS = {
    "phone": Preset(26.0),
    "product": Preset(85.0, 15.0),
    "portrait": Preset(85.0, 0.0),
    "isometric": Preset(600.0, math.degrees(math.atan(math.sqrt(0.5))), 45.0),
}
_ITEMS = (
    ("phone", "Phone", "Main camera of a phone, 26 mm"),
    ("product", "Product", "85 mm, from a little above"),
    ("portrait", "Portrait", "85 mm, at eye level"),
    ("isometric", "Isometric", "From so far that edges stay parallel, seen over a corner"),
)


class PIXAL3D_OT_camera_preset(NeedsPhoto, Operator):
    bl_idname = "pixal3d.camera_preset"
    bl_label = "Camera Preset"
    bl_description = "Set lens and elevation as such photos are often taken"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    preset: EnumProperty(name="Preset", description="What sort of photo it is", items=_ITEMS)

    def execute(self, context: Context) -> set[str]:
        settings, preset = context.scene.pixal3d, PRESETS[self.preset]
        photo_camera.set_photo_lens(settings, preset.lens)
        if preset.elevation is not None:
            settings.elevation, settings.guess_elevation = math.radians(preset.elevation), False
        if preset.turn is not None:
            settings.image.pixal3d.turn = math.radians(preset.turn)
        return {"FINISHED"}


class PIXAL3D_OT_read_lens(NeedsPhoto, Operator):
    bl_idname = "pixal3d.read_lens"
    bl_label = "Lens from Photo"
    bl_description = (
        "Set the focal length that the camera wrote into the photo's file. It does not hold for a "
        "photo that was cropped since"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def execute(self, context: Context) -> set[str]:
        settings = context.scene.pixal3d
        focal = focal_length(settings.image)
        if focal is None:
            self.report({"WARNING"}, "The photo's file does not tell its lens")
            return {"CANCELLED"}
        photo_camera.set_photo_lens(settings, focal)
        self.report({"INFO"}, f"{focal:g} mm")
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_camera_preset, PIXAL3D_OT_read_lens)
