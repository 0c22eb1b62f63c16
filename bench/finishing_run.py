"""One finishing in a process of its own, each of its steps with seconds and peak memory."""

import multiprocessing
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty

import numpy as np

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.interface import Prepared, RawSurface, Surface

from .memory import peak_memory_mb

STEPS = ("Clean", "Simplify", "Unwrap", "Bake")
_TIMEOUT = 1800  # seconds


@dataclass(frozen=True)
class Step:
    """seconds on the wall and of all threads' work; the most memory that the process held, MB."""

    wall: float = 0.0
    cpu: float = 0.0
    memory_mb: float = 0.0


@dataclass(frozen=True)
class Finished:
    """surface: None where finishing failed with `error`. unprojected: its base color without the
    photo. steps: by name of `STEPS`, and what each of the engine's own stages took."""

    surface: Surface | None
    unprojected: np.ndarray | None
    steps: Mapping[str, Step] = field(default_factory=dict)
    error: str = ""


class StepClock:
    """A report that takes the time and the peak of memory between stages."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self._stage = ""
        self._begin()

    def plan(self, stages: object) -> None: ...

    def preview(self, kind: str, path: Path) -> None: ...

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None:
        if stage != self._stage:
            self.end()
            self._stage = stage

    def end(self) -> None:
        """The last stage is over."""
        now = time.perf_counter(), time.process_time()
        if self._stage:
            old = self.steps.get(self._stage, Step())
            self.steps[self._stage] = Step(
                old.wall + now[0] - self._start[0],
                old.cpu + now[1] - self._start[1],
                max(old.memory_mb, peak_memory_mb()),
            )
        self._begin()

    def _begin(self) -> None:
        self._start = time.perf_counter(), time.process_time()
        peak = Path("/proc/self/clear_refs")
        if peak.exists():  # Linux: the peak counts from here on; elsewhere from the very start
            peak.write_text("5")


def as_arrays(clock: StepClock) -> dict[str, np.ndarray]:
    """What `clock` has, to be saved: step → its three figures."""
    return {name: np.array([s.wall, s.cpu, s.memory_mb]) for name, s in clock.steps.items()}


def finish_apart(
    raw: RawSurface, prepared: Prepared, camera: Camera, settings: Settings, unprojected: bool
) -> Finished:
    """`finish` in a fresh process. unprojected: bake base colors without the photo, too."""
    context = multiprocessing.get_context("spawn")
    queue: Queue[Finished] = context.Queue()
    order = (raw, prepared, camera, settings, unprojected, queue)
    child = context.Process(target=_finish, args=order)
    child.start()
    done = Finished(None, None, error="died")
    start = time.monotonic()
    while time.monotonic() - start < _TIMEOUT:
        alive = child.is_alive()
        try:
            done = queue.get(timeout=1)
            break
        except Empty:
            if not alive:
                break
    else:
        done = Finished(None, None, error="timeout")
        child.terminate()
    child.join()
    return done


def _finish(
    raw: RawSurface,
    prepared: Prepared,
    camera: Camera,
    settings: Settings,
    unprojected: bool,
    queue: "Queue[Finished]",
) -> None:
    from pixal3d_addon.engine.mesh.baking.bake import bake
    from pixal3d_addon.engine.mesh.finish import finish

    clock = StepClock()
    try:
        surface = finish(raw, prepared, camera, settings, clock)
        clock.end()
        plain = None
        if unprojected:
            mesh = surface.vertices, surface.faces, surface.corner_uvs
            plain = bake(*mesh, raw, settings.texture_size, StepClock()).base_color
        queue.put(Finished(surface, plain, clock.steps))
    except Exception:  # whatever it is, the other cases go on, and this one's row says so
        queue.put(Finished(None, None, clock.steps, traceback.format_exc(limit=-3)))
