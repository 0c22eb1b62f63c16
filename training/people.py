"""People, clothed and in some pose: bodies of `training.body`, dressed by program."""

import functools
from pathlib import Path

import numpy as np
from scipy import sparse

from . import formats
from .body import DATA, Body, Build
from .made.creatures import Parts
from .made.paint import Finish, color, finish, part
from .made.solids import Mesh, ball, box, disc
from .poses import pose
from .shape import Shape

COUNT = 150
_LIMBS = {
    "head": ("head",),
    "neck": ("neck_01",),
    "trunk": ("spine_01", "spine_02", "spine_03", "clavicle_l", "clavicle_r"),
    "hips": ("pelvis",),
    "upper arm": ("upperarm_l", "upperarm_r"),
    "forearm": ("lowerarm_l", "lowerarm_r"),
    "thigh": ("thigh_l", "thigh_r"),
    "calf": ("calf_l", "calf_r"),
    "foot": ("foot_l", "foot_r", "ball_l", "ball_r"),
}  # every other bone is of a hand
_NAMES = (*_LIMBS, "hand")
_BARE, _SHIRT, _TROUSERS, _SHOES, _HAIR = range(5)


@functools.cache
def _body(folder: Path) -> Body:
    return Body(folder)


def make(number: int, raw: Path) -> Shape:
    """The person `number`; raw: DATA/raw. The same on every machine with the same versions."""
    rng = np.random.default_rng([3, number])
    return formats.join(
        [part(*painted) for painted in person(rng, _body(raw / DATA))], formats.Z_UP
    )


def person(rng: np.random.Generator, body: Body) -> Parts:
    build = Build(
        bool(rng.random() < 0.5),
        rng.uniform(0.15, 1.7) if rng.random() < 0.3 else rng.uniform(1.7, 3),
        rng.uniform(-1, 1),
        rng.uniform(-1, 1),
        rng.uniform(-1, 1),
        tuple(rng.dirichlet([0.6, 0.6, 0.6])),
    )
    rest = body.shaped(build)
    size = np.ptp(rest[np.unique(body.groups["body"]), 2])
    limb, along = _limbs(body, rest)
    quads = body.groups["body"]
    region, cloth = _dressed(rng, limb, along, rest, quads, size)
    hair = _long_hair(body, rest)
    rest = _swollen(rest, quads, region, cloth, size, rng)
    aims, turns, sits = pose(rng)
    moved, bones = body.posed(rest, aims, turns)
    skin = np.clip(
        np.array([0.87, 0.65, 0.53]) * rng.uniform(0.3, 1.12) ** np.array([0.8, 1, 1.15]), 0, 1
    )
    paints = {
        _BARE: Finish(skin),
        _SHIRT: finish(rng, 0.4, 0.25),
        _TROUSERS: finish(rng, 0.6, 0.3),
        _SHOES: finish(rng, 0.9, 0.3),
        _HAIR: Finish(_hair_color(rng)),
    }
    parts: Parts = [
        (_mesh(moved, quads[region == number]), paint)
        for number, paint in paints.items()
        if (region == number).any()
    ]
    parts += _eyes(body, moved)
    if rng.random() < (0.1 if build.male else 0.5) and not sits:
        parts.append(
            (
                _skirt(rng, body, moved),
                paints[_SHIRT] if rng.random() < 0.5 else finish(rng, 0.4, 0.25),
            )
        )
    if rng.random() < (0.1 if build.male else 0.6):
        parts.append((_mesh(moved, hair), paints[_HAIR]))
    if rng.random() < 0.25:
        parts += _hat(rng, body, moved, bones["head"][0])
    if sits and rng.random() < 0.6:
        parts.append(_seat(rng, body, moved))
    return parts


def _mesh(vertices: np.ndarray, quads: np.ndarray) -> Mesh:
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return Mesh(vertices, faces)


