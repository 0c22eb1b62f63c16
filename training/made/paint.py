"""Colors and textures by program, and parts as `formats.join` takes them."""

import colorsys
from dataclasses import dataclass

import numpy as np

from .solids import Mesh

SIDE = 128  # pixels of a texture


@dataclass(frozen=True)
class Finish:
    """color: sRGB [3] in 0…1. texture: uint8 [H, W, 4] or None. per: repeats a unit of length."""

    color: np.ndarray
    texture: np.ndarray | None = None
    per: float = 1.0


def color(rng: np.random.Generator) -> np.ndarray:
    """As things are colored: often gray, brown or muted, at times bright."""
    kind = rng.random()
    if kind < 0.25:
        return np.clip(rng.uniform(0.05, 0.97) + rng.normal(0, 0.015, 3), 0, 1)
    if kind < 0.5:
        hue, saturation, value = (
            rng.normal(0.08, 0.03),
            rng.uniform(0.2, 0.8),
            rng.uniform(0.2, 0.9),
        )
    else:
        hue, saturation, value = rng.random(), rng.uniform(0.1, 0.85), rng.uniform(0.2, 0.95)
    return np.array(colorsys.hsv_to_rgb(hue % 1, saturation, value))


def _noise(rng: np.random.Generator, slope: float, stretch: float = 1.0) -> np.ndarray:
    """Repeating clouds [SIDE, SIDE], 0…1; a steeper `slope` is smoother."""
    x, y = np.fft.fftfreq(SIDE)[None] * stretch, np.fft.fftfreq(SIDE)[:, None]
    scale = np.maximum(np.hypot(x, y), 1 / SIDE) ** -slope
    wave = np.fft.ifft2(np.fft.fft2(rng.normal(size=(SIDE, SIDE))) * scale).real
    wave -= np.percentile(wave, 2)
    return np.clip(wave / np.percentile(wave, 98), 0, 1)


