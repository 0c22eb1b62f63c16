"""The sentences that a user may read in Blender, found in the code that makes them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.blender.conftest import ROOT

PACKAGE = ROOT / "pixal3d_addon"
# Whose sentences come to Blender finished; of commands those that the preferences run.
ELSEWHERE = ("core", "engine", "worker", "setup", "commands/doctor.py", "commands/setup.py")
_LEFT_OUT = {
    "known_errors.py",  # for docs/errors.md
    "setup_options.py", "alone.py",  # of the command line
}  # fmt: skip
# They tell of a file, whose name comes before: f"{path} {what}."
_OF_A_FILE = ("read.py", "views.py", "directions.py")
_WHAT = re.compile(r"(is|does|could|has|names) ")
_MARKS = {"say", "n_"}  # what is put together in the language of the interface
BETWEEN = re.compile(r"(?<=[.!?]) +")

# Sentences whose parts are put together in a way that the code does not show at one place.
COMPOSED = {
    "{} was not enough for this object.": ("The GPU's memory", "This computer's memory"),
    "{} {} {}, which this Python has not got.": (
        "Levels of detail need {}, which this Python has not got.",
        "A convex hull needs {}, which this Python has not got.",
        "A layout for light maps needs {}, which this Python has not got.",
        "A JPEG texture needs {}, which this Python has not got.",
    ),
    "Not {}: {} {}": ("Not {}: {}",),
    "Choose a value from {} to {} {}": ("Choose a value from {} to {}.", "{} degrees"),
    "{} {} (once)": ("Adding to {} (once)", "Setting up {} (once)"),
    "{} {}": (  # the plan of what is to be installed
        "{} is to be made",
        "{} is half-made: is to be made anew",
        "{} is there, with other versions or another build: is to be changed",
        "{} is there already: nothing is to be installed",
    ),
    "; ": (
        "BSD, MIT and Apache-2.0; NVIDIA's own for CUDA's libraries",
        "BSD, MIT and Apache-2.0; AMD's own for some of ROCm's libraries",
    ),
    "{}, then choose that.": (
        "Save it as a file, then choose that.",
        "Save it as JPEG or PNG, then choose that.",
        "Save one as a file, then choose that.",
        "Find the file or choose another, then choose that.",
    ),
    " or ": ("where pip's own settings find it or {}",),
    "{}, build {}": ("{}, build {}.", "none."),
    # The lines of a download.
    " {} of {} GB": (
        "{} of {} GB",
        "{} of {} GB  {} MB/s",
        "{} of {} GB  {} MB/s  {} left",
    ),
}  # fmt: skip
# No sentences for a user of Blender: of the command line alone, of files, of the protocol.
_WHOLE = "{} was not enough for this object."  # composed, and a sentence of its own
NOT_SHOWN = re.compile(
    r"\{\}( \{\})*\.|A line was ignored.*|Run bundle on .*|.*can be bundled on its own.*|\^.*|"
    r"Pixal3D: .* drawn\.|\{\} is ready to be sent.*|Leave --build out\.|"
    r"PyTorch has no build \{\} for \{\}\.|"
    + "|".join(re.escape(text) for text in COMPOSED if text != _WHOLE)
)


def template(node: ast.AST) -> str:
    """Of a text in code, with "{}" for each value; empty for all else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
    return re.sub(r"(\{\})+", "{}", "".join(parts))


def sources(names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        place = PACKAGE / name
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        yield from (path for path in files if path.name not in _LEFT_OUT)


def texts(path: Path) -> list[str]:
    """Templates of all texts in a file but docstrings and what `say` has."""
    tree, skipped = ast.parse(path.read_text(encoding="utf-8")), set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) or (
            isinstance(node, ast.Call) and getattr(node.func, "id", "") in _MARKS
        ):
            skipped |= {
                id(part) for part in ast.walk(node) if isinstance(part, ast.Constant)
            } - _reported(node)
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
    return [template(node) for node in ast.walk(tree) if id(node) not in skipped]


def _reported(node: ast.AST) -> set[int]:
    """Texts in a call that is a statement of its own, as `listener.say(…)` is."""
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        return {id(part) for part in ast.walk(node)}
    return set()


def sentences_of(text: str) -> list[str]:
    """One by one. A value before a sentence is a sentence of its own."""
    return [re.sub(r"^\{\} (?=[A-Z(])", "", part) for part in BETWEEN.split(text)]


def finished() -> set[str]:
    """Templates of the sentences that come to Blender in English, or are kept so by it."""
    found = set[str]()
    for path in [*sources(ELSEWHERE), *sources(("blender",))]:
        if "translations" in path.parts:
            continue
        for text in texts(path):
            text = re.sub(r"(?<=[.!?]) \{\}$", "", text)
            if path.name in _OF_A_FILE and _WHAT.match(text):
                found.add(f"{{}} {text}.")
            elif re.search(r"\w.* .*[.!?]$", text) and "\n" not in text:
                found |= set(sentences_of(text))
    shown = {text for text in found if not NOT_SHOWN.fullmatch(text)}
    return shown | {text for more in COMPOSED.values() for text in more}


def parts() -> set[str]:
    """All that may be a part of such a sentence."""
    found = set[str]()
    for path in [*sources((*ELSEWHERE, "commands")), *sources(("blender",))]:
        for text in texts(path):
            found |= {text, *sentences_of(text), *BETWEEN.split(text)}
    return found
