"""Who may import whom, and what no file may name."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pixal3d_addon"
MAY_IMPORT = {
    "core": {"core"},
    "setup": {"core", "setup"},
    "engine": {"core", "setup", "engine"},
    "worker": {"core", "engine", "worker"},
    "commands": {"core", "setup", "engine", "commands"},
    "blender": {"core", "setup", "blender"},
}
FORBIDDEN = {
    "core": {"bpy", "bmesh", "mathutils", "gpu", "torch", "transformers", "rembg", "PIL"},
    "setup": {"bpy", "torch", "transformers", "rembg", "PIL", "numpy", "huggingface_hub"},
    "engine": {"bpy", "bmesh", "mathutils", "gpu"},
    "worker": {"bpy", "bmesh", "mathutils", "gpu"},
    "commands": {"bpy", "bmesh", "mathutils", "gpu", "torch", "rembg", "PIL"},
    "blender": {"torch", "transformers", "rembg", "PIL"},
}


def imports(source: Path) -> Iterator[tuple[str, ...]]:
    """Every import of a module, wherever it stands in it, as the parts of its absolute name."""
    here = source.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(name.name.split(".")) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: -node.level] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            yield from ((*base, name.name) for name in node.names)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_run_one_way(room: str) -> None:
    sources = sorted((PACKAGE / room).rglob("*.py"))
    assert sources
    wrong = [
        f"{source.relative_to(ROOT)}: {'.'.join(name)}"
        for source in sources
        for name in imports(source)
        if name[0] in FORBIDDEN[room]
        or (
            name[0] == PACKAGE.name
            and len(name) > 1
            and name[1] in MAY_IMPORT.keys() - MAY_IMPORT[room]
        )
    ]
    assert wrong == []


def test_torch_stays_with_the_network() -> None:
    sources = sorted(PACKAGE.rglob("*.py"))
    users = {
        source.parent
        for source in sources
        if {"torch", "transformers", "safetensors"} & {name[0] for name in imports(source)}
    }
    assert users <= {PACKAGE / "engine" / "pixal3d"}


ONLY_NUMPY = """
import importlib, pkgutil, sys

class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {"numpy", "pixal3d_addon", *sys.stdlib_module_names}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Bare())
sys.path.insert(0, sys.argv[1])
PIXAL3D = (
    "bfloat16", "checkpoint", "convert", "cost", "engine", "hub_cache", "likely_device", "order",
    "preview", "published", "schedule", "stages", "views", "weights_file", "working_memory",
)
WITH_LIBRARIES = tuple(
    f"pixal3d_addon.engine.mesh.{part}." for part in ("cleaning", "unwrapping", "baking")
)
for room in (
    *("core", "engine.draft", "engine.image", "engine.mesh", "engine.pipeline", "worker"),
    *(f"engine.pixal3d.{name}" for name in PIXAL3D),
):
    module = importlib.import_module("pixal3d_addon." + room)
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), module.__name__ + "."):
        if not found.name.endswith("__main__") and not found.name.startswith(WITH_LIBRARIES):
            importlib.import_module(found.name)
            print(found.name)
"""


def test_core_draft_and_worker_import_with_numpy_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", ONLY_NUMPY, str(ROOT)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "pixal3d_addon.core.settings" in done.stdout.split()


# Written so that this file does not match itself.
MACHINE = re.compile(r"/[w]ork/|/[r]oot/|/[t]mp/w/|[p]ypi\.|[p]ythonhosted")
NOT_OURS = {"__pycache__", "build", "dist"}


def own_files() -> Iterator[Path]:
    """The clone's files, without hidden folders (but CI's) and what commands make."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name == ".ci" or (name not in NOT_OURS and not name.startswith("."))
        ]
        yield from (Path(folder, name) for name in files)


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = []
    for path in own_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or arrays
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in MACHINE.finditer(text)]
    assert found == []
