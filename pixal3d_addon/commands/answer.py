"""What a command tells: a sentence for people or a JSON object, and the exit status."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from typing import Any

from ..core.errors import EXIT_CODES, PixalError, from_any


@contextmanager
def told(subject: str, as_json: bool, kind: str = "photo") -> Iterator[dict[str, Any]]:
    """Print what becomes of `subject`, good or bad; failures end here.

    kind: what `subject` is, its key in JSON.
    Fill the dictionary with what there is to tell: `output` at least, `notes` perhaps. Its
    `status` is the exit status afterwards.
    """
    facts: dict[str, Any] = {}
    try:
        with redirect_stdout(sys.stderr):  # no library's print may mix with the answer
            yield facts
    except (Exception, SystemExit) as error:
        facts["status"] = tell_failure(error, subject, as_json, kind)
        return
    facts["status"] = 0
    if as_json:
        print(json.dumps({kind: subject, "ok": True, **facts}, allow_nan=False), flush=True)
    else:
        print(f"{subject} -> {facts['output']}", flush=True)
        for note in facts.get("notes", ()):
            print(f"  {note}", flush=True)


def tell_failure(error: BaseException, subject: str, as_json: bool, kind: str = "photo") -> int:
    """Print why there is no result. Returns the exit status."""
    problem = _explain(error, subject)
    status = EXIT_CODES[problem.code]
    if problem.code == "internal":
        sys.excepthook(type(error), error, error.__traceback__)
    if as_json:
        facts = {kind: subject, "ok": False, "status": status, **asdict(problem.problem)}
        print(json.dumps(facts), flush=True)
    else:
        about = f"{subject}: " if subject else ""
        print(f"{about}{problem.message}\n  {problem.remedy}", file=sys.stderr, flush=True)
    return status


def _explain(error: BaseException, subject: str) -> PixalError:
    if isinstance(error, ModuleNotFoundError) and error.name == "numpy":
        return PixalError(
            "engine_unavailable",
            "This Python has no numpy.",
            "Install numpy, or run this with the runtime's Python.",
        )
    return from_any(error, subject)
