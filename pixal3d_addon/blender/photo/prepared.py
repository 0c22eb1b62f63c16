"""The square as an engine would see it, for the panel, before anything runs.

The panel asks for it whenever it is drawn; one timer hands the photo to a worker of its own, so
that a running job need not end first, and takes the picture that comes back. Nothing here waits.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy
import bpy.utils.previews
from bpy.app.handlers import persistent

from ...core.errors import PixalError, Problem
from .. import redraw, slices
from ..setup import numpy_finder, preferences
from . import preparer, upright
from .preparer import PREPARER

if TYPE_CHECKING:
    from bpy.types import Image, Scene

_SOON, _BUSY = 0.03, 0.03  # seconds: until a change is looked at; between looks for an answer
_REST = 60.0  # seconds without a change until the worker ends
_BUDGET = 0.002  # seconds a tick may spend reading
_LONGEST = 2048  # pixels of the copy that is prepared
_MASK = 1024  # of the mask's, which is read after every stroke


@dataclass
class State:
    """scene: name of the one to look at. seen: the key of what is shown, wanted: of what is to be,
    sent: of what is being prepared, with id and time. writing: a file of it. picture, fov,
    cut_off: of `core.messages.Prepared`, or the problem in their place. mask: the file that tells
    where the subject is. files: what has been written of photo and mask, by name. touched: how
    often the mask was painted on.
    """

    scene: str = ""
    seen: tuple[object, ...] = ()
    wanted: tuple[object, ...] = ()
    sent: tuple[object, ...] = ()
    writing: slices.Task | None = None
    id: str = ""
    since: float = 0.0
    icons: Any = None
    fov: float = 0.0
    cut_off: tuple[str, ...] = ()
    mask: Path | None = None
    problem: Problem | None = None
    files: dict[str, tuple[object, ...]] = field(default_factory=dict)
    folder: Path | None = None
    touched: int = 0
    number: int = 0


LOOK = State()


def want(scene: Scene) -> None:
    """The panel of `scene` shows its photo: have it prepared, if it is not. Cheap."""
    LOOK.scene = scene.name
    if _key(scene) != LOOK.seen:
        wake()


def wake() -> None:
    """Look soon whether there is something to prepare."""
    if LOOK.sent:  # the tick is on its way
        return
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    bpy.app.timers.register(tick, first_interval=_SOON, persistent=True)


def touch() -> None:
    """The mask may have been painted on."""
    LOOK.touched += 1
    wake()


def look_again() -> None:
    """Read the photo anew: its pixels may have changed, which Blender does not tell."""
    _forget_writing()
    LOOK.files.clear()
    LOOK.seen = ()
    wake()


def icon() -> int:
    """Of the picture; 0 while there is none."""
    return LOOK.icons["square"].icon_id if LOOK.icons else 0


def mask_file(scene: Scene) -> Path | None:
    """Where the subject was found in the scene's photo as it is now; None while unknown."""
    known = LOOK.seen and LOOK.seen == _key(scene) and LOOK.problem is None
    return LOOK.mask if known else None


def tick() -> float | None:
    """One step. Returns the seconds until the next, None where it is all done."""
    scene = bpy.data.scenes.get(LOOK.scene)
    if LOOK.sent:
        _listen()
        return _BUSY if LOOK.sent else _SOON
    if LOOK.writing:
        return _SOON
    key = _key(scene) if scene else ()
    if key == LOOK.seen:
        if time.monotonic() - LOOK.since < _REST:
            return _REST
        preparer.let_go()
        return None
    LOOK.since, LOOK.wanted = time.monotonic(), key
    if not key:
        _show(key, None)
        return _SOON
    try:
        _ask(scene, key)
    except PixalError as error:
        _show(key, error.problem)
        return _SOON
    return _BUSY


def _key(scene: Scene) -> tuple[object, ...]:
    """All that the picture depends on; () where there is no photo."""
    group = scene.pixal3d
    if group.image is None:
        return ()
    python = (group.engine, preferences.runtime_path(), numpy_finder.lacking())
    return (_photo_key(group.image), _mask_key(group.mask), python, *_settings(group).items())


def _photo_key(image: Image) -> tuple[object, ...]:
    lies = (upright.known(image), image.pixal3d.roll)
    return (image.name_full, image.filepath, *image.size, image.is_dirty, *lies)


def _mask_key(image: Image | None) -> tuple[object, ...]:
    if image is None:
        return ()
    return (image.name_full, image.filepath, *image.size, LOOK.touched)


def _settings(group: Any) -> dict[str, Any]:
    """Those of `core.settings` that tell the square."""
    from .camera import photo_fov

    photo = group.image.pixal3d
    whole = group.fov_source != "SQUARE"
    return {
        "fov": group.fov,
        "photo_fov": photo_fov(group) if whole else 0.0,
        "background": group.background,
        "crop_x": photo.crop[0],
        "crop_y": photo.crop[1],
        "crop_scale": photo.crop_scale,
    }


