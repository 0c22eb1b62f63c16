"""Round, hollow and organic things: helmets, balls, rocks, fruit, heads, cups, tools, toys."""

import math

import numpy as np

from .creatures import Parts, bar, flesh
from .grow import grown
from .nature import fruit as _lump
from .paint import SIDE, Finish, color, finish
from .solids import Mesh, ball, box, disc, lathe, ring, rod, sheet, smooth_profile, tube

_DARK = Finish(np.full(3, 0.06))


def _shell(outer: np.ndarray, wall: float) -> Mesh:
    """A sheet [A, B, 3] around, given a thickness towards its middle and closed at its rim."""
    middle = outer.reshape(-1, 3).mean(axis=0)
    away = outer - middle
    inner = middle + away * (1 - wall / np.linalg.norm(away, axis=2, keepdims=True))
    return sheet(np.concatenate([outer, inner[:, ::-1]], axis=1), around=True)


def _dome(half: tuple, rim: np.ndarray, count: int = 28) -> np.ndarray:
    """Part of an ellipsoid from the top [A, B, 3] down to the polar angle `rim` [A] of each turn."""
    turn = np.arange(len(rim)) / len(rim) * 2 * math.pi
    polar = np.linspace(0.999, 0.0, count)[None] * rim[:, None]
    flat = np.sin(polar)
    grid = [flat * np.cos(turn)[:, None], flat * np.sin(turn)[:, None], np.cos(polar)]
    return np.stack(grid, axis=-1) * half


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
    outer = _dome(half, rim)
    if rng.random() < 0.4:  # a keel from front to back
        keel = np.exp(-((outer[..., 0] / rng.uniform(0.08, 0.3)) ** 2)) * rng.uniform(0.02, 0.12)
        outer = outer * (1 + keel[..., None] * (outer[..., 2:] > 0))
    parts: Parts = [(_shell(outer, rng.uniform(0.05, 0.14)), paint)]
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
            parts.append((_thick(strip * [1.06, 1.04, 1], 0.03), glass))
    if kind == 1 or rng.random() < 0.25:  # a peak
        angle = np.linspace(math.radians(215), math.radians(325), 16)
        near = np.stack([half[0] * np.cos(angle), np.sin(angle), 0 * angle + 0.25], axis=1)
        far = near * [1, rng.uniform(1.2, 1.6), 1] + [0, -0.05, -rng.uniform(0, 0.2)]
        parts.append((_thick(np.stack([near * 0.9, far], axis=1), 0.05), paint))
    if kind == 2:
        for z in np.linspace(0.3, 0.8, rng.integers(1, 4)):
            slot = box(0.08, 0.5, 0.06, 0.02).moved(rng.choice([-1, 1]) * 0.3, -0.2, z + 0.05)
            parts.append((slot, _DARK))
    if rng.random() < 0.5:
        strap = [(-half[0] * 0.9, 0, -0.1), (-half[0] * 0.6, -0.3, -0.9), (0, -0.35, -1.1)]
        path = np.array([*strap, *[(-x, y, z) for x, y, z in strap[1::-1]]])
        parts.append((tube(_curve(path), 0.035, 6), _DARK))
    return parts


def _thick(strip: np.ndarray, wall: float) -> Mesh:
    """A plate of a strip [A, B, 3]."""
    lifted = strip + [0, 0, wall]
    loop = np.concatenate([strip, lifted[:, ::-1]], axis=1)
    return sheet(np.concatenate([loop, loop[:, :1]], axis=1))


def _curve(points: np.ndarray, count: int = 24) -> np.ndarray:
    """A smooth way through points [K, 3]."""
    t = np.linspace(0, len(points) - 1, count)
    k = np.minimum(t.astype(int), len(points) - 2)
    f = (t - k)[:, None]
    ends = np.concatenate([points[:1], points, points[-1:]])
    p0, p1, p2, p3 = ends[k], ends[k + 1], ends[k + 2], ends[np.minimum(k + 3, len(ends) - 1)]
    return 0.5 * (2 * p1 + (p2 - p0) * f + (2 * p0 - 5 * p1 + 4 * p2 - p3) * f**2 + (3 * p1 - p0 - 3 * p2 + p3) * f**3)


