"""All that is measured of one case: the engine's surface and the two rivals' by the same rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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

HIGHER_IS_BETTER = {"iou": True, "psnr": True, "lpips": False, "chamfer": False, "fscore": True}


@dataclass(frozen=True)
class Measured:
    """The row of one case: numbers by column for the engine, and by rival. `error` where none.

    picture: what the given camera sees, float32 [H, W, 4], colour over black and coverage.
    """

    case: Case
    row: Mapping[str, float | None]
    rivals: Mapping[str, Mapping[str, float | None]]
    picture: np.ndarray | None = None
    error: str = ""

    def beats_rivals(self, column: str) -> bool:
        """Whether the engine is better than both rivals in `column`; a failed case is not."""
        ours = self.row.get(column)
        if ours is None:
            return False
        sign = 1 if HIGHER_IS_BETTER[column] else -1
        return all(sign * ours > sign * (rival[column] or 0) for rival in self.rivals.values())


class Judge:
    """Measures surfaces against one case: photo, camera and true object are read once."""

    def __init__(self, case: Case, weights: Weights | None) -> None:
        self.camera, self.photo, self.truth = case.camera(), case.picture(), case.truth()
        self.inside = silhouette(self.photo)
        self.weights = weights

    def measure(self, surface: Surface) -> tuple[dict[str, float | None], np.ndarray]:
        """Numbers by column (HIGHER_IS_BETTER) and the picture they come from."""
        picture = render(surface, self.camera)
        chamfer, fscore = chamfer_and_fscore(surface, self.truth)
        perceptual = None
        if self.weights is not None:
            pair = crop(picture, self.inside), crop(self.photo, self.inside)
            perceptual = lpips(*pair, self.weights)
        numbers = {
            "iou": iou(silhouette(picture), self.inside),
            "psnr": psnr(picture, self.photo),
            "lpips": perceptual,
            "chamfer": chamfer,
            "fscore": fscore,
        }
        return numbers, picture


def measure(case: Case, job: Job, weights: Weights | None) -> Measured:
    """Everything about one case whose `job` has run."""
    judge = Judge(case, weights)
    rivals = {name: judge.measure(make(case))[0] for name, make in RIVALS.items()}
    spent = {"seconds": job.seconds, "memory_mb": job.memory_mb}
    if job.folder is None:
        return Measured(case, spent, rivals, error=job.error)
    try:
        surface = _in_frame_of(case, from_result(job.folder), results.read(job.folder).camera)
        numbers, picture = judge.measure(surface)
    except (
        PixalError,
        OSError,
        ValueError,
    ) as failure:  # a damaged result is a failed case, no crash
        return Measured(case, spent, rivals, error=str(failure))
    topology = examine(surface.vertices, surface.faces)
    shape = {"closed": topology.closed, "faces": len(surface.faces)}
    return Measured(case, {**numbers, **spent, **shape}, rivals, picture)


def _in_frame_of(case: Case, surface: Surface, camera: Camera) -> Surface:
    """`surface` in the case's units: both cameras stand 0.5 / tan(fov / 2) frame widths away.

    The picture from the camera stays as it is, since object and distance grow together.
    """
    return replace(surface, vertices=surface.vertices * (case.distance / camera.distance))
