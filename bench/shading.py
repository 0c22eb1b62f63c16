"""Simple lighting for pictures that people look at; the measures use unlit colours."""

import numpy as np

from .render import Hits, unlit
from .surface import Surface

_INSIDE_OUT = np.array([0.9, 0.1, 0.5])  # a back face seen from outside must catch the eye
_PULL = np.array([-0.4, -0.3, 0.6])  # a light right at the camera would hide every relief


def lit(surface: Surface, hits: Hits) -> np.ndarray:
    """The texture under a light at the camera, smooth normals."""
    return unlit(surface, hits) * (0.35 + 0.65 * _facing(surface, hits))[:, None]


def clay(surface: Surface, hits: Hits) -> np.ndarray:
    """Grey under a light near the camera; back faces in magenta."""
    normals = surface.vertex_normals()[surface.faces[hits.face]]
    normals = _unit(np.einsum("nk,nkc->nc", hits.weights, normals))
    towards = -_unit(hits.rays)
    light = _unit(towards + _PULL)
    value = 0.15 + 0.75 * np.maximum(np.einsum("nc,nc->n", normals, light), 0)
    outside = np.einsum("nc,nc->n", surface.normals()[hits.face], towards) > 0
    return np.where(outside[:, None], value[:, None], _INSIDE_OUT * (0.3 + 0.7 * value[:, None]))


def by_normal(surface: Surface, hits: Hits) -> np.ndarray:
    """The faces' normals as colours, flat: x, y, z to red, green, blue."""
    return surface.normals()[hits.face] * 0.5 + 0.5


def _facing(surface: Surface, hits: Hits) -> np.ndarray:
    normals = surface.vertex_normals()[surface.faces[hits.face]]
    normals = _unit(np.einsum("nk,nkc->nc", hits.weights, normals))
    return np.abs(np.einsum("nc,nc->n", normals, _unit(hits.rays)))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-20)