def sports_ball(rng: np.random.Generator) -> Parts:
    """A perfect ball with seams, panels, stripes or a pattern; turned at random."""
    side = 2 * SIDE
    longitude, latitude = np.meshgrid(
        (np.arange(side) + 0.5) / side * 2 * math.pi, (0.5 - (np.arange(SIDE) + 0.5) / SIDE) * math.pi
    )
    unit = np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)],
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
            near = (unit.reshape(-1, 3) @ (middles / np.linalg.norm(middles, axis=1)[:, None]).T).argmax(1)
            weight = np.cos(latitude).ravel()
            middles = np.stack([np.bincount(near, weight * unit[..., c].ravel(), len(middles)) for c in range(3)], 1)
        middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
        order = np.sort(unit @ middles.T, axis=-1)
        own = (unit @ middles.T).argmax(axis=-1)
        image = np.where((rng.random(len(middles)) < 0.35)[own][..., None], other, base)
        image = np.where((order[..., -1] - order[..., -2] < rng.uniform(0.01, 0.04))[..., None], base * 0.25, image)
    elif kind == 2:  # one wavy seam, as a tennis ball's
        wave = np.sin(2 * longitude) * rng.uniform(0.5, 0.9)
        image = np.where((np.abs(latitude - wave) < rng.uniform(0.03, 0.09))[..., None], other, base)
    elif kind == 3:  # bands
        count = rng.integers(2, 7)
        image = np.where((np.sin(latitude * count + rng.uniform(0, 3)) > 0)[..., None], other, base)
    elif kind == 4:  # circles on the sphere
        line = np.zeros(longitude.shape, bool)
        for _ in range(rng.integers(2, 5)):
            normal = rng.normal(size=3)
            line |= np.abs(unit @ (normal / np.linalg.norm(normal)) - rng.uniform(-0.6, 0.6)) < 0.025
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


def rock(rng: np.random.Generator) -> Parts:
    """A stone: cut by planes, roughened at every scale; some of two or three."""
    paint = finish(rng, 0.0, rng.uniform(0.6, 2))
    gray = np.clip(rng.uniform(0.25, 0.75) * (1 + rng.normal(0, 0.08, 3)), 0, 1)
    paint = Finish(gray if rng.random() < 0.7 else paint.color, paint.texture, paint.per)
    parts: Parts = []
    for number in range(rng.choice([1, 1, 1, 2, 3])):
        points = ball(1, 1, 1, 40).vertices
        sharp = rng.uniform(14, 60)
        normals = rng.normal(size=(rng.integers(8, 26), 3))
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        reach = np.maximum(points @ normals.T, 1e-3) / rng.uniform(0.6, 1.0, len(normals))
        radius = (reach**sharp).sum(axis=1) ** (-1 / sharp)  # a rounded polyhedron
        for octave in range(5):
            wave = rng.normal(0, 1.6 * 2**octave, (3, 6))
            bump = np.sin(points @ wave + rng.uniform(0, 6.3, 6)).mean(axis=1)
            radius = radius * (1 + bump * rng.uniform(0.05, 0.16) / 1.7**octave)
        size = rng.uniform([0.6, 0.6, 0.4], 1.0) * (1 if number == 0 else rng.uniform(0.3, 0.7))
        mesh = Mesh(points * radius[:, None] * size, ball(1, 1, 1, 40).faces)
        mesh = mesh.turned("z", rng.uniform(0, 360))
        mesh = mesh.moved(*(rng.normal(0, 0.9, 2) if number else (0, 0)), -mesh.vertices[:, 2].min())
        parts.append((mesh, paint))
    return parts


