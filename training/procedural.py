"""The objects made by program, numbered: each number is one kind and one draw."""

import numpy as np

from . import formats
from .made import creatures, furniture, nature, things, vehicles, vessels
from .made.paint import part
from .shape import Shape

KINDS = (
    *(*vessels.KINDS, *furniture.KINDS, *creatures.KINDS),
    *(*nature.KINDS, *vehicles.KINDS, *things.KINDS),
)


def kind(number: int) -> str:
    """What the object `number` is called."""
    return KINDS[number % len(KINDS)].__name__.replace("_", "-")


def make(number: int) -> Shape:
    """The object `number`, the same on every machine with the same versions."""
    rng = np.random.default_rng([2, number])
    painted = KINDS[number % len(KINDS)](rng)
    return formats.join([part(mesh, finish) for mesh, finish in painted], formats.Z_UP)
