"""Deletes what lies aside in a folder of results: `python -I …/worker/sweep.py RESULTS`.

Started by its path, as the worker is.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).absolute().parents[2]))
    from pixal3d_addon.core.results import remove_abandoned

    if hasattr(os, "nice"):
        os.nice(10)  # nobody waits for it
    remove_abandoned(Path(sys.argv[1]))
