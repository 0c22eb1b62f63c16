"""The adjust group's arithmetic on a texture's own pixels, a strip of rows at a time.

Pixels are float32 [H, W, 4] in 0…1 as Blender hands them out: a byte image's own codes, sRGB where
it is a color. They are changed in place, a strip between two yields, so that others get a turn.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

_STRIP = 1 << 16  # pixels at once, so that they stay in the processor's cache
_CODES = np.arange(256, dtype=np.float32) / np.float32(255)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of Rec. 709, Blender's own grey


def _decode(codes: np.ndarray) -> np.ndarray:
    """sRGB to linear light (IEC 61966-2-1)."""
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def _encode(light: np.ndarray) -> np.ndarray:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def adjust_color(
    pixels: np.ndarray,
    tint: Sequence[float],
    saturation: float,
    occlusion: np.ndarray | None = None,
    strength: float = 0.0,
) -> Iterator[None]:
    """Saturate, tint, darken by `strength` of `occlusion` [h, w] (1 is open), as the group does.

    tint: three factors of linear light. Alpha stays.
    """
    light = _decode(_CODES).astype(np.float32)
    factors = np.asarray(tint, np.float32)[:3]
    for rows in _strips(pixels):
        strip = pixels[rows]
        color = light[_byte(strip[..., :3])]
        grey = (color @ _LUMINANCE)[..., None]
        color = np.clip(grey + (color - grey) * np.float32(saturation), 0, 1)
        color = np.clip(color * factors, 0, 1)
        if occlusion is not None and strength:
            open_to = _nearest(occlusion, pixels.shape, rows)[..., None]
            color *= 1 - np.float32(strength) + np.float32(strength) * open_to
        strip[..., :3] = _code(color)
        yield


def blend_color(pixels: np.ndarray, other: np.ndarray, share: float) -> Iterator[None]:
    """Go from `other` [h, w, 4] at a share of 0 to `pixels` at 1, in linear light."""
    light = _decode(_CODES).astype(np.float32)
    for rows in _strips(pixels):
        strip = pixels[rows]
        under = light[_byte(_nearest(other, pixels.shape, rows)[..., :3])]
        color = under + (light[_byte(strip[..., :3])] - under) * np.float32(share)
        strip[..., :3] = _code(color)
        yield


def scale_channel(pixels: np.ndarray, channel: int, factor: float) -> Iterator[None]:
    """Multiply one channel, to 1 at most."""
    for rows in _strips(pixels):
        strip = pixels[rows][..., channel]
        np.clip(strip * np.float32(factor), 0, 1, out=strip)
        yield


def scale_relief(pixels: np.ndarray, strength: float) -> Iterator[None]:
    """The tangent-space normals of a map, drawn from the plain one as Blender's node does."""
    plain = np.array([0, 0, 1], np.float32)
    for rows in _strips(pixels):
        strip = pixels[rows]
        normal = plain + (strip[..., :3] * 2 - 1 - plain) * np.float32(strength)
        length = np.sqrt((normal * normal).sum(axis=-1, keepdims=True))
        strip[..., :3] = normal / np.maximum(length, 1e-6) / 2 + np.float32(0.5)
        yield


@cache
def _codes() -> np.ndarray:
    return (np.rint(_encode(np.arange(65536) / 65535) * 255) / 255).astype(np.float32)


def _code(light: np.ndarray) -> np.ndarray:
    """sRGB codes of linear light in 0…1; a table is ten times as fast as the powers."""
    return _codes()[(light * 65535 + np.float32(0.5)).astype(np.uint16)]


def _strips(pixels: np.ndarray) -> Iterator[slice]:
    step = max(1, _STRIP // pixels.shape[1])
    for top in range(0, len(pixels), step):
        yield slice(top, min(top + step, len(pixels)))


def _byte(values: np.ndarray) -> np.ndarray:
    return (np.clip(values, 0, 1) * 255 + np.float32(0.5)).astype(np.uint8)


def _nearest(picture: np.ndarray, shape: tuple[int, ...], rows: slice) -> np.ndarray:
    """`rows` of `picture` [h, w, …] brought to the size of `shape`."""
    height, width = shape[:2]
    if picture.shape[:2] == (height, width):
        return picture[rows]
    y = (np.arange(rows.start, rows.stop) * len(picture)) // height
    x = (np.arange(width) * picture.shape[1]) // width
    return picture[y][:, x]
