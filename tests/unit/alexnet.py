"""Weights for LPIPS without the published ones, which are not part of this project."""

import numpy as np

WIDTHS, KERNELS = (3, 64, 192, 384, 256, 256), (11, 5, 3, 3, 3)


def random_weights() -> dict[str, np.ndarray]:
    """AlexNet's shapes with seeded numbers."""
    random = np.random.default_rng(0)
    made = {}
    for level, kernel in enumerate(KERNELS):
        shape = (WIDTHS[level + 1], WIDTHS[level], kernel, kernel)
        scale = (2 / np.prod(shape[1:])) ** 0.5
        made[f"conv{level}.weight"] = (random.standard_normal(shape) * scale).astype(np.float32)
        made[f"conv{level}.bias"] = np.zeros(shape[0], np.float32)
        made[f"lin{level}.weight"] = random.random((1, shape[0], 1, 1)).astype(np.float32)
    return made
