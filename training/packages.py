"""Which files of a package are objects, and under which licence each may be used."""

from collections.abc import Iterator
from pathlib import Path

from . import sweethome
from .candidate import Candidate
from .sources import Source


def candidates(source: Source, folder: Path) -> Iterator[Candidate]:
    """The objects of `source`, unpacked in `folder`, whose licence allows training."""
    if source.package == "sweethome3d-furniture":
        yield from sweethome.candidates(folder)
