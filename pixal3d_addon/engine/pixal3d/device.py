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
