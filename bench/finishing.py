"""Finishing measured: raw surfaces of true objects and of worst cases, and what is made of them.

    python -m bench.finishing CASES [--resolution 256] [--faces 50000] [--texture-size 1024]
                                    [--only NAME ...] [--damage HOLES] [--watertight] [--keep DIR]
                                    [--rivals]

needs `requirements/finish.txt`. Each case is finished in a process of its own, so that the peaks of
memory are its own, step by step. `--keep` writes a contact sheet of each case; `--damage` makes so
many holes, and floaters, turned and doubled faces; `--watertight` is that of `finish`. `--rivals`
finishes each with the alternatives of `bench.finishing_rivals` too.
"""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.settings import TEXTURE_SIZES, Settings
from pixal3d_addon.engine.interface import Prepared, RawSurface
from pixal3d_addon.engine.mesh.baking.volume import VolumeReader
from pixal3d_addon.engine.mesh.cleaning.components import vertex_components

from .cases import Case, read_cases
from .distance import places
from .facing import facing_region, psnr_in
from .finishing_rivals import finish_with, rivals
from .finishing_run import STEPS, Finished, Step, finish_apart
from .finishing_sheet import sheet
from .layout import examine_layout
from .likeness import silhouette
from .lpips import Weights, beside, crop, lpips
from .raw_surface import DAMAGE, PROCEDURAL, damaged, raw_surface, true_parts
from .render import Hits, Pinhole, front, render, unlit
from .surface import Surface
from .topology import examine
from .true_surface import TrueSurface

_POINTS = 20_000
_LOST = 2.0  # voxels: what of the true surface is farther from the finished one is lost
_FOV = 0.35  # of procedural objects' own photo
_SIDE = 1024
_FULL = 1.004  # how much of the cube may be used: a voxel is left round the object
_HALF_FRAME = 256  # pixels that `Camera.extend_pixel` counts in


_COLUMNS = {
    "raw": "9d", "low": "8d",
    **{name: "17" for name in STEPS},
    "open": "6d", "crowd": "6d", "twist": "6d", "bad": "5d", "parts": "6d",
    "voxels": "7.3f", "95%": "6.2f", "max": "6.1f", "lost": "7.2%",
    "color": "6.1f", "limit": "6.1f", "bake": "6.1f",
    "islands": "8d", "stretch": "8.3f", "use": "5.2f",
    "front": "6.1f", "plain": "6.1f", "whole": "6.1f", "lpips": "7.3f", "bare": "7.3f",
}  # fmt: skip


def head() -> str:
    return f"{'case':22}" + "".join(
        f"{name:>{int(code.rstrip('df%').split('.')[0])}}" for name, code in _COLUMNS.items()
    )


def line(name: str, row: dict[str, Any]) -> str:
    if "error" in row:
        return f"{name:22}FAILED  {row['error']}"
    cells = []
    for column, code in _COLUMNS.items():
        value = row[column]
        if isinstance(value, Step):
            value = f"{value.wall:.1f}/{value.cpu:.1f}/{value.memory_mb:.0f}"
        cells.append(f"{value:>{code}}")
    return f"{name:22}" + "".join(cells)


