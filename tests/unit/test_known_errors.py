"""Every error code that a user can meet is explained, and has a button or is knowingly without."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pixal3d_addon.core.errors import EXIT_CODES
from pixal3d_addon.core.known_errors import ACTIONS, KNOWN, actions, markdown

ROOT = Path(__file__).parents[2]
NO_BUTTON_CAN_HELP = {"protocol", "result_damaged", "result_unfinished"}
RAISED = re.compile(
    r'(?:PixalError|Problem|Failure|_problem|_nothing|_path)\(\s*(?:"",\s*|[\w.]+,\s*)?"([a-z_]+)"'
)


def test_every_code_is_explained_and_nothing_else() -> None:
    assert KNOWN.keys() == EXIT_CODES.keys()


@pytest.mark.parametrize("code", EXIT_CODES)
def test_a_code_has_a_cause_a_remedy_and_buttons_that_there_are(code: str) -> None:
    known = KNOWN[code]
    for sentence in (known.cause, known.remedy):
        assert sentence.endswith(".") and sentence[0].isupper() and "|" not in sentence
    assert set(known.actions) <= set(ACTIONS)
    assert bool(known.actions) != (code in NO_BUTTON_CAN_HELP)


def test_every_button_is_of_use_to_some_code() -> None:
    assert {action for known in KNOWN.values() for action in known.actions} == set(ACTIONS)


def test_codes_in_the_sources_are_all_known_and_all_known_ones_are_in_the_sources() -> None:
    tables = {ROOT / "pixal3d_addon" / "core" / f"{name}.py" for name in ("errors", "known_errors")}
    calls: set[str] = set()
    words: set[str] = set()
    for path in {*(ROOT / "pixal3d_addon").rglob("*.py"), ROOT / "vendor_install.py"} - tables:
        source = path.read_text(encoding="utf-8")
        calls |= {*RAISED.findall(source), *failed(source)}
        words |= {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    assert len(calls) > 25, "the patterns find them"
    assert calls - {"cancelled"} <= EXIT_CODES.keys()
    raised_there = {"disk_full", "path_too_long", "folder_unwritable", "out_of_memory", "internal"}
    assert EXIT_CODES.keys() - words - raised_there == set(), "explained, but never told"


def failed(source: str) -> Iterator[str]:
    """Codes of `Failed` and `Lacking`, which have theirs last."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Failed", "Lacking"):
            given = [*node.args[2:], *(word.value for word in node.keywords if word.arg == "code")]
            yield from (each.value for each in given if isinstance(each, ast.Constant))


def test_a_code_that_nobody_knows_has_no_button() -> None:
    assert actions("from_a_newer_version") == ()


def test_documentation_is_the_table_of_today() -> None:
    written = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert written == markdown(), "python -m pixal3d_addon errors > docs/errors.md"
    assert "docs/errors.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_says_of_a_code_what_the_table_says() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.+) \| (.+) \|$", (ROOT / "README.md").read_text("utf-8"), re.M
    )
    assert len(rows) > 8
    assert rows == [(code, KNOWN[code].cause, KNOWN[code].remedy) for code, _, _ in rows]
