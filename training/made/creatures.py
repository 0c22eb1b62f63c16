"""Living things and soft ones, grown from balls and bars that flow into one another."""

import numpy as np

from .grow import grown
from .paint import Finish, color, finish
from .solids import Mesh, ball, box, disc, rod

Parts = list[tuple[Mesh, Finish]]
Bar = tuple[np.ndarray, np.ndarray, float, float]  # from, to, radius there and there


def _bars(points: np.ndarray, bars: list[Bar], soft: float) -> np.ndarray:
    """Distance to tapered bars, joined smoothly over the length `soft`."""
    total = np.zeros(len(points))
    for start, end, r0, r1 in bars:
        along = np.subtract(end, start)
        t = np.clip((points - start) @ along / max(along @ along, 1e-9), 0, 1)
        away = np.linalg.norm(points - start - t[:, None] * along, axis=1) - (r0 + (r1 - r0) * t)
        total += np.exp(-away / soft)
    return -soft * np.log(np.maximum(total, 1e-30))


def flesh(bars: list[Bar], soft: float, cells: int = 60) -> Mesh:
    reach = max(max(bar[2], bar[3]) for bar in bars)
    ends = np.array([end for bar in bars for end in bar[:2]])
    low, high = ends.min(axis=0) - 1.4 * reach, ends.max(axis=0) + 1.4 * reach
    return grown(lambda points: _bars(points, bars, soft), low, high, cells)


def bar(start: tuple, end: tuple, r0: float, r1: float | None = None) -> Bar:
    return np.array(start, float), np.array(end, float), r0, r0 if r1 is None else r1


def _eyes(center: tuple, apart: float, radius: float) -> Parts:
    x, y, z = center
    dark = Finish(np.full(3, 0.04))
    return [(ball(radius, radius, radius, 8).moved(x + s * apart, y, z), dark) for s in (-1, 1)]


def beast(rng: np.random.Generator) -> Parts:
    """Dog, cat, horse, cow, sheep, elephant: four legs, facing -Y."""
    length, leg = rng.uniform(0.7, 1.5), rng.uniform(0.25, 1.1)
    chest, hip = rng.uniform(0.18, 0.38, 2)
    neck, skull = rng.uniform(0.05, 0.7), rng.uniform(0.12, 0.26)
    rise = rng.uniform(-0.1, 1.0)
    top = leg + chest * 0.6
    fore, rear = (0, -length / 2, top), (0, length / 2, top + rng.uniform(-0.1, 0.1))
    head = np.array([0, -length / 2 - neck * 0.6 - chest * 0.5, top + neck * rise + 0.05])
    bars = [bar(fore, rear, chest, hip), bar(fore, tuple(head), chest * 0.6, skull * 0.7)]
    snout, drop = rng.uniform(0.1, 0.45), rng.uniform(-0.1, 0.25)
    nose = head + [0, -snout, -drop]
    bars += [bar(head, nose, skull, skull * rng.uniform(0.4, 0.8))]
    thin = rng.uniform(0.04, 0.11)
    for y, wide in ((-length / 2, chest), (length / 2, hip)):
        step = rng.uniform(-0.15, 0.15)
        for s in (-1, 1):
            knee = (s * wide * 0.6, y + s * step * 0.5, leg * 0.5)
            foot = (s * wide * 0.6, y + s * step, thin)
            bars += [bar((s * wide * 0.5, y, top), knee, thin * 1.8, thin), bar(knee, foot, thin)]
            bars += [bar(foot, (foot[0], foot[1] - thin * 1.2, thin), thin * 1.1)]
    tail = rng.uniform(0.1, 0.9)
    up = rng.uniform(-0.7, 0.9)
    tip = (rng.uniform(-0.2, 0.2), length / 2 + hip + tail * (1 - abs(up)), top + tail * up)
    bars.append(bar((0, length / 2 + hip * 0.6, top + 0.1), tip, 0.05, rng.uniform(0.02, 0.09)))
    ear, spread = rng.uniform(0.08, 0.3), rng.uniform(0.3, 1)
    for s in (-1, 1):
        base = head + [s * skull * 0.6, 0.03, skull * 0.6]
        bars.append(
            bar(base, base + [s * ear * spread, 0.02, ear * rng.uniform(-0.4, 1)], 0.05, 0.02)
        )
    coat = finish(rng, 0.35, 1)
    parts: Parts = [(flesh(bars, rng.uniform(0.02, 0.05), 72), coat)]
    eye = head + [0, -skull * 0.75, skull * 0.45]
    return parts + _eyes(tuple(eye), skull * 0.55, 0.035)


