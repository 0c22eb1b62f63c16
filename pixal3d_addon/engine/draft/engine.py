"""Draft: from a prepared photo to a closed, textured object in a second, on numpy alone."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ...core.camera import Camera
from ...core.errors import Problem
from ...core.settings import Settings
from ..interface import Prepared, Report, Surface
from .charts import lay_out
from .colors import texture
from .relief import measure_relief
from .shell import close
from .triangulate import triangulate

NOTE = "Draft: the front is the photo, depth and the hidden side are estimated from the silhouette."


class Draft:
    """The built-in engine. Deterministic; the seed has no effect."""

    name = "draft"
    makes_raw = False

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
        """Inflate the silhouette, mesh it within the budget of faces, paint both sides."""
        report.progress("Depth")
        relief = measure_relief(prepared.alpha, camera)
        report.progress("Shape")
        domain = triangulate(prepared.alpha, relief, settings.faces // 2)
        vertices, faces, plane = close(domain, relief)
        size = settings.texture_size
        front, back = lay_out(plane, size)
        half = len(faces) // 2
        corners = plane[faces]
        uvs = np.concatenate([front.uv(corners[:half], size), back.uv(corners[half:], size)])
        image = texture(prepared, front, back, size, report)
        return Surface(vertices.astype(np.float32), faces, uvs, image, notes=(NOTE,))
