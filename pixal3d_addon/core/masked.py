"""What a report may show to others: no names of users, computers and folders, no secrets."""

import getpass
import platform
import re
from contextlib import suppress
from pathlib import Path

from .errors import short_path

# A drive or a root, then at least two names; spaces belong to a name on Windows.
_WINDOWS = re.compile(r"""(?:\b[A-Za-z]:|\\\\[^\\/\s"']+)[\\/](?:[^\\/:*?"'<>|\r\n]+[\\/])+""")
_POSIX = re.compile(r"""(?<![\w.:/~…])/(?:[^/\s"':,;()]+/)+""")
# Below the home folder spaces belong to a name everywhere: too much is masked, never too little.
_HOME = re.compile(r"""~[\\/](?:[^\\/:*?"'<>|;()\r\n]+[\\/]+)+""")
_LOGIN = re.compile(r"(?<=://)[^/\s@]+@")
_TOKENS = re.compile(r"\b(?:hf|sk|ghp|gho|github_pat)_[A-Za-z0-9_]{8,}")


def masked(text: str) -> str:
    """`text` without logins in addresses, tokens, all but the last folder of paths, the user's and
    the computer's name."""
    text = _LOGIN.sub("", _TOKENS.sub("(token)", text))
    for home in _homes():
        text = text.replace(home, "~")
    text = _HOME.sub(lambda path: _folder(path[0]), text)
    text = _WINDOWS.sub(lambda path: _folder(path[0]), text)
    text = _POSIX.sub(lambda path: _folder(path[0]), text)
    for word, stead in ((_user(), "USER"), (platform.node(), "COMPUTER")):
        if len(word) > 2 and word.lower() not in _HARMLESS:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", stead, text, flags=re.IGNORECASE)
    return text


_HARMLESS = {"root", "user", "admin", "localhost", "python", "blender", "pixal3d"}


def _folder(path: str) -> str:
    last = short_path(path).rpartition("/")[2]
    return f"…/{last}/"


def _homes() -> list[str]:
    with suppress(RuntimeError):
        home = str(Path.home())
        if len(home) > 3:
            return [home, home.replace("\\", "\\\\"), home.replace("\\", "/")]
    return []


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""
