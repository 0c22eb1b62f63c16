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
class Surface:
    """What an engine makes: a closed triangle mesh in the view frame, with its textures.

    vertices: float32 [V, 3]. faces: int32 [F, 3], counter-clockwise seen from outside.
    corner_uvs: float32 [F, 3, 2], V up. base_color: uint8 [T, T, 3] sRGB, top row first.
    metallic, roughness: factors. notes: sentences for the user (what sort of result this is).
    """

    vertices: np.ndarray
    faces: np.ndarray
    corner_uvs: np.ndarray
    base_color: np.ndarray
    metallic: float = 0.0
    roughness: float = 0.6
    notes: tuple[str, ...] = field(default=())


class Report(Protocol):
    """Where a running job tells how far it is. All raise `Cancelled` once the user asked."""

    def plan(self, stages: Mapping[str, float]) -> None:
        """The stages to come, in order, each with its share of the time (any unit)."""

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None: ...

    def preview(self, kind: str, path: Path) -> None: ...


class Engine(Protocol):
    """stages: name of each stage that `generate` reports → its share of the time (any unit)."""

    name: str
    stages: Mapping[str, float]

    def validate(self, settings: Settings) -> list[Problem]:
        """Why this engine cannot run here with these settings; empty where it can."""
        ...

    def generate(
        self, prepared: Prepared, camera: Camera, settings: Settings, report: Report
    ) -> Surface:
        """Make the surface. Same seed, same device: same result."""
        ...
