"""Houses, tools, packages and things that are nothing in particular."""

import numpy as np

from .paint import Finish, finish, label
from .solids import Mesh, box, disc, lathe, prism, ring, rod

Parts = list[tuple[Mesh, Finish]]


def house(rng: np.random.Generator) -> Parts:
    x, y, high = rng.uniform(0.7, 1.6), rng.uniform(0.7, 1.6), rng.uniform(0.5, 1.8)
    wall, roof_paint, trim = finish(rng, 0.3, 1), finish(rng, 0.2, 1.5), finish(rng, 0.9)
    parts: Parts = [(box(x, y, high), wall)]
    kind = rng.integers(0, 4)
    over, rise = rng.uniform(1.02, 1.25), rng.uniform(0.2, 1.0)
    if kind <= 1:
        gable = prism(np.array([(-x * over / 2, 0), (x * over / 2, 0), (0, rise)]), y * over)
        gable = gable.moved(z=-y * over / 2)
        parts.append(
            (Mesh(gable.vertices[:, [0, 2, 1]], gable.faces[:, ::-1]).moved(z=high), roof_paint)
        )
    elif kind == 2:
        hip = lathe([(0.707 * over, 0), (0, rise), (0, 0)], 4).turned("z", 45).scaled(x, y, 1)
        parts.append((Mesh(hip.vertices, hip.faces).moved(z=high), roof_paint))
    else:
        parts.append((box(x * 1.04, y * 1.04, 0.08).moved(z=high), roof_paint))
    parts.append(
        (box(0.2 * x, 0.06, min(0.6, high * 0.7)).moved(rng.uniform(-0.25, 0.25) * x, -y / 2), trim)
    )
    pane = Finish(np.array([0.2, 0.28, 0.36]) * rng.uniform(0.4, 2))
    for side in range(4):
        count = rng.integers(0, 4)
        deep, across = (y, x) if side % 2 == 0 else (x, y)
        for place in np.linspace(-0.34, 0.34, count) * across:
            for z in np.arange(0.35, high - 0.25, 0.55):
                if side == 0 and z < 0.6:
                    continue
                for mesh, tint in (
                    (box(0.2, 0.05, 0.26), trim),
                    (box(0.15, 0.07, 0.2).moved(z=0.03), pane),
                ):
                    parts.append((mesh.moved(place, -deep / 2, z).turned("z", 90 * side), tint))
    if rng.random() < 0.4:
        parts.append((box(0.14, 0.14, rise + 0.3).moved(x * 0.25, y * 0.2, high), finish(rng, 0.3)))
    if rng.random() < 0.3:
        parts.append((disc(0.3, high * 1.5).moved(x / 2, y / 2), wall))
        parts.append(
            (lathe([(0.38, 0), (0, 0.6), (0, 0)]).moved(x / 2, y / 2, high * 1.5), roof_paint)
        )
    return parts


def tool(rng: np.random.Generator) -> Parts:
    """Hammer, drill, brush, pan, racket: a handle and a head, lying, leaning or upright."""
    long, thick = rng.uniform(0.6, 1.8), rng.uniform(0.04, 0.13)
    grip, head = finish(rng, 0.5), finish(rng, 0.6)
    parts: Parts = [(disc(thick, long, thick * 0.3), grip)]
    kind = rng.integers(0, 6)
    if kind == 0:
        bar = disc(rng.uniform(0.08, 0.2), rng.uniform(0.4, 0.8), 0.02)
        wide = np.ptp(bar.vertices[:, 2])
        parts.append((bar.moved(z=-wide / 2).turned("y", 90).moved(z=long), head))
    elif kind == 1:
        parts.append(
            (box(rng.uniform(0.15, 0.5), rng.uniform(0.06, 0.3), 0.4, 0.03).moved(z=long), head)
        )
    elif kind == 2:
        body = disc(rng.uniform(0.12, 0.2), 0.9, 0.05).moved(z=-0.35).turned("y", 90).moved(z=long)
        chuck = (
            lathe([(0, 0), (0.1, 0), (0.07, 0.25), (0, 0.25)]).turned("y", 90).moved(0.55, 0, long)
        )
        parts += [
            (body, head),
            (chuck, finish(rng, 1.0)),
            (rod((0.75, 0, long), (1.2, 0, long), 0.025), finish(rng, 1.0)),
        ]
        parts.append((box(0.3, 0.24, 0.16, 0.03).moved(z=-0.1), head))
    elif kind == 3:
        dish = lathe([(0, 0), (0.4, 0), (0.5, 0.15), (0.47, 0.15), (0.38, 0.03), (0, 0.03)])
        parts.append((dish.turned("x", 90).moved(z=long + 0.45), head))
    elif kind == 4:
        parts.append(
            (ring(0.35, 0.04).scaled(0.8, 1.1, 1).turned("x", 90).moved(z=long + 0.38), head)
        )
        for place in np.linspace(-0.22, 0.22, 6):
            parts.append((rod((place, 0, long + 0.1), (place, 0, long + 0.66), 0.006, 5), grip))
            parts.append(
                (
                    rod((-0.26, 0, long + 0.38 + place), (0.26, 0, long + 0.38 + place), 0.006, 5),
                    grip,
                )
            )
    else:
        blade = prism(np.array([(-0.1, 0), (0.1, 0), (0.08, 0.6), (0, 0.9), (-0.1, 0.6)]), 0.04)
        parts.append(
            (Mesh(blade.vertices[:, [0, 2, 1]], blade.faces[:, ::-1]).moved(0, -0.02, long), head)
        )
    if rng.random() < 0.6:
        tilt, turn = rng.uniform(20, 90), rng.uniform(0, 360)
        parts = [(mesh.turned("y", tilt).turned("z", turn), paint) for mesh, paint in parts]
    return parts