def ripe(rng: np.random.Generator) -> Parts:
    """Apple, pear, tomato, pumpkin, lemon, banana, carrot, mushroom, a bunch or a plate of them."""
    kind = rng.integers(0, 6)
    if kind == 5:
        return _lump(rng)
    hue = np.array([rng.uniform(0.5, 0.95), rng.uniform(0.1, 0.8), rng.uniform(0.02, 0.25)])
    skin = Finish(hue) if rng.random() < 0.5 else finish(rng, 0.0, 0.8)
    skin = Finish(hue if skin.texture is not None else skin.color, skin.texture, skin.per)
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
        path = _curve(np.array([[0, 0, tall * (1 - dent) - 0.1], [0.02, 0, tall], [rng.uniform(0, 0.15), 0.05, tall + rng.uniform(0.1, 0.35)]]), 8)
        parts.append((tube(path, rng.uniform(0.03, 0.08), 8), stalk))
        if rng.random() < 0.4:
            leaf = ball(0.3, 0.13, 0.02, 12).moved(0.3, 0, tall + 0.1).turned("z", rng.uniform(0, 360))
            parts.append((leaf, Finish(np.array([0.2, 0.5, 0.12]))))
        return parts
    if kind == 2:  # pear, lemon, aubergine: one bulge or two
        neck = rng.uniform(0.25, 0.75)
        profile = [(0, -1), (0.6, -0.85), (rng.uniform(0.7, 0.95), -0.3), (neck, 0.5), (neck * 0.6, rng.uniform(0.75, 1)), (0, 1.05)]
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
            parts.append((tube(path, radius, 6 if rng.random() < 0.5 else 14).turned("x", turn - 20).moved(y=turn / 60), skin))
        return parts
    cap = smooth_profile([(0, 0.9), (0.5, 0.85), (rng.uniform(0.7, 1.1), rng.uniform(0.3, 0.55)), (0.6, 0.35), (0.15, 0.4)], 28)
    stem = smooth_profile([(rng.uniform(0.15, 0.4), -0.8), (0.2, -0.2), (0.16, 0.45)], 12)
    return [(lathe(cap[::-1], 48), skin), (lathe([(0, -0.8), *stem], 32), finish(rng, 0.7))]


def head(rng: np.random.Generator) -> Parts:
    """A head or a bust: of a statue, a doll or a monster; facing -Y."""
    wide, long, tall = rng.uniform(0.6, 0.85), rng.uniform(0.75, 0.95), rng.uniform(0.85, 1.1)
    bars = [bar((0, 0.15, 0.35), (0, -0.1, 0.25), wide, wide * 0.95)]
    chin = rng.uniform(0.3, 0.5)
    bars.append(bar((0, -0.15, 0), (0, -0.3 * long, -tall * 0.55), wide * 0.8, chin))
    nose = rng.uniform(0.08, 0.3)
    bars.append(bar((0, -wide * 0.95, 0.2), (0, -wide * 1.0 - nose, -0.12), 0.07, 0.1 + nose * 0.25))
    for s in (-1, 1):
        bars.append(bar((s * 0.18, -wide * 1.0, 0.33), (s * 0.42, -wide * 0.82, 0.3), 0.09, 0.07))
        bars.append(bar((s * 0.35, -wide * 0.7, -0.15), (s * 0.45, -wide * 0.5, -0.1), 0.2))
        bars.append(bar((s * wide * 0.98, 0.05, 0.15), (s * wide * rng.uniform(1.02, 1.25), 0.12, 0.1), 0.09, 0.13))
    bars.append(bar((-0.15, -wide * 0.95, -0.4), (0.15, -wide * 0.95, -0.4), rng.uniform(0.06, 0.11)))
    bars.append(bar((0, 0.1, -0.3), (0, 0.2, -1.3), 0.36, 0.42))
    if bust := rng.random() < 0.6:
        span = rng.uniform(0.7, 1.3)
        bars.append(bar((-span, 0.2, -1.5), (span, 0.2, -1.5), 0.35))
        bars.append(bar((0, 0.05, -1.5), (0, 0.05, -1.9), 0.6, 0.5))
    stone = rng.random() < 0.5
    skin = finish(rng, 0.6, 0.8) if stone else Finish(np.clip(np.array([0.85, 0.62, 0.5]) * rng.uniform(0.35, 1.15), 0, 1))
    parts: Parts = [(flesh(bars, 0.05, 72), skin)]
    if bust or rng.random() < 0.4:
        low = parts[0][0].vertices[:, 2].min()
        parts.append((disc(rng.uniform(0.5, 0.8), 0.35, 0.05).moved(z=low - 0.3), finish(rng)))
    if not stone:
        for s in (-1, 1):
            parts.append((ball(0.1, 0.07, 0.08, 12).moved(s * 0.27, -wide * 0.98, 0.15), Finish(np.full(3, 0.9))))
            parts.append((ball(0.045, 0.03, 0.045, 8).moved(s * 0.27, -wide * 0.98 - 0.06, 0.15), _DARK))
    if rng.random() < 0.7:
        line = rng.uniform(0.35, 0.7)
        rim = np.full(48, 1.7) - 0.9 * np.clip(-np.sin(np.arange(48) / 48 * 2 * math.pi) * 1.6, 0, 1)
        locks = _dome((wide * 1.16, wide * 1.25, wide * 1.2), rim, 16)
        for _ in range(3):
            locks = locks * (1 + 0.03 * np.sin(locks @ rng.normal(0, 9, 3)))[..., None]
        hair = _shell(locks, 0.12).moved(y=0.08, z=line * 0.6)
        parts.append((hair, skin if stone else Finish(color(rng) * 0.6)))
    return parts


