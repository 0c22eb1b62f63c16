"""Cutting out with a published network, in ONNX Runtime. Nothing is downloaded here."""

import importlib.util
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ...core.errors import PixalError
from ...setup.registry import BACKGROUND, weights_folder
from .fill import fill_smoothly
from .resize import resize_lanczos

_IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Network:
    """What a network is fed: a square of `side` pixels, (unit RGB - mean) / deviation.

    logits: its answer becomes the mask by a sigmoid.
    """

    side: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    logits: bool = False


# The best first; the first is the one that we download, the others are taken where rembg has them.
NETWORKS = {
    "isnet-general-use": Network(1024, (0.5, 0.5, 0.5), (1.0, 1.0, 1.0)),  # xuebinqin/DIS
    "birefnet-general": Network(1024, *_IMAGENET, logits=True),  # ZhengPeng7/BiRefNet
    "u2netp": Network(320, *_IMAGENET),  # xuebinqin/U-2-Net
}


def model_file(weights: str = "") -> tuple[str, Path] | None:
    """Name and ONNX file of the best network that can run here.

    None without ONNX Runtime or a file. weights: a folder of weights, asked before the usual one.
    """
    if importlib.util.find_spec("onnxruntime") is None:
        return None
    for name in NETWORKS:
        for folder in _folders(name, weights):
            file = os.path.join(folder, f"{name}.onnx")  # noqa: PTH118
            if os.path.isfile(file) and os.path.getsize(file):  # noqa: PTH113, PTH202
                return name, Path(file)  # Path's own raise for a name that is too long
    return None


def matte_by_model(rgba: np.ndarray, name: str, file: Path) -> np.ndarray:
    """uint8 [H, W, 4] → the same with the alpha that network `name` in `file` sees.

    Raises PixalError `model_missing` where it cannot be run.
    """
    try:
        alpha = _alpha(rgba, NETWORKS[name], _session(str(file), file.stat().st_mtime_ns))
    except MemoryError:
        raise
    except Exception as error:  # ONNX Runtime's own kinds, for a damaged file say
        raise PixalError(
            "model_missing",
            f"The background model {name} could not be run.",
            "Remove it and download it again, or choose another way to cut out the subject.",
        ) from error
    colours = rgba[:, :, :3].astype(np.float32)
    result = np.dstack([rgba[:, :, :3], alpha])
    inside = fill_smoothly(colours, alpha > 250)  # the edge's colours hold some background
    edge = alpha < 250
    result[edge, :3] = np.rint(np.clip(inside[edge], 0, 255))
    return result


def _alpha(rgba: np.ndarray, network: Network, session: Any) -> np.ndarray:
    """uint8 [H, W]: the answer for the picture as a square, stretched over 0 to 255."""
    height, width = rgba.shape[:2]
    opaque = np.dstack([rgba[:, :, :3], np.full((height, width), 255, np.uint8)])
    square = resize_lanczos(opaque, (network.side, network.side))[:, :, :3]
    unit = square.astype(np.float32) / np.float32(255)
    fed = (unit - np.array(network.mean, np.float32)) / np.array(network.deviation, np.float32)
    fed = np.ascontiguousarray(fed.transpose(2, 0, 1)[None])
    answer = np.asarray(session.run(None, {session.get_inputs()[0].name: fed})[0][0, 0])
    if network.logits:
        answer = 1 / (1 + np.exp(-answer))
    low, high = float(answer.min()), float(answer.max())
    if answer.shape != unit.shape[:2] or not np.isfinite(high - low):
        raise ValueError("answer")
    mask = ((answer - low) / max(high - low, 1e-9) * 255).astype(np.uint8)
    return resize_lanczos(mask, (width, height))


@lru_cache(maxsize=1)
def _session(file: str, _stamp: int) -> Any:
    """Kept for the next picture."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False  # only the weights stay in memory
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def _folders(name: str, weights: str) -> list[str]:
    """Where `download` puts it; then where rembg keeps it: a folder for each, in older versions
    one for all."""
    old = os.environ.get("U2NET_HOME")
    data = os.environ.get("XDG_DATA_HOME")
    home = old or os.environ.get("REMBG_HOME") or (f"{data}/rembg" if data else "~/.rembg")
    own = [weights, str(weights_folder())] if weights else [str(weights_folder())]
    places = [f"{folder}/{BACKGROUND}" for folder in own]
    places += [f"{home}/models/{name}", old or f"{data or '~'}/.u2net"]
    # Path.expanduser fails where there is no home.
    return [os.path.expanduser(place) for place in places]  # noqa: PTH111
