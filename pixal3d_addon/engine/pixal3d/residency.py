"""Which weights stay on the device between stages, and getting the others there and away again."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import torch
from torch import nn

from ...core.memory import available_mb, give_back
from .thrift import ran_out

_USABLE = 0.9  # of what is free: allocators keep some of it in pieces


@dataclass(frozen=True)
class Need:
    """What one stage takes on the device, bytes. working: at its peak, beside its own weights."""

    weights: int
    working: int


def plan(free: int, needs: Mapping[Path, Need]) -> frozenset[Path]:
    """Of the files in `needs`, those whose weights may stay while all the stages run, by turns.

    The most bytes that never have to be brought again, such that every stage still finds its
    weights, where they do not stay, and its working memory. Empty where nothing can stay. There are
    seven stages, so all choices are looked at.

    free: bytes that can be had on the device now.
    """
    budget = int(free * _USABLE)
    best: tuple[int, frozenset[Path]] = (0, frozenset())
    for count in range(1, len(needs) + 1):
        for chosen in map(frozenset, combinations(needs, count)):
            kept = sum(needs[path].weights for path in chosen)
            peak = max(
                need.working + (0 if path in chosen else need.weights)
                for path, need in needs.items()
            )
            if kept + peak <= budget and kept > best[0]:
                best = kept, chosen
    return best[1]


def free_bytes(device: torch.device) -> int:
    """What can be had on `device` now, with what torch holds there unused; for a CPU, of memory."""
    if device.type == "cuda":  # and ROCm
        unused = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return torch.cuda.mem_get_info(device)[0] + unused
    if device.type == "mps":
        used = torch.mps.current_allocated_memory()
        return max(torch.mps.recommended_max_memory() - used, 0)
    return int(available_mb() * 2**20)


class Residency:
    """Holds the modules whose weights stay; several checkpoints may share files, so paths are keys.

    load: makes the module of a file, on the device. keep: from `plan`.
    """

    def __init__(self, keep: frozenset[Path], load: Callable[[Path], nn.Module]) -> None:
        self._keep = keep
        self._load = load
        self._held: dict[Path, nn.Module] = {}
        self._used: set[Path] = set()

    def keep(self, paths: frozenset[Path]) -> None:
        """From now on the weights of `paths` stay; others that did are given back."""
        self._keep = paths
        for path in self._held.keys() - self._used - paths:
            _free(self._held.pop(path))

    def holds(self, path: Path) -> bool:
        """Whether the weights of `path` are on the device now."""
        return path in self._held

    @contextmanager
    def weights(self, path: Path) -> Iterator[nn.Module]:
        """The module of `path`, for as long as the context lasts, whoever else refers to it.

        Where the device has less memory than was planned, nothing stays from then on. Raises what
        `load` does.
        """
        module = self._held[path] if path in self._held else self._fetch(path)
        self._held[path] = module
        self._used.add(path)
        try:
            yield module
        finally:
            self._used.discard(path)
            if path not in self._keep:
                _free(self._held.pop(path))

    def release(self) -> None:
        """Give back all that is not in use, for an idle worker or where memory ran out."""
        for path in self._held.keys() - self._used:
            self._held.pop(path).to("meta")
        _empty_caches()

    def _fetch(self, path: Path) -> nn.Module:
        try:
            return self._load(path)
        except Exception as error:
            if not ran_out(error):
                raise
            self._keep = frozenset()
            if not self._held.keys() - self._used:
                raise
        self.release()
        return self._load(path)


def _free(module: nn.Module) -> None:
    """Give a module's memory back even where somebody still refers to it."""
    module.to("meta")
    _empty_caches()


def _empty_caches() -> None:
    """What torch keeps for its next tensors goes back to the device and to the system."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()
    give_back()
