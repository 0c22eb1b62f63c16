"""How fast this machine's device is, measured in a second: a product of matrices, a copy. Torch."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch.nn.attention import SDPBackend, sdpa_kernel

from .device import best_device, runs_bfloat16

_SECONDS = 0.2  # that each is repeated for
_COPIED = 64 << 20  # bytes
_SIDES = {"cpu": 768, "cuda": 4096, "mps": 2048}  # of the matrices
_KERNELS = {
    "flash": SDPBackend.FLASH_ATTENTION,
    "memory-efficient": SDPBackend.EFFICIENT_ATTENTION,
    "plain": SDPBackend.MATH,
}


@dataclass(frozen=True)
class Speed:
    """tflops: of a product in `dtype`, 10^12 operations a second. copy_gb: to the device, or in
    memory for a processor, 10^9 bytes a second. kernels: of attention, that run there."""

    device: str
    dtype: str
    tflops: float
    copy_gb: float
    kernels: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.tflops:.2f} TFLOPS in {self.dtype}, copies {self.copy_gb:.1f} GB/s, attention: "
            f"{', '.join(self.kernels) or 'none'}"
        )


def measure(device: torch.device | None = None) -> Speed:
    """Of `device`, the best one where none is given. The fastest of what fits in the time."""
    device = device or best_device()
    dtype = torch.bfloat16 if runs_bfloat16(device) else torch.float32
    side = _SIDES.get(device.type, 1024)
    a = torch.ones(side, side, device=device, dtype=dtype)
    product = _fastest(device, lambda: a @ a)
    source = torch.ones(_COPIED, dtype=torch.uint8)
    if device.type == "cuda":
        source = source.pin_memory()
    target = torch.empty_like(source, device=device)
    copy = _fastest(device, lambda: target.copy_(source))
    return Speed(
        device.type,
        str(dtype).removeprefix("torch."),
        2 * side**3 / product / 1e12,
        _COPIED / copy / 1e9,
        _kernels(device, dtype),
    )


def _fastest(device: torch.device, work: Callable[[], torch.Tensor]) -> float:
    """Seconds. The first call, which may load libraries, is left out."""
    work()
    _wait(device)
    best, ends = float("inf"), time.perf_counter() + _SECONDS
    while True:
        began = time.perf_counter()
        work()
        _wait(device)
        now = time.perf_counter()
        best = min(best, now - began)
        if now > ends:
            return max(best, 1e-9)


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def _kernels(device: torch.device, dtype: torch.dtype) -> tuple[str, ...]:
    query = torch.ones(1, 2, 16, 64, device=device, dtype=dtype)
    found = []
    for name, kernel in _KERNELS.items():
        try:
            with sdpa_kernel(kernel):
                F.scaled_dot_product_attention(query, query, query)
            found.append(name)
        except RuntimeError:
            continue
    return tuple(found)
