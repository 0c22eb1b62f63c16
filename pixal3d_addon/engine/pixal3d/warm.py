"""The networks of this process: on its device while they run, and between jobs where they fit."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn

from .chain import BUDGET
from .checkpoint import ROLES, Checkpoint, Model
from .convert import Progress, pending, runs_in_bfloat16
from .converted_files import cache_folder
from .cost import Counts
from .device import best_device, runs_bfloat16, settle
from .image_features import load_dinov3
from .load import check_names
from .models import build_model, file_for, load_model
from .naf import load_naf
from .residency import Need, Residency, free_bytes, plan
from .weights_file import read_header
from .working_memory import working_bytes

DINOV3, NAF = "dinov3", "naf"  # beside the roles of `checkpoint.ROLES`
_SEEING = 1 << 30  # bytes that DINOv3 works with, at most
_Stamp = tuple[int, int]


class Networks:
    """One device's networks, by role of the checkpoint that `begin` was given last."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self._residency = Residency(frozenset(), lambda path: self._load[path]())
        self._load: dict[Path, Callable[[], nn.Module]] = {}
        self._paths: dict[str, Path] = {}
        self._stamps: dict[Path, _Stamp] = {}
        self._sizes: dict[str, int] = {}
        self._checkpoint: Checkpoint | None = None

    def to_convert(self, checkpoint: Checkpoint) -> int:
        """Bytes that `begin` will convert, which it does once."""
        if not runs_bfloat16(self.device):
            return 0
        flows = {model.weights for model in checkpoint.models.values() if runs_in_bfloat16(model)}
        return sum(pending(path, cache_folder()) for path in flows)

    def begin(
        self,
        checkpoint: Checkpoint,
        counts: Counts,
        progress: Progress,
        only: Collection[str] = ROLES,
    ) -> None:
        """Convert what is to be, and decide what stays on the device.

        progress: in bytes. only: the roles that will be asked for. Raises PixalError `weights_…`
        and what converting raises, and whatever `progress` raises.
        """
        models = {role: checkpoint.models[role] for role in only}
        files = self._convert(models, progress)
        self._paths = {role: model.weights for role, model in checkpoint.models.items()}
        self._paths |= {DINOV3: checkpoint.dinov3, NAF: checkpoint.naf}
        self._load = {model.weights: self._loader(model) for model in checkpoint.models.values()}
        self._load[checkpoint.dinov3] = lambda: load_dinov3(
            checkpoint.dinov3, self.device, torch.float32
        )
        self._load[checkpoint.naf] = lambda: load_naf(checkpoint.naf, self.device)
        files |= {
            checkpoint.dinov3: checkpoint.dinov3 / "model.safetensors",
            checkpoint.naf: checkpoint.naf,
        }
        self._forget_changed(files)
        self._checkpoint = checkpoint
        self._sizes = {
            role: self._bytes(model, files[model.weights]) for role, model in models.items()
        }
        self._sizes[DINOV3] = _size(files[checkpoint.dinov3])
        self.expect(counts)

    def expect(self, counts: Counts) -> None:
        """Decide anew what stays on the device, for a job of so many tokens."""
        assert self._checkpoint is not None  # `begin` came before
        working = {**working_bytes(self._checkpoint, counts, BUDGET), DINOV3: _SEEING}
        needs: dict[Path, Need] = {}
        for role, weights in self._sizes.items():
            path = self._paths[role]
            known = needs.get(path, Need(0, 0))
            needs[path] = Need(weights, max(working[role], known.working))
        held = sum(need.weights for path, need in needs.items() if self._residency.holds(path))
        stay = plan(free_bytes(self.device) + held, needs)
        self._residency.keep(stay | {self._paths[NAF]})

    @contextmanager
    def weights(self, role: str) -> Iterator[nn.Module]:
        """The network of `role`, for as long as the context lasts. As `chain.Weights`."""
        with self._residency.weights(self._paths[role]) as module:
            yield module

    def make_room(self) -> None:
        """Give back every network that is not running."""
        self._residency.release()

    def _convert(self, models: Mapping[str, Model], progress: Progress) -> dict[Path, Path]:
        """Published file → the one to load. One progress over all of them."""
        unique = {model.weights: model for model in models.values()}
        total, before = sum(map(_size, unique)), 0

        def over_all(done: int, _: int) -> None:
            progress(before + done, total)

        files = {}
        for source, model in unique.items():
            over_all(0, 0)
            check_names(build_model(model), source)  # now, not after minutes of other stages
            files[source] = file_for(model, self.device, cache_folder(), over_all)
            before += _size(source)
        over_all(0, 0)
        return files

    def _loader(self, model: Model) -> Callable[[], nn.Module]:
        return lambda: load_model(model, self.device, cache_folder(), lambda done, total: None)

    def _bytes(self, model: Model, file: Path) -> int:
        """What a network takes on the device: as it is stored, or in float32 on a processor."""
        header = read_header(file)
        if self.device.type == "cpu" and "decoder" in model.role:
            return sum(4 * math.prod(tensor.shape) for tensor in header.tensors.values())
        return header.size

    def _forget_changed(self, files: Mapping[Path, Path]) -> None:
        """What is held of files that are other ones by now is of no use."""
        stamps = {path: _stamp(file) for path, file in files.items()}
        if any(self._stamps.get(path, stamp) != stamp for path, stamp in stamps.items()):
            self._residency.release()
        self._stamps.update(stamps)


_networks: Networks | None = None


def networks() -> Networks:
    """Those of this process, on its best device."""
    global _networks
    if _networks is None:
        settle()
        _networks = Networks(best_device())
    return _networks


def release() -> None:
    """Give back what is kept for the next job."""
    if _networks is not None:
        _networks.make_room()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # whoever loads it will tell


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
        return found.st_size, found.st_mtime_ns
    except OSError:
        return 0, 0
