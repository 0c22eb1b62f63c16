"""Cutting out with a background model through rembg; only `download_model` downloads one."""

import importlib.util
import os
from pathlib import Path
from typing import Any

import numpy as np

from ...core.errors import PixalError
from .fill import fill_smoothly

MODELS = ("isnet-general-use", "birefnet-general", "u2netp")  # the best first; the first is ours


def model_file() -> tuple[str, Path] | None:
    """Name and ONNX file of the best model that can run here; None without rembg or a file."""
    if importlib.util.find_spec("rembg") is None:
        return None
    for name in MODELS:
        for folder in _folders(name):
            file = folder / f"{name}.onnx"
            if file.is_file() and file.stat().st_size > 0:
                return name, file
    return None


def download_model() -> Path:
    """Fetch the first of MODELS to where rembg keeps it, checked against rembg's checksum.

    Raises PixalError `model_missing` without rembg, `download_failed` without a network.
    """
    if importlib.util.find_spec("rembg") is None:
        raise PixalError(
            "model_missing",
            "rembg, which runs the background model, is not installed.",
            "Run: python vendor_install.py setup --background",
        )
    try:
        return Path(_kind(MODELS[0]).download_models())
    except Exception as error:  # whatever rembg's downloader raises
        raise PixalError(
            "download_failed",
            f"The background model {MODELS[0]} could not be downloaded.",
            "Check the network and try again, or put the model's .onnx file into rembg's folder.",
        ) from error


def matte_by_model(rgba: np.ndarray, name: str, file: Path) -> np.ndarray:
    """uint8 [H, W, 4] → the same with the alpha that model `name` in `file` sees.

    Raises PixalError `model_missing` where the model cannot be run.
    """
    from PIL import Image

    try:
        session = _session(name, file)
        mask = session.predict(Image.fromarray(np.ascontiguousarray(rgba[:, :, :3])))[0]
        alpha = np.asarray(mask.convert("L"))
        if alpha.shape != rgba.shape[:2]:
            raise ValueError("mask size")
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:  # rembg exits where it finds no onnxruntime
        raise PixalError(
            "model_missing",
            f"The background model {name} could not be run.",
            "Install it again, or choose another way to cut out the subject.",
        ) from error
    colours = rgba[:, :, :3].astype(np.float32)
    result = np.dstack([rgba[:, :, :3], alpha])
    inside = fill_smoothly(colours, alpha > 250)  # the edge's colours hold some background
    edge = alpha < 250
    result[edge, :3] = np.rint(np.clip(inside[edge], 0, 255))
    return result


def _session(name: str, file: Path) -> Any:
    """rembg's session of model `name`, bound to `file`: its own way might download."""
    known = _kind(name)
    import onnxruntime

    local = type("Local", (known,), {"download_models": classmethod(lambda *_, **__: str(file))})
    return local(name, onnxruntime.SessionOptions(), providers=["CPUExecutionProvider"])


def _kind(name: str) -> Any:
    """rembg's class of sessions of model `name`."""
    before = os.environ.get("NUMBA_DISABLE_JIT")
    # rembg imports pymatting, which compiles for most of a minute what is never used here.
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    try:
        from rembg.sessions import sessions_class
    finally:
        if before is None:
            del os.environ["NUMBA_DISABLE_JIT"]
        else:
            os.environ["NUMBA_DISABLE_JIT"] = before
    return next(kind for kind in sessions_class if kind.name() == name)


def _folders(name: str) -> list[Path]:
    """Where rembg keeps a model: in a folder of its own, older versions in one for all."""
    old = os.environ.get("U2NET_HOME")
    data = os.environ.get("XDG_DATA_HOME")
    home = old or os.environ.get("REMBG_HOME") or (f"{data}/rembg" if data else "~/.rembg")
    places = [Path(home) / "models" / name, Path(old or f"{data or '~'}/.u2net")]
    # Path.expanduser fails where there is no home.
    return [Path(os.path.expanduser(place)) for place in places]  # noqa: PTH111
