"""Turned things: bottles, bowls, mugs, jars, lamps, barrels."""

import numpy as np

from .paint import Finish, finish, label
from .solids import Mesh, disc, lathe, ring, rod, smooth_profile, tube

Parts = list[tuple[Mesh, Finish]]


def _arc(center: tuple, wide: float, high: float, start: float, end: float) -> np.ndarray:
    """A curved handle's path in the X-Z plane, degrees."""
    turn = np.radians(np.linspace(start, end, 18))
    x, z = center
    return np.stack([x + wide * np.cos(turn), 0 * turn, z + high * np.sin(turn)], axis=1)


def _hollow(outer: list[tuple[float, float]], wall: float, floor: float) -> Mesh:
    """A wall turned about Z with an open top."""
    inner = [(max(r - wall, 0.0), max(z, floor)) for r, z in reversed(outer)]
    return lathe([(0, outer[0][1]), *outer, *inner, (0, floor)])


def vase(rng: np.random.Generator) -> Parts:
    count = rng.integers(3, 7)
    radii = rng.uniform(0.15, 1, count)
    height = rng.uniform(0.8, 4) * radii.max()
    outer = smooth_profile(list(zip(radii, np.linspace(0, height, count), strict=True)))
    wall = 0.06 * radii.max()
    return [(_hollow(outer, wall, 0.05 * height), finish(rng))]


def bowl(rng: np.random.Generator) -> Parts:
    foot, high = rng.uniform(0.2, 0.6), rng.uniform(0.12, 0.9)
    middle = rng.uniform(0.6, 1.0)
    outer = smooth_profile(
        [(foot, 0), (foot, 0.03), (middle, high * rng.uniform(0.3, 0.6)), (1, high)]
    )
    parts = [(_hollow(outer, rng.uniform(0.03, 0.12), 0.06), finish(rng))]
    paint = finish(rng)
    for _ in range(rng.integers(0, 8) if high > 0.3 else 0):  # fruit
        r = rng.uniform(0.15, 0.3)
        x, y = rng.uniform(-0.45, 0.45, 2)
        turn = np.linspace(-np.pi / 2, np.pi / 2, 14)
        fruit = lathe(np.stack([r * np.cos(turn), r * np.sin(turn)], axis=1).round(9), 24)
        parts.append((fruit.moved(x, y, high * 0.7 + rng.uniform(0, 0.2)), paint))
    return parts


def bottle(rng: np.random.Generator) -> Parts:
    high, neck = rng.uniform(1.6, 4.5), rng.uniform(0.15, 0.55)
    shoulder = high * rng.uniform(0.45, 0.75)
    soft = rng.uniform(0.02, 0.2)
    body = [(0, 0), (1 - soft, 0), (1, soft), (1, shoulder)]
    curve = smooth_profile([(1, shoulder), (0.85, shoulder + 0.1 * high), (neck, high * 0.87)], 12)
    glass = finish(rng, 0.7)
    parts = [(lathe([*body, *curve[1:], (neck, high), (0, high)]), glass)]
    cap = finish(rng, 0.8)
    wide, low = neck * rng.uniform(1.05, 1.4), rng.uniform(0.05, 0.12) * high
    parts.append((disc(wide, low, 0.1 * low).moved(z=high - 0.4 * low), cap))
    if rng.random() < 0.7:
        bottom, top = shoulder * rng.uniform(0.1, 0.3), shoulder * rng.uniform(0.6, 0.95)
        parts.append((lathe([(1.004, bottom), (1.004, top)]), label(rng)))
    if rng.random() < 0.4:  # bottles need not be round
        deep = rng.uniform(0.35, 0.9)
        parts = [(mesh.scaled(1, deep, 1), paint) for mesh, paint in parts]
    return parts


def mug(rng: np.random.Generator) -> Parts:
    high, foot = rng.uniform(0.9, 3), rng.uniform(0.6, 1.1)
    outer = smooth_profile([(foot, 0), (rng.uniform(0.8, 1.1), high / 2), (1, high)], 12)
    paint = label(rng) if rng.random() < 0.4 else finish(rng)
    parts = [(_hollow(outer, 0.08, 0.1), paint)]
    wide, tall = rng.uniform(0.35, 0.7), high * rng.uniform(0.25, 0.4)
    path = _arc((0.95, high / 2), wide, tall, -90, 90)
    parts.append(
        (tube(path, rng.uniform(0.06, 0.14)), parts[0][1] if rng.random() < 0.6 else finish(rng))
    )
    if rng.random() < 0.7:
        parts.append((disc(0.9, 0.02).moved(z=high * 0.8), finish(rng, 1.0)))
    return parts


def kettle(rng: np.random.Generator) -> Parts:
    high = rng.uniform(0.9, 1.8)
    body = smooth_profile([(0.7, 0), (1, high * 0.35), (0.85, high * 0.75), (0.45, high)], 20)
    paint = finish(rng)
    parts = [(lathe([(0, 0), *body, (0, high)]), paint)]
    lid = smooth_profile([(0.46, high), (0.4, high + 0.1), (0.12, high + 0.2), (0, high + 0.22)], 8)
    parts.append((lathe(lid), finish(rng)))
    ball = lathe(smooth_profile([(0, 0), (0.12, 0.06), (0.1, 0.16), (0, 0.2)], 10))
    parts.append((ball.moved(z=high + 0.2), finish(rng, 0.8)))
    reach, z = rng.uniform(1.4, 1.9), high * rng.uniform(0.9, 1.2)
    spout = np.array(smooth_profile([(0.7, high * 0.3), (1.2, high * 0.5), (reach, z)], 14))
    path = np.stack([spout[:, 0], 0 * spout[:, 0], spout[:, 1]], axis=1)
    parts.append((tube(path, np.linspace(0.24, 0.1, 14)), paint))
    if rng.random() < 0.5:
        handle = _arc((-0.85, high * 0.55), 0.6, high * 0.4, 90, 270)
    else:
        handle = _arc((0, high * 0.9), 0.75, rng.uniform(0.6, 1), 0, 180)
    parts.append((tube(handle, rng.uniform(0.06, 0.12)), finish(rng, 0.8)))
    return parts