def _limbs(body: Body, rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of _NAMES each vertex is of, and how far along its bone it lies, 0…1; of forearms and
    calves 1…2, on from the bone before."""
    names = list(body.bones)
    place = {bone: _NAMES.index(limb) for limb, bones in _LIMBS.items() for bone in bones}
    owner = np.array([place.get(name, len(_NAMES) - 1) for name in names])
    strongest = np.asarray(body.weights.argmax(axis=1)).ravel()
    ends = [[rest[rows].mean(axis=0) for rows in body.bones[name][1:]] for name in names]
    start, end = np.moveaxis(np.array(ends), 1, 0)
    way = (end - start)[strongest]
    along = np.einsum("vc,vc->v", rest - start[strongest], way) / np.einsum("vc,vc->v", way, way)
    second = [_NAMES.index("forearm"), _NAMES.index("calf")]
    return owner[strongest], np.clip(along, 0, 1) + np.isin(owner[strongest], second)


def _dressed(
    rng: np.random.Generator,
    limb: np.ndarray,
    along: np.ndarray,
    rest: np.ndarray,
    quads: np.ndarray,
    size: float,
) -> tuple[np.ndarray, dict[int, float]]:
    """What each quad shows, and how far each of these stands off, in heights of the person."""
    name = {limb: number for number, limb in enumerate(_NAMES)}
    kind, reach = limb[quads[:, 0]], along[quads].mean(axis=1)
    middle = rest[quads].mean(axis=1)
    region = np.full(len(quads), _BARE)
    trunk = (kind == name["trunk"]) | (kind == name["hips"])
    sleeve, leg = rng.choice([0.0, 0.35, 0.6, 1.9]), rng.choice([0.3, 0.6, 0.8, 1.85, 1.85, 1.85])
    waist = rest[limb == name["hips"], 2]
    hem = np.quantile(waist, rng.uniform(0.05, 0.9))
    region[trunk] = np.where(middle[trunk, 2] > hem, _SHIRT, _TROUSERS)
    region[((kind == name["upper arm"]) | (kind == name["forearm"])) & (reach < sleeve)] = _SHIRT
    region[((kind == name["thigh"]) | (kind == name["calf"])) & (reach < leg)] = _TROUSERS
    if rng.random() < 0.9:
        region[kind == name["foot"]] = _SHOES
        region[(kind == name["calf"]) & (reach > rng.uniform(1.7, 2.2))] = _SHOES
    head = kind == name["head"]
    top, low = middle[head, 2].max(), middle[head, 2].min()
    back = middle[:, 1] - np.median(middle[head, 1])
    height = (middle[:, 2] - low) / (top - low)
    line = rng.uniform(0.72, 0.84)
    scalp = head & (height + np.clip(back / (top - low), -1, 0.5) * 0.9 > line)
    if rng.random() < 0.93:
        region[scalp] = _HAIR
    loose = {
        _SHIRT: rng.uniform(0.003, 0.014),
        _TROUSERS: rng.uniform(0.002, 0.012),
        _SHOES: rng.uniform(0.004, 0.008),
        _HAIR: rng.uniform(0.002, 0.022),
    }
    return region, loose


def _swollen(
    rest: np.ndarray,
    quads: np.ndarray,
    region: np.ndarray,
    cloth: dict[int, float],
    size: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """The body's vertices with clothes and hair on: smoothed as cloth is, and standing off."""
    count = len(rest)
    a, b = quads.ravel(), np.roll(quads, -1, axis=1).ravel()
    joined = sparse.csr_array((np.ones(2 * len(a)), (np.r_[a, b], np.r_[b, a])), (count, count))
    mean = sparse.diags_array(1 / np.maximum(np.asarray(joined.sum(axis=1)).ravel(), 1)) @ joined
    worn = np.zeros(count)
    vertices = rest.copy()
    for number, off in cloth.items():
        rows = np.unique(quads[region == number])
        worn[rows] = off * size
        turns = 20 if number == _SHOES else 5
        for _ in range(turns):
            vertices[rows] = (mean @ vertices)[rows]
    flat = np.cross(
        vertices[quads[:, 2]] - vertices[quads[:, 0]], vertices[quads[:, 3]] - vertices[quads[:, 1]]
    )
    normals = np.zeros_like(vertices)
    for corner in range(4):
        np.add.at(normals, quads[:, corner], flat)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    fold = rng.normal(0, 25, 3) / size
    ripple = 1 + 0.35 * np.sin(vertices @ fold + rng.uniform(0, 6))
    return vertices + normals * (worn * ripple)[:, None]


def _hair_color(rng: np.random.Generator) -> np.ndarray:
    natural = (
        (0.05, 0.04, 0.04),
        (0.2, 0.12, 0.07),
        (0.4, 0.25, 0.13),
        (0.75, 0.6, 0.35),
        (0.6, 0.6, 0.6),
    )
    if rng.random() < 0.1:
        return color(rng)
    return np.clip(np.array(natural[rng.integers(5)]) * rng.uniform(0.7, 1.2), 0, 1)


def _eyes(body: Body, moved: np.ndarray) -> Parts:
    parts: Parts = []
    for side in ("l", "r"):
        quads = body.groups[f"helper-{side}-eye"]
        points = moved[np.unique(quads)]
        front = moved[quads].mean(axis=1)
        near = np.linalg.norm(front - front[front[:, 1].argmin()], axis=1)
        iris = near < 0.5 * np.ptp(points[:, 0])
        parts.append((_mesh(moved, quads[~iris]), Finish(np.full(3, 0.92))))
        parts.append((_mesh(moved, quads[iris]), Finish(np.array([0.16, 0.1, 0.07]))))
    return parts


def _skirt(rng: np.random.Generator, body: Body, moved: np.ndarray) -> Mesh:
    """The skirt helper, cut at some length and wider or narrower."""
    quads = body.groups["helper-skirt"]
    rows = np.unique(quads)
    top, low = moved[rows, 2].max(), moved[rows, 2].min()
    down = np.clip((top - moved[:, 2]) / (top - low), 0, 1)
    middle = moved[rows].mean(axis=0)
    wide = 1 + down * rng.uniform(-0.05, 0.6)
    spread = moved.copy()
    spread[:, :2] = middle[:2] + (moved[:, :2] - middle[:2]) * wide[:, None]
    return _mesh(spread, quads[down[quads].mean(axis=1) < rng.uniform(0.35, 1)])


def _long_hair(body: Body, rest: np.ndarray) -> np.ndarray:
    """The quads of the hair helper that are behind the face."""
    quads = body.groups["helper-hair"]
    ears = rest[body.bones["head"][1]].mean(axis=0)
    return quads[rest[quads].mean(axis=1)[:, 1] > ears[1] - 0.35]


def _hat(rng: np.random.Generator, body: Body, moved: np.ndarray, turn: np.ndarray) -> Parts:
    """A cap, a helmet or a hat with a brim, turned as the head is."""
    names = list(body.bones)
    rows = np.unique(body.groups["body"])
    own = rows[np.asarray(body.weights[rows].argmax(axis=1)).ravel() == names.index("head")]
    local = moved[own] @ turn
    high = local[:, 2].max()
    low = high - 0.42 * np.ptp(local[:, 2])
    crown = local[local[:, 2] > low]
    x, y = crown[:, :2].min(axis=0), crown[:, :2].max(axis=0)
    middle, half = (x + y) / 2, (y - x) / 2 * rng.uniform(1.06, 1.2)
    paint = finish(rng, 0.6, 0.4)
    tall = (high - low) * rng.uniform(1.1, 1.4)
    dome = ball(half[0], half[1], tall, 20)
    dome = Mesh(dome.vertices * [1, 1, 1], dome.faces)
    dome.vertices[:, 2] = np.maximum(dome.vertices[:, 2], 0)
    meshes = [dome]
    if rng.random() < 0.4:
        meshes.append(disc(1, 0.06, 0, 32).scaled(half[0] * 1.7, half[1] * 1.6, tall * 0.6))
    elif rng.random() < 0.6:
        meshes.append(
            disc(1, 0.06, 0, 24)
            .scaled(half[0] * 0.9, half[1] * 0.8, tall * 0.6)
            .moved(y=-half[1] * 0.75)
        )
    return [
        (Mesh((mesh.vertices + np.append(middle, low)) @ turn.T, mesh.faces), paint)
        for mesh in meshes
    ]


def _seat(rng: np.random.Generator, body: Body, moved: np.ndarray) -> tuple[Mesh, Finish]:
    """A block under who sits."""
    low = moved[np.unique(body.groups["body"]), 2].min()
    names = list(body.bones)
    rows = np.unique(body.groups["body"])
    hips = rows[np.asarray(body.weights[rows].argmax(axis=1)).ravel() == names.index("pelvis")]
    middle, under = moved[hips].mean(axis=0), moved[hips, 2].min() + 0.1
    size = rng.uniform(3.2, 5.5), rng.uniform(3, 4.5), max(under - low, 0.5)
    seat = box(*size, rng.uniform(0.02, 0.4)).moved(middle[0], middle[1] + 0.3, low)
    return seat, finish(rng, 0.3, 0.2)
