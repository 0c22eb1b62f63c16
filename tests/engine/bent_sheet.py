"""A small surface with everything that a format can hold."""

import math

import numpy as np

from pixal3d_addon.core.camera import Camera, stand
from pixal3d_addon.engine.interface import Surface
from pixal3d_addon.engine.mesh.formats.model import model_of

NAME = 'Stuhl "Grün" \\ 3\nnew'


def patch(alpha=False, maps=True, deep=False, second=False):
    """A bent sheet of two islands with every map; each texel's colour tells its place.

    deep: 16 bits in the normal map. second: a layout for light maps, the first one mirrored.
    """
    x, y = np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 1, 7))
    vertices = np.stack([x - 0.5, 0.2 * np.sin(3 * x), 0.6 * y - 0.3], -1).reshape(-1, 3)
    corner = np.arange(63).reshape(7, 9)
    a, b, c, d = corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1]
    faces = np.stack([np.stack(t, -1) for t in ((a, b, c), (a, c, d))], 2).reshape(-1, 3)
    uv = np.stack([x, y], -1).reshape(-1, 2)[faces]
    right = (x.reshape(-1)[faces].mean(1) > 0.5)[:, None]
    uv[..., 0] = np.where(right, 0.05 + 0.9 * uv[..., 0], 0.9 * uv[..., 0])
    side = 64
    row, column = np.mgrid[:side, :side]
    color = np.stack([column * 4, row * 4, 128 + 0 * row, 40 + 3 * row], -1).astype(np.uint8)
    return Surface(
        vertices=vertices.astype(np.float32),
        faces=faces.astype(np.int32),
        corner_uvs=uv.astype(np.float32),
        base_color=color if alpha else color[..., :3].copy(),
        metallic_roughness=color[..., [2, 0, 1]].copy() if maps else None,
        normal=(
            np.full((side, side, 3), (128, 128, 255), np.uint8) * np.uint16(257 if deep else 1)
        ).astype(np.uint16 if deep else np.uint8)
        if maps
        else None,
        metallic=1.0 if maps else 0.25,
        roughness=1.0 if maps else 0.5,
        occlusion=maps,
        lightmap_uvs=1 - uv.astype(np.float32) if second else None,
    )


def model(surface, jpeg=False):
    camera = Camera(0.5, math.radians(20))
    return model_of(surface, stand(surface.vertices, camera, 2.0).matrix(), NAME, jpeg=jpeg)
