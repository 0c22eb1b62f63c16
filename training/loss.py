"""How far an answer is from the truth."""

from typing import NamedTuple

import torch
from torch import Tensor

from .model import Answer, classical

STRIDES = (1, 2, 6, 18)  # pixels over which slopes are compared
PARTS = ("front", "back", "opening", "color", "elevation", "shift")


class Truth(NamedTuple):
    """[B, S, S] each: mask 0 or 1, depth where rays enter, leave for the first time and for good;
    back [B, 3, S, S]; pose [B, 2] as in `Answer`."""

    mask: Tensor
    front: Tensor
    opening: Tensor
    last: Tensor
    back: Tensor
    pose: Tensor


def loss(answer: Answer, picture: Tensor, truth: Truth) -> tuple[Tensor, Tensor]:
    """What is trained on, and its PARTS for the log.

    The mean depth cannot be seen in a photo: depths are compared up to a shift of each object.
    """
    mask = truth.mask
    count = mask.sum((1, 2)).clamp(min=1.0)

    def mean(values: Tensor) -> Tensor:
        return (values * mask).sum((1, 2)) / count

    last, opening = answer.front + answer.thickness, answer.front + answer.opening
    shift = mean((answer.front + last - truth.front - truth.last) / 2)
    at = shift[:, None, None]
    off = (answer.front - truth.front - at).abs()
    front = mean(off).mean()
    back = mean((last - truth.last - at).abs()).mean()
    thickness = mean((answer.thickness - truth.last + truth.front).abs()).mean()
    gap = mean((answer.opening - truth.opening + truth.front).abs()).mean()
    slopes = sum(
        _slopes(answer.front, truth.front, mask, count, stride)
        + _slopes(last, truth.last, mask, count, stride)
        + 0.5 * _slopes(opening, truth.opening, mask, count, stride)
        for stride in STRIDES
    ) / len(STRIDES)
    color = mean((answer.back - truth.back).abs().mean(1)).mean()
    half, middle = classical(picture)
    theirs = mean(middle - (truth.front + truth.last) / 2)[:, None, None]
    other = (middle - half - truth.front - theirs).abs()
    doubt = mean(_laplace(off, answer.doubt) + _laplace(other, answer.classical_doubt)).mean()
    pose = (answer.pose - truth.pose).abs().mean(0)
    whole = (
        1.2 * front + 0.8 * back + 0.5 * thickness + 0.4 * gap + 0.6 * slopes
        + 0.1 * shift.abs().mean() + 0.2 * color + 0.02 * doubt + 0.1 * pose[0] + 0.05 * pose[1]
    )  # fmt: skip
    parts = [front, back, gap, color, pose[0], shift.abs().mean()]
    return whole, torch.stack(parts).detach()


def _laplace(error: Tensor, doubt: Tensor) -> Tensor:
    """Least where `doubt` is the log of the expected error."""
    return (error.detach() + 0.002) * torch.exp(-doubt) + doubt


def _slopes(ours: Tensor, theirs: Tensor, mask: Tensor, count: Tensor, stride: int) -> Tensor:
    """How the differences between pixels `stride` apart differ; a jump counts 0.5 at most."""
    total = ours.new_zeros(())
    for dim in (1, 2):
        size = mask.shape[dim] - stride
        both = mask.narrow(dim, stride, size) * mask.narrow(dim, 0, size)
        one, two = (
            values.narrow(dim, stride, size) - values.narrow(dim, 0, size)
            for values in (ours, theirs)
        )
        total = total + (((one - two).abs().clamp(max=0.5) * both).sum((1, 2)) / count).mean()
    return total / 2
