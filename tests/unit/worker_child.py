"""A worker whose jobs do what their name says: `VERB:WHAT`, for the tests of the loop.

The loop, its streams and its signals are the real ones; only the engine is replaced.
"""

import errno
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).absolute().parents[2]))

from pixal3d_addon.core import results
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.worker.loop import serve

STAGES = ("photo", "shape", "texture", "files")
ERRORS = {
    "pixal": PixalError("no_object", "No object.", "Take another photo."),
    "memory": MemoryError("secret"),
    "disk": OSError(errno.ENOSPC, "secret"),
    "denied": PermissionError(errno.EACCES, "secret"),
    "value": ValueError("secret"),
    "exit": SystemExit("secret"),
    "recursion": RecursionError("secret"),
}


def generate(order, report):
    verb, _, what = order.name.partition(":")
    with results.writing(order.results, "x") as folder:
        report.plan(dict.fromkeys(STAGES, 1.0))
        for stage in STAGES:
            for step in range(5):
                report.progress(stage, step, 5)
            (folder / stage).write_bytes(b"x" * 10_000)
            if verb == "hold" and stage == what:
                for _ in range(3000):
                    time.sleep(0.01)
                    report.progress(stage, 5, 5)
            if verb == "sleep" and stage == what:
                time.sleep(60)
        if verb == "raise":
            raise ERRORS[what]
        if verb == "print":
            print("not the protocol")
            os.write(1, b"nor this\n")
            os.system("echo nor a child of ours")
        if verb == "flood":
            for step in range(30_000):
                report.progress(f"stage {step}", step, 30_000)
        return results.publish(folder, {"name": order.name})


def release():
    print("released")
    raise ValueError("even this harms nothing")


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], generate, release, idle=0.3))
