"""`doctor`: what this machine has, what can run on it, and what helps where something cannot."""

import argparse
import contextlib
import importlib.metadata
import importlib.util
import io
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ..core.errors import EXIT_CODES, PixalError, from_any, short_path
from ..core.library import in_words
from ..core.masked import masked
from ..core.memory import physical_mb
from ..core.settings import Settings
from ..core.version import version
from ..engine.pixal3d.likely_device import built_for
from ..setup.machine import this_machine
from ..setup.registry import halvable, missing, weight_sets, weights_folder
from ..setup.torch_build import plan
from .bundle import write_bundle
from .pixal3d_options import weights_of

_ENOUGH_DISK = 1 << 30
_ENOUGH_MEMORY_MB = 2048
_INSTALL = "in Blender's preferences, or python vendor_install.py setup --pixal3d"


@dataclass(frozen=True)
class Finding:
    """One line of the report. remedy: empty where all is well."""

    name: str
    ok: bool
    text: str
    remedy: str = ""


def doctor(arguments: argparse.Namespace) -> int:
    """Print the findings. Returns 0 where at least one engine can run."""
    settings = Settings(weights=weights_of(arguments))
    engines = _engines(settings)
    findings = [
        Finding("pixal3d", True, version()),
        Finding("python", True, f"{platform.python_version()} ({sys.executable})"),
        Finding("system", True, platform.platform()),
        _numpy(),
        *engines,
        *_choice(settings),
        _graphics(),
        *_torch(),
        *_weights(settings.weights),
        *_sets(),
        _package(
            "Pillow",
            "pictures can be read",
            "only plain PNG and .npy files can be read; Draft's runtime brings it",
        ),
        _background(settings.weights),
        _memory(),
        *(_disk(name, path) for name, path in _folders(arguments.folder).items()),
    ]
    told = json.dumps([asdict(finding) for finding in findings], indent=1)
    print(told if arguments.json else "\n".join(map(_line, findings)))
    if arguments.bundle:
        target = Path(arguments.bundle)
        safe = [Finding(f.name, f.ok, masked(f.text), masked(f.remedy)) for f in findings]
        texts = {"doctor.txt": "\n".join(map(_line, safe))}
        texts["doctor.json"] = json.dumps([asdict(finding) for finding in safe], indent=1)
        try:
            write_bundle(target, texts, [Path(log) for log in arguments.log])
        except OSError as error:
            problem = from_any(error, target)
            print(f"{problem.message}\n  {problem.remedy}", file=sys.stderr)
            return EXIT_CODES[problem.code]
        print(f"{short_path(target)} is ready to be sent; look into it first.", file=sys.stderr)
    return 0 if any(engine.ok for engine in engines) else EXIT_CODES["engine_unavailable"]


def _line(finding: Finding) -> str:
    text = f"{'ok ' if finding.ok else '!! '}{finding.name:<16} {finding.text}"
    return f"{text}\n   {'':<16} {finding.remedy}" if finding.remedy else text


def _engines(settings: Settings) -> list[Finding]:
    try:
        from ..engine.pipeline import engines

        every = engines()
    except ImportError as error:
        return [Finding("engines", False, f"{error.name} is missing.", "Install it.")]
    found = []
    for name, engine in every.items():
        problems = engine.validate(replace(settings, engine=name))
        text = problems[0].message if problems else "can run"
        remedy = problems[0].remedy if problems else ""
        found.append(Finding(f"engine {name}", not problems, text, remedy))
    return found


def _choice(settings: Settings) -> list[Finding]:
    """What the engine "auto" would take."""
    try:
        from ..engine.pipeline import choose_engine

        engine, why = choose_engine(settings)
    except (ImportError, PixalError):
        return []  # told by the engines already
    return [Finding("engine auto", True, f"takes {engine.name.title()}. {why}")]


def _graphics() -> Finding:
    """What is in the machine, and whether the PyTorch that is here was built for it."""
    machine = this_machine()
    fitting = plan(machine)
    cards = "; ".join(map(str, machine.cards)) or "no graphics card"
    if not fitting.build:
        return Finding("graphics", False, f"{cards}. {fitting.why}", fitting.remedy)
    text = f"{cards}. PyTorch's build for it: {fitting.build}"
    found = importlib.util.find_spec("torch") is not None
    # What torch says of itself: a build from PyPI is CUDA's without a word of it in its version.
    wrong = found and fitting.build not in ("cpu", "mps") and not built_for()
    remedy = f"Install Pixal3D's runtime again: {_INSTALL}" if wrong else ""
    if wrong:
        text += ", but one for the processor alone is installed"
    return Finding("graphics", not wrong, text, remedy)


