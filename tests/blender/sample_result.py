"""A result as an engine would leave it, of a lopsided body whose every axis can be told apart.

Its mask is rasterized here, by the numbers of core.camera alone: Blender has no part in it.
"""

import json
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np

SIDE = 512  # of prepared.png
TEXTURE = 512


def write_png(path: Path, pixels: np.ndarray) -> None:
    """uint8 or uint16 [H, W] or [H, W, 3], top row first."""
    height, width = pixels.shape[:2]
    depth = 8 * pixels.itemsize
    big_endian = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder(">"))
    rows = big_endian.reshape(height, -1).view(np.uint8)
    raw = np.concatenate([np.zeros((height, 1), np.uint8), rows], axis=1).tobytes()
    kind = 0 if pixels.ndim == 2 else 2

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(raw, 1))
        + chunk(b"IEND", b"")
    )


def body(rings: int = 48) -> tuple[np.ndarray, np.ndarray]:
    """A closed surface in the view frame: a ball with a nose up right and a belly down left."""
    columns = 2 * rings
    polar = np.linspace(0, np.pi, rings + 1)[1:-1]
    around = np.arange(columns) * 2 * np.pi / columns
    polar, around = np.meshgrid(polar, around, indexing="ij")
    ways = np.stack(
        [np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], axis=-1
    ).reshape(-1, 3)
    ways = np.concatenate([ways, [[0, 0, 1], [0, 0, -1]]])
    nose, belly = np.array([0.64, -0.2, 0.74]), np.array([-0.8, 0.1, -0.6])
    radius = 0.22 + 0.2 * np.clip(ways @ nose, 0, 1) ** 12 + 0.09 * np.clip(ways @ belly, 0, 1) ** 3
    vertices = (ways * radius[:, None]).astype(np.float32)
    index = np.arange((rings - 1) * columns).reshape(rings - 1, columns)
    a, b = index[:-1], np.roll(index, -1, axis=1)[:-1]
    c, d = index[1:], np.roll(index, -1, axis=1)[1:]
    top, bottom = len(vertices) - 2, len(vertices) - 1
    first, last = index[0], index[-1]
    faces = np.concatenate(
        [
            np.stack([a, c, d], -1).reshape(-1, 3),
            np.stack([a, d, b], -1).reshape(-1, 3),
            np.stack([np.full(columns, top), first, np.roll(first, -1)], -1),
            np.stack([np.full(columns, bottom), np.roll(last, -1), last], -1),
        ]
    )
    return vertices, faces.astype(np.int32)


