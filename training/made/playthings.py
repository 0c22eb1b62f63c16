"""Balls, and tools with a handle."""

import math

import numpy as np

from .creatures import Parts
from .paint import SIDE, Finish, color, finish
from .shells import curved, dome, shell
from .solids import ball, box, disc, lathe, ring, rod, smooth_profile, tube


def sports_ball(rng: np.random.Generator) -> Parts:
    """A perfect ball with seams, panels, stripes or a pattern; turned at random."""
    side = 2 * SIDE
    longitude, latitude = np.meshgrid(
        (np.arange(side) + 0.5) / side * 2 * math.pi,
        (0.5 - (np.arange(SIDE) + 0.5) / SIDE) * math.pi,
    )
    unit = np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ],
        axis=-1,
    )
    base, other = color(rng), color(rng)
    image = np.tile(base, (SIDE, side, 1))
    kind = rng.integers(0, 6)
    if kind == 0:  # gores like a beach ball's
        count = rng.integers(3, 9)
        tints = np.stack([color(rng) for _ in range(count)])
        image = tints[(longitude / (2 * math.pi) * count).astype(int) % count]
    elif kind == 1:  # panels about random middles, each a color of two, dark between them
        middles = rng.normal(size=(rng.integers(8, 33), 3))
        for _ in range(12):  # evenly spread
            near = (
                unit.reshape(-1, 3) @ (middles / np.linalg.norm(middles, axis=1)[:, None]).T
            ).argmax(1)
            weight = np.cos(latitude).ravel()
            middles = np.stack(
                [np.bincount(near, weight * unit[..., c].ravel(), len(middles)) for c in range(3)],
                1,
            )
        middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
        order = np.sort(unit @ middles.T, axis=-1)
        own = (unit @ middles.T).argmax(axis=-1)
        image = np.where((rng.random(len(middles)) < 0.35)[own][..., None], other, base)
        image = np.where(
            (order[..., -1] - order[..., -2] < rng.uniform(0.01, 0.04))[..., None],
            base * 0.25,
            image,
        )
    elif kind == 2:  # one wavy seam, as a tennis ball's
        wave = np.sin(2 * longitude) * rng.uniform(0.5, 0.9)
        image = np.where(
            (np.abs(latitude - wave) < rng.uniform(0.03, 0.09))[..., None], other, base
        )
    elif kind == 3:  # bands
        count = rng.integers(2, 7)
        image = np.where((np.sin(latitude * count + rng.uniform(0, 3)) > 0)[..., None], other, base)
    elif kind == 4:  # circles on the sphere
        line = np.zeros(longitude.shape, bool)
        for _ in range(rng.integers(2, 5)):
            normal = rng.normal(size=3)
            line |= (
                np.abs(unit @ (normal / np.linalg.norm(normal)) - rng.uniform(-0.6, 0.6)) < 0.025
            )
        image = np.where(line[..., None], other * 0.4, base)
    image = np.clip(image * (1 + rng.normal(0, rng.uniform(0, 0.06), (SIDE, side, 1))), 0, 1)
    texture = np.full((SIDE, side, 4), 255, np.uint8)
    texture[..., :3] = image * 255
    paint = finish(rng, 0.0) if kind == 5 else Finish(np.ones(3), texture)
    mesh = ball(1, 1, 1, 36)
    for axis in "xyz":
        mesh = mesh.turned(axis, rng.uniform(0, 360))
    parts: Parts = [(mesh, paint)]
    if rng.random() < 0.15:
        parts.append((ring(0.5, 0.12, 10, 40).moved(z=-0.9), finish(rng, 1.0)))
    return parts


def tool(rng: np.random.Generator) -> Parts:
    """Hammer, axe, shovel, screwdriver, brush, pan, drill: a handle and what it is for."""
    long, thick = rng.uniform(1.2, 3), rng.uniform(0.07, 0.14)
    grip = smooth_profile(
        [
            (thick * 0.9, 0),
            (thick * 1.2, long * 0.15),
            (thick * 0.9, long * 0.4),
            (thick * 0.8, long),
        ],
        24,
    )
    wood, steel = finish(rng, 0.4), finish(rng, 0.8)
    parts: Parts = [(lathe([(0, 0), *grip, (0, long)], 20), wood)]
    kind = rng.integers(0, 6)
    if kind == 0:  # hammer, mallet
        size = rng.uniform(0.15, 0.4)
        block = (
            disc(size, size * 3.2, 0.03)
            if rng.random() < 0.5
            else box(size * 1.8, size * 1.8, size * 3.4, 0.04)
        )
        parts.append((block.moved(z=-size * 1.6).turned("y", 90).moved(z=long - size * 0.6), steel))
    elif kind == 1:  # axe, pick
        blade = ball(0.55, 0.05, 0.35, 16).moved(0.45, 0, long - 0.3)
        parts += [(blade, steel), (box(0.3, 0.2, 0.3, 0.03).moved(z=long - 0.45), steel)]
        if rng.random() < 0.4:
            parts.append(
                (
                    tube(
                        curved(
                            np.array(
                                [[0, 0, long - 0.3], [-0.5, 0, long - 0.25], [-1, 0, long - 0.5]]
                            )
                        ),
                        np.linspace(0.13, 0.02, 24),
                    ),
                    steel,
                )
            )
    elif kind == 2:  # shovel, spoon, racket
        size = rng.uniform(0.35, 0.7)
        dish = dome((size, size * 1.4, 0.25), np.full(40, 1.5), 14)
        parts.append((shell(dish, 0.05).turned("x", -90).moved(z=long + size), steel))
    elif kind == 3:  # brush, broom, paint roller
        head_ = box(rng.uniform(0.4, 1.2), 0.3, 0.2, 0.03).moved(z=long)
        tuft = box(np.ptp(head_.vertices[:, 0]) * 0.95, 0.25, rng.uniform(0.2, 0.7)).moved(
            z=long + 0.2
        )
        parts += [(head_, steel), (tuft, finish(rng, 0.2, 3))]
    elif kind == 4:  # drill, hair dryer: a body across the handle
        size = rng.uniform(0.3, 0.5)
        body = lathe(
            [
                (0, -1),
                *smooth_profile(
                    [(size * 0.8, -1), (size, -0.4), (size * 0.9, 0.5), (size * 0.4, 0.9)], 20
                ),
                (size * 0.35, 1.1),
                (0, 1.1),
            ],
            36,
        )
        parts = [
            (box(0.36, 0.42, 1.2, 0.12), wood),
            (body.turned("x", 90).moved(z=1.2 + size * 0.6), steel),
        ]
        parts.append(
            (rod((0, -1, 1.2 + size * 0.6), (0, -1.6, 1.2 + size * 0.6), 0.07), finish(rng, 1.0))
        )
        if rng.random() < 0.6:
            parts.append((box(0.55, 0.8, 0.3, 0.06).moved(z=-0.25), finish(rng, 0.8)))
    else:  # screwdriver, knife, wrench
        parts.append((box(rng.uniform(0.08, 0.35), 0.05, long * 0.8).moved(z=long), steel))
    if rng.random() < 0.6:
        turned = [(m.turned("x", 90), p) for m, p in parts]  # lies on the floor
        return [(m.turned("z", rng.uniform(0, 0.1)), p) for m, p in turned] if kind != 4 else parts
    return parts
