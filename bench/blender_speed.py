"""What Blender waits for: enabling, drawing, ticking, importing, in each Blender that is set up.

    python -m bench.blender_speed

The figures are those that tests/blender print, taken alone on the machine's own time. Set the
Blenders up with `python vendor_install.py test blender`.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "enabling_is_quick or drawing_takes or dragging_takes or many_jobs_are_drawn "
    "or many_results_are_drawn or reading_many_results "
    "or ticks_are_short or tick_with_a_preview or import_in_time or matches_it "
    "or previews_arrive or artist_does_meanwhile"
)
FIGURE = re.compile(r"^((enable|tick|drag|import|Draft|\S+\.draw).*: .*\d|stall ).*$", re.M)


def main() -> int:
    """Print the figures. Returns 1 where a test failed or there is no Blender."""
    folder = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    pythons = sorted(ROOT.glob(f".runtime/bpy-*/{folder}"))
    if not pythons:
        print("No Blender is set up: run python vendor_install.py test blender", file=sys.stderr)
        return 1
    failed = 0
    for python in pythons:
        print(python.relative_to(ROOT / ".runtime").parts[0], flush=True)
        command = [str(python), "-m", "pytest", "tests/blender", "-q", "-s", "-k", TESTS]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        failed += done.returncode != 0
        for figure in FIGURE.finditer(done.stdout):
            print(f"  {figure[0]}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
