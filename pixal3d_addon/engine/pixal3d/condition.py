"""What the photos say to each stage of the chain."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from .image_features import ImageFeatures, see
from .lifting import global_tokens, lift
from .naf import NAF
from .projection import View
from .published import ImageCondition


class Photos:
    """The photos of one object, as `chain.Condition` asks for them.

    rgbs: uint8 [S, S, 3], prepared squares, the main one first. views: alike long. dtype: of what
    the flows are given.
    """

    def __init__(
        self,
        rgbs: Sequence[np.ndarray],
        views: Sequence[View],
        dinov3: nn.Module,
        naf: NAF,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self._rgbs, self._views = rgbs, views
        self._dinov3, self._naf, self._dtype = dinov3, naf, dtype
        self._seen: dict[int, list[ImageFeatures]] = {}

    def __call__(self, stage: ImageCondition, cells: Tensor, grid: int) -> tuple[Tensor, Tensor]:
        """Global tokens [M, C], and the pixels of `cells` int [N, 3], [N, C or 2 C]."""
        photos = self._look(stage.image_size)
        naf = self._naf if stage.naf_target else None
        proj = lift(photos, self._views, cells, grid, naf, stage.naf_target, self._dtype)
        return global_tokens(photos).to(self._dtype), proj

    def _look(self, image_size: int) -> list[ImageFeatures]:
        """Features at one size; the four stages use two sizes, one after the other."""
        if image_size not in self._seen:
            self._seen = {image_size: [see(self._dinov3, rgb, image_size) for rgb in self._rgbs]}
        return self._seen[image_size]
