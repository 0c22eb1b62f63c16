"""Whose certificates are believed: those that Python finds, else those that pip brings along.

Python for macOS from python.org finds none until a script of its own was run, and one damaged
certificate in Windows' store keeps Python from all of them, which Blender works round, too
(https://github.com/python/cpython/pull/91740).
"""

import io
import re
import ssl
import zipfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from . import pip_wheel

END = "-----END CERTIFICATE-----\n"
_EACH = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+" + END)
_PIPS = "_vendor/certifi/cacert.pem"  # in pip's package


@cache
def context() -> ssl.SSLContext:
    """For https: certificate and host name are checked, whatever was found."""
    try:
        found = ssl.create_default_context()
    except ssl.SSLError:
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not found.cert_store_stats()["x509_ca"] and not _has_folder():
        if certificates := _pips():
            found.load_verify_locations(cadata=certificates)
    return found


def _has_folder() -> bool:
    """Whether there is a folder of certificates, which OpenSSL looks into when it needs one."""
    folder = ssl.get_default_verify_paths().capath
    with suppress(OSError):
        return bool(folder) and any(Path(folder).iterdir())
    return False


def _pips() -> str:
    """Certificates one after the other; empty where there is neither pip nor its wheel."""
    text = ""
    with suppress(OSError, KeyError, zipfile.BadZipFile):
        if spec := find_spec("pip"):
            text = (Path(str(spec.origin)).parent / _PIPS).read_text(encoding="utf-8")
        elif wheel := pip_wheel.find_pip([pip_wheel.FOLDER]):
            content = wheel.read_bytes()
            if pip_wheel.is_pinned(content):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    text = archive.read(f"pip/{_PIPS}").decode()
    return "".join(_EACH.findall(text))
