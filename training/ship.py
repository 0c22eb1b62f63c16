"""Write the chosen shapes as one small file: `python -m training.ship DATA OUT`.

For machines that render and have nothing else: OUT/shapes.safetensors, OUT/chosen.json and, for the
people, OUT/people.safetensors; `training.render --shapes OUT` reads them. What is made by program
is not in it but made anew. Views of 128 pixels show no difference: positions are rounded to 1/2048
of the longest side, coarser where an object has very many triangles, normals to about two degrees,
textures reduced to 192 pixels.
"""

import argparse
import io
import itertools
import json
import lzma
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image
from safetensors import safe_open
from safetensors.numpy import save_file

from . import procedural, shape
from .shape import Shape

PACK = "shapes.safetensors"
TEXTURE = 192  # pixels
GRIDS = (2048, 1024, 512, 384, 320)  # cells along the longest side
MANY = 12_000  # triangles: with more the next grid is tried
_OCT = 63  # steps of a normal's two numbers
_UV = 512  # steps of a uv unit
_FLAT = 0.998  # cosine to the triangle's own normal from which on a corner's is that


def encode(solid: Shape) -> bytes:
    """Everything but the textures, compressed."""
    for grid in GRIDS:
        cells, inverse = np.unique(
            np.round((solid.vertices + 0.5) * grid).astype(np.int32), axis=0, return_inverse=True
        )
        corners = inverse.reshape(-1)[solid.faces]
        a, b, c = corners.T
        kept = (a != b) & (b != c) & (c != a)
        if kept.sum() <= MANY:
            break
    faces, place = corners[kept], cells / grid - 0.5
    turned = _turned(place[faces])
    normals = solid.normals[kept]
    flat = np.einsum("fkc,fc->fk", normals, turned) > _FLAT
    folded = np.where(flat[..., None], 0, _fold(normals) + 1)  # 0: the triangle's own
    textured = np.array([texture is not None for texture in solid.textures])
    uvs = np.round(solid.uvs[kept] * _UV).clip(-(2**24), 2**24).astype(np.int32)
    uvs[~textured[solid.material[kept]]] = 0
    key = np.concatenate([faces[..., None], folded, uvs], axis=-1).reshape(-1, 5)
    _, first, index = np.unique(key, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)  # points in the order of their first use
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    index, points = rank[index.reshape(-1)], key[first[order]]
    seen = np.concatenate([[0], np.maximum.accumulate(index)[:-1] + 1])
    values = np.concatenate([cells[points[:, 0]], points[:, 1:]], axis=1)
    steps = np.diff(values, axis=0, prepend=0)
    streams = [seen - index, *steps.T, np.diff(solid.material[kept], prepend=0)]
    head = {
        "grid": grid,
        "points": len(points),
        "faces": int(kept.sum()),
        "colors": solid.colors.round(4).tolist(),
    }
    return lzma.compress(json.dumps(head).encode() + b"\n" + b"".join(map(_planes, streams)))


def decode(packed: bytes, textures: dict[int, np.ndarray]) -> Shape:
    """What `encode` was given, about; textures: by their materials' numbers."""
    head, body = lzma.decompress(packed).split(b"\n", 1)
    facts = json.loads(head)
    count, corners = facts["points"], 3 * facts["faces"]
    lengths = [corners, *[count] * 7, facts["faces"]]
    edges = np.cumsum([0, *(4 * length for length in lengths)])
    streams = [_whole(body[a:b]) for a, b in itertools.pairwise(edges)]
    new = streams[0] == 0
    index = np.concatenate([[0], np.cumsum(new)[:-1]]) - streams[0]
    values = np.cumsum(np.stack(streams[1:8], axis=1), axis=0)[index].reshape(-1, 3, 7)
    cells, faces = np.unique(values[..., :3].reshape(-1, 3), axis=0, return_inverse=True)
    vertices = (cells / facts["grid"] - 0.5).astype(np.float32)
    faces = faces.reshape(-1, 3).astype(np.int32)
    folded = values[..., 3:5]
    own = (folded == 0).all(axis=-1, keepdims=True)
    turned = _turned(vertices[faces])[:, None]
    normals = np.where(own, turned, _unfold(folded - 1))
    colors = np.array(facts["colors"], np.float32)
    return Shape(
        vertices,
        faces,
        normals.astype(np.float32),
        (values[..., 5:] / _UV).astype(np.float32),
        np.cumsum(streams[8]).astype(np.int32),
        colors,
        tuple(textures.get(number) for number in range(len(colors))),
    )


