"""Nothing that the add-on reads can run: no call in its sources takes code from a file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [*ROOT.glob("*.py"), *(ROOT / "pixal3d_addon").rglob("*.py")]
# Each runs, unpacks or opens what a file says.
FORBIDDEN = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.startfile"),
    *("pickle.load", "pickle.loads", "pickle.Unpickler", "marshal.load", "marshal.loads"),
    *("shelve.open", "yaml.load", "runpy.run_path", "webbrowser.open", "torch.hub.load"),
    *("shutil.which", "which"),  # on Windows it begins with the current folder
    *("shutil.unpack_archive", "tarfile.open", "zipfile.ZipFile.extractall", "extractall"),
}
# What makes the others harmless.
SAFE = {"torch.load": ("weights_only", True), "np.load": ("allow_pickle", False)}


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def complaints(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node)
        given = {word.arg: getattr(word.value, "value", None) for word in node.keywords}
        if name in FORBIDDEN or name.endswith(".extractall"):
            yield name
        if name in SAFE and given.get(SAFE[name][0]) is not SAFE[name][1]:
            yield f"{name} without {SAFE[name][0]}"
        if given.get("shell"):
            yield f"{name} in a shell"


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)", "os.system(x)", "pickle.load(f)", "torch.load(f)", "np.load(f)",
        "torch.load(f, weights_only=False)", "subprocess.run(x, shell=True)", "a.extractall()",
    ],
)  # fmt: skip
def test_a_dangerous_call_is_found(source: str) -> None:
    assert [*complaints(source)]


def test_no_source_has_one() -> None:
    assert len(SOURCES) > 150
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in SOURCES
        for what in complaints(path.read_text(encoding="utf-8"))
    ]
    assert found == []
