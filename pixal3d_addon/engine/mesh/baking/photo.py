"""The photo itself on every part of a surface that its camera sees."""

import numpy as np
from scipy.ndimage import distance_transform_edt
from scipy.sparse import csr_array, diags_array

from ....core.camera import Camera, focal_pixels, front_camera_to_world, project
from ...interface import Prepared
from ..rays import Rays
from .gutter import fill_gutters
from .shading import BURNT, TOO_LITTLE, UNSHADED, Shading, fitted

_GRAZING, _FACING = 0.12, 0.3  # cosines: nothing of the photo below the first, all above the other
_FEATHER = 2.0  # pixels of 1024: how softly it ends at outlines
_JUMP = 0.015  # of depth between pixels, view-frame units: one thing ends before another
_HAIR = 2e-4  # before the surface: where the way to the camera begins
_GAIN = 0.6, 1.6  # how far generated colours are brought to the photo's exposure
_OFF = 90.0  # of 255: how far the light at the photo's end may move them
_SPREAD = 300  # rounds of smoothing: how far that light goes on round the object
_FADE = 0.003  # of it lost each round


class Photo:
    """Colours from the prepared photo for points of a mesh.

    vertices [V, 3], faces [F, 3]: the mesh in the view frame. strength: 0…1, how much of the photo
    is taken where it is seen best. remove_shading: 0…1, how much of its light is taken out; `match`
    estimates that.
    """

    def __init__(
        self,
        prepared: Prepared,
        camera: Camera,
        vertices: np.ndarray,
        faces: np.ndarray,
        strength: float = 1.0,
        remove_shading: float = 0.0,
    ) -> None:
        self.notes: tuple[str, ...] = ()  # for the user
        self._remove_shading = remove_shading
        self._shading: Shading | None = None
        self._camera, self._strength = camera, strength
        self._side = len(prepared.alpha)
        self.light: np.ndarray = np.zeros(
            (len(vertices), 3), np.float32
        )  # to add to generated colours
        self._gain = np.float32(1)
        self._faces = faces
        alpha = prepared.alpha.astype(np.float32) / 255
        self._image = np.clip(prepared.rgb / np.maximum(alpha, 1 / 255)[..., None], 0, 255).astype(
            np.float32
        )
        fill_gutters(alpha > 0.5, self._image)  # no black in from beyond the outline
        self._rays = Rays(vertices, faces)
        self._depth = self._seen()
        self._share = self._inside(alpha > 0.98)

    def match(self, vertices: np.ndarray, normals: np.ndarray, colors: np.ndarray) -> None:
        """Set `light` [V, 3] from the generated `colors` [V, 3] (0…255) of the mesh's vertices.

        Exposure is matched as a whole. Where the photo is seen the light is what it has more; from
        there it goes on over the hidden part and fades, so that no seam is left where it ends.
        """
        seen, weight = self._read(vertices, normals)
        full = weight > 0.7 * self._strength
        if self._strength <= 0 or np.count_nonzero(full) < 100:
            return
        if self._remove_shading > 0:
            self._shading = fitted(
                seen[full], colors[full], unit(normals[full]), self._area(vertices)[full]
            )
            seen, weight = self._read(vertices, normals)
            full &= weight > 0.7 * self._strength  # not what was burnt out
            self.notes = (UNSHADED if self._shading else TOO_LITTLE,)
        if not full.any():
            return
        gain = np.clip(seen[full].mean() / max(colors[full].mean(), 1.0), *_GAIN)
        # What lost its light is as bright as what was generated without any.
        kept = 1 - self._remove_shading if self._shading else 1
        self._gain = np.float32(gain ** (self._strength * kept))
        known = np.clip(seen - colors * self._gain, -_OFF, _OFF) * full[:, None]
        one, two = self._faces.T.ravel(), self._faces[:, [1, 2, 0]].T.ravel()
        pairs = np.concatenate([one, two]), np.concatenate([two, one])
        shape = len(vertices), len(vertices)
        spread = csr_array((np.ones(len(pairs[0]), np.float32), pairs), shape=shape)
        share = ((1 - _FADE) / np.maximum(spread.sum(axis=1), 1)).astype(np.float32)
        spread = diags_array(share) @ spread
        light = known.astype(np.float32)
        for _ in range(_SPREAD):
            light = spread @ light
            light[full] += np.float32(0.2) * (known[full] - light[full])
        self.light = light * np.float32(self._strength)

    def over(
        self,
        points: np.ndarray,
        normals: np.ndarray,
        flat: np.ndarray,
        colors: np.ndarray,
        light: np.ndarray,
    ) -> np.ndarray:
        """`colors` [N, 3] (0…255, sRGB) in the `light` [N, 3], the photo over them where seen.

        normals: smooth ones; flat: unit normals of the faces that the points lie in; [N, 3] all.
        """
        seen, weight = self._read(points, normals, flat)
        matched = np.clip(colors * self._gain + light, 0, 255)
        return matched + weight[:, None] * (seen - matched)

    def _area(self, vertices: np.ndarray) -> np.ndarray:
        """Three times what each vertex stands for, [V]."""
        corners = vertices[self._faces]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.repeat(np.linalg.norm(cross, axis=1) / 2, 3)
        return np.bincount(self._faces.ravel(), area, len(vertices))

    def _read(
        self, points: np.ndarray, normals: np.ndarray, flat: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The photo's colour at each point, and how much it counts. flat: see `over`."""
        view = np.array([0.0, -self._camera.distance, 0.0]) - points
        view /= np.maximum(np.linalg.norm(view, axis=1, keepdims=True), 1e-12)
        facing = np.einsum("ij,ij->i", view, unit(normals))
        if flat is not None:
            # Round what is thin or folded, smooth normals look away from a face that is seen well.
            facing = np.maximum(facing, np.einsum("ij,ij->i", view, flat))
        seen = project(points, self._camera.fov, self._camera.distance, self._side)
        x, y = seen[:, 0] - 0.5, seen[:, 1] - 0.5
        column = np.clip(np.round(x), 0, self._side - 1).astype(np.intp)
        row = np.clip(np.round(y), 0, self._side - 1).astype(np.intp)
        weight = _smooth((facing - _GRAZING) / (_FACING - _GRAZING))
        weight *= self._share[row, column] * self._strength
        asked = np.flatnonzero(weight > 0)
        weight[asked] *= self._rays.free(points[asked] + _HAIR * view[asked], view[asked])
        colors = np.zeros((len(points), 3), np.float32)
        used = np.flatnonzero(weight > 0)
        colors[used] = _cubic(self._image, x[used], y[used])
        if self._shading is not None:
            # A channel at its end hides the hue: less light on it would be another colour.
            burnt = _smooth((colors[used].max(axis=1) - BURNT) / (255 - BURNT))
            weight[used] *= 1 - self._remove_shading * burnt
            colors[used] = self._shading.removed(
                colors[used], unit(normals[used]), self._remove_shading
            )
        return colors, weight.astype(np.float32)

    def _seen(self) -> np.ndarray:
        """The depth that the camera sees at each pixel's centre, [S, S]; infinite beside it."""
        focal = focal_pixels(self._camera.fov, self._side)
        across = (np.arange(self._side) + 0.5 - self._side / 2) / focal
        eye = front_camera_to_world(self._camera.distance)[:3, 3]
        depth = np.full((self._side, self._side), np.inf, np.float32)
        for start in range(0, self._side, 128):
            z = -across[start : start + 128]
            way: np.ndarray = np.ones((len(z), self._side, 3))  # one unit of depth long
            way[..., 0], way[..., 2] = across, z[:, None]
            way = way.reshape(-1, 3)
            face, far, _ = self._rays.first(np.broadcast_to(eye, way.shape), way)
            depth[start : start + 128] = np.where(face >= 0, far, np.inf).reshape(len(z), -1)
        return depth

    def _inside(self, solid: np.ndarray) -> np.ndarray:
        """How far each pixel is from an outline, 0…1: of the subject, or of a part in front.

        What is behind a part ends before it; the part itself goes on to its outline.
        """
        depth = np.where(np.isfinite(self._depth), self._depth, 1e3)
        edge = np.pad(~solid, 1, constant_values=False)
        for axis in (0, 1):
            step = np.diff(depth, axis=axis)
            one, two = [slice(1, -1)] * 2, [slice(1, -1)] * 2
            one[axis], two[axis] = slice(1, -2), slice(2, -1)
            edge[tuple(one)] |= step < -_JUMP
            edge[tuple(two)] |= step > _JUMP
        if not edge.any():
            return np.ones(solid.shape, np.float32)
        distance = distance_transform_edt(~edge)[1:-1, 1:-1]
        return _smooth(distance * (1024 / self._side / _FEATHER)).astype(np.float32)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _smooth(value: np.ndarray) -> np.ndarray:
    value = np.clip(value, 0, 1)
    return value * value * (3 - 2 * value)


def _cubic(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """`image` [S, S, 3] at pixel centres x, y [N] by Catmull-Rom: a second blur would show."""
    side = len(image)
    x0, y0 = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    across, down = _weights(x - x0), _weights(y - y0)
    total = np.zeros((len(x), 3), np.float32)
    for j in range(4):
        row = np.clip(y0 + j - 1, 0, side - 1)
        line = sum(
            across[i][:, None] * image[row, np.clip(x0 + i - 1, 0, side - 1)] for i in range(4)
        )
        total += down[j][:, None] * line
    return np.clip(total, 0, 255)


def _weights(t: np.ndarray) -> list[np.ndarray]:
    t = t.astype(np.float32)
    return [
        0.5 * (-t + 2 * t**2 - t**3),
        0.5 * (2 - 5 * t**2 + 3 * t**3),
        0.5 * (t + 4 * t**2 - 3 * t**3),
        0.5 * (-(t**2) + t**3),
    ]
