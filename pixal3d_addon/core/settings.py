"""What a job is asked to do. The panel, the command line and a saved job make the same object."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from .errors import PixalError, Problem
from .lens import DEFAULT_FOV, ELEVATION_RANGE, FOV_RANGE

if TYPE_CHECKING:
    from .camera import Camera

ENGINES = ("auto", "draft", "pixal3d")
DRAFT_SHAPES = ("auto", "network", "classical")
BACKGROUNDS = ("auto", "alpha", "model", "backdrop")
TEXTURE_SIZES = (512, 1024, 2048, 4096, 8192)
FACES_RANGE = (1_000, 1_000_000)
RESOLUTIONS = (0, 1024, 1536)
STEPS_RANGE = (1, 100)
GUIDANCE_RANGE = (1.0, 30.0)
TOKENS_RANGE = (1024, 98_304)
SMALLEST_RANGE = (0.0, 0.5)
HOLES_RANGE = (0.0, 10.0)
CROP_RANGE = (-0.5, 0.5)
CROP_SCALE_RANGE = (0.5, 2.0)
NORMAL_BITS = (8, 16)
IMAGE_FORMATS = ("png", "jpeg")
COLLISIONS = ("", "hull", "box")
FORMATS = ("glb", "gltf", "obj", "ply", "stl", "usdz")  # that models are written in


@dataclass(frozen=True)
class Settings:
    """Settings of one job. Angles in radians, lengths in scene units (metres).

    engine: one of ENGINES; `auto` takes the best that can run here.
    fov: horizontal field of view of the prepared square. Ignored where `photo_fov` is given.
    photo_fov: horizontal field of view of the whole photo (lens, EXIF); the square's own is
        computed, and an off-centre subject is seen by a camera turned towards it. 0 = unknown.
    elevation: how far the camera stands above the object, positive looking down.
    guess_elevation: it is not known: it is estimated from the photo. `elevation` is then what is
        taken where that cannot be done, and with `views`.
    extend_pixel: how far a subject cut off by the frame goes on outside it, at 512 px.
    background: one of BACKGROUNDS, how the subject is cut out where no mask is supplied.
    crop_x, crop_y: how far the square is moved from where the subject puts it, in sides
        that it has there, positive to the right and upwards. crop_scale: how many times as large.
    size: the object's largest dimension.
    draft_shape: one of DRAFT_SHAPES, where Draft takes depth from: its network, or the silhouette
        alone; `auto` takes the network where it is there.

    The others are Pixal3D's; 0 and "" leave the choice to the engine.
    weights: the folder that has them, or OWNER/NAME as the hub downloaded it.
    resolution: one of RESOLUTIONS, voxels along the side of the object's cube.
    steps: of sampling, for each stage. guidance: how closely structure and shape keep to the
        photo; 1 takes half the time.
    max_tokens: an object that would take as many is made at a lower resolution.
    views: a transforms.json that names several photos of the object and their cameras, or a list of
        photos and directions as `engine.pixal3d.directions` reads it.

    Finishing, of what Pixal3D decodes; from `lods` on, of any result:
    photo_strength: 0…1, how much of the photo the texture takes where the photo shows it.
    remove_shading: 0…1, how much of the light that lies in the photo is taken out of its colours.
    occlusion: bake ambient occlusion too.
    normal_bits: one of NORMAL_BITS, a channel of the normal map.
    smallest: parts below this share of the object's size are dropped.
    holes: up to this perimeter, as a share of the object's size, are filled.
    watertight: one closed surface round what encloses a volume, for printing and booleans.
    keep_raw: keep the raw surface in the result, hundreds of MB, beside the latents.
    lods: also write levels of detail with 50, 25 and 10 % of the faces.
    collision: one of COLLISIONS, a plain mesh around the object; "" is none.
    lightmap_uvs: a second layout, with wide gaps, for light maps.
    image_format: one of IMAGE_FORMATS, of the textures inside glTF and USDZ files.
    """

    engine: str = "auto"
    fov: float = DEFAULT_FOV
    photo_fov: float = 0.0
    elevation: float = 0.0
    guess_elevation: bool = False
    extend_pixel: float = 0.0
    background: str = "auto"
    crop_x: float = 0.0
    crop_y: float = 0.0
    crop_scale: float = 1.0
    faces: int = 50_000
    texture_size: int = 2048
    size: float = 1.0
    draft_shape: str = "auto"
    seed: int = 0
    weights: str = ""
    resolution: int = 0
    steps: int = 0
    guidance: float = 0.0
    max_tokens: int = 49_152
    views: str = ""
    photo_strength: float = 1.0
    remove_shading: float = 0.0
    occlusion: bool = True
    normal_bits: int = 8
    smallest: float = 0.01
    holes: float = 0.03
    watertight: bool = False
    keep_raw: bool = False
    lods: bool = False
    collision: str = ""
    lightmap_uvs: bool = False
    image_format: str = "png"

    def camera(self, fov: float | None = None) -> "Camera":
        """The camera of the prepared square; `fov` overrides the setting."""
        from .camera import Camera  # here: it needs numpy, which is slow to import

        return Camera(self.fov if fov is None else fov, self.elevation, self.extend_pixel)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Settings":
        """Build from untrusted data; unknown keys, wrong types and bad values raise PixalError."""
        if not isinstance(data, Mapping):
            raise _invalid("The settings are not a table of names and values.")
        known = {field.name: field for field in fields(cls)}
        unknown = sorted(map(str, set(data) - set(known)))
        if unknown:
            raise _invalid(f"Unknown setting: {', '.join(unknown)[:80]}.")
        values: dict[str, Any] = {}
        for name, value in data.items():
            kind = type(known[name].default)
            if kind is float and type(value) is int:
                value = float(value) if abs(value) < 2**1000 else math.inf
            if type(value) is not kind or (isinstance(value, str) and "\0" in value):
                raise _invalid(f"The setting {name} is not a {kind.__name__}.")
            values[name] = value
        settings = cls(**values)
        problems = settings.problems()
        if problems:
            raise PixalError.of(problems[0])
        return settings

    def problems(self) -> list[Problem]:
        """Everything that keeps these settings from running, with remedies."""
        found = [
            _out_of_range(name, "degrees", math.degrees(low), math.degrees(high))
            for name, (low, high) in {
                "fov": FOV_RANGE,
                "elevation": ELEVATION_RANGE,
                **({"photo_fov": FOV_RANGE} if self.photo_fov != 0 else {}),
            }.items()
            if not low - 1e-6 <= getattr(self, name) <= high + 1e-6  # false for NaN
        ]
        for name, (low, high) in {
            "extend_pixel": (0, 512),
            "crop_x": CROP_RANGE,
            "crop_y": CROP_RANGE,
            "crop_scale": CROP_SCALE_RANGE,
            "size": (1e-4, 1e5),
            "faces": FACES_RANGE,
            "seed": (0, 2**31 - 1),
            "max_tokens": TOKENS_RANGE,
            "photo_strength": (0, 1),
            "remove_shading": (0, 1),
            "smallest": SMALLEST_RANGE,
            "holes": HOLES_RANGE,
            **({"steps": STEPS_RANGE} if self.steps != 0 else {}),
            **({"guidance": GUIDANCE_RANGE} if self.guidance != 0 else {}),
        }.items():
            if not low <= getattr(self, name) <= high:
                found.append(_out_of_range(name, "", low, high))
        for name, allowed in {
            "engine": ENGINES,
            "draft_shape": DRAFT_SHAPES,
            "background": BACKGROUNDS,
            "texture_size": TEXTURE_SIZES,
            "resolution": RESOLUTIONS,
            "normal_bits": NORMAL_BITS,
            "collision": COLLISIONS,
            "image_format": IMAGE_FORMATS,
        }.items():
            if getattr(self, name) not in allowed:
                found.append(
                    Problem(
                        "settings_invalid",
                        f"The setting {name} has a value that does not exist.",
                        f"Choose one of: {', '.join(str(value) or 'none' for value in allowed)}.",
                    )
                )
        return found


def _out_of_range(name: str, unit: str, low: float, high: float) -> Problem:
    return Problem(
        "settings_invalid",
        f"The setting {name} is not a number in its range.",
        f"Choose a value from {low:g} to {high:g} {unit}".strip() + ".",
    )


def _invalid(message: str) -> PixalError:
    return PixalError("settings_invalid", message, "Reset the settings to their defaults.")
