"""Rocks, fruit, heads, plants, statues."""

import math

import numpy as np

from .creatures import Parts, bar, flesh
from .grow import grown
from .nature import fruit as _lump
from .paint import Finish, color, finish, mottled
from .shells import curved, dome, plate, shell
from .solids import Mesh, ball, box, disc, lathe, rod, smooth_profile, tube

_DARK = Finish(np.full(3, 0.06))


def rock(rng: np.random.Generator) -> Parts:
    """A stone: cut by planes, roughened at every scale; some of two or three."""
    gray = np.clip(rng.uniform(0.2, 0.85) * (1 + rng.normal(0, 0.1, 3)), 0, 1)
    paint = mottled(rng, gray, rng.uniform(0.4, 1))
    parts: Parts = []
    for number in range(rng.choice([1, 1, 1, 2, 3])):
        points = ball(1, 1, 1, 40).vertices
        sharp = rng.uniform(14, 60)
        normals = rng.normal(size=(rng.integers(8, 26), 3))
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        reach = np.maximum(points @ normals.T, 1e-3) / rng.uniform(0.6, 1.0, len(normals))
        radius = np.minimum((reach**sharp).sum(axis=1) ** (-1 / sharp), 1.1)  # a rounded polyhedron
        for octave in range(5):
            wave = rng.normal(0, 1.6 * 2**octave, (3, 6))
            bump = np.sin(points @ wave + rng.uniform(0, 6.3, 6)).mean(axis=1)
            radius = radius * (1 + bump * rng.uniform(0.05, 0.16) / 1.7**octave)
        size = rng.uniform([0.6, 0.6, 0.4], 1.0) * (1 if number == 0 else rng.uniform(0.3, 0.7))
        mesh = Mesh(points * radius[:, None] * size, ball(1, 1, 1, 40).faces)
        mesh = mesh.turned("z", rng.uniform(0, 360))
        mesh = mesh.moved(
            *(rng.normal(0, 0.9, 2) if number else (0, 0)), -mesh.vertices[:, 2].min()
        )
        parts.append((mesh, paint))
    return parts


def ripe(rng: np.random.Generator) -> Parts:
    """Apple, pear, tomato, pumpkin, lemon, banana, carrot, mushroom, a bunch or a plate of them."""
    kind = rng.integers(0, 6)
    if kind == 5:
        return _lump(rng)
    hue = np.array([rng.uniform(0.5, 0.95), rng.uniform(0.1, 0.8), rng.uniform(0.02, 0.25)])
    skin = mottled(rng, hue, 0.4) if rng.random() < 0.7 else finish(rng, 0.2, 0.8)
    stalk = Finish(np.array([0.3, 0.25, 0.1]) * rng.uniform(0.6, 1.4))
    if kind in (0, 1):  # hollow at both ends; ribbed or not
        dent, wide, tall = rng.uniform(0.03, 0.3), rng.uniform(0.85, 1.2), rng.uniform(0.6, 1)
        profile = [(0, -tall * (1 - dent)), (0.35, -tall), (wide * 0.8, -tall * 0.6), (wide, 0.05)]
        profile += [(wide * 0.75, tall * 0.75), (0.3, tall), (0, tall * (1 - dent))]
        mesh = lathe(smooth_profile(profile, 36), 72)
        if kind == 1:
            turn = np.arctan2(mesh.vertices[:, 1], mesh.vertices[:, 0])
            ribs = 1 - rng.uniform(0.02, 0.1) * (1 - np.cos(turn * rng.integers(5, 12)))
            mesh = Mesh(mesh.vertices * np.stack([ribs, ribs, np.ones_like(ribs)], 1), mesh.faces)
        parts: Parts = [(mesh, skin)]
        path = curved(
            np.array(
                [
                    [0, 0, tall * (1 - dent) - 0.1],
                    [0.02, 0, tall],
                    [rng.uniform(0, 0.15), 0.05, tall + rng.uniform(0.1, 0.35)],
                ]
            ),
            8,
        )
        parts.append((tube(path, rng.uniform(0.03, 0.08), 8), stalk))
        if rng.random() < 0.4:
            leaf = (
                ball(0.3, 0.13, 0.02, 12).moved(0.3, 0, tall + 0.1).turned("z", rng.uniform(0, 360))
            )
            parts.append((leaf, Finish(np.array([0.2, 0.5, 0.12]))))
        return parts
    if kind == 2:  # pear, lemon, aubergine: one bulge or two
        neck = rng.uniform(0.25, 0.75)
        profile = [
            (0, -1),
            (0.6, -0.85),
            (rng.uniform(0.7, 0.95), -0.3),
            (neck, 0.5),
            (neck * 0.6, rng.uniform(0.75, 1)),
            (0, 1.05),
        ]
        mesh = lathe(smooth_profile(profile, 36), 56)
        bend = rng.uniform(-0.15, 0.15) * mesh.vertices[:, 2] ** 2
        mesh = Mesh(mesh.vertices + np.stack([bend, 0 * bend, 0 * bend], 1), mesh.faces)
        if rng.random() < 0.4:
            mesh = mesh.turned("y", rng.uniform(70, 110))
            return [(mesh, skin)]
        return [(mesh, skin), (rod((0, 0, 0.95), (0.1, 0, 1.3), 0.04), stalk)]
    if kind == 3:  # bananas
        parts = []
        arc = np.linspace(-1, 1, 20)
        radius = 0.2 * np.clip(1.06 - arc**6, 0.15, 1) * (1 - 0.2 * (arc > 0.9))
        for turn in np.arange(rng.integers(1, 5)) * rng.uniform(14, 22):
            path = np.stack([1.1 * np.sin(arc), 0 * arc, 1.3 - 1.3 * np.cos(arc)], axis=1)
            parts.append(
                (
                    tube(path, radius, 6 if rng.random() < 0.5 else 14)
                    .turned("x", turn - 20)
                    .moved(y=turn / 60),
                    skin,
                )
            )
        return parts
    cap = smooth_profile(
        [
            (0, 0.9),
            (0.5, 0.85),
            (rng.uniform(0.7, 1.1), rng.uniform(0.3, 0.55)),
            (0.6, 0.35),
            (0.15, 0.4),
        ],
        28,
    )
    stem = smooth_profile([(rng.uniform(0.15, 0.4), -0.8), (0.2, -0.2), (0.16, 0.45)], 12)
    return [(lathe(cap[::-1], 48), skin), (lathe([(0, -0.8), *stem], 32), finish(rng, 0.7))]


