"""The settings of finishing, as the next job has them and as a result is to be finished again."""

from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty
from bpy.types import PropertyGroup

from ...core.settings import (
    FACES_RANGE,
    HOLES_RANGE,
    NORMAL_BITS,
    SMALLEST_RANGE,
    TEXTURE_SIZES,
    Settings,
)

# As the panels show them: what any result can be given, and what takes what the engine made.
OF_ANY = ("lods", "collision", "lightmap_uvs")
OF_RAW = (
    "photo_strength", "remove_shading", "smallest", "holes", "watertight", "occlusion",
    "normal_bits",
)  # fmt: skip
_DEFAULT = Settings()
_COLLISIONS = (
    ("none", "None", "No collision mesh"),
    ("hull", "Convex Hull", "The object's convex hull, of at most some 400 faces"),
    ("box", "Box", "The box round the object"),
)


class Finishing:
    """What both groups have."""

    faces: IntProperty(
        name="Faces",
        description="Most triangles that the object may have: more keep finer shapes, fewer are "
        "lighter in scenes and games",
        default=_DEFAULT.faces,
        min=FACES_RANGE[0],
        max=FACES_RANGE[1],
    )
    texture_size: EnumProperty(
        name="Texture",
        description="Side of the textures in pixels: more keep finer detail of the photo, and take "
        "more memory and disk",
        items=[(str(side), f"{side} px", "") for side in TEXTURE_SIZES],
        default=str(_DEFAULT.texture_size),
    )
    lods: BoolProperty(
        name="Levels of Detail",
        description="Also make levels with 50, 25 and 10 % of the faces, which share the material",
        default=_DEFAULT.lods,
    )
    collision: EnumProperty(
        name="Collision",
        description="A plain mesh round the object, for physics",
        items=_COLLISIONS,
        default=_DEFAULT.collision or "none",
    )
    lightmap_uvs: BoolProperty(
        name="Light-Map UVs",
        description="A second UV layout with wide gaps, for light maps",
        default=_DEFAULT.lightmap_uvs,
    )
    remove_shading: FloatProperty(
        name="Remove Shading",
        description="How much of the light that lies in the photo is taken out of its colors; an "
        "estimate, which leaves cast shadows and highlights",
        default=_DEFAULT.remove_shading,
        min=0.0,
        max=1.0,
        subtype="FACTOR",
    )
    watertight: BoolProperty(
        name="Watertight",
        description="One closed surface without inner parts, for printing and booleans",
        default=_DEFAULT.watertight,
    )
    occlusion: BoolProperty(
        name="Ambient Occlusion",
        description="Bake an occlusion map too; AO Strength in the material says how far it goes",
        default=_DEFAULT.occlusion,
    )
    normal_bits: EnumProperty(
        name="Normal Map",
        description="Bits of each channel of the normal map: 16 show no steps on smooth, shiny "
        "surfaces, in a file twice as large",
        items=[(str(bits), f"{bits} Bits", "") for bits in NORMAL_BITS],
        default=str(_DEFAULT.normal_bits),
    )
    photo_strength: FloatProperty(
        name="Photo Strength",
        description="How much of the photo the texture takes where the photo shows it",
        default=_DEFAULT.photo_strength,
        min=0.0,
        max=1.0,
        subtype="FACTOR",
    )
    smallest: FloatProperty(
        name="Smallest Part",
        description="Loose parts below this share of the object's size are dropped",
        default=_DEFAULT.smallest,
        min=SMALLEST_RANGE[0],
        max=SMALLEST_RANGE[1],
        precision=3,
        step=0.1,
    )
    holes: FloatProperty(
        name="Fill Holes",
        description="Holes up to this perimeter, as a share of the object's size, are filled",
        default=_DEFAULT.holes,
        min=HOLES_RANGE[0],
        max=HOLES_RANGE[1],
        soft_max=1.0,
        precision=3,
        step=1,
    )


class PIXAL3D_PG_finish(Finishing, PropertyGroup):
    """On a result: how to finish it again. Set when it is imported, to how it was finished."""


CLASSES = (PIXAL3D_PG_finish,)
