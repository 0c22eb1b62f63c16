"""The relief that the network sees in a photo, brought to the photo's own contour.

The network's picture is coarse. What it says is taken apart into what goes smoothly over the
contour, the middle surface, and what does not: a round thing's thickness falls like a root there, a
box's stays. Its square is linear in the distance to the contour in both cases, and that is known
finely.
"""

import math
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np

from ...core import safetensors
from ...core.camera import Camera
from ...core.errors import PixalError
from ...core.lens import ELEVATION_RANGE
from ..interface import Prepared
from .inflate import blur
from .net import features
from .net.forward import Answer, Weights, forward
from .refine import refine
from .relief import EDGE_ON, THINNEST, Relief, floor_height
from .sampling import box_shrink, sample

WEIGHTS = Path(__file__).parent / "net" / "draft.safetensors"
TRUST, TRUST_GROWTH = 0.5, 1.0  # the network's share: chosen on held-out objects
USUAL_ELEVATION = math.radians(20)
GUESS_SHARE = 0.8  # of a guess's distance from the usual: the least mean error on held-out objects
RIM_FIT = 2.0  # pixels of the network's picture: how far round the line is fitted
EVEN = 3.0  # pixels of it, along the contour
LEAST_WALL = 3.0  # pixels of it: half a wall's thickness that may be a round thing's bend as well
RIM = (0.5, 3.0)  # pixels of it from the contour: where the field takes over from the line


