"""How fast a device is, and what that says of a stage's seconds."""

import time
from dataclasses import dataclass

import torch

from bench.stages import Ground, Stage

DECODERS = ("structure decoder", "cascade", "shape decoder", "mesh", "texture decoder")


@dataclass(frozen=True)
class Rates:
    """Of the device: FLOPs a second of large matrix products by type, bytes a second of copies."""

    products: dict[torch.dtype, float]
    copy: float

    def floor(self, stage: Stage, ground: Ground) -> float:
        dtype = torch.float32 if stage.name.startswith(("image", "lifting")) else ground.flow
        dtype = ground.decoder if stage.name in DECODERS else dtype
        return stage.work.floor(self.products[dtype], self.copy)


def measured_rates(device: str, dtypes: set[torch.dtype]) -> Rates:
    """Best of a few: products of 4096 rows by a feed-forward layer's weights, a copy of 256 MB."""

    def best(work: object) -> float:
        seconds = []
        for _ in range(6):
            start = time.perf_counter()
            work()  # type: ignore[operator]
            if device == "cuda":
                torch.cuda.synchronize()
            seconds.append(time.perf_counter() - start)
        return min(seconds)

    rows, products = 16384 if device == "cuda" else 2048, {}
    for dtype in dtypes:
        a = torch.randn(rows, 1536).to(device, dtype)
        b = torch.randn(8192, 1536).to(device, dtype)
        products[dtype] = 2 * rows * 1536 * 8192 / best(lambda a=a, b=b: a @ b.T)
    source = torch.zeros(64 << 20, device=device)
    target = torch.empty_like(source)
    return Rates(products, 2 * source.nbytes / best(lambda: target.copy_(source)))


@dataclass(frozen=True)
class Pace:
    """What a stage took at the size at which it was timed. floor: 0 where it has no products."""

    tokens: int
    seconds: float
    floor: float

    def seconds_of(self, stage: Stage, floor: float) -> float:
        """As far above its floor; what has none, by tokens."""
        if self.floor:
            return self.seconds / self.floor * floor
        return self.seconds / self.tokens * stage.tokens