def head(rng: np.random.Generator) -> Parts:
    """A head or a bust: of a statue, a doll or a monster; facing -Y."""
    wide, long, tall = rng.uniform(0.6, 0.85), rng.uniform(0.75, 0.95), rng.uniform(0.85, 1.1)
    bars = [bar((0, 0.15, 0.35), (0, -0.1, 0.25), wide, wide * 0.95)]
    chin = rng.uniform(0.3, 0.5)
    bars.append(bar((0, -0.15, 0), (0, -0.3 * long, -tall * 0.55), wide * 0.8, chin))
    nose = rng.uniform(0.08, 0.3)
    bars.append(
        bar((0, -wide * 0.95, 0.2), (0, -wide * 1.0 - nose, -0.12), 0.07, 0.1 + nose * 0.25)
    )
    for s in (-1, 1):
        bars.append(bar((s * 0.18, -wide * 1.0, 0.33), (s * 0.42, -wide * 0.82, 0.3), 0.09, 0.07))
        bars.append(bar((s * 0.35, -wide * 0.7, -0.15), (s * 0.45, -wide * 0.5, -0.1), 0.2))
        bars.append(
            bar(
                (s * wide * 0.98, 0.05, 0.15),
                (s * wide * rng.uniform(1.02, 1.25), 0.12, 0.1),
                0.09,
                0.13,
            )
        )
    bars.append(
        bar((-0.15, -wide * 0.95, -0.4), (0.15, -wide * 0.95, -0.4), rng.uniform(0.06, 0.11))
    )
    bars.append(bar((0, 0.1, -0.3), (0, 0.2, -1.3), 0.36, 0.42))
    if bust := rng.random() < 0.6:
        span = rng.uniform(0.7, 1.3)
        bars.append(bar((-span, 0.2, -1.5), (span, 0.2, -1.5), 0.35))
        bars.append(bar((0, 0.05, -1.5), (0, 0.05, -1.9), 0.6, 0.5))
    stone = rng.random() < 0.5
    skin = (
        finish(rng, 0.6, 0.8)
        if stone
        else Finish(np.clip(np.array([0.85, 0.62, 0.5]) * rng.uniform(0.35, 1.15), 0, 1))
    )
    parts: Parts = [(flesh(bars, 0.05, 72), skin)]
    if bust or rng.random() < 0.4:
        low = parts[0][0].vertices[:, 2].min()
        parts.append((disc(rng.uniform(0.5, 0.8), 0.35, 0.05).moved(z=low - 0.3), finish(rng)))
    if not stone:
        for s in (-1, 1):
            parts.append(
                (
                    ball(0.1, 0.07, 0.08, 12).moved(s * 0.27, -wide * 0.98, 0.15),
                    Finish(np.full(3, 0.9)),
                )
            )
            parts.append(
                (ball(0.045, 0.03, 0.045, 8).moved(s * 0.27, -wide * 0.98 - 0.06, 0.15), _DARK)
            )
    if rng.random() < 0.7:
        line = rng.uniform(0.35, 0.7)
        rim = np.full(48, 1.7) - 0.9 * np.clip(
            -np.sin(np.arange(48) / 48 * 2 * math.pi) * 1.6, 0, 1
        )
        locks = dome((wide * 1.16, wide * 1.25, wide * 1.2), rim, 16)
        for _ in range(3):
            locks = locks * (1 + 0.03 * np.sin(locks @ rng.normal(0, 9, 3)))[..., None]
        hair = shell(locks, 0.12).moved(y=0.08, z=line * 0.6)
        parts.append((hair, skin if stone else Finish(color(rng) * 0.6)))
    return parts