def _ask(scene: Scene, key: tuple[object, ...]) -> None:
    """One step towards handing the photo to the worker; the last sends it. Raises PixalError."""
    numpy_finder.need()
    from ...core.messages import Prepare  # here: slow to import
    from .pixels import writing_mask, writing_photo

    group, folder = scene.pixal3d, _folder()
    photo, mask = folder / "photo.npy", folder / "mask.npy"
    mask_key = (key[1], key[0])  # the photo's roll turns it
    python = preparer.python_for(group.engine)
    if LOOK.files.get("photo") != key[0]:
        _write("photo", key[0], writing_photo(group.image, photo, _LONGEST))
    elif group.mask and LOOK.files.get("mask") != mask_key:
        _write("mask", mask_key, writing_mask(group.mask, group.image, mask, _MASK))
    elif preparer.is_other(python):
        preparer.start(python)
    else:
        LOOK.number += 1
        LOOK.id = str(LOOK.number)
        given = str(mask) if group.mask else ""
        settings = {**_settings(group), "weights": preferences.weights()}
        PREPARER.worker.send(Prepare(LOOK.id, str(photo), str(folder), settings, given))
        LOOK.sent = key


def _write(name: str, key: tuple[object, ...], work: slices.Work) -> None:
    """Have that file written for `key`. Raises PixalError, unless it takes longer."""

    def done(_nothing: None) -> None:
        LOOK.files[name], LOOK.writing = key, None

    def failed(problem: Problem) -> None:
        LOOK.writing = None
        _show(LOOK.wanted, problem)

    LOOK.files.pop(name, None)
    LOOK.writing = slices.run(work, done, failed)


def _listen() -> None:
    from ...core.messages import Failure, Prepared, Ready

    for message in PREPARER.worker.poll(_BUDGET):
        if isinstance(message, Ready):
            PREPARER.greeted = True
        elif isinstance(message, Prepared) and message.id == LOOK.id:
            _answered(message)
            return
        elif isinstance(message, Failure) and message.id in {LOOK.id, ""}:
            _show(LOOK.sent, Problem(message.code, message.message, message.remedy))
            return
    if PREPARER.worker.alive:
        return
    failure = PREPARER.worker.failure(LOOK.id)
    if preparer.give_up():
        LOOK.sent = ()  # once more in Blender's own Python
    else:
        _show(LOOK.sent, Problem(failure.code, failure.message, failure.remedy))


def _answered(message: Any) -> None:
    from .prepared_picture import read  # here: numpy is slow to import

    try:
        picture = read(Path(message.picture))
    except (OSError, ValueError):
        _show(LOOK.sent, Problem("internal", "The photo was prepared but cannot be shown.", ""))
        return
    if LOOK.icons is None:
        LOOK.icons = bpy.utils.previews.new()
        LOOK.icons.new("square")
    square = LOOK.icons["square"]
    square.image_size = picture.shape[1], picture.shape[0]
    square.image_pixels.foreach_set(picture.reshape(-1, 4).view("int32").ravel())
    LOOK.fov, LOOK.cut_off = message.fov, tuple(message.cut_off.split())
    LOOK.mask = Path(message.mask)
    _show(LOOK.sent, None)


def _show(key: tuple[object, ...], problem: Problem | None) -> None:
    """What is known of `key` now; the panel tells it."""
    LOOK.seen, LOOK.sent, LOOK.problem = key, (), problem
    if problem or not key:
        _remove_icons()
    redraw.sidebars()


def _folder() -> Path:
    if LOOK.folder is None or not LOOK.folder.is_dir():
        LOOK.files.clear()
        LOOK.folder = Path(tempfile.mkdtemp(prefix="pixal3d-", dir=bpy.app.tempdir))
    return LOOK.folder


def _remove_icons() -> None:
    if LOOK.icons is not None:
        bpy.utils.previews.remove(LOOK.icons)
        LOOK.icons = None


def _forget_writing() -> None:
    if LOOK.writing:
        LOOK.writing.cancel()
    LOOK.writing = None


@persistent
def _on_load(*_args: object) -> None:
    """Another file: its images may have the same names."""
    LOOK.seen = LOOK.sent = ()
    LOOK.id, LOOK.problem = "", None
    _forget_writing()
    LOOK.files.clear()
    _remove_icons()


def attach() -> None:
    bpy.app.handlers.load_post.append(_on_load)


def detach() -> None:
    global LOOK
    bpy.app.handlers.load_post.remove(_on_load)
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    preparer.end()
    _forget_writing()
    _remove_icons()
    if LOOK.folder is not None:
        shutil.rmtree(LOOK.folder, ignore_errors=True)
    LOOK = State()
