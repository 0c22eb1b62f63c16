"""The extension's version, from the one place that states it."""

import re
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """The `version` of blender_manifest.toml (no tomllib: Python 3.10 has none)."""
    manifest = Path(__file__).parents[2] / "blender_manifest.toml"
    found = re.search(r'^version\s*=\s*"([^"]+)"', manifest.read_text(encoding="utf-8"), re.M)
    if not found:
        raise ValueError("blender_manifest.toml states no version")
    return found.group(1)
