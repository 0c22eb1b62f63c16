"""Presets by what an artist wants: which settings each one sets. All others stay as they are."""

from collections.abc import Mapping
from typing import Any

from .settings import Settings

_DEFAULT = Settings()
NAMES = (
    "faces", "texture_size", "resolution", "steps", "max_tokens", "occlusion", "normal_bits",
)  # fmt: skip
QUALITIES: Mapping[str, Mapping[str, Any]] = {
    "preview": {
        "faces": 10_000, "texture_size": 1024, "resolution": 1024, "steps": 6,
        "max_tokens": 16_384, "occlusion": False, "normal_bits": 8,
    },
    "standard": {name: getattr(_DEFAULT, name) for name in NAMES},
    "high": {
        "faces": 200_000, "texture_size": 4096, "resolution": 1536, "steps": 0,
        "max_tokens": _DEFAULT.max_tokens, "occlusion": True, "normal_bits": 8,
    },
    "best": {
        "faces": 500_000, "texture_size": 8192, "resolution": 1536, "steps": 25,
        "max_tokens": 98_304, "occlusion": True, "normal_bits": 16,
    },
}  # fmt: skip
CUSTOM = "custom"


def quality_of(values: Mapping[str, Any]) -> str:
    """The preset that sets just these values, else `CUSTOM`."""
    for name, preset in QUALITIES.items():
        if all(values[setting] == value for setting, value in preset.items()):
            return name
    return CUSTOM
