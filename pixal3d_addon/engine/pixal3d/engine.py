"""Pixal3D as an engine: from a prepared photo to a raw surface. No torch before it runs."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from ...core.camera import Camera
from ...core.errors import PixalError, Problem
from ...core.settings import Settings
from ..interface import Prepared, RawSurface, Report
from .checkpoint import open_checkpoint
from .hub_cache import PIXAL3D


class Pixal3D:
    """The network. Bit-equal for a seed on the same device and torch."""

    name = "pixal3d"

    def stages(self, settings: Settings) -> Mapping[str, float]:
        return {
            "Weights": 0.1, "Photo": 0.5, "Structure": 1.0, "Coarse Shape": 1.0, "Shape": 3.0,
            "Texture": 3.0, "Surface": 1.0, "Colors": 1.0,
        }  # fmt: skip

    def validate(self, settings: Settings) -> list[Problem]:
        """No torch or no weights; for the engine "auto" also no GPU."""
        if find_spec("torch") is None:
            return [
                Problem(
                    "engine_unavailable",
                    "Pixal3D needs PyTorch, which this Python has not got.",
                    "Set the runtime up first, or choose the engine Draft.",
                )
            ]
        try:
            open_checkpoint(settings.weights or PIXAL3D, bool(settings.views))
        except PixalError as error:
            return [error.problem]
        return []

    def release(self) -> None:
        """Nothing stays between jobs yet."""

    def generate(
        self, prepared: Prepared, camera: Camera, settings: Settings, report: Report, folder: Path
    ) -> RawSurface:
        """Sample and decode. Keeps the latents in `folder`."""
        from .run import make  # here: it brings torch

        return make(prepared, camera, settings, report, folder)
