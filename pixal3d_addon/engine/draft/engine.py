"""Draft: from a prepared photo to a closed, textured object in a second, on numpy alone."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ...core.camera import Camera
from ...core.errors import PixalError, Problem
from ...core.settings import Settings
from ..interface import Prepared, Report, Surface
from .charts import lay_out
from .colors import texture
from .relief import Relief, measure_relief
from .seen import see, weights
from .shell import close
from .triangulate import triangulate

CLASSICAL = "the silhouette"
NETWORK = "what a small network makes of the photo"
UNSURE = "the silhouette more than from a small network, which is unsure of this photo"
ONE_VIEW = "Draft sees the photo alone: more views take the engine Pixal3D."
NOTE = "Draft: the front is the photo, depth and the hidden side are estimated from {}."


class Draft:
    """The built-in engine. Deterministic; the seed has no effect."""

    name = "draft"
    makes_raw = False
    sees_views = False

    def stages(self, settings: Settings) -> Mapping[str, float]:
        return {"Depth": 0.05, "Shape": 0.25, "Texture": 0.7}

    def validate(self, settings: Settings) -> list[Problem]:
        """Draft runs wherever numpy does."""
        return []

    def main_view(self, settings: Settings) -> None:
        """It sees one photo only."""

    def release(self) -> None:
        """It keeps nothing."""

    def generate(
        self, prepared: Prepared, camera: Camera, settings: Settings, report: Report, folder: Path
    ) -> Surface:
        """Estimate the depth of both sides, mesh them within the budget of faces, paint them."""
        report.progress("Depth")
        relief, guess, source = _depth(prepared, camera, settings.draft_shape)
        report.progress("Shape")
        domain = triangulate(prepared.alpha, relief, settings.faces // 2)
        vertices, faces, plane = close(domain, relief)
        size = settings.texture_size
        front, back = lay_out(domain.points, size)
        half = len(domain.triangles)
        uvs = np.concatenate([front.uv(plane[:half], size), back.uv(plane[half:], size)])
        image = texture(prepared, front, back, size, report, guess)
        notes = (NOTE.format(source), *([ONE_VIEW] if settings.views else []))
        return Surface(vertices.astype(np.float32), faces, uvs, image, notes=notes)


def _depth(prepared: Prepared, camera: Camera, shape: str) -> tuple[Relief, np.ndarray | None, str]:
    """The relief, the hidden side's colors where they are guessed, and in words what both are
    estimated from. shape: one of DRAFT_SHAPES.

    Raises PixalError `weights_damaged` where the network is asked for and is not there.
    """
    if shape != "classical":
        try:
            sight = see(prepared, camera, weights())
            return sight.relief, sight.hidden, NETWORK if sight.trust >= 0.5 else UNSURE
        except PixalError:
            if shape == "network":
                raise
    return measure_relief(prepared.alpha, camera), None, CLASSICAL
