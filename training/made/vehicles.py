"""Cars, cycles and carts."""

import numpy as np

from .paint import Finish, finish
from .solids import Mesh, box, disc, prism, ring, rod, tube

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


KINDS = (car, car, cycle, cart)