def run(
    name: str, parts: list[trimesh.Trimesh], case: Case | None, options: argparse.Namespace
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one case by `_COLUMNS`, or their `error`s: ours, and those of rivals."""
    fov = case.fov if case else _FOV
    # Nothing is decoded outside the cube: what reaches beyond it is brought in, the camera along,
    # which leaves the picture as it is.
    reach = max(2 * _FULL * float(np.abs(part.bounds).max()) for part in parts)
    extend = max(reach - 1, 0) * _HALF_FRAME
    camera = Camera(fov, case.elevation if case else 0.0, extend)
    for part in parts:
        part.apply_scale(min(1 / reach, 1))
    pinhole = front(fov, _SIDE)
    pinhole.pose[:3, 3] *= min(1 / reach, 1)
    truth = TrueSurface(parts)
    photo = case.picture() if case and not case.photo_fov else truth.picture(pinhole)
    raw = raw_surface(parts, options.resolution)
    closed = Settings.holes
    if name in DAMAGE:
        holes, radius, closed = DAMAGE[name]
        raw = damaged(raw, holes=round(holes * (options.resolution / 1024) ** 2), radius=radius)
    if options.damage:
        raw = damaged(raw, holes=options.damage)
    settings = Settings(
        fov=fov, faces=options.faces, texture_size=options.texture_size,
        holes=closed, watertight=options.watertight,
    )  # fmt: skip
    done = finish_apart(raw, _prepared(photo, fov), camera, settings, True)
    made = {name: done}
    for rival, command in rivals().items() if options.rivals else ():
        made[f"  {rival}"] = finish_with(command, raw, settings)
    for who, done in made.items():
        if done.surface is None or done.unprojected is None:
            yield who, {"error": done.error}
            continue
        yield who, measure(raw, truth, pinhole, photo, done, options.network)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            shown = _seen_as(done, done.surface.base_color)
            picture = sheet(done.surface, shown, camera, photo)
            label = name if who == name else f"{name} {who.strip()}"
            Image.fromarray(picture).save(options.keep / f"{label}.png")


def measure(
    raw: RawSurface,
    truth: TrueSurface,
    pinhole: Pinhole,
    photo: np.ndarray,
    done: Finished,
    network: Weights | None,
) -> dict[str, Any]:
    """The row of one case by `_COLUMNS`. network: of LPIPS, which is NaN without."""
    assert done.surface is not None and done.unprojected is not None
    surface, resolution = done.surface, raw.volume.resolution
    shown = _seen_as(done, surface.base_color)
    topology = examine(surface.vertices, surface.faces)
    layout = examine_layout(surface.vertices, surface.faces, surface.corner_uvs)
    face, weights = places(shown, _POINTS, seed=2)
    points = np.einsum("nk,nkc->nc", weights, shown.corners()[face])
    near, true_face = truth.nearest(points)
    far = np.linalg.norm(near - points, axis=1) * resolution
    colors = truth.colors(near, true_face)
    plain = _seen_as(done, done.unprojected)
    voxels = VolumeReader(raw.volume).read(near)[:, :3]
    baked = unlit(plain, Hits(face, weights, weights)) * 255
    region = facing_region(shown, pinhole, photo)
    with_photo, without = render(shown, pinhole), render(plain, pinhole)
    return {
        "raw": len(raw.faces), "low": len(surface.faces), **done.steps,
        "open": topology.open_edges, "crowd": topology.crowded_edges,
        "twist": topology.twisted_edges,
        "bad": topology.pinched + topology.collapsed + topology.doubled,
        "parts": vertex_components(len(surface.vertices), surface.faces)[0],
        "voxels": far.mean(), "95%": np.quantile(far, 0.95), "max": far.max(),
        "lost": truth.lost(shown, _LOST / resolution),
        "color": _decibels(baked - colors),
        "limit": _decibels(voxels - colors), "bake": _decibels(baked - voxels),
        "islands": layout.islands, "stretch": layout.stretch, "use": layout.use,
        "front": psnr_in(with_photo, photo, region),
        "plain": psnr_in(without, photo, region),
        "whole": psnr_in(with_photo, photo, silhouette(photo)),
        "lpips": _apart(with_photo, photo, network), "bare": _apart(without, photo, network),
    }  # fmt: skip


def _seen_as(done: Finished, texture: np.ndarray) -> Surface:
    assert done.surface is not None
    made = done.surface
    texture = np.ascontiguousarray(texture[..., :3])
    return Surface(made.vertices.astype(np.float64), made.faces, made.corner_uvs, texture)


def _apart(picture: np.ndarray, photo: np.ndarray, network: Weights | None) -> float:
    """LPIPS inside the photo's silhouette."""
    if network is None:
        return math.nan
    inside = silhouette(photo)
    return lpips(crop(picture, inside), crop(photo, inside), network)


def _decibels(error: np.ndarray) -> float:
    """PSNR of an error in 0…255."""
    return -10 * math.log10(max(float(((error / 255) ** 2).mean()), 1e-12))


def _prepared(photo: np.ndarray, fov: float) -> Prepared:
    pixels = np.round(photo * 255).astype(np.uint8)
    return Prepared(pixels[..., :3], pixels[..., 3], fov)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--resolution", type=int, default=256)
    parser.add_argument("--faces", type=int, default=50_000)
    parser.add_argument("--texture-size", type=int, default=1024, choices=TEXTURE_SIZES)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--damage", type=int, default=0, metavar="HOLES")
    parser.add_argument("--watertight", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for contact sheets, NAME.png")
    parser.add_argument("--rivals", action="store_true", help="the alternatives to ours, too")
    options = parser.parse_args()
    options.network = beside(options.cases)
    makers: dict[str, Any] = {name: (make, None) for name, make in PROCEDURAL.items()}
    for case in read_cases(options.cases, []):
        makers[case.name] = (lambda c=case: true_parts(c)), case
    print(head())
    for name, (make, case) in makers.items():
        if not options.only or any(part in name for part in options.only):
            made = make()
            parts = [made] if isinstance(made, trimesh.Trimesh) else list(made)
            for who, row in run(name, parts, case, options):
                print(line(who, row), flush=True)


if __name__ == "__main__":
    main()
