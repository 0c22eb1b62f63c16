"""Reports for others name neither people nor their folders."""

from pathlib import Path

import pytest

from pixal3d_addon.core import masked as module
from pixal3d_addon.core.masked import masked


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", classmethod(lambda cls: Path("/home/ann.lee")))
    monkeypatch.setattr(module.getpass, "getuser", lambda: "ann.lee")
    monkeypatch.setenv("PIXAL3D_TOKEN", "top-secret-1234")
    monkeypatch.setenv("SOME_TOKEN", "short")
    monkeypatch.setenv("HTTPS_PROXY", "http://ann:corner%2Dshop@proxy.example:3128")
    monkeypatch.setenv("PIP_INDEX_URL", "https://[no address")
    monkeypatch.setattr(module.platform, "node", lambda: "anns-laptop")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/ann.lee/x.blend", "~/x.blend"),
        ("/home/ann.lee/My Client/secret/a.png", "…/secret/a.png"),
        ("in /mnt/clients/acme/secret/a.png now", "in …/secret/a.png now"),
        (r"C:\Users\Ann Lee\Pictures\a b.png", "…/Pictures/a b.png"),
        (r"\\server\clients\acme\x.log", "…/acme/x.log"),
        ("https://ann:pw@host.example/simple/x", "https://host.example/simple/x"),
        ("at https://ann:p@ss@host.example/x and y", "at https://host.example/x and y"),
        ("via http://ann:pw@proxy.example:3128", "via http://proxy.example:3128"),
        ("the proxy said corner-shop!", "the proxy said (token)!"),
        ("https://host.example/?mail=me@x.example", "https://host.example/?mail=me@x.example"),
        ("token hf_abcdefgh12345678 end", "token (token) end"),
        ("Authorization: Bearer abc.def end", "Authorization: Bearer (token) end"),
        ("https://x.example/a?token=abc&b=1", "https://x.example/a?token=(token)&b=1"),
        ("the mirror said top-secret-1234!", "the mirror said (token)!"),
        ("pip --index-url https://u:p@x.example/simple", "pip --index-url https://x.example/simple"),
        ("ann.lee on ANNS-LAPTOP", "USER on COMPUTER"),
        ("Python 3.11 (/usr/bin/python3)", "Python 3.11 (…/bin/python3)"),
        ('File "/srv/jobs/ann/x.py", line 3', 'File "…/ann/x.py", line 3'),
    ],
)  # fmt: skip
def test_private_parts_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "12.3 MB/s",
        "and/or",
        "Draft: built in",
        "https://pytorch.org/get-started/locally/",
        "3/4",
        "short",
        "49152 tokens",
        '{"max_tokens": 49152}',
    ],
)
def test_what_is_not_private_stays(text: str) -> None:
    assert masked(text) == text
