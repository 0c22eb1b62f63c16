"""Pixal3D as an engine: from a prepared photo to a raw surface. No torch before it runs."""

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from ...core.camera import Camera
from ...core.errors import PixalError, Problem
from ...core.settings import Settings
from ..interface import Prepared, RawSurface, Report
from .cost import expected, seconds
from .directions import check_views
from .likely_device import likely_device
from .order import checkpoint_for
from .views import main_camera, read_views, see_frame

_LIBRARIES = {"torch": "PyTorch", "transformers": "transformers", "safetensors": "safetensors"}


class Pixal3D:
    """The network. Bit-equal for a seed on the same device and torch."""

    name = "pixal3d"
    makes_raw = True
    sees_views = True

    def stages(self, settings: Settings) -> Mapping[str, float]:
        """Guessed from the weights' description; `generate` plans anew as it learns more."""
        checkpoint = checkpoint_for(settings)
        high = settings.resolution or checkpoint.sizes.high
        counts = expected(checkpoint, high, settings.max_tokens)
        return seconds(checkpoint, counts, likely_device())

    def validate(self, settings: Settings) -> list[Problem]:
        """Absurd settings, no torch, no whole weights, unsound views; for "auto" also no GPU."""
        if problems := settings.problems():
            return problems
        for module, name in _LIBRARIES.items():
            if find_spec(module) is None:
                return [
                    Problem(
                        "engine_unavailable",
                        f"Pixal3D needs {name}, which this Python has not got.",
                        "Set the runtime up first, or choose the engine Draft.",
                    )
                ]
        if settings.engine == "auto" and likely_device() == "cpu":
            return [
                Problem(
                    "engine_unavailable",
                    "Pixal3D found no graphics card that it can use.",
                    "Without one it takes hours; choose the engine Pixal3D to run it anyway.",
                )
            ]
        try:
            if settings.views:
                check_views(Path(settings.views))
            self.stages(settings)
        except PixalError as error:
            return [error.problem]
        return []

    def main_view(self, settings: Settings) -> tuple[Prepared, Camera] | None:
        """See `interface.Engine`: the first of several views, which are taken as they are."""
        if not settings.views:
            return None
        first = read_views(Path(settings.views))[0]
        prepared = see_frame(first)
        return prepared, main_camera(first, prepared.fov, settings.elevation)

    def generate(
        self, prepared: Prepared, camera: Camera, settings: Settings, report: Report, folder: Path
    ) -> RawSurface:
        """Sample and decode. Keeps the latents in `folder`, and previews in a folder in it.

        Raises PixalError `structure_empty`, `structure_full`, `numbers_broken`, `out_of_memory`,
        `weights_…` and what writing raises, and Cancelled through `report`.
        """
        from .run import make  # here: it brings torch

        return make(prepared, camera, settings, report, folder)

    def redecode(self, path: Path, settings: Settings, report: Report) -> RawSurface:
        """The surface of the latents in the file `path`, without sampling; see `run.redecode`."""
        from .run import redecode

        return redecode(path, settings, report)

    def release(self) -> None:
        """Give back the networks that are kept for the next job."""
        warm = sys.modules.get(f"{__package__}.warm")  # nothing to give back before it is used
        if warm is not None:
            warm.release()
