"""The child process: `python -I …/pixal3d_addon/worker/__main__.py [LOG]`, jobs on stdin.

Started by its path, because under `-I` and inside Blender's `bl_ext` the package has no name that
another interpreter could import it by.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).absolute().parents[2]))
    from pixal3d_addon.worker.loop import serve

    sys.exit(serve(sys.argv[1] if len(sys.argv) > 1 else ""))
