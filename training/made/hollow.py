"""Things that are worn or drunk from: helmets, cups, shoes."""

import math

import numpy as np

from .creatures import Parts
from .paint import Finish, color, finish
from .shells import curved, dome, plate, shell
from .solids import box, disc, lathe, sheet, smooth_profile, tube

_DARK = Finish(np.full(3, 0.06))


def helmet(rng: np.random.Generator) -> Parts:
    """For a motorcycle, a bicycle, a building site or a knight; facing -Y."""
    turn = np.arange(64) / 64 * 2 * math.pi
    front = np.clip(-np.sin(turn), 0, 1)  # 1 at -Y
    kind = rng.integers(0, 3)
    half = (rng.uniform(0.8, 0.95), 1.0, rng.uniform(0.85, 1.05))
    low = rng.uniform(1.75, 2.3) if kind == 0 else rng.uniform(1.35, 1.75)
    brow = rng.uniform(1.15, 1.5)
    rim = low + (brow - low) * np.clip(front * rng.uniform(1.2, 2.5), 0, 1) ** rng.uniform(0.6, 2)
    paint = finish(rng, 0.4, 1)
    outer = dome(half, rim)
    if rng.random() < 0.4:  # a keel from front to back
        keel = np.exp(-((outer[..., 0] / rng.uniform(0.08, 0.3)) ** 2)) * rng.uniform(0.02, 0.12)
        outer = outer * (1 + keel[..., None] * (outer[..., 2:] > 0))
    parts: Parts = [(shell(outer, rng.uniform(0.05, 0.14)), paint)]
    edge = outer[:, -1] if outer[0, 0, 2] > outer[0, -1, 2] else outer[:, 0]
    if rng.random() < 0.6:
        loop = np.concatenate([edge, edge[:2]]) * 0.98
        parts.append((tube(loop, rng.uniform(0.02, 0.05), 8), finish(rng, 1.0)))
    if kind == 0 and rng.random() < 0.7:  # the chin's guard, and a visor
        angle = np.linspace(math.radians(200), math.radians(340), 20)
        z = rng.uniform(-0.75, -0.5)
        bow = np.stack([0.9 * half[0] * np.cos(angle), 1.02 * np.sin(angle), 0 * angle + z], axis=1)
        parts.append((tube(bow, rng.uniform(0.1, 0.2), 12), paint))
        if rng.random() < 0.6:
            strip = np.stack([bow + [0, 0, 0.1], bow * [1.02, 1.02, 0] + [0, 0, 0.35]], axis=1)
            glass = Finish(color(rng) * 0.3)
            parts.append((plate(strip * [1.06, 1.04, 1], 0.03), glass))
    if kind == 1 or rng.random() < 0.25:  # a peak
        angle = np.linspace(math.radians(215), math.radians(325), 16)
        near = np.stack([half[0] * np.cos(angle), np.sin(angle), 0 * angle + 0.25], axis=1)
        far = near * [1, rng.uniform(1.2, 1.6), 1] + [0, -0.05, -rng.uniform(0, 0.2)]
        parts.append((plate(np.stack([near * 0.9, far], axis=1), 0.05), paint))
    if rng.random() < 0.5:
        strap = [(-half[0] * 0.9, 0, -0.1), (-half[0] * 0.6, -0.3, -0.9), (0, -0.35, -1.1)]
        path = np.array([*strap, *[(-x, y, z) for x, y, z in strap[1::-1]]])
        parts.append((tube(curved(path), 0.035, 6), _DARK))
    return parts


def cup(rng: np.random.Generator) -> Parts:
    """Mug, bowl, goblet or pan: hollow, with a wall, an ear, a foot, a saucer, something in it."""
    wide, tall, wall = rng.uniform(0.4, 1.0), rng.uniform(0.4, 1.6), rng.uniform(0.04, 0.1)
    belly = rng.uniform(0.4, 1.25)
    outer = [(wide * rng.uniform(0.4, 0.9), 0), (wide * belly, tall * 0.35), (wide, tall)]
    curve = smooth_profile(outer, 20)
    inner = [(max(r - wall, 0.02), max(z, wall)) for r, z in curve[::-1]]
    foot = rng.random() < 0.25
    base = [(0, 0), *curve, (wide - wall / 2, tall + wall / 2), *inner, (0, wall)]
    glaze = finish(rng, 0.4)
    parts: Parts = [(lathe(base, 56), glaze)]
    if foot:
        stem = smooth_profile(
            [(wide * 0.6, -0.8), (0.12, -0.65), (0.1, -0.2), (outer[0][0] * 0.8, 0.02)], 20
        )
        parts.append((lathe([(0, -0.8), *stem], 40), glaze))
    if rng.random() < 0.5:
        full = tall * rng.uniform(0.4, 0.9)
        radius = np.interp(full, [z for _, z in curve], [r for r, _ in curve]) - wall * 0.7
        parts.append((disc(radius, 0.02).moved(z=full), finish(rng, 0.6)))
    ears = rng.choice([0, 1, 1, 2])
    thick, span = rng.uniform(0.05, 0.1), tall * rng.uniform(0.25, 0.4)
    arc = np.linspace(-math.pi / 2, math.pi / 2, 16)
    high = tall * 0.55
    at = [
        np.interp(high + span * math.sin(a), [z for _, z in curve], [r for r, _ in curve])
        for a in (arc[0], arc[-1])
    ]
    path = np.stack(
        [
            np.linspace(*at, 16) - wall / 2 + np.cos(arc) * rng.uniform(0.25, 0.5),
            0 * arc,
            high + span * np.sin(arc),
        ],
        axis=1,
    )
    parts += [
        (tube(path, thick, 12).turned("z", 180 * ear + rng.uniform(-30, 30)), glaze)
        for ear in range(ears)
    ]
    if not foot and rng.random() < 0.3:
        plate = smooth_profile([(wide * 0.6, -0.1), (wide * 1.1, -0.06), (wide * 1.5, 0.08)], 16)
        under = [(r - 0.03, z + 0.06) for r, z in plate[::-1]]
        parts.append((lathe([(0, -0.1), *plate, *under, (0, -0.04)], 56), glaze))
    return parts


