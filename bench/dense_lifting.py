"""Lifting as the public code does it: the whole NAF map, sampled over the whole grid. A rival."""

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from pixal3d_addon.engine.pixal3d.image_features import ImageFeatures
from pixal3d_addon.engine.pixal3d.naf import NAF
from pixal3d_addon.engine.pixal3d.projection import View, project


@torch.inference_mode()
def dense_naf(naf: NAF, image: Tensor, features: Tensor, target: int) -> Tensor:
    """NAF at every pixel, [1, C, target, target], one feature cell after the other."""
    _, channels, height, width = features.shape
    if max(image.shape[-2:]) > 4 * target:
        image = F.interpolate(image, (4 * target, 4 * target), mode="bilinear")
    encoder, heads = naf.image_encoder, naf.heads
    encoded = torch.cat(
        [_encode(branch, image) for branch in (encoder.encoder, encoder.sem_encoder)], 1
    )
    encoded = F.adaptive_avg_pool2d(encoded, target).reshape(heads, -1, target * target)
    queries = encoder.rope(encoded, torch.arange(target * target), target)
    queries = queries.unflatten(2, (target, target))
    keys = F.adaptive_avg_pool2d(queries, (height, width))
    values = features.reshape(heads, -1, height, width)
    out = torch.empty(heads, channels // heads, target, target)
    rows, columns, reach = target // height, target // width, naf.kernel
    for y in range(height):
        for x in range(width):
            top = min(max(y - reach // 2, 0), height - reach)
            left = min(max(x - reach // 2, 0), width - reach)
            own = (..., slice(y * rows, y * rows + rows), slice(x * columns, x * columns + columns))
            window = (..., slice(top, top + reach), slice(left, left + reach))
            asked = queries[own].flatten(2).transpose(1, 2)
            alike = asked @ keys[window].flatten(2) * queries.shape[1] ** -0.5
            mixed = values[window].flatten(2) @ alike.softmax(-1).transpose(1, 2)
            out[own] = mixed.unflatten(2, (rows, columns))
    return out.flatten(0, 1)[None]


@torch.inference_mode()
def dense_lift(
    photo: ImageFeatures, view: View, grid: int, naf: NAF | None = None, naf_target: int = 0
) -> Tensor:
    """Features of every cell of the grid, x slowest, [grid³, C or 2 C]."""
    axis, resolution = torch.arange(grid), photo.image.shape[-1]
    pixels, _ = project(torch.cartesian_prod(axis, axis, axis), grid, view, resolution)
    points = ((pixels + 0.5) / resolution * 2.0 - 1.0)[None, None]
    maps = [photo.patches]
    if naf:
        maps.append(dense_naf(naf, photo.image, photo.patches, naf_target))
    sampled = [
        F.grid_sample(m, points, "bilinear", "border", align_corners=False)[0, :, 0] for m in maps
    ]
    return torch.cat(sampled).T.contiguous()


def _encode(branch: nn.Module, image: Tensor) -> Tensor:
    """Layer by layer over the whole image, [1, C, H, W]."""

    def convolve(x: Tensor, conv: nn.Conv2d) -> Tensor:
        padded = F.pad(x, 4 * (conv.kernel_size[0] // 2,), mode="reflect")
        return F.conv2d(padded, conv.weight, conv.bias)

    first, *blocks = branch.children()
    x = convolve(image, first)
    for block in blocks:
        for norm, conv in ((block.norm1, block.conv1), (block.norm2, block.conv2)):
            x = convolve(F.silu(norm(x), inplace=True), conv)
    return x
