"""Things to sit on, eat at and put other things into, of boards, bars and cushions."""

import numpy as np

from .paint import Finish, finish, label
from .solids import Mesh, box, disc, rod

Parts = list[tuple[Mesh, Finish]]


def _legs(rng: np.random.Generator, x: float, y: float, high: float, paint: Finish) -> Parts:
    """Four legs under a plate with the half sizes x, y at height `high`."""
    splay, thick = rng.uniform(0, 0.25) if rng.random() < 0.5 else 0.0, rng.uniform(0.025, 0.09)
    square = rng.random() < 0.5 and not splay
    parts: Parts = []
    feet = [(sx, sy) for sx in (-1, 1) for sy in (-1, 1)]
    for sx, sy in feet:
        px, py = sx * (x - thick), sy * (y - thick)
        if square:
            parts.append((box(2 * thick, 2 * thick, high).moved(px, py), paint))
        else:
            out = 1 + splay
            parts.append((rod((px * out, py * out, 0), (px, py, high), thick), paint))
    if rng.random() < 0.35:
        z = high * rng.uniform(0.2, 0.6)
        for s in (-1, 1):
            parts.append((rod((s * x, -y, z), (s * x, y, z), thick * 0.7), paint))
    return parts


def chair(rng: np.random.Generator) -> Parts:
    x, y, seat = rng.uniform(0.2, 0.32), rng.uniform(0.2, 0.3), rng.uniform(0.38, 0.55)
    thick = rng.uniform(0.03, 0.12)
    frame = finish(rng, 0.5, 3)
    cushion = finish(rng, 0.3, 3) if rng.random() < 0.6 else frame
    parts = _legs(rng, x, y, seat, frame)
    parts.append((box(2 * x, 2 * y, thick, thick * rng.uniform(0, 0.5)).moved(z=seat), cushion))
    back, lean = rng.uniform(0.3, 0.65), rng.uniform(0, 18)
    high = seat + thick
    rear: Parts = []
    kind = rng.integers(0, 3)
    if kind == 0:
        board = box(2 * x, thick * 0.8, back, thick * rng.uniform(0, 0.4))
        rear.append((board, cushion))
    else:
        post = rng.uniform(0.015, 0.035)
        for s in (-1, 1):
            rear.append((rod((s * (x - post), 0, -thick), (s * (x - post), 0, back), post), frame))
        count = rng.integers(1, 6)
        if kind == 1:
            for z in np.linspace(0.25, 0.93, count) * back:
                slat = box(2 * x, 0.02, back * 0.5 / count)
                rear.append((slat.moved(z=z - back * 0.25 / count), frame))
        else:
            rear.append((box(2 * x, 0.03, 0.08).moved(z=back - 0.08), frame))
            for place in np.linspace(-0.7, 0.7, count + 1) * x:
                rear.append((rod((place, 0, 0), (place, 0, back - 0.05), 0.012), frame))
    parts += [(mesh.turned("x", -lean).moved(y=y - 0.02, z=high), paint) for mesh, paint in rear]
    if rng.random() < 0.35:
        z = high + rng.uniform(0.15, 0.25)
        for s in (-1, 1):
            parts.append((box(0.05, 1.9 * y, 0.035, 0.01).moved(s * x, 0, z), frame))
            parts.append((rod((s * x, -0.8 * y, high), (s * x, -0.8 * y, z), 0.018), frame))
    return parts


def stool(rng: np.random.Generator) -> Parts:
    radius, high = rng.uniform(0.15, 0.3), rng.uniform(0.3, 0.85)
    thick = rng.uniform(0.03, 0.14)
    top, frame = finish(rng, 0.3, 3), finish(rng, 0.5, 3)
    parts: Parts = [(disc(radius, thick, thick * rng.uniform(0.05, 0.45)).moved(z=high), top)]
    count, out, bar = rng.integers(3, 6), rng.uniform(0.8, 1.4), rng.uniform(0.012, 0.035)
    if rng.random() < 0.25:
        parts.append((disc(radius * 1.05, 0.03, 0.01), frame))
        return [*parts, (rod((0, 0, 0), (0, 0, high), bar * 1.3), frame)]
    for turn in np.arange(count) * 2 * np.pi / count + 0.3:
        c, s = np.cos(turn) * radius, np.sin(turn) * radius
        parts.append(
            (rod((c * out, s * out, 0), (c * 0.75, s * 0.75, high + thick / 2), bar), frame)
        )
    return parts


