"""Copies of a material's textures with the sliders' values in their pixels."""

from collections.abc import Callable, Mapping

import bpy
import numpy as np
from bpy.types import Image, Node

from ...core.adjustments import adjust_color, blend_color, scale_channel, scale_relief
from .rollback import Ledger
from .sliders import texture

_END = " Baked"
_COLORED = {"Photo", "Tint", "Saturation", "AO Strength"}
_CHANNELS = {"Red": 0, "Green": 1, "Blue": 2}


def baked_textures(
    ledger: Ledger, node: Node, values: Mapping[str, object]
) -> list[tuple[Node, Image]]:
    """For each texture node that `values` of sliders touch, the image to take instead.

    node: the adjust group. Raises RuntimeError where an image cannot be read.
    """
    made = []
    if values.keys() & _COLORED:
        change = _color(node, values)
        made.append(_copied(ledger, texture(node, "Base Color"), change))
        if without_photo := texture(node, "Generated Color"):
            change = _color(node, {**values, "Photo": 1.0})
            made.append(_copied(ledger, without_photo, change))
    scaled: dict[Node, list[tuple[int, float]]] = {}
    for name in ("Roughness", "Metallic"):
        if name in values:
            link = node.inputs[f"{name} Map"].links[0]
            channel = _CHANNELS.get(link.from_socket.name, 0)
            at = texture(node, f"{name} Map")
            scaled.setdefault(at, []).append((channel, values[name]))
    for at, factors in scaled.items():
        made.append(_copied(ledger, at, lambda pixels, by=factors: _scale(pixels, by)))
    if "Normal Strength" in values:
        strength = values["Normal Strength"]
        at = texture(node, "Normal Map")
        made.append(_copied(ledger, at, lambda pixels: scale_relief(pixels, strength)))
    return made


def _color(node: Node, values: Mapping[str, object]) -> Callable[[np.ndarray], None]:
    strength = values.get("AO Strength", 0.0)
    occlusion = None
    if strength:
        channel = _CHANNELS.get(node.inputs["Occlusion Map"].links[0].from_socket.name, 0)
        occlusion = read_pixels(texture(node, "Occlusion Map").image)[..., channel]
    tint, saturation = values.get("Tint", (1.0, 1.0, 1.0)), values.get("Saturation", 1.0)
    photo = values.get("Photo", 1.0)
    generated = read_pixels(texture(node, "Generated Color").image) if photo != 1.0 else None

    def change(pixels: np.ndarray) -> None:
        if generated is not None:
            blend_color(pixels, generated, photo)
        adjust_color(pixels, tint, saturation, occlusion, strength)

    return change


def _scale(pixels: np.ndarray, factors: list[tuple[int, float]]) -> None:
    for channel, factor in factors:
        scale_channel(pixels, channel, factor)


def _copied(ledger: Ledger, at: Node, change: Callable[[np.ndarray], None]) -> tuple[Node, Image]:
    """The texture node `at` and a packed copy of its image, changed."""
    old = at.image
    pixels = read_pixels(old)
    change(pixels)
    name, (width, height) = f"{old.name.removesuffix(_END)}{_END}", old.size
    new = ledger.add(
        bpy.data.images.new(
            name, width, height, alpha=old.depth in (32, 128), float_buffer=old.is_float
        )
    )
    new.colorspace_settings.name = old.colorspace_settings.name
    new.alpha_mode = old.alpha_mode
    new.pixels.foreach_set(pixels.ravel())
    new.pack()
    return at, new


def read_pixels(image: Image) -> np.ndarray:
    """float32 [H, W, 4], bottom row first. Raises RuntimeError where it cannot be read."""
    width, height = image.size
    if not (width and height):
        raise RuntimeError(image.name)
    values = np.empty(width * height * 4, np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(height, width, 4)
