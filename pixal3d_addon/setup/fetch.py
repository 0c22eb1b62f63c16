"""One file from the web onto the disk: resumed after any break, checked, whole or not there.

What has come stays beside the target as NAME.partial and is gone on with. Only https, and plain
http to this computer itself.
"""

import errno
import hashlib
import http.client
import re
import shutil
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from ..core.errors import PixalError, from_os_error, short_path
from .address import OWN_HOSTS, TOKEN, check_address
from .trust import context

Progress = Callable[[int, int], None]  # bytes that are here, and in all; may raise to stop
_CHUNK = 1 << 18
_LONGEST = 1 << 24  # bytes of a file that nobody told the size of beforehand: those are a few KB
_NUMBER = re.compile(r"[0-9]{1,18}")
_SPARE = 64 << 20  # bytes that stay free on the disk
_TRIES = 6  # in a row without a byte more
_TIMEOUT = 30  # seconds without a byte
_LONGEST_WAIT = 30.0
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AGENT = "pixal3d-for-blender"


@dataclass(frozen=True)
class Wanted:
    """size, sha256: 0 and empty where only the server knows them. token: for the host of `url`
    alone, and only over https; it is in no message and on no disk."""

    url: str
    size: int = 0
    sha256: str = ""
    token: str = field(default="", repr=False)


class _Broken(Exception):  # noqa: N818
    """The connection ended too early, or the server is busy: worth another try."""

    def __init__(self, wait: float = 0.0) -> None:
        self.wait = wait


def fetch(wanted: Wanted, target: Path, progress: Progress, limit: float = 0.0) -> str:
    """Download to `target`, whose folder exists. Returns its SHA-256.

    limit: bytes a second, 0 for all there is.

    Raises PixalError `download_failed`, `weights_damaged`, `disk_full`, `folder_unwritable`.
    """
    partial = target.with_name(f"{target.name}.partial")
    failures = 0
    try:
        while True:
            before = _size(partial)
            try:
                told_size, told_sum = _attempt(wanted, partial, progress, limit)
                break
            except _Broken as broken:
                failures = 0 if _size(partial) > before else failures + 1
                if failures >= _TRIES:
                    raise PixalError(
                        "download_failed",
                        f"{target.name} could not be downloaded: the connection breaks each time.",
                        "Check the network, then download again; what has come is kept.",
                    ) from broken
                time.sleep(max(broken.wait, min(2.0**failures / 4, _LONGEST_WAIT)))
        size, digest = wanted.size or told_size, wanted.sha256 or told_sum
        found = sha256_of(partial)
        if (size and _size(partial) != size) or (digest and found != digest):
            partial.unlink()
            raise PixalError(
                "weights_damaged",
                f"{target.name} is not what was published: its checksum is another.",
                "Download it again; if it stays so, the mirror serves changed files.",
            )
        partial.replace(target)
        return found
    except OSError as error:
        raise _disk(error, target) from error


