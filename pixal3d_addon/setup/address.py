"""Which addresses may be asked for files: https alone, and none that holds a login."""

from urllib.parse import urlsplit

from ..core.errors import PixalError

TOKEN = "PIXAL3D_TOKEN"  # the environment's variable for a mirror's token
OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


def check_address(url: str, own: bool = True) -> None:
    """Raises PixalError `download_failed` for what may not be asked.

    own: plain http to this computer will do, which nobody else may send on to.
    """
    try:
        parts = urlsplit(url)
        if parts.port == 0 or (parts.scheme == "https" and not parts.hostname):
            raise ValueError
    except ValueError as error:
        raise PixalError(
            "download_failed",
            "The address of the mirror is none.",
            "Name one like https://mirror.example, or leave it empty.",
        ) from error
    if parts.username or parts.password:
        raise PixalError(
            "download_failed",
            f"The address of {parts.hostname} holds a login, which would be kept in files.",
            f"Leave it out, and put a token into the environment variable {TOKEN}.",
        )
    loopback = own and parts.scheme == "http" and parts.hostname in OWN_HOSTS
    if parts.scheme == "https" or loopback:
        return
    raise PixalError(
        "download_failed",
        f"{parts.hostname or 'The address'} is not reached by https, so nothing is taken from it.",
        "Name a mirror whose address begins with https.",
    )
