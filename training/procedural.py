"""The objects made by program, numbered: each number is one kind and one draw."""

from collections.abc import Callable

import numpy as np

from . import formats
from .made import (
    creatures,
    furniture,
    hollow,
    nature,
    organic,
    playthings,
    things,
    vehicles,
    vessels,
)
from .made.paint import part
from .shape import Shape

KINDS = (
    *(*vessels.KINDS, *furniture.KINDS, *creatures.KINDS),
    *(*nature.KINDS, *vehicles.KINDS, *things.KINDS),
)


FIRST = 430  # numbers below are of KINDS, so that they stay what they were
LATER = (
    *(hollow.helmet, playthings.sports_ball, organic.rock, organic.ripe, organic.head),
    *(hollow.cup, hollow.sneaker, playthings.tool, organic.leafy, organic.statue),
    *(creatures.beast, creatures.bird, creatures.plush),
)


def _kind(number: int) -> Callable[[np.random.Generator], creatures.Parts]:
    kinds = KINDS if number < FIRST else LATER
    return kinds[number % len(kinds)]


def kind(number: int) -> str:
    """What the object `number` is called."""
    return _kind(number).__name__.replace("_", "-")


def make(number: int) -> Shape:
    """The object `number`, the same on every machine with the same versions."""
    rng = np.random.default_rng([2, number])
    painted = _kind(number)(rng)
    return formats.join([part(mesh, finish) for mesh, finish in painted], formats.Z_UP)
