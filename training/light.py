"""Light: a sky made up of three colours and up to three lamps, or a captured one, turned."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .skies import Sky, harmonics
from .tracing import GAP


@dataclass(frozen=True)
class Lamp:
    """towards: unit [3], Z up. size: tangent of the half angle that it fills."""

    towards: np.ndarray
    size: float
    color: np.ndarray


@dataclass(frozen=True)
class Light:
    """Linear light. sky: [3, 3], the colours from above, from the horizon and from below; or
    [9, 3], a captured one as `skies.Sky` has it.

    lamps: the first casts a shadow if `shadow`. occlusion: how much of the sky is taken away where
    the object hides it, 0…1. gloss: strength and exponent of the highlights. exposure: what the
    brightest parts come to.
    """

    sky: np.ndarray
    lamps: tuple[Lamp, ...]
    shadow: bool
    occlusion: float
    gloss: tuple[float, float]
    exposure: float

    def ambient(self, normals: np.ndarray) -> np.ndarray:
        """What the sky gives to surfaces facing `normals` [N, 3], linear RGB [N, 3]."""
        if len(self.sky) == 9:
            return np.maximum(harmonics(normals).astype(np.float32) @ self.sky, 0)
        up = normals[:, 2:]
        above, below = np.maximum(up, 0), np.maximum(-up, 0)
        above, below = above * np.sqrt(above), below * np.sqrt(below)
        return self.sky[0] * above + self.sky[2] * below + self.sky[1] * (1 - above - below)


def draw(rng: np.random.Generator, towards_camera: np.ndarray) -> Light:
    """A light for a camera in the direction `towards_camera` (unit [3], Z up)."""
    tint = 1 + rng.normal(0, 0.06, 3) * rng.uniform(0, 1.5)
    horizon = rng.uniform(0.4, 1.0) * tint
    above = rng.uniform(0.6, 1.6) * (1 + rng.normal(0, 0.05, 3))
    below = rng.uniform(0.1, 0.8) * (1 + rng.normal(0, 0.05, 3))
    lamps = []
    for number in range(rng.integers(0, 4)):
        towards = rng.normal(size=3)
        towards[2] = abs(towards[2]) if rng.random() < 0.85 else towards[2]
        towards /= np.linalg.norm(towards)
        if rng.random() < 0.8:  # most photographers stand with the light behind them
            towards = towards + towards_camera * rng.uniform(0.3, 1.2)
            towards /= np.linalg.norm(towards)
        strength = rng.uniform(0.2, 2.0) if number == 0 else rng.uniform(0.05, 0.7)
        warmth = np.array([1, 0, -1]) * rng.normal(0, 0.08)
        color = (strength * (1 + warmth)).astype(np.float32)
        lamps.append(Lamp(towards.astype(np.float32), rng.uniform(0.02, 0.5), color))
    return Light(
        np.stack([above, horizon, below]).astype(np.float32),
        tuple(lamps),
        shadow=bool(rng.random() < 0.7),
        occlusion=rng.uniform(0.5, 1.0) if rng.random() < 0.7 else 0.0,
        gloss=(rng.uniform(0, 0.5) if rng.random() < 0.5 else 0.0, rng.uniform(8, 80)),
        exposure=rng.uniform(0.75, 1.15),
    )


def captured(rng: np.random.Generator, sky: Sky) -> Light:
    """The light of a captured sky, turned about the vertical at random."""
    sky = sky.turned(rng.uniform(0, 2 * math.pi))
    lamps = [
        Lamp(row[:3].astype(np.float32), row[3], row[4:].astype(np.float32)) for row in sky.lamps
    ]
    return Light(
        sky.sky.astype(np.float32),
        tuple(lamps),
        shadow=True,
        occlusion=rng.uniform(0.7, 1.0),
        gloss=(rng.uniform(0, 0.4) if rng.random() < 0.5 else 0.0, rng.uniform(8, 80)),
        exposure=rng.uniform(0.75, 1.15),
    )


def lit(
    light: Light,
    blocked: Callable[[np.ndarray, np.ndarray], np.ndarray],
    points: np.ndarray,
    normals: np.ndarray,
    towards_eye: np.ndarray,
    albedo: np.ndarray,
    smooth: Callable[[np.ndarray], np.ndarray],
    rng: np.random.Generator,
) -> np.ndarray:
    """sRGB colours [N, 3] in 0…1 of surface points; all in one frame with Z up.

    blocked: whether anything lies on the ways from points [N, 3] along directions [N, 3].
    albedo: linear RGB. Shadow and occlusion are two random rays a point each: `smooth` averages
    [N] over neighbors.
    """
    raised = (points + normals * (2 * GAP)).astype(np.float32)

    def hidden(towards: np.ndarray) -> np.ndarray:
        """The part of the directions [2, N, 3] that the object is in the way of, [N, 1]."""
        met = [blocked(raised, directions) for directions in towards]
        return smooth(np.mean(met, axis=0, dtype=np.float32))[:, None]

    def scattered() -> np.ndarray:
        return rng.standard_normal((2, *points.shape), np.float32)

    sky = light.ambient(normals)
    if light.occlusion:
        around = scattered()
        around /= np.sqrt(np.einsum("knc,knc->kn", around, around))[..., None]
        around += normals * np.float32(1.02)
        sky = sky * (1 - np.float32(light.occlusion * 0.85) * hidden(around))
    total, shine = sky, np.zeros_like(sky)
    for number, lamp in enumerate(light.lamps):
        facing = np.maximum(normals @ lamp.towards, 0)[:, None]
        if light.shadow and number == 0:
            towards = lamp.towards + np.float32(lamp.size / 2) * scattered()
            facing = facing * (1 - hidden(towards))
        total = total + facing * lamp.color
        if light.gloss[0]:
            half = lamp.towards + towards_eye
            half /= np.maximum(np.linalg.norm(half, axis=1, keepdims=True), 1e-6)
            near = np.maximum(np.einsum("nc,nc->n", normals, half), 0)[:, None]
            shine = shine + near ** light.gloss[1] * np.sqrt(facing) * lamp.color
    brightest = np.percentile(total.mean(axis=1), 90) + 1e-6
    linear = albedo * total + light.gloss[0] * shine
    return np.clip(linear * (light.exposure / brightest), 0, 1) ** (1 / 2.2)
