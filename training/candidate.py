"""An object that might be trained on: where it lies and what is known of it."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .formats import Y_UP


@dataclass(frozen=True)
class Candidate:
    """name: the file's, without its end. title, group: what its source calls it and its kind.

    up: [3, 3] from the file's axes to Z up.
    """

    id: str
    path: Path
    name: str
    title: str
    group: str
    author: str
    licence: str
    up: np.ndarray = field(default_factory=lambda: Y_UP)
