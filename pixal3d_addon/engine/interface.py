"""What an engine is, and what it is handed. One interface for Draft, Pixal3D and later ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from ..core.camera import Camera
from ..core.errors import Problem
from ..core.settings import Settings


@dataclass(frozen=True)
class Prepared:
    """The square that every engine sees: the subject centred, 1/1.1 of the side, over black.

    rgb: uint8 [S, S, 3], sRGB, colour · alpha over black. alpha: uint8 [S, S].
    fov: the square's own horizontal field of view, radians.
    yaw, pitch: how far the camera was turned towards the subject, radians, positive to the right
        and downwards; 0 where the square is a plain crop.
    box: left, top, right, bottom of a plain crop in the photo's pixels; () where it was turned.
    """

    rgb: np.ndarray
    alpha: np.ndarray
    fov: float
    yaw: float = 0.0
    pitch: float = 0.0
    box: tuple[int, ...] = ()


@dataclass(frozen=True)
class PosedPhoto:
    """A photo and where its camera stands. camera_to_world: float64 [4, 4] in the view frame of the
    main photo, rigid, for a camera that looks along its own -Z with +Y up."""

    prepared: Prepared
    camera_to_world: np.ndarray


@dataclass(frozen=True)
class Surface:
    """A finished mesh in the view frame, with its textures.

    vertices: float32 [V, 3]. faces: int32 [F, 3], counter-clockwise seen from outside.
    corner_uvs: float32 [F, 3, 2], V up. Textures have the top row first:
    base_color: uint8 [T, T, 3] sRGB, or [T, T, 4] where the object lets light through.
    metallic_roughness: uint8 [T, T, 3], linear, packed as glTF has it: G roughness, B metallic.
    occlusion: whether its R is ambient occlusion.
    normal: uint8 or uint16 [T, T, 3], linear, in tangent space, green up.
    generated_color: uint8 [T, T, 3] sRGB, what `base_color` would be without the photo.
    metallic, roughness: factors, of the texture where there is one.
    lightmap_uvs: float32 [F, 3, 2], V up, a second layout without overlaps, for light maps.
    notes: sentences for the user (what sort of result this is).
    """

    vertices: np.ndarray
    faces: np.ndarray
    corner_uvs: np.ndarray
    base_color: np.ndarray
    metallic_roughness: np.ndarray | None = None
    normal: np.ndarray | None = None
    generated_color: np.ndarray | None = None
    metallic: float = 0.0
    roughness: float = 0.6
    occlusion: bool = False
    lightmap_uvs: np.ndarray | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Volume:
    """Materials of the voxels along a surface.

    coords: int32 [N, 3] in the view frame's axes; voxel i of an axis covers i / resolution - 0.5 to
    (i + 1) / resolution - 0.5. attributes: uint8 [N, 6], base color (sRGB) 3, metallic, roughness,
    alpha.
    """

    coords: np.ndarray
    attributes: np.ndarray
    resolution: int


@dataclass(frozen=True)
class RawSurface:
    """What a network decodes, to be finished by `engine/mesh`: millions of triangles, no textures.

    vertices: float32 [V, 3], view frame. faces: int32 [F, 3] without orientation; there may be
    holes, double shells and edges with more than two faces. volume: to bake from.
    notes: as of `Surface`.
    """

    vertices: np.ndarray
    faces: np.ndarray
    volume: Volume
    notes: tuple[str, ...] = field(default=())


class Report(Protocol):
    """Where a running job tells how far it is. All raise `Cancelled` once the user asked."""

    def plan(self, stages: Mapping[str, float]) -> None:
        """All stages in order, each with its share of the time (any unit, but always the same).

        Again as soon as more is known; the fraction that is shown never falls.
        """

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None: ...

    def preview(self, kind: str, path: Path) -> None:
        """A file to show now; see `core.messages.Preview`."""


class Engine(Protocol):
    """Turns a prepared photo into a surface."""

    name: str
    makes_raw: bool  # whether `generate` returns a RawSurface, which takes finishing
    sees_views: bool  # whether it looks at the photos that `settings.views` names

    def stages(self, settings: Settings) -> Mapping[str, float]:
        """Each stage that `generate` will report, in order → its share of the time (any unit)."""
        ...

    def validate(self, settings: Settings) -> list[Problem]:
        """Why this engine cannot run here with these settings; empty where it can.

        For the engine "auto" also why it had better not. Quick: no library is imported for it.
        """
        ...

    def main_view(self, settings: Settings) -> tuple[Prepared, Camera] | None:
        """The square and its camera where `settings` name them in place of a photo, else None."""
        ...

    def release(self) -> None:
        """Give back the memory that is kept for the next job, which then takes longer to begin."""
        ...

    def generate(
        self, prepared: Prepared, camera: Camera, settings: Settings, report: Report, folder: Path
    ) -> Surface | RawSurface:
        """Make the surface. Same seed, same device: same result.

        folder: the result's own, for what the engine wants to keep beside the surface.
        """
        ...
