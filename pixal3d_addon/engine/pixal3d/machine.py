"""What PyTorch finds on this machine, in words. Needs torch."""

import platform

import torch

from .device import best_device
from .residency import free_bytes


def describe() -> str:
    """The build of torch, the device that Pixal3D would take, and the memory that is free there."""
    device = best_device()
    free = f"{free_bytes(device) / 2**30:.1f}"
    if device.type == "cuda":
        properties = torch.cuda.get_device_properties(device)
        where = f"{properties.name}, {free} of {properties.total_memory / 2**30:.1f} GB free"
    elif device.type == "mps":
        where = f"Apple's GPU, {free} GB free"
    else:
        where = f"the processor ({platform.machine()}), {free} GB free"
    return f"PyTorch {torch.__version__} on {where}"
