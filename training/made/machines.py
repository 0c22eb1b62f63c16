"""Vehicles, tools and houses: hard things of boxes, bars and wheels."""

import numpy as np

from .paint import Finish, finish, label
from .solids import Mesh, box, disc, lathe, prism, ring, rod, tube

Parts = list[tuple[Mesh, Finish]]
_RUBBER = Finish(np.full(3, 0.07))


def _wheel(radius: float, wide: float, hub: Finish) -> Parts:
    """About X, centered."""
    tyre = disc(radius, wide, min(0.3 * wide, 0.2 * radius)).moved(z=-wide / 2).turned("y", 90)
    cap = disc(radius * 0.6, wide * 1.06, 0.02 * radius).moved(z=-wide * 0.53).turned("y", 90)
    return [(tyre, _RUBBER), (cap, hub)]


def car(rng: np.random.Generator) -> Parts:
    """Car, van or truck, facing -Y."""
    long, wide = rng.uniform(1.6, 3.2), rng.uniform(0.7, 1.0)
    low, wheel = rng.uniform(0.25, 0.5), rng.uniform(0.14, 0.28)
    body, glass = finish(rng, 0.75), Finish(np.array([0.08, 0.1, 0.13]) * rng.uniform(0.5, 4))
    soft = rng.uniform(0.02, 0.2)
    floor = wheel * rng.uniform(0.6, 1)
    parts: Parts = [(box(wide, long, low, soft).moved(z=floor), body)]
    front, rear = rng.uniform(0.02, 0.35) * long, rng.uniform(0.02, 0.25) * long
    roof, slant = rng.uniform(0.25, 0.6), rng.uniform(0.05, 0.4)
    y0, y1 = -long / 2 + front, long / 2 - rear
    outline = [(y0, 0), (y1, 0), (y1 - slant * 0.7, roof), (y0 + slant, roof)]
    cabin = prism(np.array(outline), wide * 0.86)  # raised along X
    cabin = cabin.moved(z=-wide * 0.43)
    turned = Mesh(cabin.vertices[:, [2, 0, 1]], cabin.faces)
    parts.append((turned.moved(z=floor + low * 0.97), glass))
    top = box(wide * 0.86, max(y1 - y0 - 1.7 * slant, 0.1), 0.06, 0.025)
    parts.append((top.moved(y=(y0 + y1 + 0.3 * slant) / 2, z=floor + low + roof - 0.03), body))
    if rng.random() < 0.35:  # a bed with a load
        load = box(wide, long * 0.5, roof * rng.uniform(0.5, 1.6), 0.02)
        parts.append((load.moved(y=long * 0.25, z=floor + low), finish(rng)))
    hub = finish(rng, 1.0)
    for y in np.array([-0.32, 0.3, *([0.12] if rng.random() < 0.15 else [])]) * long:
        for s in (-1, 1):
            one = _wheel(wheel, 0.16, hub)
            parts += [(mesh.moved(s * (wide / 2 - 0.05), y, wheel), paint) for mesh, paint in one]
    for s in (-1, 1):
        light = (
            disc(0.07, 0.04, 0.01)
            .turned("x", 90)
            .moved(s * wide * 0.33, -long / 2 + 0.01, floor + low * 0.6)
        )
        parts.append((light, Finish(np.array([0.95, 0.93, 0.8]))))
    return parts


def cycle(rng: np.random.Generator) -> Parts:
    """Bicycle, tricycle or scooter, along Y."""
    radius, long = rng.uniform(0.25, 0.38), rng.uniform(0.9, 1.2)
    paint, metal = finish(rng, 0.9), finish(rng, 1.0)
    bar = rng.uniform(0.015, 0.035)
    seat, head = (0, 0.18 * long, 0.75), (0, -0.36 * long, 0.78)
    pedal, rear, fore = (0, 0.05, 0.3), (0, long / 2, radius), (0, -long / 2, radius)
    pairs = [(seat, pedal), (pedal, head), (seat, head), (seat, rear), (pedal, rear), (head, fore)]
    parts: Parts = [(rod(a, b, bar), paint) for a, b in pairs]
    for axle in (rear, fore):
        parts.append((ring(radius, rng.uniform(0.02, 0.05)).turned("y", 90).moved(*axle), _RUBBER))
        parts.append((disc(0.04, 0.1).moved(z=-0.05).turned("y", 90).moved(*axle), metal))
        for turn in np.arange(0, np.pi, np.pi / 5):
            d = np.array([0, np.cos(turn), np.sin(turn)]) * radius
            parts.append((rod(tuple(axle - d), tuple(axle + d), 0.005, 5), metal))
    parts.append((box(0.14, 0.28, 0.07, 0.03).moved(0, seat[1], seat[2] + 0.03), _RUBBER))
    grip = (0, head[1] + 0.02, head[2] + 0.15)
    parts.append((rod(head, grip, bar), metal))
    parts.append((rod((-0.26, *grip[1:]), (0.26, *grip[1:]), bar), metal))
    parts.append((ring(0.08, 0.015).turned("y", 90).moved(0.04, 0.05, 0.3), metal))
    return parts


def cart(rng: np.random.Generator) -> Parts:
    x, y, high = rng.uniform(0.4, 0.8), rng.uniform(0.6, 1.3), rng.uniform(0.15, 0.5)
    wheel, paint, wall = rng.uniform(0.1, 0.35), finish(rng), 0.04
    parts: Parts = [(box(x, y, wall).moved(z=wheel), paint)]
    for s in (-1, 1):
        parts.append((box(wall, y, high).moved(s * x / 2, z=wheel), paint))
        parts.append((box(x, wall, high).moved(y=s * y / 2, z=wheel), paint))
    hub = finish(rng, 0.8)
    for place in (-0.35, 0.35) if rng.random() < 0.6 else (0.2,):
        for s in (-1, 1):
            one = _wheel(wheel, 0.07, hub)
            parts += [
                (mesh.moved(s * (x / 2 + 0.06), place * y, wheel), tint) for mesh, tint in one
            ]
    path = [(0, -y / 2, wheel), (0, -y / 2 - 0.3, wheel + 0.2), (0, -y / 2 - 0.5, wheel + 0.6)]
    parts.append((tube(np.array(path), 0.025), hub))
    return parts


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


KINDS = (car, car, cycle, cart, house, house, tool, tool, package, lantern, assembly, assembly)
