"""One job from photo to result folder, whichever engine makes the surface."""

from dataclasses import dataclass
from pathlib import Path

from ..core.errors import PixalError
from ..core.settings import Settings
from .interface import Engine, Report


@dataclass(frozen=True)
class Order:
    """photo, mask: an image file, or .npy pixels (see core.messages.Job). results: a folder."""

    photo: Path
    results: Path
    settings: Settings
    mask: Path | None = None
    name: str = ""


def engines() -> dict[str, Engine]:
    """Every engine by name, the best first."""
    from .draft.engine import Draft

    return {"draft": Draft()}


def choose_engine(settings: Settings) -> tuple[Engine, str]:
    """The engine that `settings` ask for, and a sentence that says why it is this one."""
    raise PixalError("engine_unavailable", "", "")


def generate(order: Order, report: Report) -> Path:
    """Run `order`; returns the published result folder. Raises PixalError or Cancelled."""
    raise PixalError("engine_unavailable", "", "")