def rasterize(pixels: np.ndarray, faces: np.ndarray, side: int) -> np.ndarray:
    """bool [side, side] of the pixels whose centre lies in a triangle of `pixels` [V, 2]."""
    mask = np.zeros((side, side), bool)
    for corners in pixels[faces]:
        low = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, side)
        high = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 1, 0, side)
        x, y = np.meshgrid(np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1]) + 0.5)
        edges = [
            (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
            for p, q in zip(corners, np.roll(corners, -1, axis=0), strict=True)
        ]
        inside = np.all([e >= 0 for e in edges], axis=0) | np.all([e <= 0 for e in edges], axis=0)
        mask[low[1] : high[1], low[0] : high[0]] |= inside
    return mask


def colors(side: int) -> np.ndarray:
    """A picture in which no two places look the same, uint8 [side, side, 3]."""
    ramp = np.linspace(30, 225, side)
    rgb = np.empty((side, side, 3))
    rgb[..., 0], rgb[..., 1] = ramp[None, :], ramp[:, None]
    checks = np.indices((side, side)) // (side // 16)
    rgb[..., 2] = np.where(checks.sum(axis=0) % 2, 60, 190)
    return rgb.astype(np.uint8)


def _write_parts(core: SimpleNamespace, folder: Path, camera, rings: int) -> None:
    (folder / core.results.LODS).mkdir()
    for number, fewer in enumerate((0.7, 0.5, 0.3), 1):
        vertices, faces = body(int(rings * fewer))
        seen = core.camera.project(vertices.astype(np.float64), camera.fov, camera.distance, SIDE)
        uvs = np.stack([seen[:, 0] / SIDE, 1.0 - seen[:, 1] / SIDE], axis=-1).astype(np.float32)
        length = np.linalg.norm(vertices, axis=1, keepdims=True)
        arrays = {"vertices": vertices, "faces": faces, "corner_uvs": uvs[faces]}
        core.safetensors.save(
            folder / core.results.LODS / f"lod{number}.safetensors",
            {**arrays, "normals": (vertices / length).astype(np.float32)},
        )
    whole = core.safetensors.load(folder / core.results.MESH)["vertices"]
    world = whole @ core.camera.stand(whole, camera, 1.0).matrix()[:3, :3].T
    low, high = world.min(axis=0), world.max(axis=0)
    middle = (low + high) / 2 * [1, 1, 0] + [0, 0, low[2]]
    ends = np.stack([low - middle, high - middle]).astype(np.float32)
    corners = np.stack([ends[[a, b, c], range(3)] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = np.array([f for a, b, c, d in quads for f in ((a, b, c), (a, c, d))], np.int32)
    path = folder / f"{core.results.COLLISION}.safetensors"
    core.safetensors.save(path, {"vertices": corners, "faces": faces})


def write_result(
    core: SimpleNamespace,
    folder: Path,
    *,
    fov: float = 0.7,
    elevation: float = 0.35,
    rings: int = 48,
    texture: int = TEXTURE,
    maps: bool = False,
    parts: bool = False,
) -> Path:
    """Make the result folder. core: the modules camera, results, safetensors, settings.

    maps: metallic, roughness, occlusion and normals too. parts: three levels and a collision mesh.
    """
    folder.mkdir(parents=True)
    vertices, faces = body(rings)
    camera = core.camera.Camera(fov, elevation)
    seen = core.camera.project(vertices.astype(np.float64), fov, camera.distance, SIDE)[:, :2]
    if rings <= 64:
        mask = rasterize(seen, faces, SIDE)
    else:  # a large one, whose looks do not matter
        mask = np.ones((SIDE, SIDE), bool)
    photo = colors(SIDE) * mask[..., None]
    results, settings = core.results, core.settings.Settings(fov=fov, elevation=elevation)
    write_png(folder / results.PREPARED, photo.astype(np.uint8))
    write_png(folder / results.MASK, mask.astype(np.uint8) * 255)
    write_png(folder / "base_color.png", colors(texture))
    if maps:
        flat = np.empty((64, 64, 3), np.uint8)
        flat[:] = 64, 128, 255
        write_png(folder / "metallic_roughness.png", flat)
        write_png(folder / "occlusion.png", flat[..., 0])
        write_png(folder / "generated_color.png", 255 - colors(texture))
        flat[:] = 128, 128, 255
        write_png(folder / "normal.png", flat)
    uvs = np.stack([seen[:, 0] / SIDE, 1.0 - seen[:, 1] / SIDE], axis=-1).astype(np.float32)
    arrays = {"vertices": vertices, "faces": faces, "corner_uvs": uvs[faces]}
    core.safetensors.save(folder / results.MESH, arrays)
    if parts:
        _write_parts(core, folder, camera, rings)
    facts = {
        "format": results.FORMAT,
        "name": "lopsided",
        "settings": settings.to_dict(),
        "camera": {"fov": fov, "elevation": elevation, "extend_pixel": 0.0},
        "engine": "draft",
        "notes": ["This is a draft."],
        "seconds": {"cut_out": 0.5, "engine": 1.0},
        "material": {"metallic": 1.0, "roughness": 1.0} if maps else {},
    }
    (folder / results.FACTS).write_text(json.dumps(facts))
    return folder
