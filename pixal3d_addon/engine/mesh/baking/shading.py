"""The light that lies in a photo, estimated from what it shows of a surface, to be taken out.

Light from far away on a matt surface depends on the normal alone, smoothly: nine spherical
harmonics hold 98 % of it (Ramamoorthi, Hanrahan: An Efficient Representation for Irradiance
Environment Maps, 2001). Their logarithm is fitted here, so that it is a factor and never below 0.
"""

from dataclasses import dataclass

import numpy as np

UNSHADED = (
    "The photo's light was estimated from the surface's directions and taken out of its colors: "
    "cast shadows and highlights are still in them."
)
TOO_LITTLE = "The photo shows too little of the object to tell its light from its colors."
NOTES = (UNSHADED, TOO_LITTLE)  # for the user
_ROUNDS = 12
_TOLERANCE = 0.1  # of the logarithm: what is farther off is taken for paint, shadow or highlight
_RIDGE = 3e-3  # of the samples' weight: directions that the photo hardly shows stay at the mean
_LEAST = 100  # samples
BURNT = 245  # from here to 255 a channel may have been cut
_DARKEST = 0.01  # linear: below that a ratio says nothing
_MOST = 3.0  # times brighter or darker, at most


@dataclass(frozen=True)
class Shading:
    """coefficients: float64 [9], of the logarithm of the light over `_basis`."""

    coefficients: np.ndarray

    def removed(self, colors: np.ndarray, normals: np.ndarray, share: float) -> np.ndarray:
        """sRGB `colors` [N, 3] (0…255) at unit `normals` [N, 3] without `share` of the light."""
        light = np.clip(_basis(normals) @ self.coefficients, -np.log(_MOST), np.log(_MOST))
        return encoded(linear(colors) * np.exp(-share * light)[:, None]).astype(np.float32)


def fitted(
    photo: np.ndarray, albedo: np.ndarray, normals: np.ndarray, area: np.ndarray
) -> Shading | None:
    """The light that makes `photo` from `albedo`, both sRGB [N, 3] (0…255), at unit normals [N, 3],
    each of which stands for an `area` [N].

    None where there are too few samples. Robust: by iterated weights, Geman-McClure's.
    """
    clear = photo < BURNT  # a channel that is burnt out tells nothing, the others do
    shown, own = (linear(colors) * clear for colors in (photo, albedo))
    shown, own = shown.sum(axis=1), own.sum(axis=1)
    usable = np.minimum(shown, own) > _DARKEST
    if np.count_nonzero(usable) < _LEAST:
        return None
    ratio = np.log(shown[usable] / own[usable])
    basis = _basis(normals[usable])
    area = area[usable] / max(area[usable].sum(), 1e-30)
    ridge = np.diag([0.0] + [_RIDGE] * 8)
    coefficients = np.zeros(9)
    coefficients[0] = np.median(ratio) / basis[0, 0]
    for _ in range(_ROUNDS):
        error = ratio - basis @ coefficients
        spread = max(np.median(np.abs(error)), _TOLERANCE)
        weight = area / (1 + (error / spread) ** 2) ** 2
        weighted = basis * weight[:, None]
        coefficients = np.linalg.solve(
            basis.T @ weighted + ridge * weight.sum(), weighted.T @ ratio
        )
    return Shading(coefficients)


def _basis(normals: np.ndarray) -> np.ndarray:
    """Spherical harmonics to the second order at unit normals [N, 3], float64 [N, 9]."""
    x, y, z = normals.astype(np.float64).T
    return np.stack(
        [
            np.full_like(x, 0.282095),
            0.488603 * y, 0.488603 * z, 0.488603 * x,
            1.092548 * x * y, 1.092548 * y * z, 0.315392 * (3 * z * z - 1),
            1.092548 * x * z, 0.546274 * (x * x - y * y),
        ],
        axis=1,
    )  # fmt: skip


def linear(colors: np.ndarray) -> np.ndarray:
    """sRGB 0…255 → linear 0…1. IEC 61966-2-1."""
    value = np.clip(colors, 0, 255).astype(np.float64) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def encoded(light: np.ndarray) -> np.ndarray:
    """Linear 0…1 → sRGB 0…255."""
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
