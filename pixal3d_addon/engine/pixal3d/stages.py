"""The stages of a run as the user reads them: their shares of the time, and how far each one is."""

from collections.abc import Mapping

from ..interface import Report
from .checkpoint import Checkpoint
from .cost import Counts, seconds

# Of `chain.Tick`. The coarse shape is sampled, and then decoded for its voxels.
_NAMES: Mapping[str, str] = {
    "structure": "Structure", "shape_low": "Coarse Shape", "shape": "Shape",
    "texture": "Texture", "surface": "Surface", "colors": "Colors",
}  # fmt: skip


class Stages:
    """Tells `report` what comes and what is done. device: torch's name. photos: how many."""

    def __init__(
        self, report: Report, checkpoint: Checkpoint, device: str, photos: int = 1
    ) -> None:
        self._report, self._checkpoint = report, checkpoint
        self._device, self._photos = device, photos

    def plan(self, counts: Counts, to_convert: int = 0, only: tuple[str, ...] = ()) -> None:
        """Share the time out anew. only: of the stages, where not all of them come."""
        costs = seconds(self._checkpoint, counts, self._device, self._photos, to_convert)
        self._report.plan({name: costs[name] for name in only or costs})

    def weights(self, done: int, total: int) -> None:
        """Bytes that have been got ready."""
        self._report.progress("Weights", done, total)

    def photo(self, done: int, total: int) -> None:
        self._report.progress("Photo", done, total)

    def tick(self, stage: str, done: int, total: int) -> None:
        """As `chain.Tick`."""
        if stage == "cascade":
            steps = self._checkpoint.shape_sampler.steps
            self._report.progress("Coarse Shape", steps, steps + 1)
        else:
            self._report.progress(_NAMES[stage], done, total + (stage == "shape_low"))