def package(rng: np.random.Generator) -> Parts:
    """Cartons, books, cans: printed things."""
    if rng.random() < 0.25:
        return [(disc(0.5, rng.uniform(0.6, 1.8), 0.02), label(rng))]
    size = rng.uniform(0.25, 1.2, 3)
    parts: Parts = [(box(*size, rng.uniform(0, 0.05)), label(rng))]
    if rng.random() < 0.2:
        x, y, high = size
        ridge = prism(np.array([(-x / 2, 0), (x / 2, 0), (0, 0.35 * x)]), y).moved(z=-y / 2)
        parts.append(
            (Mesh(ridge.vertices[:, [0, 2, 1]], ridge.faces[:, ::-1]).moved(z=high), label(rng))
        )
    elif rng.random() < 0.3:
        other = box(*(size * rng.uniform(0.5, 0.9, 3))).turned("z", rng.uniform(-30, 30))
        parts.append((other.moved(z=size[2]), label(rng)))
    return parts


def lantern(rng: np.random.Generator) -> Parts:
    """A cage of bars between two plates."""
    radius, high, count = rng.uniform(0.3, 0.6), rng.uniform(0.6, 1.6), rng.integers(3, 9)
    metal = finish(rng, 0.7)
    parts: Parts = [
        (disc(radius * 1.1, 0.1, 0.02), metal),
        (disc(radius * 1.1, 0.08, 0.02).moved(z=high), metal),
    ]
    for turn in np.arange(count) * 2 * np.pi / count:
        c, s = np.cos(turn) * radius, np.sin(turn) * radius
        parts.append((rod((c, s, 0.05), (c, s, high), rng.uniform(0.02, 0.03)), metal))
    parts.append((disc(radius * 0.35, high * 0.5, 0.03).moved(z=0.1), finish(rng)))
    parts.append(
        (
            lathe([(radius * 1.15, 0), (0, rng.uniform(0.15, 0.6)), (0, 0)]).moved(z=high + 0.05),
            metal,
        )
    )
    parts.append((ring(0.16, 0.025).turned("x", 90).moved(z=high + 0.6), metal))
    return parts


def assembly(rng: np.random.Generator) -> Parts:
    """Anything: boxes, bars, balls and rings on one another, often the same to both sides."""
    parts: Parts = []
    mirrored = rng.random() < 0.7
    paints = [finish(rng) for _ in range(rng.integers(2, 5))]
    place = np.zeros(3)
    for _ in range(rng.integers(3, 10)):
        kind, size = rng.integers(0, 5), rng.uniform(0.1, 0.6, 3)
        if kind == 0:
            mesh = box(*(2 * size), rng.uniform(0, 0.4) * size.min())
        elif kind == 1:
            mesh = disc(size[0], 2 * size[2], 0.1 * size.min()).turned("xyz"[rng.integers(3)], 90)
        elif kind == 2:
            mesh = ring(size[0] + 0.1, size[1] * 0.3).turned("xyz"[rng.integers(3)], 90)
        elif kind == 3:
            mesh = lathe([(0, 0), (size[0], 0), (size[1] * 0.5, 2 * size[2]), (0, 2 * size[2])])
        else:
            turn = np.linspace(-np.pi / 2, np.pi / 2, 14)
            mesh = lathe(np.stack([np.cos(turn), np.sin(turn)], axis=1).round(9), 28).scaled(*size)
        mesh = mesh.turned("z", 90 * rng.integers(0, 4)).moved(*place)
        paint = paints[rng.integers(len(paints))]
        parts.append((mesh, paint))
        if mirrored and abs(place[0]) > 0.05:
            parts.append((mesh.scaled(-1, 1, 1), paint))
        place = place + rng.normal(0, 0.45, 3) * [1, 1, 0.8]
        if mirrored and rng.random() < 0.4:
            place[0] = 0
    return parts


KINDS = (house, house, tool, tool, package, lantern, assembly, assembly)
