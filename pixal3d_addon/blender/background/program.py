"""What another Blender does for this one: `blender --background --python …/background/program.py`.

Asked by lines of JSON on stdin (see `other`), each answered by a file; it ends with them.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import bpy

_HOME = Path(__file__).absolute().parents[1]


def _read(asked: dict) -> dict:
    """Save the picture as it is asked for; its size. Raises PixalError, RuntimeError."""
    from pixal3d_addon.blender.photo import pixels

    image = bpy.data.images.load(asked["file"], check_existing=False)
    try:
        image.colorspace_settings.name = asked["colors"]
        image.alpha_mode = asked["alpha"]
        write = pixels.writing_grey if asked["mask"] else pixels.writing_pixels
        into, turned = Path(asked["into"]), (asked["roll"], asked["lies"])
        pixels.exhaust(write(image, into, asked["longest"], *turned))
        return {"size": tuple(image.size)}
    finally:
        bpy.data.images.remove(image)


def _compare(asked: dict) -> dict:
    """Render an object and compare it with its photo, as `match.render` tells."""
    from pixal3d_addon.blender.match import render

    with _objects(asked["blend"], asked["object"], asked["camera"]) as objects:
        sheet, overlap, decibels = render.compare(*objects, Path(asked["mask"]), asked["at"])
    Path(asked["into"]).write_bytes(sheet)
    return {"overlap": overlap, "decibels": decibels}


def _preview(asked: dict) -> dict:
    """Draw an object as Blender does for an asset, and save that as a PNG."""
    with _objects(asked["blend"], asked["object"]) as (obj,):
        obj.asset_mark()
        obj.asset_generate_preview()
        drawn = obj.preview
        image = bpy.data.images.new("Preview", *drawn.image_size, alpha=True)
        image.pixels = drawn.image_pixels_float[:]
        image.filepath_raw, image.file_format = asked["into"], "PNG"
        image.save()
    return {}


@contextmanager
def _objects(blend: str, *names: str) -> Iterator[list[bpy.types.Object]]:
    """Of a file; nothing of it is left afterwards."""
    try:
        with bpy.data.libraries.load(blend) as (_, into):
            into.objects = list(names)
        yield into.objects
    finally:
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


_DOES = {"read": _read, "compare": _compare, "preview": _preview}


def _serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            told = _DOES[asked["what"]](asked)
        except Exception as error:  # the asker then tries by itself, and tells what is wrong
            told = {"error": str(error)}
        answer = Path(asked["answer"])
        partial = answer.with_suffix(".partial")
        with suppress(OSError):  # nobody waits for it any more, and the folder is gone
            partial.write_text(json.dumps(told), encoding="utf-8")
            partial.replace(answer)


if __name__ == "__main__":
    sys.path.insert(0, str(_HOME.parents[1]))
    package = ModuleType("pixal3d_addon.blender")  # without its own: this is no add-on
    package.__path__ = [str(_HOME)]
    sys.modules[package.__name__] = package
    _serve()