def cup(rng: np.random.Generator) -> Parts:
    """Mug, bowl, goblet or pan: hollow, with a wall, an ear, a foot, a saucer, something in it."""
    wide, tall, wall = rng.uniform(0.45, 1.3), rng.uniform(0.5, 1.5), rng.uniform(0.04, 0.1)
    belly = rng.uniform(0.4, 1.25)
    outer = [(wide * rng.uniform(0.4, 0.9), 0), (wide * belly, tall * 0.35), (wide, tall)]
    curve = smooth_profile(outer, 20)
    inner = [(max(r - wall, 0.02), max(z, wall)) for r, z in curve[::-1]]
    foot = rng.random() < 0.25
    base = [(0, 0), *curve, (wide - wall / 2, tall + wall / 2), *inner, (0, wall)]
    glaze = finish(rng, 0.4)
    parts: Parts = [(lathe(base, 56), glaze)]
    if foot:
        stem = smooth_profile([(wide * 0.6, -0.8), (0.12, -0.65), (0.1, -0.2), (outer[0][0] * 0.8, 0.02)], 20)
        parts.append((lathe([(0, -0.8), *stem], 40), glaze))
    if rng.random() < 0.5:
        full = tall * rng.uniform(0.4, 0.9)
        radius = np.interp(full, [z for _, z in curve], [r for r, _ in curve]) - wall * 0.7
        parts.append((disc(radius, 0.02).moved(z=full), finish(rng, 0.6)))
    ears = rng.choice([0, 1, 1, 2])
    thick, span = rng.uniform(0.05, 0.1), tall * rng.uniform(0.25, 0.4)
    arc = np.linspace(-math.pi / 2, math.pi / 2, 16)
    high = tall * 0.55
    at = [np.interp(high + span * math.sin(a), [z for _, z in curve], [r for r, _ in curve]) for a in (arc[0], arc[-1])]
    path = np.stack([np.linspace(*at, 16) - wall / 2 + np.cos(arc) * rng.uniform(0.25, 0.5), 0 * arc, high + span * np.sin(arc)], axis=1)
    parts += [(tube(path, thick, 12).turned("z", 180 * ear + rng.uniform(-30, 30)), glaze) for ear in range(ears)]
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
    wide = np.interp(y, [0, 0.06, 0.25, 0.5, 0.75, 0.93, 1], [0.05, toe * 0.75, toe, toe * 0.85, toe * 0.78, toe * 0.66, 0.1])
    roof = np.interp(y, [0, 0.06, 0.25, 0.5, 0.62, 1], [0.08, 0.22, 0.34, 0.52, 0.62, 0.66 + 0.05])
    lift = heel * np.clip(y * 2 - 0.8, 0, 1)
    turn = np.arange(32) / 32 * 2 * math.pi
    ring_ = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.8, np.abs(np.sin(turn)) ** 0.85 * np.sign(np.sin(turn))
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
    layers = [middle - [0, 0, thick], edge - [0, 0, thick], edge + [0, 0, 0.04], middle + [0, 0, 0.04]]
    pair.append((sheet(np.stack(layers, axis=1), around=True), sole))
    if heel > 0.05:
        pair.append((box(toe * 1.2, 0.5, heel + thick, 0.03).moved(0, 0.72, -thick), sole))
    ankle = smooth_profile([(0.42, 0.3), (0.4, 0.55), (0.42, 0.68 + high)], 12)
    tall = [(r - 0.06, z) for r, z in ankle[::-1]]
    shaft = lathe([*ankle, *tall], 36).scaled(toe * 1.75, 1, 1).moved(shift[22], 0.5, lift[-1])
    pair.append((shaft, paint))
    pair.append((disc(0.37, 0.02).scaled(toe * 1.75, 1, 1).moved(shift[22], 0.5, lift[-1] + 0.45), _DARK))
    if rng.random() < 0.6:
        for k in range(rng.integers(3, 6)):
            v = 0.3 + 0.06 * k
            z = np.interp(v, y, roof) + np.interp(v, y, lift)
            span = np.interp(v, y, wide) * 0.55
            arc = np.array([[-span, 0, z - 0.06], [0, 0, z + 0.015], [span, 0, z - 0.06]])
            pair.append((tube(_curve(arc, 9), 0.025, 6).moved(np.interp(v, y, shift), v * 2.4 - 1.4), lace))
    apart = rng.uniform(-0.5, 0.5)
    for s in (-1, 1) if rng.random() < 0.5 else (0,):
        turned = rng.uniform(-8, 8)
        parts += [
            (m.scaled(s or 1, 1, 1).turned("z", turned).moved(s * 0.52, s * apart), p) for m, p in pair
        ]
    return parts


