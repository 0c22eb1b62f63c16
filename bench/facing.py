"""How true a front render is to the photo where the camera looks at the surface squarely."""

import math

import numpy as np
from scipy.ndimage import binary_erosion

from .likeness import silhouette
from .render import Hits, Pinhole, render
from .surface import Surface

ANGLE = math.radians(60)
_INSIDE = 2  # pixels from any outline
_JUMP = 0.015  # of depth between neighboring pixels, view-frame units: an outline too


def facing_region(surface: Surface, camera: Pinhole, photo: np.ndarray) -> np.ndarray:
    """bool [H, W]: pixels of `photo` float [H, W, 4] that the surface should show as they are.

    Its normals are within `ANGLE` of the way to the camera, and the pixel lies two pixels and more
    inside the outlines: the photo's, the surface's, and those where one part ends before another.
    """
    normals = surface.vertex_normals()

    def geometry(surface: Surface, hits: Hits) -> np.ndarray:
        """The cosine to the camera, and depth."""
        corners = surface.faces[hits.face]
        normal = np.einsum("nk,nkc->nc", hits.weights, normals[corners])
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-20)
        rays = hits.rays / np.linalg.norm(hits.rays, axis=1, keepdims=True)
        point = np.einsum("nk,nkc->nc", hits.weights, surface.vertices[corners])
        depth = (camera.pose[:3, 3] - point) @ camera.pose[:3, 2]
        facing = -np.einsum("nc,nc->n", normal, rays)
        return np.stack([facing, depth, np.zeros(len(rays))], axis=1)

    view = render(surface, camera, geometry)
    facing, depth = view[..., 0], view[..., 1]
    solid = (photo[..., 3] >= 1) & (view[..., 3] >= 1)
    for axis in (0, 1):
        step = np.abs(np.diff(depth, axis=axis)) > _JUMP
        pad = [(0, 0), (0, 0)]
        pad[axis] = (0, 1)
        solid &= ~np.pad(step, pad)
        pad[axis] = (1, 0)
        solid &= ~np.pad(step, pad)
    whole = np.ones((3, 3), bool)
    return binary_erosion(solid, whole, _INSIDE) & (facing >= math.cos(ANGLE))


def psnr_in(picture: np.ndarray, photo: np.ndarray, region: np.ndarray) -> float:
    """dB of the colors of `picture` float [H, W, 4] in `region` bool [H, W]; NaN where it is
    empty."""
    if not region.any():
        return math.nan
    error = (picture[region][:, :3].astype(np.float64) - photo[region][:, :3]) ** 2
    return -10 * math.log10(max(float(error.mean()), 1e-12))


def front_psnr(
    surface: Surface, camera: Pinhole, photo: np.ndarray, region: np.ndarray
) -> tuple[float, float, np.ndarray]:
    """dB in the `region`, dB in the whole silhouette, and the picture."""
    picture = render(surface, camera)
    return psnr_in(picture, photo, region), psnr_in(picture, photo, silhouette(photo)), picture
