"""Lines out of pipes, however their bytes arrive."""

import os

import pytest

from pixal3d_addon.core.pipes import LineSplitter, never_wait, read_some, write_some


@pytest.mark.parametrize("step", [1, 2, 3, 7, 100])
def test_lines_come_out_the_same_however_the_bytes_are_cut(step):
    data = b"first\n\nsecond\r\n   \nthird is too long\nfourth\nrest"
    splitter = LineSplitter(limit=10)
    lines = [
        line for at in range(0, len(data), step) for line in splitter.feed(data[at : at + step])
    ]
    assert lines == [b"first", b"second\r", None, b"fourth"]


def test_an_endless_line_costs_no_memory_and_is_told_once():
    splitter = LineSplitter(limit=1000)
    told = [line for _ in range(100) for line in splitter.feed(b"x" * 1000)]
    assert told == [None]
    assert len(splitter._kept) <= 1000
    assert list(splitter.feed(b"\nnext\n")) == [b"next"]


def test_reading_and_writing_never_wait():
    reading, writing = os.pipe()
    try:
        never_wait(reading)
        never_wait(writing)
        assert read_some(reading) is None
        sent = 0
        while taken := write_some(writing, b"x" * 4096):
            sent += taken
        assert sent > 0
        got = 0
        while data := read_some(reading):
            got += len(data)
        assert got == sent
        os.close(writing)
        assert read_some(reading) == b""
    finally:
        os.close(reading)


def test_writing_to_a_pipe_that_nobody_reads_is_an_os_error():
    reading, writing = os.pipe()
    never_wait(writing)
    os.close(reading)
    with pytest.raises(OSError):
        write_some(writing, b"x")
    os.close(writing)
