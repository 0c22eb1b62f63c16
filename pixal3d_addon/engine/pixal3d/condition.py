"""What the photos say to each stage of the chain."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from .image_features import ImageFeatures, see
from .lifting import global_tokens, lift
from .naf import NAF
from .projection import View
from .published import ImageCondition, Sizes

Seen = Mapping[int, Sequence[ImageFeatures]]  # the photos' features by the size they were seen at


def look(
    rgbs: Sequence[np.ndarray],
    sizes: Sizes,
    dinov3: nn.Module,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Seen:
    """All that the stages will want to know of `rgbs`, uint8 [S, S, 3], the main one first.

    A few MB for each photo, so that DINOv3 is not needed any more. tick: before each look.
    """
    stages = (sizes.ss, sizes.shape_512, sizes.shape_1024, sizes.tex_1024)
    image_sizes = list(dict.fromkeys(stage.image_size for stage in stages))
    total = len(image_sizes) * len(rgbs)
    seen: dict[int, list[ImageFeatures]] = {}
    for at, size in enumerate(image_sizes):
        seen[size] = []
        for rgb in rgbs:
            tick(at * len(rgbs) + len(seen[size]), total)
            seen[size].append(see(dinov3, rgb, size))
    return seen


class Photos:
    """The photos of one object, as `chain.Condition` asks for them.

    views: of the photos that were seen. dtype: of what the flows are given.
    """

    def __init__(
        self, seen: Seen, views: Sequence[View], naf: NAF, dtype: torch.dtype = torch.float32
    ) -> None:
        self._seen, self._views, self._naf, self._dtype = seen, views, naf, dtype

    def __call__(
        self, stage: ImageCondition, cells: Tensor, grid: int, budget: int = 256 << 20
    ) -> tuple[Tensor, Tensor]:
        """Global tokens [M, C], and the pixels of `cells` int [N, 3], [N, C or 2 C]."""
        photos = self._seen[stage.image_size]
        naf = self._naf if stage.naf_target else None
        proj = lift(
            photos, self._views, cells, grid, naf, stage.naf_target, self._dtype, budget // 4
        )
        return global_tokens(photos).to(self._dtype), proj