@dataclass(frozen=True)
class Seen(Relief):
    """surface: [R, R] depth of the middle surface for a frame of 1; rim_square: [R, R] squared half
    thickness on the contour. Contour points have two depths where that is not zero.
    inset: [R, R] coarse distance to the contour; the fine one is known next to it alone."""

    surface: np.ndarray = None  # type: ignore[assignment]
    rim_square: np.ndarray = None  # type: ignore[assignment]
    inset: np.ndarray = None  # type: ignore[assignment]
    open_rim: ClassVar[bool] = True

    def center(self, u: np.ndarray, w: np.ndarray) -> np.ndarray:
        return sample(self.surface, u, w) * self.frame

    def half(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        inset = np.maximum(inset, sample(self.inset, u, w) - 0.5 / features.SIDE)
        deep = np.clip((inset * features.SIDE - RIM[0]) / (RIM[1] - RIM[0]), 0.0, 1.0)
        deep = deep * deep * (3.0 - 2.0 * deep)
        inset = np.clip(inset, 0.0, RIM[1] / features.SIDE)
        rim = sample(self.rim_square, u, w) + sample(self.slope_of_square, u, w) * inset
        squared = rim + deep * (sample(self.squared_half, u, w) - rim)
        return np.sqrt(np.maximum(squared, THINNEST**2)) * self.frame


@cache
def weights() -> Weights:
    """The network that ships. Raises PixalError `weights_damaged`."""
    try:
        arrays = safetensors.load(WEIGHTS)
    except PixalError as error:
        raise PixalError(
            "weights_damaged",
            "Draft's network is missing or damaged.",
            "Install the extension again, or let Draft take the silhouette alone.",
        ) from error
    return {key: value.astype(np.float32) for key, value in arrays.items()}


class Sight(NamedTuple):
    """What the network makes of a photo.

    trust: its share of the depth, 0…1; the rest is the classical estimate's. hidden: [SIDE, SIDE,
    3] in 0…1, colors of the hidden side.
    """

    relief: Seen
    trust: float
    hidden: np.ndarray


def see(prepared: Prepared, camera: Camera, weights: Weights) -> Sight:
    """What the network sees in `prepared`."""
    answer, picture = look(prepared, camera, weights)
    trust = trust_in(answer, picture)
    seen = measure_seen(prepared.alpha, camera, trusted(answer, picture, trust), picture)
    coverage = picture[..., features.COVERAGE]
    return Sight(sharpened(seen, coverage, prepared.rgb), trust, answer.back)


def sharpened(seen: Seen, coverage: np.ndarray, rgb: np.ndarray) -> Seen:
    """`seen` with its jumps in depth where the photo has edges.

    coverage: [SIDE, SIDE] in 0…1. rgb: [P, P, 3] in 0…255."""
    half = np.sqrt(np.maximum(seen.squared_half, 0))
    front, back = seen.surface - half, seen.surface + half
    front, back = np.moveaxis(refine(np.stack([front, back], -1), coverage, front, rgb), -1, 0)
    return replace(seen, surface=(front + back) / 2, squared_half=((back - front) / 2) ** 2)


def guess_elevation(prepared: Prepared, camera: Camera, weights: Weights) -> float:
    """How far the camera stood above the subject, radians, as the photo alone tells; `camera`'s
    own elevation is not looked at."""
    answer, _ = look(prepared, camera, weights, elevation_known=False)
    guess = USUAL_ELEVATION + GUESS_SHARE * (answer.pose[0] - USUAL_ELEVATION)
    return float(np.clip(guess, *ELEVATION_RANGE))


def look(
    prepared: Prepared, camera: Camera, weights: Weights, elevation_known: bool = True
) -> tuple[Answer, np.ndarray]:
    """The network's answer, the mean of the photo's and its mirror image's, and the picture
    [SIDE, SIDE, CHANNELS] that it saw."""
    rgb = box_shrink(prepared.rgb, features.SIDE) / 255
    coverage = box_shrink(prepared.alpha, features.SIDE) / 255
    found = features.outline(coverage)
    slope = features.lean(found.aspect, camera.elevation)
    rows = features.planes(camera.fov, camera.elevation, slope, found.middle, found.low)
    knows = np.array([1, elevation_known], np.float32)
    picture = features.picture(rgb, coverage, found.inset, found.half, rows * knows[1])
    values = features.camera_values(camera.fov, camera.elevation, slope, knows)
    mirrored = picture[:, ::-1].copy()
    mirrored[..., features.ACROSS] *= -1
    one, two = forward(weights, picture, values), forward(weights, mirrored, values)
    both = [(a + (b if b.ndim == 1 else b[:, ::-1])) / 2 for a, b in zip(one, two, strict=True)]
    return Answer(*both), picture


def trust_in(answer: Answer, picture: np.ndarray) -> float:
    """How much of the network's answer to take, 0…1: less where it expects no more of itself than
    of the classical estimate. One share for the whole object, since half of each shape is neither.
    """
    inside = picture[..., features.COVERAGE] > 0.5
    if not inside.any():
        return 1.0
    gain = float((answer.classical_doubt - answer.doubt)[inside].mean())
    return min(max(TRUST + TRUST_GROWTH * gain, 0.0), 1.0)


def trusted(answer: Answer, picture: np.ndarray, trust: float) -> Answer:
    """`answer`, drawn towards the classical estimate where `trust` is below 1."""
    inside = picture[..., features.COVERAGE] > 0.5
    if not inside.any():
        return answer
    half, middle = picture[..., features.HALF], picture[..., features.MIDDLE]
    ours = answer.front + answer.thickness / 2
    middle = middle + (ours - middle)[inside].mean()  # the mean depth is nobody's to know
    return answer._replace(
        front=trust * answer.front + (1 - trust) * (middle - half),
        thickness=trust * answer.thickness + (1 - trust) * 2 * half,
    )


def measure_seen(alpha: np.ndarray, camera: Camera, answer: Answer, picture: np.ndarray) -> Seen:
    """The relief of `answer` [SIDE, SIDE] to `picture`, for the subject in `alpha`."""
    coverage = picture[..., features.COVERAGE]
    inset = picture[..., features.INSET] / features.INSET_SCALE
    trust = np.clip((coverage - 0.2) / 0.6, 0.0, 1.0).astype(np.float32)
    half = np.maximum(answer.thickness / 2, THINNEST)
    middle = _spread((answer.front + answer.thickness / 2) * trust, trust)
    square = half * half
    near = trust * (inset * features.SIDE < 2 * RIM_FIT + 1)
    weight = blur(near, RIM_FIT) + 1e-6

    def local(values: np.ndarray) -> np.ndarray:
        return blur(near * values, RIM_FIT) / weight

    mean_inset, mean_square = local(inset), local(square)
    variance = local(inset * inset) - mean_inset**2
    growth = (local(inset * square) - mean_inset * mean_square) / (variance + 2e-6)
    at_rim = mean_square - growth * mean_inset - (LEAST_WALL / features.SIDE) ** 2
    # Evened out along the contour, or a wall that comes and goes would leave pits in a round side.
    at_rim = np.clip(blur(at_rim * weight, EVEN) / blur(weight, EVEN), 0.0, None)
    growth = (mean_square - at_rim) / np.maximum(mean_inset, 1e-3)
    seen = Seen(
        _spread(square * trust, trust),
        _spread(growth * weight, weight),
        camera,
        2.0 * camera.distance * math.tan(camera.fov / 2.0),
        0.0,
        0.0,
        None,
        middle,
        _spread(at_rim * weight, weight),
        inset,
    )
    if camera.elevation < EDGE_ON:
        return seen
    return replace(seen, floor=floor_height(alpha, seen))


def _spread(weighted: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """weighted / weight, continued to where the weight is zero from ever wider averages."""
    result, share = weighted, weight
    for sigma in (1.0, 3.0, 9.0, 30.0):
        missing = np.clip(1.0 - share, 0.0, 1.0)
        far = blur(weight, sigma)
        amount = missing * np.clip(far * 20, 0.0, 1.0)
        result = result + amount * blur(weighted, sigma) / np.maximum(far, 1e-9)
        share = share + amount
    return (result / np.maximum(share, 1e-9)).astype(np.float32)
