"""Packed views in the device's memory, drawn from at random; more may come in while training."""

import json
import threading
from dataclasses import fields
from pathlib import Path
from queue import Empty, Queue

import numpy as np
import torch
from torch import Tensor

from pixal3d_addon.core import safetensors

from .samples import MANIFEST, Object

_WAITING = 64  # files read ahead


class Store:
    """Views of `names` in `folder`, a quarter of a MB each."""

    def __init__(
        self, folder: Path, names: set[str], device: str, room: int = 0, most: int = 0
    ) -> None:
        """room: for how many views; 0 for those of the first files. most: of each object."""
        self._folder, self._device, self._names, self._most = folder, device, names, most
        self._room = room
        self._seen: set[str] = set()
        self._arrays: dict[str, Tensor] = {}
        self._numbers = np.zeros((0, 5), np.float32)
        self.views: dict[str, list[int]] = {}
        self.extents: dict[str, np.ndarray] = {}
        self.size = 0
        self._read: Queue[tuple[str, dict[str, np.ndarray]]] = Queue(_WAITING)

    def fill(self) -> None:
        """Take in all files that are new in the folder."""
        files = [(name, safetensors.load(path)) for name, path in self._new()]
        self._room = self._room or sum(len(arrays["numbers"]) for _, arrays in files)
        for name, arrays in files:
            self._add(name, arrays)

    def follow(self) -> None:
        """From now on read new files in a thread of its own; `take` takes them in."""

        def read() -> None:
            while True:
                for name, path in self._new():
                    self._read.put((name, safetensors.load(path)))
                threading.Event().wait(1.0)

        threading.Thread(target=read, daemon=True).start()

    def take(self, most: int = 4) -> None:
        """Take in up to so many of the files that the thread has read."""
        for _ in range(most):
            try:
                self._add(*self._read.get_nowait())
            except Empty:
                return

    def _new(self) -> list[tuple[str, Path]]:
        found = []
        for path in sorted(self._folder.glob("*.safetensors"), key=_round):
            name, _ = named(path.stem)
            if name in self._names and path.name not in self._seen:
                self._seen.add(path.name)
                found.append((name, path))
        return found

    def _add(self, name: str, arrays: dict[str, np.ndarray]) -> None:
        numbers, extent = np.array(arrays.pop("numbers")), arrays.pop("extent")
        held = self.views.setdefault(name, [])
        count = min(len(numbers), self._room - self.size)
        if self._most:
            count = min(count, self._most - len(held))
        if count <= 0:
            return
        end = self.size + count
        for key, values in arrays.items():
            if key not in self._arrays:
                kind = torch.from_numpy(values[:0].copy()).dtype
                shape = (self._room, *values.shape[1:])
                self._arrays[key] = torch.empty(shape, dtype=kind, device=self._device)
            fresh = torch.from_numpy(np.array(values[:count]))
            self._arrays[key][self.size : end] = fresh.to(self._device)
        self._numbers = np.concatenate([self._numbers, numbers[:count]])
        held.extend(range(self.size, end))
        self.extents[name] = np.array(extent)
        self.size = end

    def batch(self, views: np.ndarray) -> tuple[dict[str, Tensor], np.ndarray]:
        """The arrays [B, …] of `pack` at these places, and their numbers [B, 5]."""
        at = torch.from_numpy(views).to(self._device)
        return {key: values[at] for key, values in self._arrays.items()}, self._numbers[views]

    def draw(
        self, names: list[str], shares: np.ndarray, count: int, random: np.random.Generator
    ) -> np.ndarray:
        """Places of `count` views: objects drawn by `shares`, of each one of its views."""
        drawn = random.choice(len(names), count, p=shares)
        held = [self.views[names[i]] for i in drawn]
        parts = random.random(count)
        return np.array(
            [views[int(part * len(views))] for views, part in zip(held, parts, strict=True)]
        )


def _round(path: Path) -> tuple[int, str]:
    return named(path.stem)[1], path.stem


def named(stem: str) -> tuple[str, int]:
    """A file's object and its round."""
    name, _, number = stem.rpartition(".")
    return (name, int(number)) if name and number.isdigit() else (stem, 0)


def listed(folder: Path, held_out: bool) -> dict[str, Object]:
    """The objects of one side of the split."""
    keys = [field.name for field in fields(Object)]
    items = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["objects"]
    found = {named(item["id"])[0]: Object(**{key: item[key] for key in keys}) for item in items}
    return {name: item for name, item in found.items() if item.held_out == held_out}
