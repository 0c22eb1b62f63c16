"""How long setting Pixal3D's runtime up takes: python -m bench.setting_up DIR [--build cu130]

DIR is made, filled and deleted. The first install leaves pip's cache full; the second, after
removing, finds everything there. Then one file is deleted and the runtime repaired, and one lock is
taken for an earlier version's and the runtime updated. Seconds on the clock, and of the processor:
the sum over all cores, which other programs do not change.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.setup.kept import site_packages
from pixal3d_addon.setup.locks import lock_hash
from pixal3d_addon.setup.make import ensure, remove
from pixal3d_addon.setup.plan import plan_runtime
from pixal3d_addon.setup.source import Listener, Source
from pixal3d_addon.setup.trial import try_environment


def processor_seconds() -> float:
    """Of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def timed(name: str, work: Callable[[], object]) -> None:
    """Do it and print its row."""
    clock, processor = time.monotonic(), processor_seconds()
    try:
        note = work()
    except PixalError as reason:
        note = reason
    clock, processor = time.monotonic() - clock, processor_seconds() - processor
    note = note if isinstance(note, (str, PixalError)) else ""
    sys.stdout.write(f"{name:16} {clock:7.1f} {processor:10.1f}  {note}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--build", default="", help="of PyTorch (default: the one that fits)")
    parser.add_argument("--index", default="", help="a package index (default: pip's settings)")
    options = parser.parse_args()
    source = Source(options.index)
    planned = plan_runtime("pixal3d", options.folder.absolute(), source, options.build)
    runtime = planned.environment

    def install(anew: bool = False) -> None:
        ensure(runtime, Listener(), source, anew)

    def trial() -> str:
        return try_environment(runtime, planned.torch)

    sys.stdout.write(f"{'':16} {'seconds':>7} {'processor':>10}\n")
    timed("first install", install)
    timed("removed", lambda: remove(runtime))
    timed("second install", install)
    timed("first trial", trial)
    timed("trial", trial)
    (site_packages(runtime.folder) / "scipy" / "version.py").unlink()
    timed("repaired", lambda: install(anew=True))
    stamp = runtime.stamp.read_text(encoding="utf-8")
    runtime.stamp.write_text(stamp.replace(lock_hash("pixal3d"), "another"), encoding="utf-8")
    timed("updated", install)
    timed("removed", lambda: remove(runtime))


if __name__ == "__main__":
    main()