def pattern(rng: np.random.Generator) -> np.ndarray:
    """A repeating pattern [SIDE, SIDE], 0…1."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    kind = rng.integers(0, 9)
    if kind == 0:
        return _noise(rng, rng.uniform(0.6, 2.2))
    if kind == 1:  # wood
        warped = x * rng.integers(2, 9) + 0.35 * _noise(rng, 1.8, 6.0)
        return 0.5 + 0.5 * np.sin(2 * np.pi * warped) * _noise(rng, 0.8, 8.0)
    if kind == 2:  # stripes
        count, duty = rng.integers(1, 7), rng.uniform(0.2, 0.8)
        along = [x, y, (x + y)][rng.integers(0, 3)]
        return ((along * count) % 1 < duty).astype(float)
    if kind == 3:
        count = rng.integers(1, 5)
        return (((x * count) % 1 < 0.5) ^ ((y * count) % 1 < 0.5)).astype(float)
    if kind == 4:  # dots
        count = rng.integers(2, 6)
        return (np.hypot((x * count) % 1 - 0.5, (y * count) % 1 - 0.5) < 0.3).astype(float)
    if kind == 5:  # bricks
        count = rng.integers(2, 6)
        row = np.floor(y * count * 2)
        joint = ((y * count * 2) % 1 < 0.12) | ((x * count + row % 2 / 2) % 1 < 0.07)
        tone = rng.uniform(0.4, 1, (64, 64))[row.astype(int), (x * count + row % 2 / 2).astype(int)]
        return np.where(joint, 0.0, tone)
    if kind == 6:  # tartan
        lines = rng.random(8)
        across = lines[(x * 8).astype(int)]
        return (across + lines[(y * 8).astype(int)]) / 2
    if kind == 7:  # cloth
        count = rng.integers(16, 40)
        weave = np.sin(2 * np.pi * x * count) * np.sin(2 * np.pi * y * count)
        return 0.5 + 0.3 * weave + 0.2 * (_noise(rng, 1.2) - 0.5)
    return 0.5 + 0.5 * np.sin(2 * np.pi * (y + 0.2 * _noise(rng, 1.5)))  # a gradient


def printed(rng: np.random.Generator) -> np.ndarray:
    """A label: bands, blocks and lines as of print, uint8 [SIDE, SIDE, 4]."""
    image = np.tile(color(rng), (SIDE, SIDE, 1))
    for _ in range(rng.integers(1, 5)):
        top, high = rng.integers(0, SIDE), rng.integers(4, 50)
        image[top : top + high] = color(rng)
    for _ in range(rng.integers(2, 12)):
        top, left = rng.integers(0, SIDE, 2)
        high, wide = rng.integers(2, 26), rng.integers(4, 60)
        image[top : top + high, left : left + wide] = color(rng)
    for _ in range(rng.integers(0, 4)):  # lines of small print
        ink, left, top = color(rng) * 0.4, rng.integers(0, 80), rng.integers(0, 90)
        for line in range(rng.integers(1, 7)):
            marks = rng.random((1, rng.integers(8, 48))) < 0.7
            row = top + 5 * line
            part = image[row : row + 3, left : left + marks.shape[1]]
            part[:, marks[0, : part.shape[1]]] = ink
    return _opaque(image)


def finish(rng: np.random.Generator, plain: float = 0.3, per: float = 1.0) -> Finish:
    """A random one; a color alone with the chance `plain`. per: repeats a unit, about."""
    base = color(rng)
    if rng.random() < plain:
        return Finish(base)
    other = color(rng) if rng.random() < 0.35 else np.clip(base * rng.uniform(0.4, 1.5), 0, 1)
    mixed = pattern(rng)[..., None]
    grain = 1 + rng.uniform(0, 0.15) * (_noise(rng, rng.uniform(0.3, 1.5))[..., None] - 0.5)
    image = np.clip((base * (1 - mixed) + other * mixed) * grain, 0, 1)
    return Finish(np.ones(3), _opaque(image), per * rng.uniform(0.6, 2.5))


def mottled(rng: np.random.Generator, base: np.ndarray, per: float = 1.0) -> Finish:
    """The color `base` with lighter and darker clouds, as of stone or of skin of fruit."""
    clouds = _noise(rng, rng.uniform(0.6, 2))[..., None] - 0.5
    shade = 1 + rng.uniform(0.1, 0.9) * clouds + rng.uniform(0, 0.3) * clouds * rng.normal(0, 1, 3)
    return Finish(np.ones(3), _opaque(base * shade), per)


def label(rng: np.random.Generator) -> Finish:
    """Something printed, once over the mesh's own uvs or a unit of length."""
    return Finish(np.ones(3), printed(rng), 1.0)


def part(mesh: Mesh, finish: Finish) -> tuple:
    """One painted mesh: (vertices, faces, normals, uvs, RGBA, texture)."""
    corners = mesh.vertices[mesh.faces]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    smooth = np.zeros_like(mesh.vertices)
    _, first, place = np.unique(
        mesh.vertices.round(6), axis=0, return_index=True, return_inverse=True
    )
    place = place.ravel()
    for axis in range(3):
        total = np.bincount(place[mesh.faces].ravel(), np.repeat(flat[:, axis], 3), len(first))
        smooth[:, axis] = total[place]
    smooth /= np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-12)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
    normals = smooth[mesh.faces]
    sharp = np.einsum("fkc,fc->fk", normals, flat) < 0.8
    normals = np.where(sharp[..., None], flat[:, None], normals)
    if mesh.uvs is not None and finish.texture is not None:
        size = np.ptp(mesh.vertices, axis=0).max()
        repeats = max(1.0, round(finish.per * size)) if finish.per != 1.0 else 1.0
        uvs = mesh.uvs * repeats
    else:
        axis = np.abs(flat).argmax(axis=1)
        pair = np.array([[1, 2], [0, 2], [0, 1]])[axis]
        uvs = np.take_along_axis(corners, pair[:, None], axis=2) * finish.per
    rgba = np.append(finish.color, 1.0)
    return mesh.vertices, mesh.faces, normals, uvs, rgba, finish.texture


def _opaque(image: np.ndarray) -> np.ndarray:
    full = np.full((*image.shape[:2], 4), 255, np.uint8)
    full[..., :3] = np.round(np.clip(image, 0, 1) * 255)
    return full
