"""Where a command writes: checked before the work, whole or not there after it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..core.errors import PixalError, from_os_error
from ..core.results import writing
from ..core.settings import FORMATS

_UNKNOWN = {".fbx", ".usd", ".usda", ".usdc", ".blend", ".3mf", ".dae", ".step"}


def kind_of(output: Path) -> str:
    """The format that the name of `output` asks for, or ""."""
    kind = output.suffix.lower()[1:]
    return kind if kind in FORMATS else ""


def check_output(output: Path, is_model: bool) -> None:
    """Raises PixalError where `output` is named like a model that it cannot be."""
    if is_model and output.is_dir():
        raise PixalError(
            "folder_unwritable",
            "The output is named like a model but is a folder.",
            "Choose another name for the model.",
        )
    if not is_model and output.suffix.lower() in _UNKNOWN:
        raise PixalError(
            "settings_invalid",
            f"Models are not written as {output.suffix}.",
            f"Give a name that ends in one of {', '.join(FORMATS)}, or a folder.",
        )


@contextmanager
def folder_for(folder: Path) -> Iterator[None]:
    """`folder` exists and can be written to inside; made for nothing, it is gone again.

    Raises PixalError `folder_unwritable`, `disk_full` or `path_too_long` before anything is done.
    """
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
    except OSError as error:
        raise from_os_error(error, folder) from error
    try:
        with writing(folder, folder.name):
            pass
        yield
    finally:
        for path in missing:
            with suppress(OSError):  # in use by now
                path.rmdir()
