"""What a photo makes of each generated colour, for where it shows nothing."""

import numpy as np

_BINS = 24  # along each channel
_NEAR = 1.5  # bins: how far colours take after each other
_LEAST = 1e-3  # of the most frequent colour: what is as rare counts half


class Tint:
    """Learned where both are known: the same material, hidden, is to look as it does in the photo.

    colors [N, 3]: generated, 0…255. differences [N, 3]: how much more the photo has. area [N].
    """

    def __init__(self, colors: np.ndarray, differences: np.ndarray, area: np.ndarray) -> None:
        from scipy.ndimage import gaussian_filter

        key = np.round(_places(colors)).astype(np.intp) @ (_BINS**2, _BINS, 1)

        def total(values: np.ndarray) -> np.ndarray:
            sums = np.bincount(key, values * area, _BINS**3).reshape((_BINS,) * 3)
            return gaussian_filter(sums, _NEAR, mode="constant")

        known = total(np.ones(len(colors)))
        sums = [total(column) for column in differences.T]
        means = np.stack([one / np.maximum(known, 1e-30) for one in sums])
        square = total((differences**2).sum(axis=1)) / np.maximum(known, 1e-30)
        # Where one colour became several, none of them is what it became.
        sure = (means**2).sum(axis=0) / np.maximum(square, 1.0)
        sure *= known / (known + _LEAST * max(known.max(), 1e-30))
        self._table = (means * np.minimum(sure, 1)).astype(np.float32)

    def of(self, colors: np.ndarray) -> np.ndarray:
        """What to add to generated colours [N, 3], float32 [N, 3]."""
        from scipy.ndimage import map_coordinates

        place = _places(colors).T
        read = [map_coordinates(one, place, order=1, mode="nearest") for one in self._table]
        return np.stack(read, axis=1)


def _places(colors: np.ndarray) -> np.ndarray:
    return np.clip(colors, 0, 255) * ((_BINS - 1) / 255)
