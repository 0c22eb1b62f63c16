"""Raw surfaces of the decoder's kind, made from objects whose true surface is known.

    python -m bench.raw_surface CASES FOLDER [--resolution 256] [--only NAME ...]

writes FOLDER/NAME.npz (vertices, faces, coords, attributes, resolution) for each case and for each
procedural object, with which a step of finishing can be looked at alone.

The way from a mesh to the flexible dual grid is that of `../shared`'s specification: an edge of
the grid that a triangle crosses asks for a quad of the four voxels round it, each voxel that has
one gets a vertex where its crossings' planes meet best. As from the decoder, the winding tells
nothing, thin parts become one sheet or two, and where parts of the object go through each other
three or four sheets meet in an edge.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import trimesh

from pixal3d_addon.engine.interface import RawSurface, Volume

from .cases import Case, read_cases
from .material import material

_QUADS = np.array(
    [
        [(0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0)],
        [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)],
        [(0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 0)],
    ]
)
_CANDIDATES = 4 << 20  # points of the grid looked at together
_JITTER = np.array([1.3e-4, -0.7e-4, 0.9e-4])  # voxels; keeps corners off the grid's own lines
_PULL = 0.05  # of a vertex to the mean of its crossings, where the planes leave it free


def raw_surface(
    objects: trimesh.Trimesh | Sequence[trimesh.Trimesh], resolution: int
) -> RawSurface:
    """The dual grid of `objects`, in the view frame and inside its cube, and its materials.

    objects: each with a texture or a material of its own, or with none (then gray).
    """
    parts = [objects] if isinstance(objects, trimesh.Trimesh) else list(objects)
    found = [_crossings(part, resolution) for part in parts]
    edge, axis, point, normal, attributes = (
        np.concatenate(arrays) for arrays in zip(*found, strict=True)
    )
    # Nothing is decoded outside the cube, and some objects are deeper than it: they end there.
    inside = ((edge >= 0) & (edge < resolution - 1)).all(1)
    edge, axis, point, normal, attributes = (
        values[inside] for values in (edge, axis, point, normal, attributes)
    )

    # The four voxels round each crossed edge.
    around = _QUADS[axis]  # [N, 4, 3]
    voxels = edge[:, None] + around
    keys = (voxels[..., 0] * resolution + voxels[..., 1]) * resolution + voxels[..., 2]
    unique, owner = np.unique(keys, return_inverse=True)
    owner = owner.reshape(keys.shape)
    coords = np.stack(np.unravel_index(unique, (resolution,) * 3), axis=1).astype(np.int32)
    count = len(coords)

    def per_voxel(values: np.ndarray) -> np.ndarray:
        """Sum of `values` [N] over the crossings of each voxel."""
        return np.bincount(owner.ravel(), np.repeat(values, 4), count)

    weight = per_voxel(np.ones(len(edge)))
    mean = np.stack([per_voxel(point[:, k]) for k in range(3)], axis=1) / weight[:, None]
    # min Σ (n·(x - p))² + pull·|x - mean|²: normal equations of three unknowns, all voxels at once
    distance = np.einsum("nk,nk->n", normal, point)
    matrix = np.empty((count, 3, 3))
    right = np.empty((count, 3))
    for a in range(3):
        right[:, a] = per_voxel(normal[:, a] * distance)
        for b in range(a, 3):
            matrix[:, a, b] = matrix[:, b, a] = per_voxel(normal[:, a] * normal[:, b])
    matrix += np.eye(3) * (_PULL * weight)[:, None, None]
    right += _PULL * weight[:, None] * mean
    place = np.linalg.solve(matrix, right[..., None])[..., 0]
    place = coords + np.clip(place - coords, -0.5, 1.5)  # as far as the decoder's vertices go

    # Each crossed edge once, in the decoder's order: by voxel, then by axis.
    _, first = np.unique(owner[:, 0] * 3 + axis, return_index=True)
    quads = owner[first]
    a, b, c, d = (place[quads[:, k]] for k in range(4))
    short = ((a - c) ** 2).sum(1) <= ((b - d) ** 2).sum(1)
    triangles = np.where(short[:, None], quads[:, [0, 1, 2, 0, 2, 3]], quads[:, [0, 1, 3, 3, 1, 2]])
    colors = np.stack([per_voxel(attributes[:, k]) for k in range(6)], axis=1) / weight[:, None]
    return RawSurface(
        vertices=(place / resolution - 0.5).astype(np.float32),
        faces=triangles.reshape(-1, 3).astype(np.int32),
        volume=Volume(coords, np.round(colors).astype(np.uint8), resolution),
    )


def _crossings(mesh: trimesh.Trimesh, resolution: int) -> tuple[np.ndarray, ...]:
    """Where the grid's edges cross the triangles.

    The voxel that keeps the edge's flag, int64 [N, 3]; the edge's axis [N]; the point in voxels,
    float64 [N, 3]; the triangle's unit normal [N, 3]; material, float64 [N, 6], as in a `Volume`.
    """
    corners = (mesh.vertices[mesh.faces] + 0.5) * resolution + _JITTER
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-20)
    results: list[tuple[np.ndarray, ...]] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for face, line in _lines(corners[:, :, [u, v]]):
            triangle = corners[face]
            weights = _barycentric(triangle[:, :, [u, v]], line)
            inside = (weights >= 0).all(1)
            face, line, weights = face[inside], line[inside], weights[inside]
            height = np.einsum("nk,nk->n", weights, corners[face, :, axis])
            point = np.empty((len(face), 3))
            point[:, axis], point[:, [u, v]] = height, line
            edge = np.floor(point).astype(np.int64)
            edge[:, [u, v]] -= 1
            results.append(
                (
                    edge,
                    np.full(len(face), axis),
                    point,
                    normals[face],
                    material(mesh, face, weights),
                )
            )
    return tuple(np.concatenate(arrays) for arrays in zip(*results, strict=True))


def _lines(flat: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Whole-numbered points [N, 2] in the bounding boxes of the triangles [F, 3, 2], and whose."""
    low = np.ceil(flat.min(1)).astype(np.int64)
    size = np.maximum(np.floor(flat.max(1)).astype(np.int64) - low + 1, 0)
    total = size.prod(1)
    ends = np.cumsum(total)
    start = 0
    while start < len(flat):
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + _CANDIDATES, side="right")), start + 1)
        face = np.repeat(np.arange(start, stop), total[start:stop])
        local = np.arange(len(face)) - np.repeat(
            ends[start:stop] - total[start:stop] - before, total[start:stop]
        )
        row, column = np.divmod(local, np.maximum(size[face, 1], 1))
        yield face, low[face] + np.stack([row, column], axis=1)
        start = stop


