"""The protocol: every message survives the wire, and nothing else gets through."""

import dataclasses
import json
import random

import pytest

from pixal3d_addon.core import messages
from pixal3d_addon.core.messages import ProtocolError, decode, encode

EVERY = [
    messages.Hello(),
    messages.Job("7", "/tmp/фото 📷.png", "/tmp/out", {"fov": 0.5, "seed": 3}, "/m.npy", "Стул"),
    messages.Finish("7", "/tmp/out/x", "/tmp/out", {"lods": True, "faces": 5000}, "Стул"),
    messages.Prepare("7", "/tmp/p.npy", "/tmp/look", {"crop_x": 0.1}, "/tmp/m.npy"),
    messages.Cancel("7"),
    messages.Shutdown(),
    messages.Ready(1, "0.1.0", {"draft": ""}),
    messages.Progress("7", "shape", 3, 9, 0.25, 4.5, 812.0),
    messages.Preview("7", "mask", "/tmp/mask.png"),
    messages.Result("7", "/tmp/out/x"),
    messages.Prepared("7", "/tmp/look/square.png", "/tmp/look/mask.png", 0.5, "left"),
    messages.Failure("7", "no_object", "No object.", 'A "remedy"\nin two lines.'),
    messages.Log("warning", "\x00\u2028\ud800"),
]


def test_the_list_above_is_complete():
    assert {type(message) for message in EVERY} == set(messages._KINDS.values())


@pytest.mark.parametrize("message", EVERY, ids=lambda message: message.type)
def test_every_message_survives_the_wire_as_one_ascii_line(message):
    line = encode(message)
    assert decode(line) == message
    assert line.isascii() and line.count(b"\n") == 1 and line.endswith(b"\n")


def test_a_whole_number_is_accepted_where_a_float_is_meant():
    line = encode(messages.Progress("7", "shape", 3, 9, 0.25)).replace(b"0.25", b"0")
    assert decode(line).fraction == 0.0


@pytest.mark.parametrize("message", EVERY, ids=lambda message: message.type)
def test_a_missing_or_additional_field_or_one_of_another_type_is_refused(message):
    data = json.loads(encode(message))
    spoilt = [{**data, "more": 1}, {**data, "type": "other"}, {**data, "type": 3}]
    for entry in dataclasses.fields(message):
        spoilt.append({**data, entry.name: None})
        spoilt.append({**data, entry.name: True})
        if entry.default is entry.default_factory is dataclasses.MISSING:
            spoilt.append({name: value for name, value in data.items() if name != entry.name})
    for entry in spoilt:
        with pytest.raises(ProtocolError):
            decode(json.dumps(entry).encode())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"hello"',
        b"\xff\xfe",
        b'{"type":"cancel","id":"\xff"}',
        b'{"type":"shutdown"',
        b'{"type":["shutdown"]}',
        b"[" * 100_000,
        b'{"type":"progress","id":"","stage":"","step":0,"total":1,"fraction":NaN}',
        b'{"type":"progress","id":"","stage":"","step":0,"total":1,"fraction":1e999}',
        b'{"type":"progress","id":"","stage":"","step":0,"total":1,"fraction":1'
        + b"0" * 400
        + b"}",
        b'{"type":"progress","id":"","stage":"","step":' + b"9" * 5000 + b',"total":1}',
        b'{"type":"shutdown"}' + b" " * messages.MAX_LINE,
    ],
    ids=range(15),
)
def test_what_is_no_message_is_refused(line):
    with pytest.raises(ProtocolError):
        decode(line)


def test_damaged_lines_are_refused_or_still_a_message_but_never_anything_else():
    dice = random.Random(0)
    lines = [encode(message) for message in EVERY]
    for _ in range(5000):
        line = bytearray(dice.choice(lines))
        for _ in range(dice.randint(1, 4)):
            place = dice.randrange(len(line))
            action = dice.randrange(3)
            if action == 0:
                line[place] = dice.randrange(256)
            elif action == 1:
                del line[place:]
                line += b" "
            else:
                line[place:place] = dice.randbytes(3)
        try:
            message = decode(bytes(line))
        except ProtocolError:
            continue
        assert decode(encode(message)) == message


def test_a_refusal_repeats_nothing_of_the_line():
    with pytest.raises(ProtocolError) as refusal:
        decode(b'{"type":"secret-token"}')
    assert "secret" not in str(refusal.value)
