"""The recorded truth: what the public model's own code computed on the tiny checkpoint."""

from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

REFERENCE = Path("tests/reference")
TINY = REFERENCE / "tiny-pixal3d"
TOLERANCE = 1e-4


def recorded(name: str) -> dict[str, Tensor]:
    return load_file(REFERENCE / f"{name}.safetensors")


def relative_error(out: Tensor, truth: Tensor) -> float:
    """‖out − truth‖ / ‖truth‖; infinite where the shapes differ."""
    if out.shape != truth.shape:
        return float("inf")
    return float((out - truth).norm() / truth.norm())
