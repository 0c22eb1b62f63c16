"""What a report may show to others: no names of users, computers and folders, no secrets."""

import getpass
import os
import platform
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from .errors import short_path

# A drive or a root, then at least two names; spaces belong to a name on Windows.
_WINDOWS = re.compile(r"""(?:\b[A-Za-z]:|\\\\[^\\/\s"']+)[\\/](?:[^\\/:*?"'<>|\r\n]+[\\/])+""")
_POSIX = re.compile(r"""(?<![\w.:/~…])/(?:[^/\s"':,;()]+/)+""")
# Below the home folder spaces belong to a name everywhere: too much is masked, never too little.
_HOME = re.compile(r"""~[\\/](?:[^\\/:*?"'<>|;()\r\n]+[\\/]+)+""")
_LOGIN = re.compile(r"(?<=://)[^/\s?#]*@")  # to the last @: passwords have some, too
_PASSWORD = re.compile(r"://[^/\s:@]*:([^/\s]+)@")
_TOKENS = re.compile(
    r"\b(?:hf|sk|ghp|gho|github_pat)_[A-Za-z0-9_]{8,}"
    r"|(?<=\bbearer )[^\s\"']+|(?<=\bbasic )[A-Za-z0-9+/=]{8,}"
    r"|(?:(?<=token=)|(?<=key=)|(?<=secret=)|(?<=password=)|(?<=signature=))[^\s&\"'<>]+",
    re.IGNORECASE,
)
_SECRET = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL", re.IGNORECASE)
_SHORTEST = 8  # characters of a variable's text that may be a secret


def masked(text: str) -> str:
    """`text` without logins in addresses, tokens, all but the last folder of paths, the user's and
    the computer's name."""
    for secret in _secrets():
        text = text.replace(secret, "(token)")
    text = without_logins(_TOKENS.sub("(token)", text))
    for home in _homes():
        text = text.replace(home, "~")
    text = _HOME.sub(lambda path: _folder(path[0]), text)
    text = _WINDOWS.sub(lambda path: _folder(path[0]), text)
    text = _POSIX.sub(lambda path: _folder(path[0]), text)
    for word, stead in ((_user(), "USER"), (platform.node(), "COMPUTER")):
        if len(word) > 2 and word.lower() not in _HARMLESS:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", stead, text, flags=re.IGNORECASE)
    return text


def without_logins(text: str) -> str:
    """`text` with no user and password in its addresses."""
    return _LOGIN.sub("", text)


def _secrets() -> list[str]:
    """What the environment's variables hold that are named like secrets, and the passwords of
    proxies and indexes in others, long ones first."""
    found = {text for name, text in os.environ.items() if _SECRET.search(name)}
    written = {password for text in os.environ.values() for password in _PASSWORD.findall(text)}
    found |= written | {unquote(password) for password in written}
    return sorted((text for text in found if len(text) >= _SHORTEST), key=len, reverse=True)


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
