"""`errors`: the table of all error codes, as docs/errors.md has it."""

import argparse

from ..core.known_errors import markdown


def errors(_arguments: argparse.Namespace) -> int:
    """Print it. Returns 0."""
    print(markdown(), end="")
    return 0
