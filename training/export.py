"""Trained weights → what ships: `python -m training.export IN.pt OUT.safetensors`.

Norms are folded into the convolutions, matrices laid out as numpy multiplies them, all float16.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

from pixal3d_addon.core import safetensors

from .model import DraftNet


def fold(network: DraftNet) -> dict[str, np.ndarray]:
    """`network`'s parameters for `engine.draft.net.forward`, float32."""
    modules = dict(network.named_modules())
    arrays = {}
    for name, module in modules.items():
        if not isinstance(module, nn.Conv2d | nn.Linear):
            continue
        weight, bias = module.weight.detach().double(), torch.zeros(len(module.weight))
        if module.bias is not None:
            bias = module.bias.detach().double()
        norm = modules.get(f"{name}_norm")
        if norm is not None:
            scale = norm.weight.detach() / torch.sqrt(norm.running_var.double() + norm.eps)
            weight = weight * scale.view(-1, 1, 1, 1)
            bias = norm.bias.detach() - norm.running_mean * scale
        order = weight.permute(2, 3, 1, 0).flatten(0, 2) if weight.ndim == 4 else weight.T
        arrays[f"{name}.weight"] = order.float().numpy()
        arrays[f"{name}.bias"] = bias.float().numpy()
    return arrays


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.export", description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    network = DraftNet()
    network.load_state_dict(torch.load(arguments.trained, weights_only=True))
    halves = {key: value.astype(np.float16) for key, value in fold(network).items()}
    safetensors.save(arguments.out, halves, {"format": "draft-1"})
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
