"""Other colors and patterns on an object: many are modeled without textures."""

from dataclasses import replace

import numpy as np

from .made.paint import finish
from .shape import Shape

_CHANGED = 0.7  # of the plain parts
_TINT = 0.15  # standard deviation of what textured parts are multiplied by


def repainted(shape: Shape, rng: np.random.Generator) -> Shape:
    """`shape` with new colors or patterns on most of its plain parts, and its textures tinted.

    Patterns are laid on along the axis that each triangle faces most.
    """
    colors, textures, uvs = shape.colors.copy(), list(shape.textures), shape.uvs.copy()
    corners = shape.corners()
    edges = corners[:, 1:] - corners[:, :1]
    axis = np.abs(np.cross(edges[:, 0], edges[:, 1])).argmax(axis=1)
    pair = np.array([[1, 2], [0, 2], [0, 1]])[axis]
    flat = np.take_along_axis(corners, pair[:, None], axis=2)
    for number, texture in enumerate(textures):
        if texture is not None:
            colors[number, :3] *= np.clip(1 + rng.normal(0, _TINT, 3), 0.4, 1)
        elif rng.random() < _CHANGED:
            paint = finish(rng, plain=0.3, per=3.0)
            colors[number, :3], textures[number] = paint.color, paint.texture
            faces = shape.material == number
            uvs[faces] = flat[faces] * paint.per
    return replace(shape, colors=colors, textures=tuple(textures), uvs=uvs)