def _turned(corners: np.ndarray) -> np.ndarray:
    """Unit normals [F, 3] of triangles [F, 3, 3]."""
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-20)


def _fold(normals: np.ndarray) -> np.ndarray:
    """Unit vectors as two numbers in 0…_OCT (octahedral, Meyer et al. 2010)."""
    x, y, z = np.moveaxis(normals / np.abs(normals).sum(axis=-1, keepdims=True), -1, 0)
    left, up = np.where(x < 0, -1, 1), np.where(y < 0, -1, 1)
    u = np.where(z < 0, (1 - np.abs(y)) * left, x)
    v = np.where(z < 0, (1 - np.abs(x)) * up, y)
    return np.round((np.stack([u, v], axis=-1) + 1) / 2 * _OCT).astype(np.int32)


def _unfold(folded: np.ndarray) -> np.ndarray:
    u, v = np.moveaxis(folded / _OCT * 2 - 1, -1, 0)
    z = 1 - np.abs(u) - np.abs(v)
    over = np.maximum(-z, 0)
    x, y = u - np.where(u < 0, -over, over), v - np.where(v < 0, -over, over)
    unit = np.stack([x, y, z], axis=-1)
    return unit / np.linalg.norm(unit, axis=-1, keepdims=True)


def _planes(values: np.ndarray) -> bytes:
    """int32, small ones near 0, as four rows of bytes, the high ones mostly 0."""
    folded = np.where(values < 0, -2 * values - 1, 2 * values).astype("<u4")
    return np.ascontiguousarray(folded.view(np.uint8).reshape(-1, 4).T).tobytes()


def _whole(planes: bytes) -> np.ndarray:
    folded = np.ascontiguousarray(np.frombuffer(planes, np.uint8).reshape(4, -1).T)
    whole = folded.view("<u4").reshape(-1).astype(np.int64)
    return np.where(whole % 2, -(whole + 1) // 2, whole // 2)


def _picture(texture: np.ndarray) -> np.ndarray:
    """A texture as the bytes of a WebP file."""
    image = Image.fromarray(texture)
    side = max(image.size)
    if side > TEXTURE:
        size = tuple(max(1, round(length * TEXTURE / side)) for length in image.size)
        image = image.resize(size, Image.Resampling.BOX)
    if (texture[..., 3] == 255).all():
        image = image.convert("RGB")
    target = io.BytesIO()
    image.save(target, "WEBP", quality=85, method=6)
    return np.frombuffer(target.getvalue(), np.uint8)


def _packed(path: Path) -> dict[str, np.ndarray]:
    solid = shape.load(path)
    used = [n for n in np.unique(solid.material) if solid.textures[n] is not None]
    packed = {f"{path.stem}/{n}": _picture(solid.textures[n]) for n in used}
    packed[f"{path.stem}/textures"] = np.array(used, np.int32)
    packed[path.stem] = np.frombuffer(encode(solid), np.uint8)
    return packed


def chosen(folder: Path) -> list[dict]:
    """The chosen objects of DATA or of what was shipped."""
    return json.loads((folder / "chosen.json").read_text(encoding="utf-8"))["chosen"]


def load(folder: Path, name: str) -> Shape:
    """The object `name` of DATA or of what was shipped; raises OSError where it is in neither."""
    path = folder / "shapes" / f"{name}.safetensors"
    if path.exists():
        return shape.load(path)
    if name.startswith("procedural-"):
        return procedural.make(int(name.split("-")[1]))
    with safe_open(folder / PACK, framework="np") as file:
        textures = {}
        for number in file.get_tensor(f"{name}/textures"):
            with Image.open(io.BytesIO(file.get_tensor(f"{name}/{number}").tobytes())) as image:
                textures[int(number)] = np.array(image.convert("RGBA"))
        return decode(file.get_tensor(name).tobytes(), textures)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.ship", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    listed = [item for item in chosen(arguments.data) if item["source"] != "procedural"]
    paths = [arguments.data / "shapes" / f"{item['id']}.safetensors" for item in listed]
    packed: dict[str, np.ndarray] = {}
    with ProcessPoolExecutor(arguments.workers) as pool:
        for part in pool.map(_packed, paths):
            packed |= part
    save_file(packed, arguments.out / PACK)
    shutil.copy(arguments.data / "chosen.json", arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.iterdir())
    print(f"{len(listed)} objects, {size / 1e6:.1f} MB in {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
