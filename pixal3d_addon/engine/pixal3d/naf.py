"""NAF: image features at the image's own detail, at the pixels that are asked for.

Every target pixel looks at the 9 × 9 feature cells around its own and mixes them by how alike the
image is there (valeoai/NAF, neighbourhood attention filtering). Queries and keys come from two
small encoders of the image, each with heads of its own, so that they run one after the other.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from ...core.errors import PixalError, short_path
from .chunks import stretches
from .load import load_pickle, load_weights
from .naf_encoder import Branch, ImageEncoder, average

_SIZES = {"dim": "dim", "heads": "heads_attn", "kernel": "kernel_size", "layers": "img_layers"}
_GROUP = 16  # queries that share one gathered window


class NAF(nn.Module):
    """dim: channels of queries and keys. heads: of attention, half of them for each encoder."""

    def __init__(self, dim: int = 256, heads: int = 4, kernel: int = 9, layers: int = 2) -> None:
        super().__init__()
        self.heads, self.kernel = heads, kernel
        self.image_encoder = ImageEncoder(dim // 2, dim // heads, layers)

    @torch.inference_mode()
    def forward(
        self, image: Tensor, features: Tensor, target: int, pixels: Tensor, budget: int
    ) -> Tensor:
        """The map of `target` × `target` at flat indices `pixels` [M], each asked once.

        image: [1, 3, H, W] in 0…1. features: [1, C, h, w], h, w ≥ 9, `target` a multiple of both.
        budget: bytes for what is made on the way at once. Returns [M, C] of features' dtype.
        """
        _, channels, height, width = features.shape
        if target % height or target % width or min(height, width) < self.kernel:
            raise PixalError(
                "weights_mismatch",
                f"NAF cannot make {target} × {target} pixels of {height} × {width} features.",
                "The sizes in the weights' pipeline.json are wrong: get the weights again.",
            )
        if max(image.shape[-2:]) > 4 * target:
            image = F.interpolate(image, (4 * target, 4 * target), mode="bilinear")
        gathering = _Gathering(pixels, target, height, width, self.kernel)
        values = features[0].flatten(1).T.unflatten(1, (2, self.heads // 2, -1))
        out = features.new_empty(len(pixels), channels)
        encoder = self.image_encoder
        for half, branch in enumerate((encoder.encoder, encoder.sem_encoder)):
            queries, keys = self._ends(branch, image[0], target, (height, width), pixels, budget)
            part = slice(half * channels // 2, (half + 1) * channels // 2)
            gathering.attend(queries, keys, values[:, half].float(), out[:, part], budget)
        return out

    def _ends(
        self,
        branch: Branch,
        image: Tensor,
        target: int,
        cells: tuple[int, int],
        pixels: Tensor,
        budget: int,
    ) -> tuple[Tensor, Tensor]:
        """Queries [M, heads / 2, D] at `pixels`, keys [h · w, heads / 2, D] averaged over cells."""
        rope, rows = self.image_encoder.rope, target // cells[0]
        encoded = average(branch.encode(image, budget), target)
        encoded = encoded.unflatten(0, (self.heads // 2, -1))
        keys: list[Tensor] = []
        for band in encoded.split(rows, dim=2):  # one row of cells
            at = torch.arange(rows * target, device=band.device) + len(keys) * rows * target
            turned = rope(band.flatten(2), at, target).unflatten(2, (rows, target))
            keys.append(F.adaptive_avg_pool2d(turned, (1, cells[1])).squeeze(2))
        queries = rope(encoded[:, :, pixels // target, pixels % target], pixels, target)
        return queries.permute(2, 0, 1), torch.cat(keys, dim=2).permute(2, 0, 1)


class _Gathering:
    """Pixels sorted by the cell they lie in, up to `_GROUP` of one cell as a group."""

    def __init__(self, pixels: Tensor, target: int, height: int, width: int, kernel: int) -> None:
        row, column = pixels // target // (target // height), pixels % target // (target // width)
        cell, self.order = (row * width + column).sort(stable=True)
        at = torch.arange(len(pixels), device=pixels.device)
        rank = at - torch.searchsorted(cell, cell)
        begins = rank % _GROUP == 0
        self.slot = (begins.cumsum(0) - 1) * _GROUP + rank % _GROUP
        self.starts = [*at[begins].tolist(), len(pixels)]
        cell, reach = cell[begins], torch.arange(kernel, device=pixels.device)
        top = (cell // width - kernel // 2).clamp(0, height - kernel)
        left = (cell % width - kernel // 2).clamp(0, width - kernel)
        rows, columns = top[:, None] + reach, left[:, None] + reach
        self.window = (rows[:, :, None] * width + columns[:, None]).flatten(1)  # [groups, 81]

    def attend(
        self, queries: Tensor, keys: Tensor, values: Tensor, out: Tensor, budget: int
    ) -> None:
        """queries: [M, heads, D]. keys: [cells, heads, D]. values: [cells, heads, V].

        Writes the attended values to `out` [M, heads · V].
        """
        heads, channels = queries.shape[1:]
        row = keys[0].numel() + values[0].numel()
        group_bytes = 4 * (2 * row * self.window.shape[1] + 2 * row * _GROUP)
        for part in stretches(len(self.window), group_bytes, budget):
            asked = slice(self.starts[part.start], self.starts[part.stop])
            slot, order = self.slot[asked] - part.start * _GROUP, self.order[asked]
            padded = queries.new_zeros((part.stop - part.start) * _GROUP, heads, channels)
            padded[slot] = queries[order]
            q = padded.unflatten(0, (-1, _GROUP)).transpose(1, 2)
            k = keys[self.window[part]].permute(0, 2, 3, 1)
            v = values[self.window[part]].transpose(1, 2)
            weights = torch.softmax(q @ k * channels**-0.5, dim=-1)
            mixed = (weights @ v).transpose(1, 2).flatten(2).flatten(0, 1)
            out[order] = mixed[slot].to(out.dtype)


def load_naf(path: Path, device: torch.device | str) -> NAF:
    """From the published `.pth`, or the same as safetensors.

    Other sizes than the published ones are those of a `config.json` beside it.
    Raises PixalError as `load_weights` does.
    """
    with torch.device("meta"):
        naf = NAF(**_sizes(path.parent / "config.json"))
    load = load_weights if path.suffix == ".safetensors" else load_pickle
    load(naf, path, device)
    return naf


def _sizes(config: Path) -> dict[str, int]:
    try:
        described = json.loads(config.read_bytes())
        sizes = {name: described[key] for name, key in _SIZES.items()}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}  # the published folder has none, or it describes something else
    dim, heads = sizes["dim"], sizes["heads"]
    if not all(type(size) is int and 0 < size <= 1024 for size in sizes.values()) or (
        dim % 16 or heads % 2 or dim % (4 * heads)
    ):
        raise PixalError(
            "weights_damaged",
            f"{short_path(config)} does not describe a NAF.",
            "Get the weights again, or name the folder that has them.",
        )
    return sizes