def sha256_of(path: Path) -> str:
    """Of a file's content, a piece at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            digest.update(piece)
    return digest.hexdigest()


def _attempt(wanted: Wanted, partial: Path, progress: Progress, limit: float) -> tuple[int, str]:
    """Go on with `partial` until its end. Returns size and SHA-256 as the server tells them."""
    here = _size(partial)
    if wanted.size and here > wanted.size:
        partial.unlink()
        here = 0
    if wanted.size and here == wanted.size:
        if wanted.sha256:
            return wanted.size, wanted.sha256
        here -= 1  # one byte again, to be told the checksum
    with _open(wanted, here) as response:
        begin, total = _range(response, here)
        told = _told(response)
        size = wanted.size or told[0] or total
        if begin != here and begin != 0:
            raise _Broken
        if not wanted.size and size > _LONGEST:
            raise _endless(partial.stem)
        if size:
            progress(begin, size)
        needed = size - begin
        free = shutil.disk_usage(partial.parent).free
        if needed + _SPARE > free:
            raise PixalError(
                "disk_full",
                f"{partial.stem} needs {needed / 1e9:.1f} GB more; the disk has {free / 1e9:.1f} "
                "GB left.",
                "Free some space or choose another folder, then download again.",
            )
        with partial.open("r+b" if begin else "wb") as file:
            file.seek(begin)
            done = _copy(response, file, begin, size, progress, limit)
            file.truncate()
    if size and done < size:
        raise _Broken
    return size, told[1]


def _copy(
    response: Any, file: IO[bytes], done: int, size: int, progress: Progress, limit: float
) -> int:
    """Bytes of the file that are here afterwards. Raises _Broken, with what came written."""
    started, first = time.monotonic(), done
    while True:
        try:
            piece = response.read(min(_CHUNK, max(int(limit / 4), 1024)) if limit else _CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise _Broken from error
        if not piece:
            return done
        file.write(piece)
        done += len(piece)
        progress(done, max(size, done))
        if size and done > size:
            return done  # the check tells
        if not size and done > _LONGEST:
            file.truncate(0)
            raise _endless(Path(str(file.name)).stem)
        if limit:
            ahead = (done - first) / limit - (time.monotonic() - started)
            if ahead > 0:
                time.sleep(ahead)


def _endless(name: str) -> PixalError:
    return PixalError(
        "download_failed",
        f"The server sends {_LONGEST >> 20} MB and more for {name}, which is a small file.",
        "Try again later, or name another mirror.",
    )


def _open(wanted: Wanted, begin: int) -> Any:
    url = wanted.url
    check_address(url)
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
    if wanted.token:  # unredirected: no other host gets it
        request.add_unredirected_header("Authorization", f"Bearer {wanted.token}")
    if begin:
        request.add_header("Range", f"bytes={begin}-")
    https = urllib.request.HTTPSHandler(context=context())
    opener = urllib.request.build_opener(_Redirect, https)
    try:
        return opener.open(request, timeout=_TIMEOUT)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416:  # more is here than there is: begin anew
            return _open(wanted, 0)
        if error.code in (408, 425, 429) or error.code >= 500:
            wait = error.headers.get("Retry-After") or ""
            raise _Broken(min(float(_number(wait)), 60.0)) from error
        if error.code in (401, 403):
            raise PixalError(
                "download_failed",
                f"{urlsplit(url).hostname} wants to know who asks (HTTP {error.code}).",
                f"Put the token of that mirror into the environment variable {TOKEN}, then start "
                "this again; or name another mirror.",
            ) from error
        raise PixalError(
            "download_failed",
            f"{urlsplit(url).hostname} refuses {short_path(urlsplit(url).path)} (HTTP "
            f"{error.code}).",
            "Try again later, name a mirror, or get the files in another way.",
        ) from error
    except (OSError, http.client.HTTPException) as error:  # URLError too
        if isinstance(getattr(error, "reason", error), ssl.SSLCertVerificationError):
            raise PixalError(
                "download_failed",
                f"The certificate of {urlsplit(url).hostname} is not one that this Python trusts.",
                "Check the computer's clock, or name the proxy's certificate in SSL_CERT_FILE.",
            ) from error
        raise _Broken from error


class _Redirect(urllib.request.HTTPRedirectHandler):
    """Follows to https alone, and keeps what the hub tells of the file before it sends on."""

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        check_address(newurl, own=urlsplit(req.full_url).hostname in OWN_HOSTS)
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None:
            told = getattr(req, "told", None) or {}
            new.told = {**told, **{k.lower(): v for k, v in headers.items()}}  # type: ignore[attr-defined]
        return new

    def http_response(self, request: Any, response: Any) -> Any:
        response.told = getattr(request, "told", {})
        return response

    https_response = http_response


def _told(response: Any) -> tuple[int, str]:
    """Size and SHA-256 as Hugging Face tells them on the way to a large file; 0 and "" without."""
    told = {**response.told, **{k.lower(): v for k, v in response.headers.items()}}
    size = told.get("x-linked-size", "")
    digest = told.get("x-linked-etag", "").strip('"')
    return _number(size), digest if _SHA256.fullmatch(digest) else ""


def _range(response: Any, asked: int) -> tuple[int, int]:
    """Where the answer begins, and the size of the whole; 0 where it is not told."""
    if response.status == 206:
        found = re.fullmatch(
            r"bytes ([0-9]{1,18})-[0-9]+/([0-9]{1,18})", response.headers.get("Content-Range", "")
        )
        if not found:
            raise _Broken
        return int(found[1]), int(found[2])
    length = response.headers.get("Content-Length", "")
    return 0, _number(length)


def _number(text: str) -> int:
    """0 for what is none: a header may hold anything."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _disk(error: OSError, target: Path) -> PixalError:
    problem = from_os_error(error, target)
    remedy = "Free some space or choose another folder, then download again; what came is kept."
    if error.errno not in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        remedy = "Choose a folder that you may write to."
    return PixalError(problem.code, problem.message, remedy)
