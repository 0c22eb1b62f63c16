"""Where packages come from: pip's own settings, an index of one's own, or a folder of wheels."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .pythons import child_environment


@dataclass(frozen=True)
class Source:
    """index: takes the place of the package index, empty for the one that pip's settings name.

    wheels: a folder that has all there is to install; then nothing else is asked.
    """

    index: str = ""
    wheels: Path | None = None

    def options(self) -> list[str]:
        """Of pip's command line."""
        if self.wheels is not None:
            return ["--no-index", "--find-links", str(self.wheels)]
        return ["--index-url", self.index] if self.index else []

    def environment(self) -> dict[str, str]:
        """Of pip's process: settings that would install into other places are left out, and with a
        folder of wheels those that name other sources.

        What names a proxy, a certificate or a cache stays.
        """
        found = {name: text for name, text in child_environment().items() if name not in _TARGETS}
        found |= _HERE
        if self.wheels is not None:
            found = {name: text for name, text in found.items() if name not in _PLACES}
            found["PIP_CONFIG_FILE"] = os.devnull
        return found


_TARGETS = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
_HERE = {"PIP_USER": "0", "PIP_DRY_RUN": "0"}  # whatever a file of settings says
_PLACES = {"PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT"}


@dataclass(frozen=True)
class Listener:
    """Who is told. step: a file, its bytes that are here, and in all."""

    say: Callable[[str], None] = lambda text: None
    step: Callable[[str, int, int], None] = lambda file, here, size: None