def tool(rng: np.random.Generator) -> Parts:
    """Hammer, axe, shovel, screwdriver, brush, pan, drill: a handle and what it is for."""
    long, thick = rng.uniform(1.2, 3), rng.uniform(0.07, 0.14)
    grip = smooth_profile([(thick * 0.9, 0), (thick * 1.2, long * 0.15), (thick * 0.9, long * 0.4), (thick * 0.8, long)], 24)
    wood, steel = finish(rng, 0.4), finish(rng, 0.8)
    parts: Parts = [(lathe([(0, 0), *grip, (0, long)], 20), wood)]
    kind = rng.integers(0, 6)
    if kind == 0:  # hammer, mallet
        size = rng.uniform(0.15, 0.4)
        block = disc(size, size * 3.2, 0.03) if rng.random() < 0.5 else box(size * 1.8, size * 1.8, size * 3.4, 0.04)
        parts.append((block.moved(z=-size * 1.6).turned("y", 90).moved(z=long - size * 0.6), steel))
    elif kind == 1:  # axe, pick
        blade = ball(0.55, 0.05, 0.35, 16).moved(0.45, 0, long - 0.3)
        parts += [(blade, steel), (box(0.3, 0.2, 0.3, 0.03).moved(z=long - 0.45), steel)]
        if rng.random() < 0.4:
            parts.append((tube(_curve(np.array([[0, 0, long - 0.3], [-0.5, 0, long - 0.25], [-1, 0, long - 0.5]])), np.linspace(0.13, 0.02, 24)), steel))
    elif kind == 2:  # shovel, spoon, racket
        size = rng.uniform(0.35, 0.7)
        dish = _dome((size, size * 1.4, 0.25), np.full(40, 1.5), 14)
        parts.append((_shell(dish, 0.05).turned("x", -90).moved(z=long + size), steel))
    elif kind == 3:  # brush, broom, paint roller
        head_ = box(rng.uniform(0.4, 1.2), 0.3, 0.2, 0.03).moved(z=long)
        tuft = box(np.ptp(head_.vertices[:, 0]) * 0.95, 0.25, rng.uniform(0.2, 0.7)).moved(z=long + 0.2)
        parts += [(head_, steel), (tuft, finish(rng, 0.2, 3))]
    elif kind == 4:  # drill, hair dryer: a body across the handle
        size = rng.uniform(0.3, 0.5)
        body = lathe([(0, -1), *smooth_profile([(size * 0.8, -1), (size, -0.4), (size * 0.9, 0.5), (size * 0.4, 0.9)], 20), (size * 0.35, 1.1), (0, 1.1)], 36)
        parts = [(box(0.36, 0.42, 1.2, 0.12), wood), (body.turned("x", 90).moved(z=1.2 + size * 0.6), steel)]
        parts.append((rod((0, -1, 1.2 + size * 0.6), (0, -1.6, 1.2 + size * 0.6), 0.07), finish(rng, 1.0)))
        if rng.random() < 0.6:
            parts.append((box(0.55, 0.8, 0.3, 0.06).moved(z=-0.25), finish(rng, 0.8)))
    else:  # screwdriver, knife, wrench
        parts.append((box(rng.uniform(0.08, 0.35), 0.05, long * 0.8).moved(z=long), steel))
    if rng.random() < 0.6:
        turned = [(m.turned("x", 90), p) for m, p in parts]  # lies on the floor
        return [(m.turned("z", rng.uniform(0, 0.1)), p) for m, p in turned] if kind != 4 else parts
    return parts


