"""A material's textures with the sliders' values in their pixels, made in slices."""

from collections.abc import Callable, Mapping

import bpy
import numpy as np
from bpy.types import Image, Node

from ...core.adjustments import adjust_color, blend_color, scale_channel, scale_relief
from ..photo import packed_png
from ..slices import WAIT, Work
from .rollback import Ledger
from .sliders import texture

_END = " Baked"
_COLORED = {"Photo", "Tint", "Saturation", "AO Strength"}
_CHANNELS = {"Red": 0, "Green": 1, "Blue": 2}
_ROWS = 64  # turned into bytes at once


def baking(find: Callable[[], Node], values: Mapping[str, object]) -> Work:
    """Work of `slices`: for each map that `values` of sliders touch, what it is to hold.

    find: the adjust group, asked for anew in each slice. Returns input of the group → a PNG or, of
    a map that is deeper than 8 bits, float32 [H, W, 4], bottom row first. Raises RuntimeError where
    an image cannot be read.
    """
    made: dict[str, bytes | np.ndarray] = {}
    if values.keys() & _COLORED:
        yield from _colors(find, values, made)
    scaled: dict[str, tuple[str, list[tuple[int, float]]]] = {}
    for name in ("Roughness", "Metallic"):
        if name in values:
            at = texture(find(), f"{name} Map").name
            factor = _channel(find(), f"{name} Map"), values[name]
            scaled.setdefault(at, (f"{name} Map", []))[1].append(factor)
    for name, factors in scaled.values():
        pixels = yield from _reading(find, name)
        for channel, factor in factors:
            yield from scale_channel(pixels, channel, factor)
        made[name] = yield from _holding(find, name, pixels)
    if "Normal Strength" in values:
        pixels = yield from _reading(find, "Normal Map")
        yield from scale_relief(pixels, values["Normal Strength"])
        made["Normal Map"] = yield from _holding(find, "Normal Map", pixels)
    return made


def _colors(
    find: Callable[[], Node], values: Mapping[str, object], made: dict[str, bytes | np.ndarray]
) -> Work:
    """The photo's color, with what is below it where its share is less than all; and that."""
    strength, photo = values.get("AO Strength", 0.0), values.get("Photo", 1.0)
    tint, saturation = values.get("Tint", (1.0, 1.0, 1.0)), values.get("Saturation", 1.0)
    occlusion = generated = None
    if strength:
        occlusion = yield from _reading(find, "Occlusion Map")
        occlusion = occlusion[..., _channel(find(), "Occlusion Map")]
    if photo != 1.0:
        generated = yield from _reading(find, "Generated Color")
    for name in ("Base Color", "Generated Color"):
        if texture(find(), name) is None:
            continue
        pixels = yield from _reading(find, name)
        if generated is not None and name == "Base Color":
            yield from blend_color(pixels, generated, photo)
        yield from adjust_color(pixels, tint, saturation, occlusion, strength)
        made[name] = yield from _holding(find, name, pixels)


def copied(ledger: Ledger, old: Image, holding: bytes | np.ndarray) -> Image:
    """A packed image like `old`, with what `baking` made for it."""
    name, (width, height) = f"{old.name.removesuffix(_END)}{_END}", old.size
    new = ledger.add(
        bpy.data.images.new(name, width, height, alpha=True, float_buffer=old.is_float)
    )
    if isinstance(holding, bytes):
        packed_png.put(new, holding)
    else:
        new.pixels.foreach_set(holding.ravel())
        new.pack()
    new.colorspace_settings.name = old.colorspace_settings.name
    new.alpha_mode = old.alpha_mode
    return new


def read_pixels(image: Image) -> np.ndarray:
    """float32 [H, W, 4], bottom row first. Raises RuntimeError where it cannot be read."""
    width, height = image.size
    if not (width and height):
        raise RuntimeError(image.name)
    values = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(height, width, 4)


def _reading(find: Callable[[], Node], name: str) -> Work:
    """`read_pixels` of the image at an input, in a slice of its own."""
    yield WAIT
    pixels = read_pixels(texture(find(), name).image)
    yield WAIT
    return pixels


def _holding(find: Callable[[], Node], name: str, pixels: np.ndarray) -> Work:
    """`pixels` as the map at an input keeps them: a PNG, or as they are."""
    if texture(find(), name).image.is_float:
        return pixels
    codes = np.empty(pixels.shape, np.uint8)
    for top in range(0, len(pixels), _ROWS):
        codes[top : top + _ROWS] = pixels[top : top + _ROWS] * np.float32(255) + np.float32(0.5)
        yield
    return (yield from packed_png.encoding(codes[::-1]))


def _channel(node: Node, name: str) -> int:
    return _CHANNELS.get(node.inputs[name].links[0].from_socket.name, 0)
