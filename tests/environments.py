"""The environments that tests and benches run in, below .runtime of the clone."""

from dataclasses import replace

from pixal3d_addon.setup.environment import EVERY_PYTHON, PIXAL3D, RUNTIME, Environment

__all__ = ["PIXAL3D", "RUNTIME"]

BENCH = replace(RUNTIME, locks=("runtime", "bench"), megabytes=400)
TESTS = replace(RUNTIME, locks=("runtime", "bench", "background", "test"), megabytes=500)
PIXAL3D_BENCH = replace(PIXAL3D, locks=(*PIXAL3D.locks, "bench"))
PIXAL3D_TESTS = replace(PIXAL3D, locks=(*PIXAL3D_BENCH.locks, "test"))
LINT = Environment("lint", ("lint",), EVERY_PYTHON, 300)
BLENDERS = tuple(
    Environment(f"bpy-{version}", (f"bpy-{version}",), (python,), 1500)
    for version, python in {
        "4.2": (3, 11),
        "4.5": (3, 11),
        "5.0": (3, 11),
        "5.2": (3, 13),
    }.items()
)
