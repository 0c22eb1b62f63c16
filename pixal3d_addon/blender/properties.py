"""What the artist sets, and where a result came from, as Blender properties."""

from bpy.props import (
    BoolProperty,
    CollectionProperty,
    EnumProperty,
    FloatProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)
from bpy.types import Image, Mesh, Object, PropertyGroup, Scene

from ..core.lens import ELEVATION_RANGE, FOV_RANGE, fov_from_lens, lens_from_fov
from ..core.settings import GUIDANCE_RANGE, STEPS_RANGE, TOKENS_RANGE, Settings
from .jobs import quality
from .jobs.finish_properties import Finishing, PIXAL3D_PG_finish
from .photo import camera as photo_camera
from .photo import mask as photo_mask
from .result import ground, levels, stance
from .say import OWN_WORDS
from .views.panel import PIXAL3D_PG_view

_DEFAULT = Settings()
_ENGINES = (
    ("auto", "Automatic", "The best engine that can run here"),
    ("draft", "Draft", "Built in, in seconds, with nothing to install"),
    ("pixal3d", "Pixal3D", "The full model; needs the runtime and weights of the preferences"),
)
_RESOLUTIONS = (
    ("0", "Automatic", "What the weights were published with"),
    ("1024", "1024", "Fine enough for most objects"),
    ("1536", "1536", "Finer detail; takes more time and memory"),
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


class PIXAL3D_PG_settings(Finishing, PropertyGroup):
    """On the scene: the next job. Angles in radians, lengths in scene units."""

    image: PointerProperty(
        type=Image,
        name="Photo",
        description="The photo to turn into a 3D object",
        update=photo_mask.photo_changed,
    )
    mask: PointerProperty(
        type=Image,
        name="Mask",
        description="White where the subject is, of the photo's size or proportions; empty to cut "
        "it out",
        update=photo_mask.mask_changed,
    )
    fov_source: EnumProperty(
        name="Measured By",
        description="What is known about the camera that took the photo",
        items=_FOV_SOURCES,
    )
    fov: FloatProperty(
        name="Field of View",
        translation_context=OWN_WORDS,
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
    guess_elevation: BoolProperty(
        name="Estimate Elevation",
        description="Estimate from the photo how far the camera stood above the object",
        default=True,
    )
    camera_fov: FloatProperty(
        name="Field of View",
        translation_context=OWN_WORDS,
        description="Horizontal field of view of the whole photo",
        min=FOV_RANGE[0],
        max=FOV_RANGE[1],
        get=photo_camera.photo_fov,
        set=photo_camera.set_photo_fov,
        options=set(),
        **_ANGLE,
    )
    camera_lens: FloatProperty(
        name="Focal Length",
        description="Focal length of the lens, as on a 35 mm camera: the field of view in mm",
        min=lens_from_fov(FOV_RANGE[1]),
        max=lens_from_fov(FOV_RANGE[0]),
        soft_max=400.0,
        unit="CAMERA",
        get=photo_camera.photo_lens,
        set=photo_camera.set_photo_lens,
        options=set(),
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
    quality: EnumProperty(
        name="Quality",
        description="Sets faces, texture, resolution, steps and tokens at once",
        items=quality.items,
        get=quality.current,
        set=quality.choose,
        options=set(),
    )
    background: EnumProperty(
        name="Background",
        description="How the subject is cut out of the photo",
        items=_BACKGROUNDS,
        default=_DEFAULT.background,
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
    resolution: EnumProperty(
        name="Resolution",
        description="Voxels along the side of the object's cube: more give finer detail, and take "
        "more time and memory",
        items=_RESOLUTIONS,
    )
    use_steps: BoolProperty(
        name="Own Steps", description="Set the steps, instead of as many as the weights ask for"
    )
    steps: IntProperty(
        name="Steps",
        description="Steps of sampling for each stage: more are cleaner up to a point, and take "
        "as much longer",
        default=12,
        min=STEPS_RANGE[0],
        max=STEPS_RANGE[1],
        soft_max=50,
    )
    use_guidance: BoolProperty(
        name="Own Guidance", description="Set the guidance, instead of what the weights ask for"
    )
    guidance: FloatProperty(
        name="Guidance",
        description="How closely structure and shape keep to the photo: less is softer and freer, "
        "more is harder and in the end overdone; 1 is none and takes half the time",
        default=7.5,
        min=GUIDANCE_RANGE[0],
        max=GUIDANCE_RANGE[1],
        soft_max=15.0,
        precision=1,
    )
    max_tokens: IntProperty(
        name="Max Tokens",
        description="An object that would take as many is made at a lower resolution: fewer need "
        "less memory and time, and give less detail",
        default=_DEFAULT.max_tokens,
        min=TOKENS_RANGE[0],
        max=TOKENS_RANGE[1],
        step=1024,
    )
    seed: IntProperty(
        name="Seed",
        description="Another seed is another guess at what the photo does not show; the same one "
        "gives the same object",
        default=_DEFAULT.seed,
        min=0,
    )
    variations: IntProperty(
        name="Variations",
        description="How many objects to make of the photo, each with the next seed",
        default=4,
        min=2,
        max=100,
        soft_max=16,
    )
    slots: CollectionProperty(
        type=PIXAL3D_PG_view,
        name="More Views",
        description="More photos of the object, from other sides",
    )
    views: StringProperty(
        name="Views",
        description="A transforms.json that names more photos of the object, and their cameras, in "
        "place of those above: what one photo hides is then seen instead of guessed",
        subtype="FILE_PATH",
    )
    matched: StringProperty(
        name="Matched",
        description="The image whose own camera the panel shows; empty where it is no photo's own",
        options={"HIDDEN"},
    )
    view_before: StringProperty(
        name="View Before",
        description="Camera and picture size before a look through a result's camera, as JSON",
        options={"HIDDEN"},
    )
    begun: BoolProperty(
        name="Begun",
        description="Whether the settings have had their defaults",
        options={"HIDDEN"},
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
        "and its camera together, so that they go on matching the photo. To animate it, click "
        "the dot beside it",
        min=ELEVATION_RANGE[0],
        max=ELEVATION_RANGE[1],
        get=stance.elevation,
        set=stance.set_elevation,
        options=set(),
        **_ANGLE,
    )
    guess: FloatProperty(
        name="Guess", description="The elevation that the finished shape tells", **_ANGLE
    )
    guess_confidence: FloatProperty(
        name="Confidence", description="Chance that the guess is within 5 degrees; 0 without one"
    )
    height: FloatProperty(
        name="Height",
        description="How tall the object is; scales it about its base, and its camera along with "
        "it. To animate it, click the dot beside it, which keys the object's scale",
        min=1e-4,
        max=1e6,
        soft_min=0.01,
        soft_max=100.0,
        get=ground.height,
        set=ground.set_height,
        options=set(),
        unit="LENGTH",
    )
    above_ground: FloatProperty(
        name="Above Ground",
        description="How far its lowest point is above the ground; 0 stands on it. To animate it, "
        "click the dot beside it, which keys the object's location",
        soft_min=-10.0,
        soft_max=10.0,
        get=ground.above_ground,
        set=ground.set_above_ground,
        options=set(),
        unit="LENGTH",
    )
    match_overlap: FloatProperty(
        name="Overlap", description="Common share of the silhouettes when last compared; 0 never"
    )
    match_psnr: FloatProperty(
        name="Likeness", description="Likeness of the colors when last compared, in decibels"
    )
    camera: PointerProperty(
        type=Object, name="Camera", description="The camera that sees what the photo shows"
    )
    part: StringProperty(
        name="Part",
        description="LOD1 to LOD3 or Collision: what it is to the result that it is a child of",
        options={"HIDDEN"},
    )
    levels: IntProperty(name="Levels", description="How many lower levels of detail there are")
    level: EnumProperty(
        name="Show",
        description="The level of detail that viewport and renders show",
        items=[(str(number), f"LOD{number}", "") for number in range(4)],
        update=levels.show,
        options=set(),
    )
    engine: StringProperty(name="Engine", description="Engine that made the object")
    note: StringProperty(name="Note", description="What sort of result this is")
    seconds: FloatProperty(name="Time", description="How long it took to make", unit="TIME")
    settings: StringProperty(name="Settings", description="Settings of the job as JSON")
    raw: BoolProperty(
        name="Raw",
        description="Whether the folder has what the engine made before it was finished",
    )
    finish: PointerProperty(
        type=PIXAL3D_PG_finish, name="Finish", description="How to finish the object again"
    )


def attach() -> None:
    Scene.pixal3d = PointerProperty(type=PIXAL3D_PG_settings)
    Object.pixal3d = PointerProperty(type=PIXAL3D_PG_result)
    Mesh.pixal3d = PointerProperty(type=PIXAL3D_PG_stance)


def detach() -> None:
    del Mesh.pixal3d, Object.pixal3d, Scene.pixal3d


CLASSES = (PIXAL3D_PG_settings, PIXAL3D_PG_stance, PIXAL3D_PG_result)