def table(rng: np.random.Generator) -> Parts:
    x, y, high = rng.uniform(0.3, 0.9), rng.uniform(0.25, 0.5), rng.uniform(0.35, 0.8)
    frame, thick = finish(rng, 0.4, 2), rng.uniform(0.02, 0.06)
    plate = finish(rng, 0.3, 2) if rng.random() < 0.5 else frame
    if rng.random() < 0.3:
        parts: Parts = [(disc(x, thick, 0.005).moved(z=high), plate)]
        parts.append((rod((0, 0, 0), (0, 0, high), rng.uniform(0.02, 0.1)), frame))
        parts.append((disc(x * rng.uniform(0.4, 0.8), 0.03, 0.01), frame))
    else:
        over = rng.uniform(1, 1.12)
        parts = [
            (box(2 * x * over, 2 * y * over, thick, rng.uniform(0, 0.015)).moved(z=high), plate)
        ]
        parts += _legs(rng, x, y, high, frame)
        if rng.random() < 0.4:
            parts.append((box(1.9 * x, 1.9 * y, 0.1).moved(z=high - 0.1), frame))
        if rng.random() < 0.3:
            parts.append((box(1.9 * x, 1.9 * y, 0.02).moved(z=high * 0.3), frame))
    for _ in range(rng.integers(0, 4) if rng.random() < 0.3 else 0):
        thing = box(*rng.uniform(0.05, 0.2, 3), 0.01) if rng.random() < 0.5 else disc(0.06, 0.15)
        place = rng.uniform(-0.6, 0.6, 2) * [x, y]
        parts.append((thing.moved(*place, high + thick), finish(rng)))
    return parts


def shelf(rng: np.random.Generator) -> Parts:
    x, y, high = rng.uniform(0.4, 1.2), rng.uniform(0.2, 0.4), rng.uniform(0.5, 2)
    paint, wall = finish(rng, 0.5, 1), rng.uniform(0.015, 0.04)
    parts: Parts = [(box(wall, y, high).moved(s * (x - wall) / 2), paint) for s in (-1, 1)]
    rows = rng.integers(2, 7)
    if rng.random() < 0.6:
        parts.append((box(x, 0.01, high).moved(y=y / 2 - 0.005), paint))
    levels = np.linspace(0, high - wall, rows + 1)
    parts += [(box(x, y, wall).moved(z=z), paint) for z in levels]
    gap = levels[1] - wall
    for z in levels[:-1]:
        left = -x / 2 + 2 * wall
        while left < x / 2 - 0.1 and rng.random() < 0.9:
            wide = rng.uniform(0.02, 0.07)
            book = box(wide * 0.95, y * rng.uniform(0.5, 0.8), gap * rng.uniform(0.5, 0.95))
            if rng.random() < 0.7:
                parts.append((book.moved(left + wide / 2, 0, z + wall), finish(rng, 0.7)))
            left += wide
            if len(parts) > 60:
                break
    return parts


def cabinet(rng: np.random.Generator) -> Parts:
    x, y, high = rng.uniform(0.4, 1.4), rng.uniform(0.3, 0.6), rng.uniform(0.4, 2)
    paint, knob = finish(rng, 0.4, 1.5), finish(rng, 0.9)
    foot = rng.uniform(0, 0.15)
    parts: Parts = [(box(x, y, high, rng.uniform(0, 0.02)).moved(z=foot), paint)]
    if foot > 0.03:
        parts += _legs(rng, x / 2, y / 2, foot, knob)
    columns, rows = rng.integers(1, 4), rng.integers(1, 6)
    front = paint if rng.random() < 0.5 else finish(rng, 0.4, 1.5)
    raised, gap = rng.uniform(0.008, 0.03), rng.uniform(0.01, 0.04)
    wide, tall = x / columns, high / rows
    for i in range(columns):
        for j in range(rows):
            px, pz = -x / 2 + wide * (i + 0.5), foot + tall * j
            panel = box(wide - gap, raised, tall - gap, raised * 0.2)
            parts.append((panel.moved(px, -y / 2 - raised / 2, pz + gap / 2), front))
            handle = disc(0.02, 0.03).turned("x", 90)
            parts.append((handle.moved(px, -y / 2 - raised, pz + tall / 2), knob))
    return parts


