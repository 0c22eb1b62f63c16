"""What the running job has so far, drawn into the viewports: in no scene, no file, no undo step.

The arrays are read in a tick of their own, once, and drawn by `preview_draw`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy
import bpy.utils.previews

from ...core.errors import PixalError
from .. import redraw
from .state import Job

if TYPE_CHECKING:
    import numpy as np

    from ...core.camera import Standing
    from ...core.messages import Preview

_MOST = 500_000  # vertices, faces or points; more is no preview
_DRAWN = 100_000  # points; of more some are left out, so that a tick stays short
_GREY = 0.7


@dataclass(frozen=True)
class Shape:
    """points: float32 [V, 3] in the view frame. colors: float32 [V, 4], sRGB. faces: int32 [F, 3],
    none for a cloud of points. standing: how they will stand in the world. cell: the side, in the
    view frame, of what a point stands for. scene: name of the one to draw it in, empty for all."""

    points: np.ndarray
    colors: np.ndarray
    faces: np.ndarray | None
    standing: Standing
    cell: float
    scene: str


@dataclass
class State:
    """shape: what is drawn. waiting: a file to read in the next tick, and its job. icons: holds the
    cut-out for the panel."""

    shape: Shape | None = None
    waiting: tuple[str, Path, Job] | None = None
    handler: Any = None
    icons: Any = None


PREVIEW = State()


def ready() -> None:
    """Import what reading takes, when a job begins: a tick is too short for that."""
    from ...core import camera, results, safetensors  # noqa: F401
    from . import deliver  # noqa: F401


def take(message: Preview, job: Job) -> None:
    """A newer preview is there. One that is not read yet is left out."""
    if message.kind in {"points", "mesh"}:
        PREVIEW.waiting = (message.kind, Path(message.path), job)
    elif message.kind == "prepared" and not bpy.app.background:
        _remove_icons()
        PREVIEW.icons = bpy.utils.previews.new()
        # Blender reads it in a thread, once the panel shows it.
        PREVIEW.icons.load("prepared", message.path, "IMAGE")


def icon() -> int:
    """Of the cut-out that the running job sees; 0 while there is none."""
    return PREVIEW.icons["prepared"].icon_id if PREVIEW.icons else 0


def step() -> bool:
    """Read what waits; whether there was anything. It then takes the place of the one before."""
    if PREVIEW.waiting is None:
        return False
    (kind, path, job), PREVIEW.waiting = PREVIEW.waiting, None
    try:
        PREVIEW.shape = _settled(read(kind, path, _size(job), job.scene), job)
    except (PixalError, LookupError, ValueError, TypeError):
        return True  # it is only a preview: the job goes on
    if PREVIEW.handler is None and not bpy.app.background:
        from . import preview_draw

        PREVIEW.handler = bpy.types.SpaceView3D.draw_handler_add(
            preview_draw.draw, (), "WINDOW", "POST_VIEW"
        )
    redraw.areas("VIEW_3D")
    return True


def clear() -> None:
    """Show nothing any more."""
    PREVIEW.waiting = None
    _remove_icons()
    if PREVIEW.handler is not None:
        bpy.types.SpaceView3D.draw_handler_remove(PREVIEW.handler, "WINDOW")
        PREVIEW.handler = None
    if PREVIEW.shape is not None:
        PREVIEW.shape = None
        redraw.areas("VIEW_3D")


def read(kind: str, path: Path, size: float, scene: str) -> Shape:
    """The preview in `path`, and how it will stand in the world, `size` scene units large.

    Raises PixalError, LookupError, ValueError or TypeError for a file that is none.
    """
    import numpy as np  # all here: slow to import

    from ...core import results, safetensors
    from ...core.camera import Camera, stand

    arrays = safetensors.load(path)
    cloud = kind == "points"
    points = arrays["points" if cloud else "vertices"]
    if len(points) > _MOST:
        raise ValueError("no preview")
    few = slice(None, None, max(1, -(-len(points) // _DRAWN)) if cloud else None)
    points = np.array(points[few])  # copies: the file will go
    faces = np.zeros((0, 3), np.int32) if cloud else np.array(arrays["faces"])
    if len(faces) > _MOST or not results.are_triangles(points, faces):
        raise ValueError("no preview")
    colors = np.full((len(points), 4), (_GREY, _GREY, _GREY, 1.0), np.float32)
    if "colors" in arrays:
        colors[:, :3] = arrays["colors"][few].astype(np.float32) / 255.0
    elevation = float(arrays["elevation"][0]) if "elevation" in arrays else 0.0
    if not math.isfinite(elevation):
        raise ValueError("no preview")
    standing = stand(points, Camera(elevation=elevation), size)
    cell = _spacing(points) if cloud else 0.0
    return Shape(points, colors, None if cloud else faces, standing, cell, scene)


def _settled(shape: Shape, job: Job) -> Shape:
    """`shape` where the object will stand."""
    if job.instead_of[0] or not len(shape.points):
        return shape
    from .deliver import settle

    width, depth, height = shape.standing.size
    moved = settle(job, ((-width / 2, -depth / 2, 0.0), (width / 2, depth / 2, height)))
    shape.standing.offset[0] += moved
    return shape


def _remove_icons() -> None:
    if PREVIEW.icons is not None:
        bpy.utils.previews.remove(PREVIEW.icons)
        PREVIEW.icons = None


def _spacing(points: np.ndarray) -> float:
    """Between neighbors of a grid, from some of its points."""
    import numpy as np

    gaps = np.diff(np.sort(points[:4096, 0].round(4)))  # unique would import for 8 ms
    gaps = gaps[gaps > 0.0]
    return float(gaps.min()) if len(gaps) else 1.0 / 64.0


def _size(job: Job) -> float:
    return float(getattr(job.message, "settings", {}).get("size", 1.0))
