"""Which device the network runs on, and how it is set so that a seed means the same bits."""

import torch


def best_device() -> torch.device:
    """CUDA (ROCm too), then Apple's, else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def settle() -> None:
    """The same bits for the same seed, and float32 that is one: no TensorFloat, no trials."""
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True


def runs_bfloat16(device: torch.device) -> bool:
    """Whether bfloat16 is at least as fast there as float32.

    A processor without instructions for it takes three times as long (measured), one with them
    two thirds.
    """
    if device.type != "cpu":
        return True
    asked = (
        getattr(torch.cpu, f"_is_{name}_supported", None) for name in ("avx512_bf16", "amx_tile")
    )
    return any(ask is not None and ask() for ask in asked)
