"""The photo itself on every part of a surface that its camera sees; other photos beside it."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array, diags_array

from ....core.camera import Camera, front_camera_to_world
from ...interface import PosedPhoto, Prepared
from ..normals import face_normals
from ..rays import Rays
from .shading import BURNT, TOO_LITTLE, UNSHADED, Shading, fitted
from .sight import Sight, smooth, unit
from .tint import Tint

_LED, _LEADS = 0.3, 0.5  # cosines: above the second the main photo is alone where it sees
_ENOUGH = 100  # vertices, to match colours by
_GAIN = 0.6, 1.6  # how far colours are brought to the photo's exposure
_OFF = 90.0  # of 255: how far the light at the photo's end may move them
_SPREAD = 300  # rounds of smoothing: how far that light goes on round the object
_FADE = 0.003  # of it lost each round


class Photo:
    """Colours from the prepared photo for points of a mesh, and from `others` of the same object.

    vertices [V, 3], faces [F, 3]: the mesh in the view frame. strength: 0…1, how much of the photo
    is taken where it is seen best. remove_shading: 0…1, how much of its light is taken out; `match`
    estimates that, and brings the other photos to the main one's exposure.
    """

    def __init__(
        self,
        prepared: Prepared,
        camera: Camera,
        vertices: np.ndarray,
        faces: np.ndarray,
        strength: float = 1.0,
        remove_shading: float = 0.0,
        others: Sequence[PosedPhoto] = (),
    ) -> None:
        self.notes: tuple[str, ...] = ()  # for the user
        self._remove_shading, self.strength = remove_shading, strength
        self._shading: Shading | None = None
        self.light: np.ndarray = np.zeros(
            (len(vertices), 3), np.float32
        )  # to add to generated colours
        self._gain = np.float32(1)
        self._tint: Tint | None = None
        self._faces = faces
        rays = Rays(vertices, faces)
        main = PosedPhoto(prepared, front_camera_to_world(camera.distance))
        self._sights = [Sight(photo, rays) for photo in (main, *others)]
        # bool [F]: the faces that any of the photos shows, whatever its strength.
        middle, flat = vertices[faces].mean(axis=1), face_normals(vertices, faces)
        self.seen = self._blended(self._sights, middle, flat)[1] > 0

    def match(self, vertices: np.ndarray, normals: np.ndarray, colors: np.ndarray) -> None:
        """Set `light` [V, 3] from the generated `colors` [V, 3] (0…255) of the mesh's vertices.

        Exposure is matched as a whole, then what becomes of each colour. Where the photo is seen
        the light is what it still has more; from there it goes on over the hidden part and fades,
        so that no seam is left where it ends.
        """
        if self.strength <= 0:
            return
        self._expose(vertices, normals, colors)
        seen, weight = self._read(vertices, normals)
        full = weight > 0.7 * self.strength
        if np.count_nonzero(full) < _ENOUGH:
            return
        if self._remove_shading > 0:
            self._shading = fitted(
                seen[full], colors[full], unit(normals[full]), self._area(vertices)[full]
            )
            seen, weight = self._read(vertices, normals)
            full &= weight > 0.7 * self.strength  # not what was burnt out
            self.notes = (UNSHADED if self._shading else TOO_LITTLE,)
        if not full.any():
            return
        gain = np.clip(seen[full].mean() / max(colors[full].mean(), 1.0), *_GAIN)
        # What lost its light is as bright as what was generated without any.
        kept = 1 - self._remove_shading if self._shading else 1
        self._gain = np.float32(gain ** (self.strength * kept))
        more = np.clip(seen - colors * self._gain, -_OFF, _OFF)
        self._tint = Tint(colors[full], more[full], self._area(vertices)[full])
        known = (more - self._tint.of(colors)) * full[:, None]
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
        self.light = light * np.float32(self.strength)

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
        light = light if self._tint is None else light + self.strength * self._tint.of(colors)
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
        """The photos' colour at each point, and how much it counts. flat: see `over`."""
        colors, weight = self._blended(self._sights, points, normals, flat)
        if self._shading is not None:
            # A channel at its end hides the hue: less light on it would be another colour.
            used = np.flatnonzero(weight > 0)
            burnt = smooth((colors[used].max(axis=1) - BURNT) / (255 - BURNT))
            weight[used] *= 1 - self._remove_shading * burnt
            colors[used] = self._shading.removed(
                colors[used], unit(normals[used]), self._remove_shading
            )
        return colors, weight * np.float32(self.strength)

    @staticmethod
    def _blended(
        sights: Sequence[Sight],
        points: np.ndarray,
        normals: np.ndarray,
        flat: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The first of `sights` alone where it sees well; else each by how well it does."""
        colors, weight, facing = sights[0].read(points, normals, flat)
        if len(sights) == 1:
            return colors, weight
        leads = smooth((facing - _LED) / (_LEADS - _LED))
        share = weight * (leads + (1 - leads) * facing**2)
        left = 1 - leads * weight
        total, colors = share, colors * share[:, None]
        for sight in sights[1:]:
            some = np.flatnonzero(left > 0)
            seen, count, facing = sight.read(
                points[some], normals[some], None if flat is None else flat[some]
            )
            share = count * facing**2 * left[some]
            colors[some] += seen * share[:, None]
            total[some] += share
            weight[some] = np.maximum(weight[some], count)
        return colors / np.maximum(total, 1e-12)[:, None], weight

    def _expose(self, vertices: np.ndarray, normals: np.ndarray, colors: np.ndarray) -> None:
        """Bring the other photos to the main one's exposure, one after the other.

        By what each shows of what the ones before it show, else by the generated `colors`.
        """
        for number, sight in enumerate(self._sights[1:], 1):
            known, weight = self._blended(self._sights[:number], vertices, normals)
            seen, own, _ = sight.read(vertices, normals)
            both = (weight > 0.7) & (own > 0.7)
            if np.count_nonzero(both) < _ENOUGH:
                known, both = colors * _ratio(known, colors, weight > 0.7), own > 0.7
            sight.gain = _ratio(known, seen, both)


def _ratio(one: np.ndarray, other: np.ndarray, where: np.ndarray) -> np.float32:
    """By how much `one` [V, 3] is brighter than `other` in the vertices `where` bool [V]."""
    if np.count_nonzero(where) < _ENOUGH:
        return np.float32(1)
    return np.float32(np.clip(one[where].mean() / max(float(other[where].mean()), 1.0), *_GAIN))
