"""The match that is on: at most one, in one viewport. Plain values here, never in the file.

Nothing but properties is touched, so that leaving is setting them back and a file that is saved or
opened meanwhile knows nothing of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import bpy
from bpy.types import Area, Image, PropertyGroup, Scene, SpaceView3D, Window

from .. import redraw, slices
from ..full_name import block_of
from ..photo import camera as photo_camera
from ..photo import own_camera, upright
from ..photo.exif import focal_length

if TYPE_CHECKING:
    from ..photo.bands import Bands
    from .drag import Drag

_OF_SETTINGS = (*own_camera.NAMES, "matched")
_OF_PHOTO = ("roll", "middle", "side", "turn")
_ELEVATION = math.radians(15.0)  # where nothing is known: most look down a little on their object
_LONGEST = 2048  # of the texture: more than a viewport shows of it
Values = dict[str, dict[str, Any]]  # of settings and photo, by name; None: not set


@dataclass
class Session:
    """scene, image: their names. area: of the viewport, an address, since areas come and go.
    zoom: over the photo as large as fits. pan: pixels that it was moved by. hot: the handle that
    the pointer is on. drag: what the mouse is doing. before: the properties as they were, None for
    those that were not set. last: as they were when last noted; past, future: the steps back and
    forward, as `steps` has them. touched: whether a slider was used, which is in the undo stack.
    reading: the photo; photo: once it was read. asked: KEEP or
    CANCEL once a button asked for it, for the modal operator to do. words: in the header.
    """

    scene: str
    image: str
    area: int
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)
    hot: str = ""
    drag: Drag | None = None
    photo: Bands | None = None
    reading: slices.Task | None = None
    handler: Any = None
    touched: bool = False
    asked: str = ""
    words: str = ""
    before: Values = field(default_factory=dict)
    last: Values | None = None
    past: list[Values] = field(default_factory=list)
    future: list[Values] = field(default_factory=list)


_current: Session | None = None


def current() -> Session | None:
    return _current


def begin(scene: Scene, area: Area | None) -> Session:
    """Start matching the scene's photo, from what is known of its camera.

    A large photo is read in slices: it and the place of its subject come a moment later. Raises
    PixalError as `photo.to_screen`; nothing is then changed.
    """
    global _current
    from ..photo.pixels import to_screen  # here: numpy is slow to import

    leave(False)
    group, image = scene.pixal3d, scene.pixal3d.image
    upright.find(image)
    session = Session(scene.name, image.name_full, area.as_pointer() if area else 0)
    session.before = values(group)
    session.reading = slices.run(
        _reading(to_screen(image, group.mask, _LONGEST)),
        lambda read: _take(session, *read),
        lambda _problem: None,  # the panel tells it, too
    )
    if group.guess_elevation and not group.is_property_set("elevation"):
        group.elevation = _ELEVATION
    group.guess_elevation, group.matched = False, image.name_full
    if not bpy.app.background:
        from . import overlay as match_overlay

        session.handler = SpaceView3D.draw_handler_add(
            match_overlay.draw, (), "WINDOW", "POST_PIXEL"
        )
    bpy.app.handlers.load_pre.append(_on_load)
    _current = session
    return session


def _reading(pixels: slices.Work) -> slices.Work:
    """Where the subject is in `pixels`, and these for the graphics card."""
    from ..photo.subject import find_subject

    shown = yield from pixels
    box = find_subject(shown)
    yield
    if bpy.app.background:
        return box, None
    from ..photo.bands import Bands
    from . import overlay as match_overlay

    yield from match_overlay.coloring(shown)
    return box, Bands(shown, "VIEW_3D")


def _take(
    session: Session, box: tuple[float, float, float, float] | None, photo: Bands | None
) -> None:
    """The photo was read: show it, and stand the cube where its subject is, unless it stands."""
    session.reading, session.photo = None, photo
    scene = scene_of(session)
    if scene is None:
        return
    group, image = scene.pixal3d, scene.pixal3d.image
    if box and not image.pixal3d.is_property_set("side"):
        left, top, right, bottom = box
        width, height = upright.size(image)
        side = max((right - left) * width, (bottom - top) * height)
        middle = (left + right) / 2.0 * width, (top + bottom) / 2.0 * height
        photo_camera.place(image, middle, side)
    if group.fov_source == "SQUARE":
        focal = focal_length(image)
        if focal:
            photo_camera.set_photo_lens(group, focal)
        else:
            photo_camera.set_photo_fov(group, photo_camera.photo_fov(group))
    session.last = None  # where it begins is no step
    redraw.areas("VIEW_3D")


def leave(keep: bool) -> None:
    """End the match; without `keep` everything is as it was. Nothing where none is on."""
    global _current
    session, _current = _current, None
    if session is None:
        return
    if session.reading is not None:
        session.reading.cancel()
    if session.handler is not None:
        SpaceView3D.draw_handler_remove(session.handler, "WINDOW")
    if _on_load in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_on_load)
    tell(session, None, None)
    if keep:
        if scene := scene_of(session):
            own_camera.keep(scene.pixal3d)
        return
    if scene := bpy.data.scenes.get(session.scene):
        _restore(scene.pixal3d, session.before["settings"])
    if image := _image(session):
        _restore(image.pixal3d, session.before["photo"])


def scene_of(session: Session) -> Scene | None:
    """Its scene, as long as that still has the photo."""
    scene = bpy.data.scenes.get(session.scene)
    image = scene.pixal3d.image if scene else None
    return scene if image and image.name_full == session.image and all(image.size) else None


def area_of(session: Session, window: Window | None) -> Area | None:
    """Its viewport, as long as that is in the window."""
    for area in window.screen.areas if window else ():
        if area.as_pointer() == session.area and area.type == "VIEW_3D":
            return area
    return None


def tell(session: Session, header: str | None, status: str | None) -> None:
    """Words in the header of its viewport and in the status bar; None gives them back."""
    for window in bpy.context.window_manager.windows:
        if area := area_of(session, window):
            area.header_text_set(header)
            window.workspace.status_text_set(status)


def _image(session: Session) -> Image | None:
    return block_of(bpy.data.images, session.image)


def values(group: PropertyGroup) -> Values:
    """All that a match may change, of the panel's settings and of its photo."""
    return {
        "settings": _values(group, _OF_SETTINGS),
        "photo": _values(group.image.pixal3d, _OF_PHOTO),
    }


def restore(group: PropertyGroup, values: Values) -> None:
    """Set the panel's settings and its photo to `values`."""
    _restore(group, values["settings"])
    _restore(group.image.pixal3d, values["photo"])


def _values(group: PropertyGroup, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: _plain(getattr(group, name)) if group.is_property_set(name) else None
        for name in names
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, bool, float)) else tuple(value)


def _restore(group: PropertyGroup, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if value is None:
            group.property_unset(name)
        else:
            setattr(group, name, value)


@bpy.app.handlers.persistent
def _on_load(*_args: object) -> None:
    leave(True)  # what it was of is about to go