def leafy(rng: np.random.Generator) -> Parts:
    """A potted plant with broad curved leaves on stems, a cactus, or a bunch of flowers."""
    wide, tall = rng.uniform(0.25, 0.5), rng.uniform(0.3, 0.8)
    pot = smooth_profile([(wide * rng.uniform(0.6, 0.9), 0), (wide * rng.uniform(0.8, 1.2), tall * 0.5), (wide, tall)], 16)
    inner = [(r - 0.05, z) for r, z in pot[::-1]][:4]
    parts: Parts = [(lathe([(0, 0), *pot, *inner, (0, inner[-1][1])], 40), finish(rng, 0.4))]
    green = np.clip([rng.uniform(0.08, 0.45), rng.uniform(0.3, 0.7), rng.uniform(0.05, 0.3)], 0, 1)
    if rng.random() < 0.3:  # a cactus
        bars = [bar((0, 0, tall * 0.8), (0, 0, tall + rng.uniform(0.5, 1.5)), wide * 0.5, wide * 0.45)]
        for _ in range(rng.integers(0, 4)):
            turn, z = rng.uniform(0, 6.3), tall + rng.uniform(0.2, 0.8)
            out = np.array([math.cos(turn), math.sin(turn), 0]) * wide * 1.1
            bars.append(bar((0, 0, z), tuple(out + [0, 0, z + 0.05]), 0.1))
            bars.append(bar(tuple(out + [0, 0, z + 0.05]), tuple(out + [0, 0, z + rng.uniform(0.2, 0.7)]), 0.12, 0.1))
        return [*parts, (flesh(bars, 0.02, 64), Finish(green, None))]
    count, size = rng.integers(6, 22), rng.uniform(0.25, 0.6)
    for k in range(count):
        turn, up = k * 137.5 + rng.uniform(-25, 25), rng.uniform(0.2, 1.4)
        out = rng.uniform(0.15, 0.9) * (1.3 - up / 1.4)
        stem = _curve(np.array([[0, 0, tall * 0.7], [out * 0.4, 0, tall + up * 0.7], [out, 0, tall + up]]), 8)
        shade = Finish(np.clip(green * rng.uniform(0.7, 1.25), 0, 1))
        parts.append((tube(stem, 0.018, 6).turned("z", turn), shade))
        t = np.linspace(0, 1, 12)
        half = size * rng.uniform(0.25, 0.5) * np.sin(np.pi * t**0.8) + 0.002
        fall = rng.uniform(0.0, 1.2)
        rows = [np.stack([out + size * t, s * half, tall + up + size * (0.4 * t - fall * t**2) + 0.25 * half * abs(s)], 1) for s in (-1, -0.5, 0, 0.5, 1)]
        parts.append((_thick(np.stack(rows), 0.012).turned("z", turn), shade))
        if rng.random() < 0.12:
            parts.append((ball(0.12, 0.12, 0.1, 12).moved(out, 0, tall + up).turned("z", turn), finish(rng, 0.9)))
    return parts


def statue(rng: np.random.Generator) -> Parts:
    """A smooth abstract lump with a hole or two, on a foot."""
    centers = rng.normal(0, 0.45, (rng.integers(3, 8), 3))
    radii = rng.uniform(0.3, 0.6, len(centers))
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
    foot = disc(rng.uniform(0.4, 0.7), 0.2, 0.03) if rng.random() < 0.5 else box(0.9, 0.9, 0.25, 0.03)
    return [(mesh, finish(rng, 0.4)), (foot.moved(z=low - 0.15), finish(rng))]


KINDS = (helmet, sports_ball, rock, ripe, head, cup, sneaker, tool, leafy, statue)