def _barycentric(flat: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Weights [N, 3] of `point` [N, 2] in its triangle [N, 3, 2]; negative ones outside."""
    a, b, c = flat[:, 0], flat[:, 1], flat[:, 2]
    area = _cross(b - a, c - a)
    flatness = np.abs(area) < 1e-12
    area = np.where(flatness, 1, area)
    weights = np.stack(
        [_cross(c - b, point - b), _cross(a - c, point - c), _cross(b - a, point - a)], axis=1
    )
    return np.where(flatness[:, None], -1, weights / area[:, None])


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]


def true_parts(case: Case) -> list[trimesh.Trimesh]:
    """The true object's parts in the view frame, with their textures."""
    upright = np.array([[1, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
    scene = trimesh.load_scene(case.folder / "object.glb", process=False)
    parts = [part for part in scene.dump() if isinstance(part, trimesh.Trimesh)]
    for part in parts:
        part.apply_transform(np.array(case.facts["view_from_object"]) @ upright)
    return parts


def sphere(radius: float = 0.45) -> trimesh.Trimesh:
    return trimesh.creation.icosphere(subdivisions=6, radius=radius)


def box() -> trimesh.Trimesh:
    """Turned, so that no face lies in the grid."""
    turn = trimesh.transformations.euler_matrix(0.3, 0.5, 0.7)
    return trimesh.creation.box((0.6, 0.45, 0.3), transform=turn)


def double_shell(gap: float = 0.01) -> list[trimesh.Trimesh]:
    """A hollow ball: what is seen, and a second skin inside that nobody sees."""
    return [sphere(0.45), sphere(0.45 - gap)]


def thin_rod(radius: float = 0.004) -> trimesh.Trimesh:
    turn = trimesh.transformations.euler_matrix(0.3, 0.2, 0)
    rod = trimesh.creation.cylinder(radius, 0.9, sections=24)
    return rod.apply_transform(turn)


def text_plate() -> list[trimesh.Trimesh]:
    """A plate with bars as thin as lettering, sunk into it, so that walls run on inside."""
    parts = [trimesh.creation.box((0.8, 0.06, 0.4))]
    random = np.random.default_rng(3)
    for x in np.linspace(-0.34, 0.34, 9):
        for size in ((0.008, 0.05, 0.2), (0.05, 0.05, 0.008)):
            bar = trimesh.creation.box(size)
            bar.apply_translation((x, -0.03, random.uniform(-0.06, 0.06)))
            parts.append(bar)
    turn = trimesh.transformations.euler_matrix(0.05, 0.1, 0.15)
    return [part.apply_transform(turn) for part in parts]


def open_sheet() -> trimesh.Trimesh:
    """A wavy cloth without thickness: both of its sides are outside."""
    x, z = np.meshgrid(np.linspace(-0.4, 0.4, 80), np.linspace(-0.4, 0.4, 80), indexing="ij")
    y = 0.08 * np.sin(8 * x) * np.cos(6 * z)
    vertices = np.stack([x, y, z], axis=-1).reshape(-1, 3)
    rows = np.arange(80 * 80).reshape(80, 80)
    a, b, c, d = rows[:-1, :-1], rows[1:, :-1], rows[1:, 1:], rows[:-1, 1:]
    faces = np.concatenate([np.stack(t, axis=-1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
    return trimesh.Trimesh(vertices, faces, process=False)


def heap(count: int = 40) -> list[trimesh.Trimesh]:
    """Blocks that go through each other in all directions."""
    random = np.random.default_rng(4)
    parts = []
    for _ in range(count):
        part = trimesh.creation.box(random.uniform(0.05, 0.3, 3))
        part.apply_transform(trimesh.transformations.random_rotation_matrix(random.random(3)))
        part.apply_translation(random.uniform(-0.25, 0.25, 3))
        parts.append(part)
    return parts


def hair(count: int = 60, radius: float = 0.0015) -> list[trimesh.Trimesh]:
    """A ball with hairs of a voxel and a half at 1024, and less than one at 256."""
    random = np.random.default_rng(5)
    parts = [trimesh.creation.icosphere(subdivisions=5, radius=0.2)]
    for way in random.standard_normal((count, 3)):
        way /= np.linalg.norm(way)
        ends = np.stack([0.19 * way, 0.42 * way])
        parts.append(trimesh.creation.cylinder(radius, segment=ends, sections=12))
    return parts


PROCEDURAL = {
    "sphere": sphere,
    "box": box,
    "double-shell": double_shell,
    "thin-rod": thin_rod,
    "text-plate": text_plate,
    "open-sheet": open_sheet,
    "hair": hair,
    "heap": heap,
    "holes": sphere,
    "whole-cube": lambda: sphere(0.4665),
}
# How many holes at 1024, elsewhere as many for each voxel; their radius in voxels; and the setting
# that those are closed with which run into each other.
DAMAGE = {"holes": (40_000, 0.7, 0.2)}


def damaged(
    raw: RawSurface, holes: int = 100, floaters: int = 50, radius: float = 3.0, seed: int = 0
) -> RawSurface:
    """`raw` with what decoders leave behind.

    holes: so many balls, their radii from one to `radius` voxels, are taken out. floaters: so many
    tetrahedra of a voxel's size hang about it. A tenth of the faces is turned round and a
    hundredth is there twice.
    """
    random = np.random.default_rng(seed)
    voxel = 1 / raw.volume.resolution
    vertices, faces = raw.vertices, raw.faces
    gone = np.zeros(len(vertices), bool)
    centers = vertices[random.choice(len(vertices), holes)]
    near = _nearest_center(vertices, centers, random.uniform(min(radius, 1), radius, holes) * voxel)
    gone |= near
    faces = faces[~gone[faces].any(1)]
    tetrahedron = np.array([(0, 1, 2), (0, 2, 3), (0, 3, 1), (1, 3, 2)], np.int32)
    points = random.uniform(-0.5, 0.5, (floaters, 1, 3)) + random.normal(0, voxel, (floaters, 4, 3))
    extra = tetrahedron + len(vertices) + 4 * np.arange(floaters, dtype=np.int32)[:, None, None]
    twice = faces[random.random(len(faces)) < 0.01]
    faces = np.concatenate([faces, extra.reshape(-1, 3), twice])
    turned = random.random(len(faces)) < 0.1
    faces[turned] = faces[turned][:, ::-1]
    vertices = np.concatenate([vertices, points.reshape(-1, 3).astype(np.float32)])
    return RawSurface(vertices, faces.astype(np.int32), raw.volume, raw.notes)


def _nearest_center(points: np.ndarray, centers: np.ndarray, radii: np.ndarray) -> np.ndarray:
    from scipy.spatial import cKDTree

    if not len(centers):
        return np.zeros(len(points), bool)
    distance, index = cKDTree(centers).query(points, distance_upper_bound=radii.max())
    return np.isfinite(distance) & (distance < radii[np.minimum(index, len(radii) - 1)])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resolution", type=int, default=256)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    makers = {case.name: lambda c=case: true_parts(c) for case in read_cases(arguments.cases, [])}
    makers |= PROCEDURAL
    for name, make in makers.items():
        if arguments.only and not any(part in name for part in arguments.only):
            continue
        raw = raw_surface(make(), arguments.resolution)
        np.savez(
            arguments.folder / f"{name}.npz",
            vertices=raw.vertices,
            faces=raw.faces,
            coords=raw.volume.coords,
            attributes=raw.volume.attributes,
            resolution=raw.volume.resolution,
        )
        print(f"{name:24} {len(raw.vertices):9} vertices {len(raw.faces):9} triangles")


if __name__ == "__main__":
    main()