def bird(rng: np.random.Generator) -> Parts:
    body, tall = rng.uniform(0.3, 0.5), rng.uniform(0.15, 0.7)
    tilt, skull = rng.uniform(0, 0.4), rng.uniform(0.13, 0.24)
    back, front = np.array([0, 0.35, tall + body]), np.array([0, -0.3, tall + body + tilt])
    head = front + [0, -rng.uniform(0, 0.25), rng.uniform(0.25, 0.7)]
    bars = [bar(back, front, body * 0.8, body), bar(front, head, body * 0.5, skull)]
    tail = back + [0, rng.uniform(0.3, 0.8), rng.uniform(-0.1, 0.5)]
    bars.append(bar(back, tail, body * 0.4, 0.06))
    coat = finish(rng, 0.4, 1)
    for s in (-1, 1):
        wing = (s * body, 0.45, tall + body * 0.8)
        bars.append(bar((s * body * 0.8, -0.15, tall + body + 0.05), wing, 0.16, 0.08))
    parts: Parts = [(flesh(bars, 0.03, 64), coat)]
    horn = finish(rng, 1.0)
    beak = head + [0, -skull - rng.uniform(0.1, 0.3), -0.04]
    parts.append((flesh([bar(head + [0, -skull * 0.7, 0], beak, 0.08, 0.02)], 0.01, 16), horn))
    if tall > 0.2:
        for s in (-1, 1):
            parts.append((rod((s * 0.12, 0, 0), (s * 0.12, 0, tall + 0.2), 0.03), horn))
            parts.append((box(0.14, 0.26, 0.04, 0.015).moved(s * 0.12, -0.05), horn))
    return parts + _eyes((0, head[1] - skull * 0.7, head[2] + 0.05), skull * 0.6, 0.035)


def person(rng: np.random.Generator) -> Parts:
    """Standing or sitting, clothed, facing -Y; a toy's or a grown-up's proportions."""
    head = rng.uniform(0.1, 0.28)
    leg, trunk, wide = rng.uniform(0.35, 0.9), rng.uniform(0.4, 0.65), rng.uniform(0.14, 0.24)
    sits = rng.random() < 0.25
    hip = 0.12 if sits else leg
    skin, shirt, cloth = (
        Finish(np.clip(np.array([0.85, 0.62, 0.5]) * rng.uniform(0.35, 1.15), 0, 1)),
        finish(rng, 0.4),
        finish(rng, 0.5),
    )
    thick = rng.uniform(0.06, 0.1)
    legs, arms = [], []
    for s in (-1, 1):
        step = s * rng.uniform(0, 0.2)
        top = (s * wide * 0.55, 0, hip)
        if sits:
            knee = (s * wide * 0.9, -leg * 0.5, hip + rng.uniform(0, 0.1))
            foot = (s * wide * 0.9, -leg * rng.uniform(0.6, 0.95), thick)
        else:
            knee, foot = (
                (s * wide * 0.6, step * 0.4, hip * 0.5),
                (s * wide * 0.65, step, thick * 0.6),
            )
        legs += [bar(top, knee, thick * 1.25, thick), bar(knee, foot, thick, thick * 0.75)]
        legs.append(bar(foot, (foot[0], foot[1] - 0.13, foot[2] - thick * 0.1), thick * 0.8))
        lift = rng.uniform(-1, 0.4)
        shoulder = (s * wide * 1.05, 0, hip + trunk * 0.92)
        elbow = np.array(shoulder) + [s * 0.12, rng.uniform(-0.1, 0.05), 0.25 * lift]
        hand = elbow + [s * rng.uniform(-0.1, 0.1), -rng.uniform(0, 0.22), rng.uniform(-0.24, 0.2)]
        arms += [
            bar(shoulder, tuple(elbow), thick * 0.8),
            bar(tuple(elbow), tuple(hand), thick * 0.65),
        ]
    chest = [
        bar((-wide * 0.5, 0, hip + trunk * 0.8), (wide * 0.5, 0, hip + trunk * 0.8), wide * 0.6)
    ]
    chest += [
        bar((0, 0, hip), (0, 0, hip + trunk * 0.75), wide * rng.uniform(0.65, 1), wide * 0.75)
    ]
    neck = hip + trunk + 0.04
    face = [bar((0, 0, neck - 0.05), (0, 0, neck + head), 0.05, head * 0.8)]
    face.append(bar((0, -0.02, neck + head), (0, 0, neck + head * 1.3), head * 0.85, head * 0.9))
    parts: Parts = [
        (flesh(legs, 0.02), cloth),
        (flesh(chest + arms, 0.03), shirt),
        (flesh(face, 0.02, 40), skin),
    ]
    if rng.random() < 0.8:
        hair = ball(head * 1.0, head * 1.05, head * 0.9, 14).moved(
            0, head * 0.18, neck + head * 1.45
        )
        parts.append((hair, Finish(color(rng) * 0.6)))
    if rng.random() < 0.3:
        skirt = disc(wide * 2, hip * 0.5, 0.02).scaled(1, 0.8, 1).moved(z=hip * 0.5)
        parts.append((skirt, cloth))
    return parts + _eyes((0, -head * 0.8, neck + head * 1.15), head * 0.35, head * 0.09)