def _torch() -> list[Finding]:
    lack = f"Install Pixal3D's runtime: {_INSTALL}"
    if importlib.util.find_spec("torch") is None:
        return [Finding("torch", False, "is not installed.", lack)]
    try:
        from ..engine.pixal3d.machine import describe
        from ..engine.pixal3d.speed import measure

        return [Finding("torch", True, describe()), Finding("speed", True, str(measure()))]
    except Exception:  # a driver or library that does not fit fails in many ways
        return [Finding("torch", False, "is installed, but cannot run here.", lack)]


def _weights(weights: str) -> list[Finding]:
    try:
        from ..engine.pixal3d.checkpoint import folder_of, has_several_views, open_checkpoint
        from ..engine.pixal3d.hub_cache import PIXAL3D
    except ImportError:
        return []  # numpy, told above
    try:
        folder = folder_of(weights or PIXAL3D)
        open_checkpoint(folder)
        views = "also for several views" if has_several_views(folder) else "for one view"
    except PixalError as error:
        return [Finding("weights", False, error.message, error.remedy)]
    return [Finding("weights", True, f"{short_path(folder)}: complete, {views}")]


def _sets() -> list[Finding]:
    """What has been downloaded, and what of it is needed no more."""
    folder, found = weights_folder(), []
    for name, each in weight_sets().items():
        absent = missing([each], folder)
        if len(absent) == len(each.files):
            continue
        text, remedy = f"{each.what}: complete", ""
        if absent:
            text = f"{each.what}: {len(absent)} of {len(each.files)} files are missing"
            remedy = f"Go on with the download: python -m pixal3d_addon download {name} --yes"
        elif less := halvable([each], folder):
            text += f"; converting would free {in_words(less)}"
        found.append(Finding(f"downloaded {name}", not absent, text, remedy))
    return found


def _numpy() -> Finding:
    try:
        import numpy as np
    except ImportError:
        return Finding("numpy", False, "is not installed.", "Install numpy.")
    try:
        blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]  # numpy 1.25
        library = f"{blas['name']} {blas.get('version', '')}".strip()
    except (TypeError, KeyError):
        with contextlib.redirect_stdout(io.StringIO()) as text:
            np.show_config()
        library = "OpenBLAS" if "openblas" in text.getvalue().lower() else "unknown"
    return Finding("numpy", True, f"{np.__version__} (linear algebra: {library})")


def _package(name: str, use: str, lack: str) -> Finding:
    try:
        return Finding(name, True, f"{importlib.metadata.version(name)}: {use}")
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "is not installed.", f"Without it {lack}.")


def _background(weights: str) -> Finding:
    lack = (
        "Without it only photos with alpha, a mask or a plain backdrop work. "
        "python -m pixal3d_addon download background --yes downloads it, as the preferences do."
    )
    try:
        from ..engine.image.background_model import model_file

        found = model_file(weights)
    except ImportError:
        return Finding("background", False, "cannot be checked without numpy.", lack)
    if found is None and importlib.util.find_spec("onnxruntime") is None:
        lack = "Install Draft's runtime or Pixal3D's in Blender's preferences."
        return Finding("background", False, "ONNX Runtime is not installed.", lack)
    if found is None:
        return Finding("background", False, "no model that cuts objects out.", lack)
    return Finding("background", True, f"{found[0]}: cuts objects out of any background")


def _memory() -> Finding:
    total = physical_mb()
    enough = total == 0 or total >= _ENOUGH_MEMORY_MB
    remedy = "" if enough else "Choose a smaller texture and fewer faces."
    return Finding("memory", enough, f"{total / 1024:.1f} GB" if total else "unknown", remedy)


def _folders(more: Sequence[str]) -> dict[str, Path]:
    return {
        **({f"disk {Path(each).name}": Path(each).absolute() for each in more}),
        **({} if more else {"disk here": Path.cwd()}),
        "disk temporary": Path(tempfile.gettempdir()),
        "disk weights": weights_folder(),
    }


def _disk(name: str, folder: Path) -> Finding:
    """Of a folder that need not exist yet."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    remedy = "" if free >= _ENOUGH_DISK else "Free some space, or write to another disk."
    if not os.access(place, os.W_OK):
        remedy = "You may not write there: choose another folder, or change its permissions."
    return Finding(name, not remedy, f"{free / 2**30:.1f} GB free", remedy)
