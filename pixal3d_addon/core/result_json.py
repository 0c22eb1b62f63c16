"""result.json, read as the hostile input that it is. Standard library only: for who only looks."""

import json
import math
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import PixalError, short_path
from .settings import Settings

FORMAT = 1
FACTS = "result.json"
_MOST = 1 << 20  # bytes; a real one has 3,000


def load(folder: Path) -> Mapping[str, Any]:
    """result.json of a result folder, with a name, and settings and camera that are valid.

    Raises PixalError `result_damaged`.
    """
    path = folder / FACTS
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode) or told.st_size > _MOST:
            raise ValueError("no result.json")
        facts = json.loads(path.read_text(encoding="utf-8"))
        if facts["format"] != FORMAT:
            raise ValueError("format")
        camera = facts["camera"]
        if not all(math.isfinite(camera[name]) for name in ("fov", "elevation", "extend_pixel")):
            raise ValueError("camera")
        Settings.from_dict(facts["settings"])
        str(facts["name"])
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        OverflowError,
        RecursionError,
        PixalError,
    ) as error:
        raise PixalError(
            "result_damaged",
            f"{short_path(path)} is missing or damaged.",
            "Generate the object again.",
        ) from error
    return facts
