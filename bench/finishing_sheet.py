"""A contact sheet of a finished surface: textured and in clay from all sides, and its layout."""

import numpy as np
from PIL import Image, ImageDraw

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.engine.interface import Surface as Finished

from .render import unlit
from .shading import clay
from .surface import Surface
from .turntable import VIEWS, label, on_grey, orbit_pictures


def sheet(
    finished: Finished, surface: Surface, camera: Camera, photo: np.ndarray, size: int = 512
) -> np.ndarray:
    """uint8 [2·size, 6·size, 3]. photo: float [H, W, 4] over black."""
    given = Image.fromarray(on_grey(photo)).resize((size, size), Image.Resampling.BOX)
    heads = [label(np.asarray(given), "photo"), label(layout(finished, size), "layout")]
    rows = []
    for shade, head in zip((unlit, clay), heads, strict=True):
        pictures = orbit_pictures(surface, camera, VIEWS.values(), shade, size)
        named = [label(one, name) for one, name in zip(pictures, VIEWS, strict=True)]
        rows.append(np.concatenate([head, *named], axis=1))
    return np.concatenate(rows)


def layout(finished: Finished, size: int) -> np.ndarray:
    """The base color where faces lie, dimmed elsewhere, uint8 [size, size, 3]."""
    texture = Image.fromarray(finished.base_color[..., :3]).resize((size, size))
    mask = Image.new("L", (size, size), 64)
    draw = ImageDraw.Draw(mask)
    corners = finished.corner_uvs * (size, -size) + (0, size)
    for triangle in corners.reshape(-1, 6):
        draw.polygon(triangle.tolist(), fill=255)
    return np.asarray(Image.composite(texture, Image.new("RGB", (size, size)), mask))
