"""What DINOv3 sees in a photo: tokens of the whole image, and one for each patch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from ...core.errors import PixalError, short_path
from ..image.resize import resize_lanczos

DINOv3 = Any  # transformers' own class, whose layers have moved between its versions
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # ImageNet's


@dataclass(frozen=True)
class ImageFeatures:
    """One view. image: [1, 3, S, S] in 0…1. tokens: [1, 5, C], class and registers.

    patches: [1, C, S / patch, S / patch]. All float32.
    """

    image: Tensor
    tokens: Tensor
    patches: Tensor


def load_dinov3(folder: Path, device: torch.device | str, dtype: torch.dtype) -> DINOv3:
    """The model of a folder in transformers' layout; nothing is downloaded.

    Raises PixalError `weights_missing`, `weights_damaged` or `weights_mismatch`.
    """
    # Takes a second to import, and only this function needs it.
    from transformers import DINOv3ViTModel
    from transformers.utils.logging import disable_progress_bar

    for name in ("config.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise _problem("weights_missing", f"{short_path(folder / name)} is not there")
    disable_progress_bar()
    try:
        loaded: Any = DINOv3ViTModel.from_pretrained(
            str(folder), local_files_only=True, use_safetensors=True, output_loading_info=True
        )
    except MemoryError:
        raise
    except Exception as error:  # a library reads hostile files: whatever it raises means damage
        raise _problem("weights_damaged", f"{short_path(folder)} could not be read") from error
    model, info = loaded
    wrong = [*info["missing_keys"], *info["unexpected_keys"], *info["mismatched_keys"]]
    if wrong:
        raise _problem("weights_mismatch", f"{short_path(folder)} is another model's")
    if not all(bool(tensor.isfinite().all()) for tensor in model.parameters()):
        raise _problem("weights_damaged", f"{short_path(folder)} holds values that are no numbers")
    return model.to(device=device, dtype=dtype).eval().requires_grad_(False)


@torch.inference_mode()
def see(model: DINOv3, rgb: np.ndarray, image_size: int) -> ImageFeatures:
    """`rgb` uint8 [S, S, 3], the prepared square, scaled to `image_size` → its features."""
    opaque = np.full((*rgb.shape[:2], 1), 255, np.uint8)
    scaled = resize_lanczos(np.concatenate([rgb, opaque], axis=2), (image_size, image_size))
    image = torch.from_numpy(scaled[:, :, :3].transpose(2, 0, 1) / np.float32(255))[None]
    image = image.to(next(model.parameters()).device)
    found, side = tokens(model, image), image_size // model.config.patch_size
    first = found.shape[1] - side * side
    patches = found[:, first:].transpose(1, 2).unflatten(2, (side, side))
    return ImageFeatures(image, found[:, :first], patches)


@torch.inference_mode()
def tokens(model: DINOv3, image: Tensor) -> Tensor:
    """`image` [1, 3, H, W] in 0…1 → float32 [1, 5 + patches, C]: class, registers, patches.

    The last layer's output through a layer norm without weights, not through the model's own.
    """
    mean, std = (image.new_tensor(value).view(1, 3, 1, 1) for value in (_MEAN, _STD))
    pixels = ((image - mean) / std).to(next(model.parameters()).dtype)
    hidden, position = model.embeddings(pixels), model.rope_embeddings(pixels)
    # transformers 5 has moved the layers into a module of their own.
    layers = model.layer if hasattr(model, "layer") else model.model.layer
    for layer in layers:
        hidden = layer(hidden, position_embeddings=position)
    return F.layer_norm(hidden.float(), hidden.shape[-1:])


def _problem(code: str, what: str) -> PixalError:
    return PixalError(
        code, f"The weights of DINOv3: {what}.", "Get DINOv3 again, or name the folder that has it."
    )