def jar(rng: np.random.Generator) -> Parts:
    high, soft = rng.uniform(0.8, 2.6), rng.uniform(0.03, 0.4)
    body = [(1 - soft, 0), (1, soft), (1, high - soft), (1 - soft * 0.7, high)]
    parts = [(lathe([(0, 0), *smooth_profile(body, 20), (0, high)]), finish(rng))]
    lid = disc(rng.uniform(0.85, 1.05), rng.uniform(0.1, 0.3), 0.03)
    parts.append((lid.moved(z=high - 0.02), finish(rng)))
    if rng.random() < 0.6:
        parts.append((lathe([(1.004, high * 0.25), (1.004, high * 0.75)]), label(rng)))
    return parts


def barrel(rng: np.random.Generator) -> Parts:
    high, belly = rng.uniform(1.8, 3), rng.uniform(1.0, 1.4)
    side = smooth_profile([(0.95, 0), (belly, high / 2), (0.95, high)], 14)
    parts = [
        (
            lathe([(0, 0.06), (0.9, 0.06), *side, (0.9, high - 0.06), (0, high - 0.06)]),
            finish(rng, 0.1),
        )
    ]
    hoop = finish(rng, 1.0)
    for z in (0.06, 0.27, 0.73, 0.94):
        r = np.interp(z * high, [p[1] for p in side], [p[0] for p in side])
        band = lathe([(r, -0.06 * high / 2), (r + 0.04, -0.03), (r + 0.04, 0.03), (r, 0.06)])
        parts.append((band.moved(z=z * high), hoop))
    return parts


def lamp(rng: np.random.Generator) -> Parts:
    high = rng.uniform(2, 6)
    foot = [(0, 0), (rng.uniform(0.5, 1), 0), (rng.uniform(0.4, 0.9), 0.12), (0.1, 0.25), (0, 0.26)]
    metal = finish(rng, 0.8)
    parts = [(lathe(foot), metal), (rod((0, 0, 0.2), (0, 0, high), 0.06), metal)]
    if rng.random() < 0.5:
        count = rng.integers(3, 6)
        radii = rng.uniform(0.1, 0.6, count)
        body = list(zip(radii, np.linspace(0.2, high * 0.6, count), strict=True))
        parts.append((lathe([(0, 0.2), *smooth_profile(body), (0, high * 0.6)]), finish(rng)))
    top, wide, tall = rng.uniform(0.3, 1.1), rng.uniform(0.8, 1.6), rng.uniform(0.7, 1.5)
    shade = [(wide, high - tall / 2), (top, high + tall / 2)]
    inner = [(r - 0.03, z) for r, z in reversed(shade)]
    parts.append((lathe([*shade, *inner]), finish(rng)))
    return parts


def hat(rng: np.random.Generator) -> Parts:
    brim, high, top = rng.uniform(1.2, 2.2), rng.uniform(0.5, 1.4), rng.uniform(0.4, 0.95)
    curl = rng.uniform(-0.1, 0.3)
    outer = smooth_profile(
        [
            (brim, curl),
            (1.05, 0),
            (1.0, 0.1),
            (top, high * 0.9),
            (top * 0.6, high),
            (0, high * rng.uniform(0.9, 1.05)),
        ],
        30,
    )
    inner = [(max(r - 0.05, 0), z - 0.06) for r, z in reversed(outer)]
    band = lathe([(1.03, 0.08), (1.0, 0.25)])
    return [
        (lathe([*outer, *inner]).scaled(1, rng.uniform(0.75, 1.1), 1), finish(rng)),
        (band, finish(rng, 0.9)),
    ]


def stack(rng: np.random.Generator) -> Parts:
    """A toy of rings and balls, a cake, a burger: layers on one another."""
    parts, z = [], 0.0
    for _ in range(rng.integers(2, 7)):
        radius, high = rng.uniform(0.5, 1.1), rng.uniform(0.12, 0.6)
        if rng.random() < 0.5:
            parts.append(
                (disc(radius, high, rng.uniform(0.02, 0.45) * high).moved(z=z), finish(rng))
            )
        else:
            layer = ring(radius * 0.6, high / 2, 14).moved(z=z + high / 2)
            parts.append((layer, finish(rng)))
        z += high * rng.uniform(0.85, 1.0)
    if rng.random() < 0.6:
        turn = np.linspace(-np.pi / 2, np.pi / 2, 16)
        r = rng.uniform(0.15, 0.7)
        dome = lathe(np.stack([r * np.cos(turn), r * np.sin(turn)], axis=1).round(9))
        parts.append((dome.scaled(1, 1, rng.uniform(0.5, 1.2)).moved(z=z), finish(rng)))
    return parts


KINDS = (vase, bowl, bottle, mug, kettle, jar, barrel, lamp, hat, stack)