def leafy(rng: np.random.Generator) -> Parts:
    """A potted plant with broad curved leaves on stems, a cactus, or a bunch of flowers."""
    wide, tall = rng.uniform(0.25, 0.5), rng.uniform(0.3, 0.8)
    pot = smooth_profile(
        [
            (wide * rng.uniform(0.6, 0.9), 0),
            (wide * rng.uniform(0.8, 1.2), tall * 0.5),
            (wide, tall),
        ],
        16,
    )
    inner = [(r - 0.05, z) for r, z in pot[::-1]][:4]
    parts: Parts = [(lathe([(0, 0), *pot, *inner, (0, inner[-1][1])], 40), finish(rng, 0.4))]
    green = np.clip([rng.uniform(0.08, 0.45), rng.uniform(0.3, 0.7), rng.uniform(0.05, 0.3)], 0, 1)
    if rng.random() < 0.3:  # a cactus
        bars = [
            bar((0, 0, tall * 0.8), (0, 0, tall + rng.uniform(0.5, 1.5)), wide * 0.5, wide * 0.45)
        ]
        for _ in range(rng.integers(0, 4)):
            turn, z = rng.uniform(0, 6.3), tall + rng.uniform(0.2, 0.8)
            out = np.array([math.cos(turn), math.sin(turn), 0]) * wide * 1.1
            bars.append(bar((0, 0, z), tuple(out + [0, 0, z + 0.05]), 0.1))
            bars.append(
                bar(
                    tuple(out + [0, 0, z + 0.05]),
                    tuple(out + [0, 0, z + rng.uniform(0.2, 0.7)]),
                    0.12,
                    0.1,
                )
            )
        return [*parts, (flesh(bars, 0.02, 64), Finish(green, None))]
    count, size = rng.integers(6, 22), rng.uniform(0.25, 0.6)
    for k in range(count):
        turn, up = k * 137.5 + rng.uniform(-25, 25), rng.uniform(0.2, 1.4)
        out = rng.uniform(0.15, 0.9) * (1.3 - up / 1.4)
        stem = curved(
            np.array([[0, 0, tall * 0.7], [out * 0.4, 0, tall + up * 0.7], [out, 0, tall + up]]), 8
        )
        shade = Finish(np.clip(green * rng.uniform(0.7, 1.25), 0, 1))
        parts.append((tube(stem, 0.018, 6).turned("z", turn), shade))
        t = np.linspace(0, 1, 12)
        half = size * rng.uniform(0.25, 0.5) * np.sin(np.pi * t**0.8) + 0.002
        fall = rng.uniform(0.0, 1.2)
        rows = [
            np.stack(
                [
                    out + size * t,
                    s * half,
                    tall + up + size * (0.4 * t - fall * t**2) + 0.25 * half * abs(s),
                ],
                1,
            )
            for s in (-1, -0.5, 0, 0.5, 1)
        ]
        parts.append((plate(np.stack(rows), 0.012).turned("z", turn), shade))
        if rng.random() < 0.12:
            parts.append(
                (
                    ball(0.12, 0.12, 0.1, 12).moved(out, 0, tall + up).turned("z", turn),
                    finish(rng, 0.9),
                )
            )
    return parts


def statue(rng: np.random.Generator) -> Parts:
    """A smooth abstract lump with a hole or two, on a foot."""
    radii = rng.uniform(0.25, 0.6, rng.integers(3, 8))
    centers = np.zeros((len(radii), 3))
    for k in range(1, len(radii)):  # each touches one before
        way = rng.normal(size=3)
        centers[k] = centers[rng.integers(k)] + way / np.linalg.norm(way) * (radii[k] + 0.2)
    holes = rng.normal(0, 0.5, (rng.integers(0, 3), 3))

    def field(points: np.ndarray) -> np.ndarray:
        away = np.linalg.norm(points[:, None] - centers, axis=2) - radii
        total = -0.12 * np.log(np.exp(-away / 0.12).sum(axis=1))
        for hole in holes:
            across = np.linalg.norm((points - hole)[:, [0, 2]], axis=1)
            total = np.maximum(total, 0.22 - across)
        return total

    reach = np.abs(centers).max() + 0.8
    mesh = grown(field, np.full(3, -reach), np.full(3, reach), 64)
    low = mesh.vertices[:, 2].min()
    foot = (
        disc(rng.uniform(0.4, 0.7), 0.2, 0.03) if rng.random() < 0.5 else box(0.9, 0.9, 0.25, 0.03)
    )
    return [(mesh, finish(rng, 0.4)), (foot.moved(z=low - 0.15), finish(rng))]
