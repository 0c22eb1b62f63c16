"""Every way by which Blender's thread enters the add-on, timed: what of ours could make it wait.

Needs nothing of the tests, so that a Blender with a window can run it, too.
"""

import gc
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import bpy

# Functions that Blender calls, as the modules hand them over.
_TIMER = re.compile(r"timers\.register\(\s*(\w+)")
_HANDLER = re.compile(r"handlers\.(\w+)\.append\((\w+)\)")
_DRAWN = re.compile(r"draw_handler_add\(\s*([\w.]+)")
_METHODS = ("execute", "invoke", "modal", "draw", "draw_header", "poll", "check", "cancel")


class Entries:
    """seconds: name → of the processor, for each call; wall: as they went by.

    timers: the functions that may be timers.
    """

    def __init__(self, package: str) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.wall: dict[str, list[float]] = {}
        self.timers: list[Callable[[], float | None]] = []
        self._stack: list[tuple[float, float]] = []
        self._undo: list[tuple[Any, str, Any]] = []
        self._handlers: list[tuple[list[Any], Any, Any]] = []
        self._due: dict[Callable[[], float | None], float] = {}
        self._package = f"{package}.blender"
        for module in _modules(self._package):
            self._wrap_module(module)

    def _wrap_module(self, module: ModuleType) -> None:
        source = (module.__loader__.get_source(module.__name__) or "").replace("\n", " ")
        short = module.__name__.rpartition(".")[2]
        for name in dict.fromkeys(_TIMER.findall(source)):
            if callable(getattr(module, name, None)):  # else a local one
                self.timers.append(self._replace(module, name, f"{short}.{name}"))
        for kind, name in _HANDLER.findall(source):
            handlers = getattr(bpy.app.handlers, kind, [])  # exit_pre is new in 5.1
            old = getattr(module, name)
            new = self._replace(module, name, f"{short}.{name}")
            handlers[:] = [new if each is old else each for each in handlers]
            self._handlers.append((handlers, old, new))
        for name in _DRAWN.findall(source):
            owner, _, function = name.rpartition(".")
            alias = re.search(rf"import (\w+) as {owner}\b", source)
            stem = alias[1] if alias else owner or short
            drawn = importlib.import_module(f"{module.__package__}.{stem}")
            self._replace(drawn, function, f"{owner or short}.{function}")
        for cls in getattr(module, "CLASSES", ()):
            for name in _METHODS:
                owners = [base for base in cls.__mro__ if name in vars(base)]
                if owners and owners[0].__module__.startswith(self._package):
                    self._replace(cls, name, f"{cls.__name__}.{name}")

    def _replace(self, owner: Any, name: str, label: str) -> Any:
        found = inspect.getattr_static(owner, name)
        inner = getattr(found, "__func__", found)
        timed = self.timed(label, inner)
        new = type(found)(timed) if inner is not found else timed
        self._undo.append((owner, name, found if name in vars(owner) else None))
        setattr(owner, name, new)
        return new

    def timed(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            with self.during(label):
                return function(*args, **named)

        # With as many arguments as before: Blender counts them, and crashes otherwise.
        names = ", ".join(f"a{number}" for number in range(function.__code__.co_argcount))
        counted = "*args, **named" if function.__code__.co_flags & inspect.CO_VARARGS else names
        made = eval(f"lambda {counted}: call({counted})", {"call": call})
        made.__dict__.update(function.__dict__)  # whether a handler is persistent
        return made

    @contextmanager
    def during(self, label: str) -> Iterator[None]:
        """Count what is done inside under `label`, and to nothing round it."""
        collected, begin, start = _collected(), time.thread_time(), time.perf_counter()
        self._stack.append((0.0, 0.0))
        try:
            yield
        finally:
            whole = time.thread_time() - begin, time.perf_counter() - start
            inside = self._stack.pop()
            if self._stack:
                work, wall = self._stack[-1]
                self._stack[-1] = work + whole[0], wall + whole[1]
            if _collected() == collected:  # a whole collection is Python's, whenever it comes
                self.seconds.setdefault(label, []).append(whole[0] - inside[0])
                self.wall.setdefault(label, []).append(whole[1] - inside[1])

    def turn(self) -> None:
        """Run each registered timer that is due, as a window does; a background does not."""
        for timer in self.timers:
            if not bpy.app.timers.is_registered(timer):
                self._due.pop(timer, None)
            elif self._due.get(timer, 0.0) <= time.monotonic():
                again = timer()
                if again is None:
                    if bpy.app.timers.is_registered(timer):
                        bpy.app.timers.unregister(timer)
                    self._due.pop(timer, None)
                else:
                    # Soon at the latest: it may be registered anew meanwhile, which none tells.
                    self._due[timer] = time.monotonic() + min(again, 0.2)

    def table(self, most: int = 12) -> str:
        """The slowest entries, a line each: ms of the processor, longest by the clock, calls."""
        slowest = sorted(self.seconds.items(), key=lambda each: -max(each[1]))[:most]
        lines = []
        for label, times in slowest:
            middle = sorted(times)[len(times) // 2]
            numbers = f"{max(times) * 1e3:8.1f} {middle * 1e3:8.2f} "
            numbers += f"{max(self.wall[label]) * 1e3:8.1f} {len(times):6d}"
            lines.append(f"stall {label:40s}{numbers}")
        return "\n".join([f"stall {'entry':40s} longest   median    clock  calls", *lines])

    def close(self) -> None:
        for handlers, old, new in self._handlers:
            handlers[:] = [old if each is new else each for each in handlers]
        for owner, name, found in reversed(self._undo):
            if found is None:  # inherited
                delattr(owner, name)
            else:
                setattr(owner, name, found)


def _collected() -> int:
    """How many collections of the oldest objects there were."""
    return int(gc.get_stats()[-1]["collections"])


def _modules(package: str) -> list[ModuleType]:
    """All of `package` but its translations, imported."""
    home = sys.modules[package]
    names = [each.name for each in pkgutil.walk_packages(home.__path__, f"{package}.")]
    return [importlib.import_module(name) for name in names if "translations" not in name]
