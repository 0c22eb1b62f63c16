"""A small z-buffer renderer, for thumbnails."""

import numpy as np

from ...core.camera import Camera, project
from ..interface import Surface

_BATCH = 1 << 20  # pixel tests at once, to bound the memory


def render(surface: Surface, camera: Camera, side: int, samples: int = 2) -> np.ndarray:
    """`surface` through the matched camera, unlit, uint8 [side, side, 4] with straight alpha.

    samples: per pixel and axis, averaged.
    """
    wide = side * samples
    image = np.zeros((wide * wide, 4), np.float32)
    face, weights = _visible(surface, camera, wide)
    hit = face >= 0
    uv = np.einsum("nk,nkc->nc", weights[hit], surface.corner_uvs[face[hit]])
    texture = surface.base_color[..., :3]
    rows = np.clip((1.0 - uv[:, 1]) * len(texture), 0, len(texture) - 1).astype(np.intp)
    columns = np.clip(uv[:, 0] * texture.shape[1], 0, texture.shape[1] - 1).astype(np.intp)
    image[hit, :3] = texture[rows, columns]
    image[hit, 3] = 255.0
    image = image.reshape(side, samples, side, samples, 4).mean(axis=(1, 3))
    image[..., :3] *= 255.0 / np.maximum(image[..., 3:], 1.0)
    return np.clip(image + 0.5, 0, 255).astype(np.uint8)


def _visible(surface: Surface, camera: Camera, side: int) -> tuple[np.ndarray, np.ndarray]:
    """The nearest face of each pixel (-1: none), and perspective-true corner weights [N, 3]."""
    points = project(surface.vertices.astype(np.float64), camera.fov, camera.distance, side)
    corners = points[surface.faces]
    xy, depth = corners[..., :2], corners[..., 2]
    low = np.clip(np.ceil(xy.min(axis=1) - 0.5), 0, side).astype(np.int64)
    high = np.clip(np.floor(xy.max(axis=1) - 0.5), -1, side - 1).astype(np.int64)
    span = (high - low + 1).max(axis=1)
    one, two = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    drawn = (high >= low).all(axis=1) & (np.abs(area) > 1e-12) & (depth > 1e-6).all(axis=1)

    nearest = np.full(side * side, np.inf)
    face = np.full(side * side, -1, np.int64)
    weights = np.zeros((side * side, 3), np.float32)
    size = 1
    while size < 2 * side:  # faces of like extent together, so that few tests are wasted
        group = np.flatnonzero(drawn & (span > size // 2) & (span <= size))
        step = max(1, _BATCH // (size * size))
        for start in range(0, len(group), step):
            some = group[start : start + step]
            offsets = np.arange(size)
            x = low[some, 0, None, None] + offsets
            y = low[some, 1, None, None] + offsets[:, None]
            dx, dy = x + 0.5 - xy[some, 0, 0, None, None], y + 0.5 - xy[some, 0, 1, None, None]
            a, b = one[some, :, None, None], two[some, :, None, None]
            second = (dx * b[:, 1] - dy * b[:, 0]) / area[some, None, None]
            third = (dy * a[:, 0] - dx * a[:, 1]) / area[some, None, None]
            first = 1.0 - second - third
            inside = (
                (first >= -1e-9) & (second >= -1e-9) & (third >= -1e-9) & (x < side) & (y < side)
            )
            which, row, column = np.nonzero(inside)
            owner = some[which]
            share = np.stack([part[inside] for part in (first, second, third)], axis=1)
            share /= depth[owner]  # linear on the screen is 1/depth
            near = 1.0 / share.sum(axis=1)
            pixel = (low[owner, 1] + row) * side + low[owner, 0] + column
            order = np.lexsort((near, pixel))
            pixel, keep = np.unique(pixel[order], return_index=True)
            keep = order[keep]
            closer = near[keep] < nearest[pixel]
            pixel, keep = pixel[closer], keep[closer]
            nearest[pixel], face[pixel] = near[keep], owner[keep]
            weights[pixel] = share[keep] * near[keep, None]
        size *= 2
    return face, weights
