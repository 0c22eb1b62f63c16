"""The photo over its mask while that is painted: bright where it is kept, dark where it is not."""

from __future__ import annotations

import time
from dataclasses import dataclass

import bpy
import gpu
from gpu_extras.batch import batch_for_shader

from ..core.errors import PixalError
from . import prepared

_LONGEST = 2048  # pixels of the texture
_LIGHT = 0.3  # of what is cut away
_QUIET = 0.4  # seconds without a redraw, until what was painted is looked at


@dataclass
class _Shown:
    """The photo's texture, and when the mask was last drawn."""

    key: tuple[object, ...] = ()
    texture: gpu.types.GPUTexture | None = None
    at: float = 0.0


_SHOWN = _Shown()


def draw() -> None:
    """Blender's draw handler, in every image editor; only where our mask is painted it draws."""
    context = bpy.context
    space, group = context.space_data, context.scene.pixal3d
    if space is None or group.image is None or group.mask is None:
        return
    if space.image != group.mask or space.mode != "PAINT":
        return
    _painted()
    texture = _texture(group.image)
    if texture is None:
        return
    to_region = context.region.view2d.view_to_region
    low, high = to_region(0.0, 0.0, clip=False), to_region(1.0, 1.0, clip=False)
    corners = [low, (high[0], low[1]), high, (low[0], high[1])]
    triangles = [(0, 1, 2), (0, 2, 3)]
    plain = gpu.shader.from_builtin("UNIFORM_COLOR")
    batch = batch_for_shader(plain, "TRIS", {"pos": corners}, indices=triangles)
    gpu.state.blend_set("ALPHA")
    plain.bind()
    plain.uniform_float("color", (1.0, 1.0, 1.0, _LIGHT))
    batch.draw(plain)
    shader = gpu.shader.from_builtin("IMAGE")
    places = [(*corner, 0.0) for corner in corners]
    rows = [(0, 1), (1, 1), (1, 0), (0, 0)]  # the texture has its top row first
    batch = batch_for_shader(shader, "TRIS", {"pos": places, "texCoord": rows}, indices=triangles)
    gpu.state.blend_set("MULTIPLY")
    shader.bind()
    shader.uniform_sampler("image", texture)
    batch.draw(shader)
    gpu.state.blend_set("NONE")


def clear() -> None:
    global _SHOWN
    _SHOWN = _Shown()
    if bpy.app.timers.is_registered(_look):
        bpy.app.timers.unregister(_look)


def _texture(photo: bpy.types.Image) -> gpu.types.GPUTexture | None:
    key = (photo.name_full, photo.filepath, *photo.size)
    if _SHOWN.key != key:
        from .match_overlay import texture
        from .photo import to_screen

        _SHOWN.key, _SHOWN.texture = key, None
        try:
            pixels = to_screen(photo, None, _LONGEST)
            pixels[..., 3] = 1.0
            _SHOWN.texture = texture(pixels)
        except PixalError:
            pass  # the panel says why
    return _SHOWN.texture


def _painted() -> None:
    """A stroke redraws the editor, and Blender tells nobody else of it."""
    _SHOWN.at = time.monotonic()
    if not bpy.app.timers.is_registered(_look):
        bpy.app.timers.register(_look, first_interval=_QUIET)


def _look() -> float | None:
    """Once it is quiet: the panel's picture follows, if anything was painted."""
    quiet = time.monotonic() - _SHOWN.at
    if quiet < _QUIET:
        return _QUIET - quiet
    prepared.touch()
    return None
