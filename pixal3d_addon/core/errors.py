"""Failures a user can meet: a stable code, what happened, what to do about it."""

import errno
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One reason why something cannot be done, and its remedy. Both are sentences for the user."""

    code: str
    message: str
    remedy: str


class PixalError(Exception):
    """A failure with a sentence and a remedy fit to be shown as they are.

    `code` is one of `EXIT_CODES`; paths in `message` go through `short_path` first.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, remedy)

    @classmethod
    def of(cls, problem: Problem) -> "PixalError":
        return cls(problem.code, problem.message, problem.remedy)

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def message(self) -> str:
        return self.problem.message

    @property
    def remedy(self) -> str:
        return self.problem.remedy


class Cancelled(Exception):  # noqa: N818  a request carried out, not an error
    """Raised inside a running job at its next report after the user asked it to stop."""


EXIT_CODES = {
    "settings_invalid": 2,
    "photo_missing": 3,
    "photo_unreadable": 3,
    "photo_too_small": 3,
    "photo_too_large": 3,
    "mask_invalid": 3,
    "views_invalid": 3,
    "no_object": 4,
    "background_unclear": 4,
    "model_missing": 5,
    "download_failed": 5,
    "weights_missing": 5,
    "weights_damaged": 5,
    "weights_mismatch": 5,
    "python_missing": 5,
    "setup_failed": 5,
    "engine_unavailable": 5,
    "folder_unwritable": 6,
    "disk_full": 6,
    "path_too_long": 6,
    "out_of_memory": 7,
    "texture_too_small": 7,
    "worker_died": 8,
    "worker_start": 8,
    "protocol": 8,
    "result_damaged": 9,
    "result_unfinished": 9,
    "structure_empty": 9,
    "surface_empty": 9,
    "structure_full": 9,
    "numbers_broken": 9,
    "internal": 70,
}
CANCELLED_EXIT_CODE = 130  # what a shell expects after Ctrl-C


def short_path(path: object) -> str:
    """The last two parts of a path: recognisable, without the user's home in a message."""
    parts = [part for part in str(path).replace("\\", "/").split("/") if part]
    return "/".join(parts[-2:]) if len(parts) <= 2 else "…/" + "/".join(parts[-2:])


def from_os_error(error: OSError, path: object) -> PixalError:
    """What the user should read when writing `path` failed with `error`."""
    where = short_path(path)
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None)):
        return PixalError(
            "disk_full",
            f"The disk is full: {where} could not be written.",
            "Free some space or choose another results folder, then generate again.",
        )
    if error.errno == errno.ENAMETOOLONG:
        return PixalError(
            "path_too_long",
            f"The path of {where} is too long for this system.",
            "Choose a shorter name or a results folder nearer to the root of the disk.",
        )
    return PixalError(
        "folder_unwritable",
        f"{where} could not be written.",
        "Choose a results folder that you may write to.",
    )


def from_any(error: BaseException, path: object, log: object = "") -> PixalError:
    """What the user should read when a job that writes to `path` ended with `error`.

    log: where the traceback of an unexpected one is, which belongs there and never in a message.
    """
    if isinstance(error, PixalError):
        return error
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return PixalError(
            "out_of_memory",
            "The memory of this computer was not enough.",
            "Close other programs, or choose a smaller texture or fewer faces.",
        )
    if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
        return from_os_error(error, path)
    return PixalError(
        "internal",
        "Something went wrong that should not have.",
        f"Try again; the log tells what happened: {short_path(log)}."
        if log
        else "Try again; if it stays, report it with the lines above.",
    )


_DISK_ERRORS = {
    errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENAMETOOLONG,
    errno.EIO, errno.ENOTDIR, getattr(errno, "EDQUOT", errno.ENOSPC),
}  # fmt: skip
