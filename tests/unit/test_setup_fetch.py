"""A download under all that goes wrong, from a server on this computer."""

import errno
import hashlib
import io
import random
import shutil
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.setup import fetch as module
from pixal3d_addon.setup.fetch import Wanted, fetch
from tests.unit.file_server import FileServer, serving

DATA = random.Random(1).randbytes(3_000_000)
SUM = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(FileServer({"/a.bin": DATA})) as running:
        yield running


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr(module.time, "sleep", waited.append)
    return waited


def wanted(server: FileServer, size: int = len(DATA), sha256: str = SUM) -> Wanted:
    return Wanted(f"{server.address}/a.bin", size, sha256)


def nothing(here: int, total: int) -> None:
    """No progress is shown."""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_comes_whole_and_progress_never_falls(server: FileServer, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    target = tmp_path / "a.bin"
    assert fetch(wanted(server), target, lambda *at: told.append(at)) == SUM
    assert target.read_bytes() == DATA and names(tmp_path) == {"a.bin"}
    assert told == sorted(told) and told[-1] == (len(DATA), len(DATA))


def test_connections_broken_at_every_tenth_are_gone_on_with(
    server: FileServer, tmp_path: Path, no_wait: list[float]
) -> None:
    server.breaks = [len(DATA) * tenth // 10 for tenth in range(10)]
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM
    begins = [int(asked[6:-1]) for _, asked in server.asked if asked]
    assert begins == [len(DATA) * tenth // 10 for tenth in range(1, 10)]
    assert (tmp_path / "a.bin").read_bytes() == DATA


@pytest.mark.parametrize("tenth", range(11))
def test_a_download_stopped_at_any_tenth_is_gone_on_with_by_the_next_call(
    tenth: int, server: FileServer, tmp_path: Path
) -> None:
    stop = len(DATA) * tenth // 10

    def until(here: int, total: int) -> None:
        if here >= stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(wanted(server), tmp_path / "a.bin", until)
    assert "a.bin" not in names(tmp_path)
    here = (tmp_path / "a.bin.partial").stat().st_size if tenth else 0
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM
    assert names(tmp_path) == {"a.bin"}
    if 0 < here < len(DATA):
        assert server.asked[-1][1] == f"bytes={here}-"


def test_a_server_without_ranges_is_asked_from_the_begin(
    server: FileServer, tmp_path: Path, no_wait: list[float]
) -> None:
    server.ranges = False
    server.breaks = [1_000_000]
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM


def test_a_busy_server_is_waited_for_a_dead_one_is_given_up_and_what_came_is_kept(
    server: FileServer, tmp_path: Path, no_wait: list[float]
) -> None:
    server.busy = 3
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM
    assert no_wait == sorted(no_wait) and len(no_wait) == 3
    server.breaks = [500_000] * 50
    with pytest.raises(PixalError, match="breaks each time") as raised:
        fetch(wanted(server), tmp_path / "b.bin", nothing)
    assert raised.value.code == "download_failed"
    assert (tmp_path / "b.bin.partial").stat().st_size == 500_000


def test_another_checksum_is_refused_and_not_kept(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(PixalError, match="not what was published") as raised:
        fetch(wanted(server, sha256="0" * 64), tmp_path / "a.bin", nothing)
    assert raised.value.code == "weights_damaged" and names(tmp_path) == set()


def test_a_damaged_begin_is_found_and_the_next_call_gets_it_whole(
    server: FileServer, tmp_path: Path
) -> None:
    (tmp_path / "a.bin.partial").write_bytes(b"\0" * 1000)
    with pytest.raises(PixalError):
        fetch(wanted(server), tmp_path / "a.bin", nothing)
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM


@pytest.mark.parametrize("known", [len(DATA), 0])
def test_another_size_is_refused(known: int, server: FileServer, tmp_path: Path) -> None:
    server.files["/a.bin"] = DATA + b"more"
    with pytest.raises(PixalError):
        fetch(wanted(server, known), tmp_path / "a.bin", nothing)
    assert "a.bin" not in names(tmp_path)


def test_what_is_too_long_already_is_begun_anew(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "a.bin.partial").write_bytes(DATA + b"more")
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM
    (tmp_path / "b.bin.partial").write_bytes(DATA + b"more")
    assert fetch(wanted(server, 0), tmp_path / "b.bin", nothing) == SUM


def test_where_no_checksum_is_known_the_hubs_own_is_taken(
    server: FileServer, tmp_path: Path
) -> None:
    server.redirects = True
    assert fetch(wanted(server, 0, ""), tmp_path / "a.bin", nothing) == SUM
    server.told["/a.bin"] = "1" * 64
    with pytest.raises(PixalError, match="not what was published"):
        fetch(wanted(server, len(DATA), ""), tmp_path / "b.bin", nothing)
    (tmp_path / "c.bin.partial").write_bytes(DATA)  # killed before it was checked
    with pytest.raises(PixalError, match="not what was published"):
        fetch(wanted(server, len(DATA), ""), tmp_path / "c.bin", nothing)


def test_a_full_disk_is_told_before_the_download_and_while_writing(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: usage._replace(free=1 << 20))
    with pytest.raises(PixalError, match="GB left") as raised:
        fetch(wanted(server), tmp_path / "a.bin", nothing)
    assert raised.value.code == "disk_full"
    monkeypatch.undo()

    class Full(io.FileIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            if self.tell() >= 1_000_000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    def opened(path: Path, mode: str = "r", *_: object) -> io.FileIO:
        return Full(path, mode.replace("b", ""))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        with pytest.raises(PixalError, match="full") as raised:
            fetch(wanted(server), tmp_path / "a.bin", nothing)
    assert raised.value.code == "disk_full" and "what came is kept" in raised.value.remedy
    assert (tmp_path / "a.bin.partial").stat().st_size >= 1_000_000
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM


def test_a_limit_is_kept(server: FileServer, tmp_path: Path) -> None:
    server.files["/a.bin"] = DATA[:300_000]
    started = time.monotonic()
    fetch(Wanted(f"{server.address}/a.bin"), tmp_path / "a.bin", nothing, limit=600_000)
    assert 0.45 <= time.monotonic() - started < 5


def test_a_refusal_is_told_with_its_number(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(PixalError, match="HTTP 404"):
        fetch(Wanted(f"{server.address}/no.bin"), tmp_path / "no.bin", nothing)
    assert names(tmp_path) == set()


@pytest.mark.parametrize("address", ["http://example.invalid", "file:///etc", "ftp://127.0.0.1"])
def test_only_https_is_taken_whatever_a_server_sends_on_to(
    address: str, server: FileServer, tmp_path: Path
) -> None:
    with pytest.raises(PixalError, match="https"):
        fetch(Wanted(f"{address}/a.bin"), tmp_path / "a.bin", nothing)
    server.redirects, server.away = True, address
    with pytest.raises(PixalError, match=r"https|HTTP 302"):
        fetch(wanted(server), tmp_path / "a.bin", nothing)
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Linked-Size": "9" * 5000},  # which int() refuses
        {"X-Linked-Size": "\u00b2"},  # a digit that no number begins with
        {"X-Linked-Size": "-1", "X-Linked-Etag": "../../etc/passwd"},
        {"X-Linked-Etag": "'; rm -rf ~; '"},
    ],
)
def test_a_header_may_hold_anything(
    headers: dict[str, str], server: FileServer, tmp_path: Path
) -> None:
    server.headers = headers
    assert fetch(wanted(server, 0, ""), tmp_path / "a.bin", nothing) == SUM
    assert names(tmp_path) == {"a.bin"}


@pytest.mark.parametrize("wait", ["\u00b2", "9" * 5000, "soon", "-3"])
def test_a_busy_server_cannot_make_us_wait_for_ever(
    wait: str, server: FileServer, tmp_path: Path, no_wait: list[float]
) -> None:
    server.busy, server.retry = 2, wait
    assert fetch(wanted(server), tmp_path / "a.bin", nothing) == SUM
    assert max(no_wait) <= 60


def test_a_file_without_an_end_does_not_fill_the_disk(server: FileServer, tmp_path: Path) -> None:
    server.endless = True
    with pytest.raises(PixalError, match="16 MB and more") as raised:
        fetch(wanted(server, 0, ""), tmp_path / "a.bin", nothing)
    assert raised.value.code == "download_failed"
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0
    with pytest.raises(PixalError, match="not what was published"):
        fetch(wanted(server), tmp_path / "b.bin", nothing)
    assert "b.bin.partial" not in names(tmp_path)


def test_a_small_file_that_is_said_to_be_large_is_refused(
    server: FileServer, tmp_path: Path
) -> None:
    server.headers = {"X-Linked-Size": str(1 << 40)}
    with pytest.raises(PixalError, match="which is a small file"):
        fetch(wanted(server, 0, ""), tmp_path / "a.bin", nothing)


def test_nobody_else_may_send_on_to_this_computer() -> None:
    request = urllib.request.Request("https://mirror.example/a.bin")
    for address in ("http://127.0.0.1:8080/x", "http://mirror.example/x", "file:///etc/passwd"):
        with pytest.raises(PixalError, match="https"):
            module._Redirect().redirect_request(request, None, 302, "", {}, address)
    new = module._Redirect().redirect_request(request, None, 302, "", {}, "https://cdn.example/x")
    assert new is not None and new.full_url == "https://cdn.example/x"


@pytest.mark.parametrize(
    "address",
    ["https://ann:secret-word@mirror.example/a.bin", "https://ann@mirror.example/a.bin"],
)
def test_a_login_in_an_address_is_refused_and_not_repeated(address: str, tmp_path: Path) -> None:
    with pytest.raises(PixalError, match="login") as raised:
        fetch(Wanted(address), tmp_path / "a.bin", nothing)
    told = f"{raised.value.message} {raised.value.remedy}"
    assert "PIXAL3D_TOKEN" in told and "secret-word" not in told and "ann" not in told


@pytest.mark.parametrize("address", ["https://[", "https://mirror.example:port/a", "https:///a"])
def test_an_address_that_is_none_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(PixalError) as raised:
        fetch(Wanted(address), tmp_path / "a.bin", nothing)
    assert raised.value.code == "download_failed"


def test_a_token_opens_the_mirror_and_goes_to_no_other_host(
    server: FileServer, tmp_path: Path
) -> None:
    server.closed = True
    with pytest.raises(PixalError, match="HTTP 401") as raised:
        fetch(wanted(server), tmp_path / "a.bin", nothing)
    assert "PIXAL3D_TOKEN" in raised.value.remedy
    token = "tok-1234567890"
    asked = replace(wanted(server), token=token)
    assert token not in repr(asked)
    assert fetch(asked, tmp_path / "a.bin", nothing) == SUM
    assert server.shown == ["", f"Bearer {token}"]
    with serving(FileServer({"/a.bin": DATA})) as other:
        server.redirects, server.away = True, other.address
        assert fetch(asked, tmp_path / "b.bin", nothing) == SUM
        assert other.shown == [""]
