"""What the artist sets, as Blender properties; converted once to and from `core.settings`."""

from bpy.props import (
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)
from bpy.types import Image, Mesh, Object, PropertyGroup, Scene

from ..core.lens import (
    ELEVATION_RANGE,
    FOV_RANGE,
    FULL_FRAME_WIDTH,
    fov_from_lens,
    lens_from_fov,
)
from ..core.settings import FACES_RANGE, TEXTURE_SIZES, Settings
from . import stance

_DEFAULT = Settings()
_ENGINES = (
    ("auto", "Automatic", "The best engine that can run here"),
    ("draft", "Draft", "Built in, in seconds, with nothing to install"),
    ("pixal3d", "Pixal3D", "The full model; needs its runtime, its weights and a GPU"),
)
_BACKGROUNDS = (
    ("auto", "Automatic", "The photo's alpha where it has some, else the best way there is"),
    ("alpha", "Photo's Alpha", "Keep what the photo's alpha channel shows"),
    ("model", "Model", "Find the subject with the cut-out model"),
    ("backdrop", "Plain Backdrop", "Remove a plain or smoothly lit backdrop"),
)
_FOV_SOURCES = (
    ("SQUARE", "Object", "Field of view of the square about the object"),
    ("PHOTO", "Whole Photo", "Horizontal field of view of the whole photo"),
    ("LENS", "Lens", "Focal length of the lens, as on a 35 mm camera"),
)
_ANGLE = {"subtype": "ANGLE", "precision": 3, "step": 50}


class PIXAL3D_PG_settings(PropertyGroup):
    """On the scene: the next job. Angles in radians, lengths in scene units."""

    image: PointerProperty(
        type=Image, name="Photo", description="The photo to turn into a 3D object"
    )
    mask: PointerProperty(
        type=Image,
        name="Mask",
        description="White where the subject is, of the photo's size; empty to cut it out",
    )
    fov_source: EnumProperty(
        name="Measured By",
        description="What is known about the camera that took the photo",
        items=_FOV_SOURCES,
    )
    fov: FloatProperty(
        name="Field of View",
        description="Horizontal field of view of the square about the object",
        default=_DEFAULT.fov,
        min=FOV_RANGE[0],
        max=FOV_RANGE[1],
        **_ANGLE,
    )
    photo_fov: FloatProperty(
        name="Photo Field of View",
        description="Horizontal field of view of the whole photo",
        default=fov_from_lens(50.0),
        min=FOV_RANGE[0],
        max=FOV_RANGE[1],
        **_ANGLE,
    )
    lens: FloatProperty(
        name="Focal Length",
        description="Focal length of the lens, as on a 35 mm camera",
        default=50.0,
        min=lens_from_fov(FOV_RANGE[1]),
        max=lens_from_fov(FOV_RANGE[0]),
        soft_max=400.0,
        unit="CAMERA",
    )
    elevation: FloatProperty(
        name="Elevation",
        description="How far the camera stood above the object, positive looking down",
        default=_DEFAULT.elevation,
        min=ELEVATION_RANGE[0],
        max=ELEVATION_RANGE[1],
        **_ANGLE,
    )
    extend_pixel: FloatProperty(
        name="Extend",
        description="How far a subject that the frame cuts off goes on outside it, "
        "in pixels of 512",
        default=_DEFAULT.extend_pixel,
        min=0.0,
        max=512.0,
        soft_max=128.0,
    )
    engine: EnumProperty(
        name="Engine", description="What makes the object", items=_ENGINES, default=_DEFAULT.engine
    )
    background: EnumProperty(
        name="Background",
        description="How the subject is cut out of the photo",
        items=_BACKGROUNDS,
        default=_DEFAULT.background,
    )
    faces: IntProperty(
        name="Faces",
        description="Most triangles that the object may have",
        default=_DEFAULT.faces,
        min=FACES_RANGE[0],
        max=FACES_RANGE[1],
    )
    texture_size: EnumProperty(
        name="Texture",
        description="Side of the textures in pixels",
        items=[(str(side), f"{side} px", "") for side in TEXTURE_SIZES],
        default=str(_DEFAULT.texture_size),
    )
    size: FloatProperty(
        name="Size",
        description="Largest dimension of the object",
        default=_DEFAULT.size,
        min=1e-3,
        max=1e5,
        soft_min=0.01,
        soft_max=100.0,
        unit="LENGTH",
    )
    seed: IntProperty(
        name="Seed",
        description="The same seed gives the same object",
        default=_DEFAULT.seed,
        min=0,
    )


class PIXAL3D_PG_stance(PropertyGroup):
    """On the mesh, which linked duplicates share: how it stands."""

    elevation: FloatProperty(
        name="Elevation",
        description="Elevation that the mesh stands at",
        options={"HIDDEN"},
    )


class PIXAL3D_PG_result(PropertyGroup):
    """On an object that was generated: where it came from. `folder` is empty on all others."""

    folder: StringProperty(
        name="Folder", description="Folder of the result on the disk", subtype="DIR_PATH"
    )
    elevation: FloatProperty(
        name="Elevation",
        description="How far the camera stood above the object; turns the object "
        "and its camera together, so that they go on matching the photo",
        min=ELEVATION_RANGE[0],
        max=ELEVATION_RANGE[1],
        get=stance.elevation,
        set=stance.set_elevation,
        options=set(),
        **_ANGLE,
    )
    camera: PointerProperty(
        type=Object, name="Camera", description="The camera that sees what the photo shows"
    )
    engine: StringProperty(name="Engine", description="Engine that made the object")
    note: StringProperty(name="Note", description="What sort of result this is")
    seconds: FloatProperty(name="Time", description="How long it took to make", unit="TIME")
    settings: StringProperty(name="Settings", description="Settings of the job as JSON")


def to_settings(group: PIXAL3D_PG_settings) -> Settings:
    """The job that the panel describes. The caller checks `problems()`."""
    return Settings(
        engine=group.engine,
        fov=group.fov,
        photo_fov=_photo_fov(group),
        elevation=group.elevation,
        extend_pixel=group.extend_pixel,
        background=group.background,
        faces=group.faces,
        texture_size=int(group.texture_size),
        size=group.size,
        seed=group.seed,
    )


def load_settings(group: PIXAL3D_PG_settings, settings: Settings) -> None:
    """Show `settings` in the panel. Photo and mask stay as they are."""
    for name, value in settings.to_dict().items():
        if name == "photo_fov":
            group.fov_source = "PHOTO" if value else "SQUARE"
            if value:
                group.photo_fov = value
        else:
            setattr(group, name, str(value) if name == "texture_size" else value)


def _photo_fov(group: PIXAL3D_PG_settings) -> float:
    if group.fov_source == "PHOTO":
        return group.photo_fov
    if group.fov_source == "LENS":
        width, height = group.image.size if group.image else (1, 1)
        sensor = FULL_FRAME_WIDTH * width / max(width, height, 1)  # a portrait: held upright
        return fov_from_lens(group.lens, sensor)
    return 0.0


def attach() -> None:
    Scene.pixal3d = PointerProperty(type=PIXAL3D_PG_settings)
    Object.pixal3d = PointerProperty(type=PIXAL3D_PG_result)
    Mesh.pixal3d = PointerProperty(type=PIXAL3D_PG_stance)


def detach() -> None:
    del Mesh.pixal3d, Object.pixal3d, Scene.pixal3d


CLASSES = (PIXAL3D_PG_settings, PIXAL3D_PG_stance, PIXAL3D_PG_result)
