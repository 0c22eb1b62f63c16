"""One photo through the whole chain on this machine's best device."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import torch
from torch import nn

from ...core.camera import Camera
from ...core.settings import Settings
from ..interface import Prepared, RawSurface, Report
from . import chain
from .checkpoint import open_checkpoint
from .condition import Photos, look
from .convert import cache_folder
from .device import best_device, settle
from .hub_cache import PIXAL3D
from .image_features import load_dinov3
from .latents import FILE, save_latents
from .models import load_model
from .naf import load_naf
from .projection import front_view
from .raw_surface import raw_surface

_NAMES = {
    "structure": "Structure", "shape_low": "Coarse Shape", "cascade": "Coarse Shape", "shape": "Shape",
    "texture": "Texture", "surface": "Surface", "colors": "Colors",
}  # fmt: skip


def make(
    prepared: Prepared, camera: Camera, settings: Settings, report: Report, folder: Path
) -> RawSurface:
    """See `engine.interface.Engine.generate`."""
    device = best_device()
    settle()
    checkpoint = open_checkpoint(settings.weights or PIXAL3D, bool(settings.views))

    @contextmanager
    def weights(role: str) -> Iterator[nn.Module]:
        yield load_model(
            checkpoint.models[role],
            device,
            cache_folder(),
            lambda done, total: report.progress("Weights", done, total),
        )

    def tick(stage: str, done: int, total: int) -> None:
        report.progress(_NAMES[stage], done, total)

    report.progress("Photo")
    dinov3 = load_dinov3(checkpoint.dinov3, device, torch.float32)
    seen = look([prepared.rgb], checkpoint.sizes, dinov3)
    photos = Photos(seen, [front_view(camera)], load_naf(checkpoint.naf, device))
    latents = chain.sample_latents(
        checkpoint,
        weights,
        photos,
        chain.seeded(settings.seed, device),
        tick,
        settings.resolution or None,
        settings.max_tokens,
    )
    save_latents(folder / FILE, latents, {"camera": asdict(camera), "settings": settings.to_dict()})
    decoded = chain.decode(latents, weights, tick)
    return raw_surface(decoded, latents.resolution)
