"""Khronos' validator of glTF, from npm by exact version: there is no Python package of it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

VALIDATOR = "gltf-validator@2.0.0-dev.3.10"
TOOLS = Path(__file__).parents[1] / ".runtime" / "gltf-validator"
SCRIPT = """
const [module, path] = process.argv.slice(1), fs = require('fs');
const read = file => new Uint8Array(fs.readFileSync(file));
const beside = async uri => read(require('path').join(require('path').dirname(path), uri));
require(module).validateBytes(read(path), {externalResourceFunction: beside})
    .then(r => console.log(JSON.stringify(r.issues)));
"""


def issues(glb: Path) -> list[dict]:
    """All that it has to say about `glb`. Skips the test where Node.js lacks; in CI fails it."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Node.js for the Khronos validator")
        pytest.skip("no Node.js for the Khronos validator")
    module = TOOLS / "node_modules" / "gltf-validator"
    if not module.is_dir():
        command = [npm, "install", "--no-save", "--silent", "--prefix", str(TOOLS), VALIDATOR]
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(command, check=True, timeout=180, capture_output=True)
    command = ["node", "-e", SCRIPT, str(module), str(glb)]
    answer = subprocess.run(command, check=True, timeout=60, capture_output=True, text=True)
    return json.loads(answer.stdout)["messages"]
