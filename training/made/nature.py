"""Fruit, stones, plants, balls."""

import numpy as np

from .creatures import Parts, bar, flesh
from .paint import Finish, finish
from .solids import Mesh, ball, disc, ring, rod, sheet


def fruit(rng: np.random.Generator) -> Parts:
    """A lump: rock, potato, bread, pear."""
    size = rng.uniform(0.4, 1, 3)
    mesh = ball(*size, 32)
    points = mesh.vertices
    for _ in range(rng.integers(2, 7)):
        wave, phase = rng.normal(0, 2.2, 3), rng.uniform(0, 6.28)
        points = points * (1 + rng.uniform(0.02, 0.12) * np.sin(points @ wave + phase))[:, None]
    if rng.random() < 0.5:  # cut as stone is
        for _ in range(rng.integers(3, 12)):
            normal = rng.normal(size=3)
            normal /= np.linalg.norm(normal)
            over = np.maximum(points @ normal - rng.uniform(0.3, 0.7), 0)
            points = points - over[:, None] * normal
    parts: Parts = [(Mesh(points, mesh.faces), finish(rng, 0.2, 1.5))]
    if rng.random() < 0.4:
        top = points[:, 2].max()
        parts.append((rod((0, 0, top - 0.1), (0.06, 0.02, top + 0.15), 0.03), finish(rng, 1.0)))
    return parts


def plant(rng: np.random.Generator) -> Parts:
    """A pot with leaves or flowers, or a tree."""
    parts: Parts = []
    tree = rng.random() < 0.35
    green = np.clip([rng.uniform(0.1, 0.5), rng.uniform(0.3, 0.75), rng.uniform(0.05, 0.3)], 0, 1)
    leaf = Finish(green)
    if tree:
        high = rng.uniform(0.8, 2)
        parts.append((rod((0, 0, 0), (0, 0, high), rng.uniform(0.05, 0.12)), finish(rng, 0.3)))
        lumps = []
        for _ in range(rng.integers(3, 12)):
            end = rng.normal(0, 0.3, 3) + [0, 0, high + 0.4]
            lumps.append(bar((0, 0, high), tuple(end), 0.08, rng.uniform(0.2, 0.5)))
        crown = finish(rng, 0.0, 2) if rng.random() < 0.2 else leaf
        return [*parts, (flesh(lumps, 0.05, 48), crown)]
    pot = disc(rng.uniform(0.2, 0.4), rng.uniform(0.25, 0.6), 0.03)
    high = np.ptp(pot.vertices[:, 2])
    parts.append((pot, finish(rng)))
    bloom = finish(rng, 0.8)
    for _ in range(rng.integers(5, 26)):
        turn, out, up = rng.uniform(0, 360), rng.uniform(0.1, 0.9), rng.uniform(0.3, 1.3)
        t = np.linspace(0, 1, 9)
        x, z = out * t, high + up * t - rng.uniform(0, 0.8) * out * t**2
        wide = rng.uniform(0.03, 0.14) * np.sin(np.pi * np.clip(t * 0.97 + 0.02, 0, 1)) + 0.004
        grid = np.stack(
            [np.stack([x, s * wide, z + 0.3 * wide * (s != 0)], axis=1) for s in (-1, 0, 1)]
        )
        blade = sheet(grid).turned("z", turn)
        parts.append((Mesh(blade.vertices, blade.faces), leaf))
        if rng.random() < 0.25:
            flower = ball(0.09, 0.09, 0.05, 10).moved(x[-1], 0, z[-1]).turned("z", turn)
            parts.append((flower, bloom))
    return parts


def toy_ring(rng: np.random.Generator) -> Parts:
    """Rings and balls: a donut, a float, a ball."""
    if rng.random() < 0.5:
        return [(ball(1, 1, rng.uniform(0.8, 1), 32), finish(rng, 0.0))]
    thick = rng.uniform(0.2, 0.45)
    return [(ring(1, thick, 24, 64), finish(rng, 0.2))]


KINDS = (fruit, plant, toy_ring)