def sneaker(rng: np.random.Generator) -> Parts:
    """A shoe, boot or slipper lofted along the foot, with its opening, sole and laces."""
    high = rng.choice([0.0, 0.1, 0.3, 0.9]) * rng.uniform(0.7, 1.2)
    heel = rng.choice([0.0, 0.0, 0.08, 0.3])
    toe = rng.uniform(0.32, 0.48)
    y = np.linspace(0, 1, 30)
    wide = np.interp(
        y,
        [0, 0.06, 0.25, 0.5, 0.75, 0.93, 1],
        [0.05, toe * 0.75, toe, toe * 0.85, toe * 0.78, toe * 0.66, 0.1],
    )
    roof = np.interp(y, [0, 0.06, 0.25, 0.5, 0.62, 1], [0.08, 0.22, 0.34, 0.52, 0.62, 0.66 + 0.05])
    lift = heel * np.clip(y * 2 - 0.8, 0, 1)
    turn = np.arange(32) / 32 * 2 * math.pi
    ring_ = (
        np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.8,
        np.abs(np.sin(turn)) ** 0.85 * np.sign(np.sin(turn)),
    )
    shift = 0.1 * np.sin(y * 3.0) * rng.uniform(-0.3, 1)
    grid = np.stack(
        [
            ring_[0][:, None] * wide[None] + shift[None],
            np.broadcast_to(y * 2.4 - 1.4, (32, 30)),
            lift[None] + np.clip(ring_[1], 0, 1)[:, None] * roof[None],
        ],
        axis=-1,
    )
    parts: Parts = []
    paint, sole, lace = finish(rng, 0.4, 1), finish(rng, 0.9), finish(rng, 1.0)
    pair: Parts = [(sheet(grid, around=True), paint)]
    plan = np.stack([(wide + 0.04), y * 2.46 - 1.43, lift], axis=1)
    edge = np.concatenate([plan * [1, 1, 1], (plan * [-1, 1, 1])[::-1]]) + [0, 0, 0]
    edge[:, 0] += np.concatenate([shift, shift[::-1]])
    thick = rng.uniform(0.06, 0.18)
    middle = np.stack([np.concatenate([shift, shift[::-1]]), edge[:, 1], edge[:, 2]], axis=1)
    layers = [
        middle - [0, 0, thick],
        edge - [0, 0, thick],
        edge + [0, 0, 0.04],
        middle + [0, 0, 0.04],
    ]
    pair.append((sheet(np.stack(layers, axis=1), around=True), sole))
    if heel > 0.05:
        pair.append((box(toe * 1.2, 0.5, heel + thick, 0.03).moved(0, 0.72, -thick), sole))
    ankle = smooth_profile([(0.42, 0.3), (0.4, 0.55), (0.42, 0.68 + high)], 12)
    tall = [(r - 0.06, z) for r, z in ankle[::-1]]
    shaft = lathe([*ankle, *tall], 36).scaled(toe * 1.75, 1, 1).moved(shift[22], 0.5, lift[-1])
    pair.append((shaft, paint))
    pair.append(
        (disc(0.37, 0.02).scaled(toe * 1.75, 1, 1).moved(shift[22], 0.5, lift[-1] + 0.45), _DARK)
    )
    if rng.random() < 0.6:
        for k in range(rng.integers(3, 6)):
            v = 0.3 + 0.06 * k
            z = np.interp(v, y, roof) + np.interp(v, y, lift)
            span = np.interp(v, y, wide) * 0.55
            arc = np.array([[-span, 0, z - 0.06], [0, 0, z + 0.015], [span, 0, z - 0.06]])
            pair.append(
                (tube(curved(arc, 9), 0.025, 6).moved(np.interp(v, y, shift), v * 2.4 - 1.4), lace)
            )
    apart = rng.uniform(-0.5, 0.5)
    for s in (-1, 1) if rng.random() < 0.5 else (0,):
        turned = rng.uniform(-8, 8)
        parts += [
            (m.scaled(s or 1, 1, 1).turned("z", turned).moved(s * 0.52, s * apart), p)
            for m, p in pair
        ]
    return parts
