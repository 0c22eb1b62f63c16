"""All that is measured of one case: the engine's surface and the two rivals' by the same rules."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pixal3d_addon.core import results
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import PixalError

from .cases import Case
from .distance import chamfer_and_fscore
from .job import Job
from .likeness import iou, psnr, silhouette
from .lpips import Weights, crop, lpips
from .render import render
from .rivals import RIVALS
from .surface import Surface, from_result
from .topology import examine
from .turned import TurnedViews, lean, sheet

HIGHER_IS_BETTER = {
    "iou": True, "psnr": True, "lpips": False, "turned": False, "chamfer": False, "fscore": True,
}  # fmt: skip
CLASSICAL = "classical"  # the rival that Draft's own way without a network is


@dataclass(frozen=True)
class Measured:
    """The row of one case: numbers by column for the engine, and by rival. `error` where none.

    picture: what the given camera sees, float32 [H, W, 4], colour over black and coverage.
    turned: uint8 [H, W, 3], from `turned.ANGLES`: the true object, the engine's, the rivals' below.
    """

    case: Case
    row: Mapping[str, float | None]
    rivals: Mapping[str, Mapping[str, float | None]]
    picture: np.ndarray | None = None
    turned: np.ndarray | None = None
    error: str = ""

    def beats_rivals(self, column: str) -> bool:
        """Whether the engine is better than both rivals in `column`; a failed case is not."""
        ours = self.row.get(column)
        if ours is None:
            return False
        sign = 1 if HIGHER_IS_BETTER[column] else -1
        return all(sign * ours > sign * (self.rivals[name][column] or 0) for name in RIVALS)

    def against_classical(self) -> float | None:
        """Chamfer distance over that of classical Draft: infinite where the engine failed, None
        where there is no classical one."""
        theirs, ours = self.rivals.get(CLASSICAL, {}).get("chamfer"), self.row.get("chamfer")
        if theirs is None:
            return None
        return math.inf if ours is None else ours / max(theirs, 1e-12)


class Judge:
    """Measures surfaces against one case: photo, camera and true object are read once."""

    def __init__(self, case: Case, weights: Weights | None) -> None:
        self.camera, self.photo, self.truth = case.camera(), case.picture(), case.truth()
        self.inside = silhouette(self.photo)
        self.weights = weights
        self.turned = TurnedViews(case, weights) if weights is not None else None
        self.pictures: dict[str, list[np.ndarray]] = {}

    def measure(self, name: str, surface: Surface) -> tuple[dict[str, float | None], np.ndarray]:
        """Numbers by column (HIGHER_IS_BETTER) and the picture from the photo's camera; those
        from elsewhere are kept by `name`."""
        picture = render(surface, self.camera)
        chamfer, fscore = chamfer_and_fscore(surface, self.truth)
        perceptual = turned = None
        if self.weights is not None:
            pair = crop(picture, self.inside), crop(self.photo, self.inside)
            perceptual = lpips(*pair, self.weights)
        if self.turned is not None:
            turned, self.pictures[name] = self.turned.compare(surface)
        numbers = {
            "iou": iou(silhouette(picture), self.inside),
            "psnr": psnr(picture, self.photo),
            "lpips": perceptual,
            "turned": turned,
            "chamfer": chamfer,
            "fscore": fscore,
        }
        return numbers, picture


def measure(
    case: Case, job: Job, weights: Weights | None, classical: Job | None = None
) -> Measured:
    """Everything about one case whose `job` has run, and that of classical Draft where it is a
    rival."""
    judge = Judge(case, weights)
    spent = {"seconds": job.seconds, "memory_mb": job.memory_mb}
    numbers, picture, error = {}, None, job.error
    if job.folder is not None:
        try:
            surface, camera = _read(case, job.folder)
            numbers, picture = judge.measure("result", surface)
            topology = examine(surface.vertices, surface.faces)
            numbers |= {
                "lean": lean(camera, Camera(case.fov, case.elevation)),
                "closed": topology.closed,
                "faces": len(surface.faces),
            }
        except (PixalError, OSError, ValueError) as failure:
            numbers, error = {}, str(failure)  # a damaged result is a failed case, no crash
    rivals = {name: judge.measure(name, make(case))[0] for name, make in RIVALS.items()}
    if classical is not None and classical.folder is not None:
        rivals[CLASSICAL] = judge.measure(CLASSICAL, _read(case, classical.folder)[0])[0]
    turned = sheet(judge.turned.pictures, judge.pictures) if judge.turned else None
    return Measured(case, {**numbers, **spent}, rivals, picture, turned, error)


def _read(case: Case, folder: Path) -> tuple[Surface, Camera]:
    """The surface of a result in the case's units, and the camera that the job took."""
    camera = results.read(folder).camera
    return _in_frame_of(case, from_result(folder), camera), camera


def _in_frame_of(case: Case, surface: Surface, camera: Camera) -> Surface:
    """`surface` in the case's units: both cameras stand 0.5 / tan(fov / 2) frame widths away.

    The picture from the camera stays as it is, since object and distance grow together.
    """
    return replace(surface, vertices=surface.vertices * (case.distance / camera.distance))
