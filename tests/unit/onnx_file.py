"""An ONNX file of one operation, written by hand: onnx.proto3 in a few lines."""

from pathlib import Path


def write_brightness(path: Path) -> None:
    """A network that calls a pixel the more of a subject the brighter it is: [1, 3, S, S] →
    [1, 1, S, S], the mean over the channels."""
    axes = _text(1, "axes") + _bytes(8, _varint(1)) + _number(20, 7)  # INTS
    node = _text(1, "picture") + _text(2, "mask") + _text(4, "ReduceMean") + _bytes(5, axes)
    graph = _bytes(1, node) + _text(2, "brightness")
    graph += _bytes(11, _tensor("picture", 3)) + _bytes(12, _tensor("mask", 1))
    opset = _number(2, 13)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_number(1, 8) + _bytes(7, graph) + _bytes(8, opset))


def _tensor(name: str, channels: int) -> bytes:
    """Of float32 [1, channels, height, width]."""
    sides = [_number(1, 1), _number(1, channels), _text(2, "height"), _text(2, "width")]
    shape = b"".join(_bytes(1, side) for side in sides)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, 1) + _bytes(2, shape)))


def _varint(value: int) -> bytes:
    head = b""
    while value > 127:
        head += bytes([value & 127 | 128])
        value >>= 7
    return head + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