def sofa(rng: np.random.Generator) -> Parts:
    x, y, seat = rng.uniform(0.7, 2.2), rng.uniform(0.7, 1), rng.uniform(0.3, 0.45)
    arm, back, soft = rng.uniform(0.08, 0.28), rng.uniform(0.65, 1), rng.uniform(0.02, 0.1)
    paint = finish(rng, 0.4, 2)
    cushion = paint if rng.random() < 0.6 else finish(rng, 0.4, 2)
    foot = rng.uniform(0.02, 0.15)
    parts: Parts = [(box(x, y, seat * 0.6, soft * 0.5).moved(z=foot), paint)]
    count = max(1, round(x / 0.7))
    wide = (x - 2 * arm) / count
    for i in range(count):
        px = -x / 2 + arm + wide * (i + 0.5)
        low = foot + seat * 0.58
        parts.append((box(wide, y - 0.2, seat * 0.4, soft).moved(px, -0.1, low), cushion))
        rest = box(wide, 0.2, back - seat, soft).turned("x", -rng.uniform(5, 15))
        parts.append((rest.moved(px, y / 2 - 0.25, low + seat * 0.3), cushion))
    parts.append((box(x, 0.18, back, soft).moved(y=y / 2 - 0.09, z=foot), paint))
    for s in (-1, 1):
        side = box(arm, y, seat + rng.uniform(0.1, 0.25), min(soft, arm / 2.2))
        parts.append((side.moved(s * (x - arm) / 2, z=foot), paint))
    return parts + _legs(rng, x / 2 - 0.05, y / 2 - 0.05, foot + 0.02, finish(rng, 0.9))


def bed(rng: np.random.Generator) -> Parts:
    x, y, low = rng.uniform(0.8, 1.9), rng.uniform(1.8, 2.2), rng.uniform(0.15, 0.4)
    frame, cloth = finish(rng, 0.3, 1), finish(rng, 0.4, 1)
    parts: Parts = [(box(x, y, low * 0.7, 0.01).moved(z=low * 0.3), frame)]
    parts.append((box(x * 0.97, y * 0.97, 0.25, 0.08).moved(z=low * 0.95), cloth))
    parts.append((box(x, 0.06, rng.uniform(0.5, 1.2), 0.02).moved(y=y / 2), frame))
    parts += _legs(rng, x / 2, y / 2, low * 0.35, frame)
    for px in np.linspace(-0.25, 0.25, rng.integers(1, 3)) * x:
        pillow = box(x * 0.4, 0.4, 0.16, 0.079)
        parts.append((pillow.moved(px, y / 2 - 0.3, low * 0.95 + 0.22), finish(rng, 0.6)))
    return parts


def appliance(rng: np.random.Generator) -> Parts:
    """A radio, an oven, a printer, a box with something on its front."""
    x, y, high = rng.uniform(0.3, 1.2), rng.uniform(0.2, 0.8), rng.uniform(0.2, 1.2)
    soft = rng.uniform(0.005, 0.45) * min(x, y, high) * 0.5
    parts: Parts = [(box(x, y, high, soft), finish(rng, 0.6))]
    front = -y / 2
    for _ in range(rng.integers(1, 4)):
        wide, tall = rng.uniform(0.15, 0.6) * x, rng.uniform(0.15, 0.6) * high
        px, pz = rng.uniform(-0.5, 0.5) * (x - wide - 2 * soft), rng.uniform(0.1, 0.35) * high
        panel = box(wide, 0.04, tall, 0.01).moved(px, front + 0.005, pz)
        parts.append((panel, label(rng) if rng.random() < 0.5 else finish(rng, 0.8)))
    for _ in range(rng.integers(0, 6)):
        r = rng.uniform(0.03, 0.12) * min(x, high)
        knob = disc(r, rng.uniform(0.02, 0.08), 0.004).turned("x", 90)
        place = rng.uniform(-0.4, 0.4) * x, front, rng.uniform(0.5, 0.88) * high
        parts.append((knob.moved(*place), finish(rng, 0.9)))
    return parts


def crate(rng: np.random.Generator) -> Parts:
    x, y, high = rng.uniform(0.4, 1, 3)
    paint, slats, wall = finish(rng, 0.2, 1.5), rng.integers(2, 6), rng.uniform(0.015, 0.05)
    parts: Parts = [(box(x, y, wall), paint)]
    fill = rng.uniform(0.6, 0.95)
    for j in range(slats):
        z, tall = high * j / slats, high / slats * fill
        for s in (-1, 1):
            parts.append((box(x, wall, tall).moved(y=s * y / 2, z=z), paint))
            parts.append((box(wall, y, tall).moved(s * x / 2, z=z), paint))
    for sx in (-1, 1):
        for sy in (-1, 1):
            parts.append(
                (
                    box(2 * wall, 2 * wall, high).moved(sx * (x / 2 - wall), sy * (y / 2 - wall)),
                    paint,
                )
            )
    if rng.random() < 0.4:
        parts.append((box(x * 1.02, y * 1.02, wall).moved(z=high), paint))
    return parts


KINDS = (chair, chair, stool, table, shelf, cabinet, sofa, bed, appliance, crate)
