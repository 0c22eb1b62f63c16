"""What setting up ends with where it cannot go on."""

from ..core.errors import PixalError


class Failed(PixalError):  # noqa: N818  as PixalError, it is what the user reads
    """What went wrong and what to do about it; as text both sentences, fit to be shown so."""

    def __init__(self, message: str, remedy: str, code: str = "setup_failed") -> None:
        super().__init__(code, message, remedy)

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


class Lacking(Failed):
    """This machine has not got what is needed: a Python, or a build for it."""
