"""What is known of a photo itself, kept on its image: how it leans, where the object is in it, and
what of it is to be used."""

import math

from bpy.props import (
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)
from bpy.types import Image, PropertyGroup

from ...core.settings import CROP_RANGE, CROP_SCALE_RANGE

_ANGLE = {"subtype": "ANGLE", "precision": 3, "step": 50}


class PIXAL3D_PG_photo(PropertyGroup):
    """On an image: set while a camera is matched to it."""

    orientation: IntProperty(
        name="Orientation",
        description="How the pixels lie, as EXIF counts; 0 before anybody has looked",
        max=8,
        min=0,
        options={"HIDDEN"},
    )
    told: IntProperty(
        name="Told", description="The orientation that the file told", options={"HIDDEN"}
    )
    roll: FloatProperty(
        name="Roll",
        description="How far the photo is turned clockwise to be level, before an object is made "
        "of it",
        min=-math.pi,
        max=math.pi,
        soft_min=-math.radians(45.0),
        soft_max=math.radians(45.0),
        **_ANGLE,
    )
    middle: FloatVectorProperty(
        name="Position",
        description="Middle of the object, as a share of the photo's width and height",
        size=2,
        default=(0.5, 0.5),
        min=-2.0,
        max=3.0,
        soft_min=0.0,
        soft_max=1.0,
        step=1,
        precision=3,
    )
    side: FloatProperty(
        name="Scale",
        description="Side of the cube, as a share of the photo's longer side",
        default=0.6,
        min=0.01,
        max=4.0,
        soft_max=1.0,
        step=1,
        precision=3,
    )
    turn: FloatProperty(
        name="Turn",
        description="How far cube and grid are turned about the vertical, to lie along the edges "
        "in the photo; changes nothing of the object",
        min=-math.pi,
        max=math.pi,
        **_ANGLE,
    )
    crop: FloatVectorProperty(
        name="Crop",
        description="How far the square is moved from where the subject puts it, in its sides, to "
        "the right and upwards",
        size=2,
        min=CROP_RANGE[0],
        max=CROP_RANGE[1],
        step=1,
        precision=3,
    )
    crop_scale: FloatProperty(
        name="Scale",
        description="How many times as large the square is as the subject needs: more leaves more "
        "room around it",
        default=1.0,
        min=CROP_SCALE_RANGE[0],
        max=CROP_SCALE_RANGE[1],
        step=1,
        precision=3,
    )
    camera: StringProperty(
        name="Camera",
        description="What was matched to this photo, as JSON; empty before",
        options={"HIDDEN"},
    )
    mask: PointerProperty(
        type=Image,
        name="Mask",
        description="The mask that the panel had for this photo",
        options={"HIDDEN"},
    )


def attach() -> None:
    Image.pixal3d = PointerProperty(type=PIXAL3D_PG_photo)


def detach() -> None:
    del Image.pixal3d


CLASSES = (PIXAL3D_PG_photo,)