def plush(rng: np.random.Generator) -> Parts:
    """A sitting bear or rabbit of balls."""
    belly, head = rng.uniform(0.35, 0.55), rng.uniform(0.25, 0.42)
    limb = rng.uniform(0.12, 0.2)
    top = belly * 1.7 + head * 0.7
    bars = [bar((0, 0, belly * 0.8), (0, 0, belly * 1.2), belly, belly * 0.8)]
    bars.append(bar((0, -0.02, top), (0, 0.02, top + 0.02), head))
    bars.append(bar((0, -head * 0.7, top - 0.08), (0, -head * 1.05, top - 0.1), head * 0.4))
    ear = rng.uniform(0.05, 0.6)
    for s in (-1, 1):
        bars.append(
            bar(
                (s * belly * 0.7, -0.1, limb),
                (s * belly * 1.1, -belly * 1.3, limb),
                limb * 1.2,
                limb,
            )
        )
        hand = (s * belly * rng.uniform(1, 1.5), -0.3, belly * rng.uniform(0.6, 1.8))
        bars.append(bar((s * belly * 0.7, 0, belly * 1.4), hand, limb, limb * 0.9))
        base = (s * head * 0.7, 0, top + head * 0.7)
        bars.append(
            bar(base, (s * head * 0.8, 0, top + head * 0.75 + ear), head * 0.3, head * 0.25)
        )
    parts: Parts = [(flesh(bars, 0.03, 64), finish(rng, 0.3, 2))]
    parts.append(
        (ball(0.06, 0.05, 0.05, 10).moved(0, -head * 1.42, top - 0.05), Finish(np.full(3, 0.05)))
    )
    return parts + _eyes((0, -head * 0.85, top + head * 0.3), head * 0.4, 0.04)


def shoe(rng: np.random.Generator) -> Parts:
    high, heel = rng.uniform(0.15, 0.9), rng.uniform(0.0, 0.25)
    parts: Parts = []
    paint, sole = finish(rng, 0.4, 1), finish(rng, 0.9)
    shift = rng.uniform(-0.4, 0.4)
    for s in (-1, 1) if rng.random() < 0.6 else (0,):
        bars = [bar((0, -0.62, 0.16), (0, 0.3, 0.2 + heel), 0.15, 0.17)]
        bars.append(bar((0, 0.28, 0.2 + heel), (0, 0.3, 0.2 + heel + high), 0.17, 0.18))
        upper = flesh(bars, 0.05, 48)
        under = box(0.36, 1.2, 0.08, 0.03).moved(y=-0.15)
        pair: Parts = [(upper, paint), (under, sole)]
        if heel > 0.05:
            pair.append((box(0.26, 0.25, heel + 0.1, 0.02).moved(y=0.33), sole))
        hole = disc(0.13, 0.02).moved(0, 0.3, 0.2 + heel + high + 0.17)
        pair.append((hole, Finish(np.full(3, 0.06))))
        parts += [(mesh.turned("z", s * 6).moved(s * 0.26, s * shift), tint) for mesh, tint in pair]
    return parts


KINDS = (beast, beast, beast, bird, person, person, plush, shoe)
