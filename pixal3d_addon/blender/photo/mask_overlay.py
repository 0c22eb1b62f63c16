"""The photo over its mask while that is painted: bright where it is kept, dark where it is not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import bpy
import gpu
from gpu_extras.batch import batch_for_shader

from ...core.errors import PixalError
from .. import redraw, slices
from . import prepared, upright
from .bands import Band, Bands

if TYPE_CHECKING:
    import numpy as np

_LONGEST = 2048  # pixels of the texture
_LIGHT = 0.3  # of what is cut away
_QUIET = 0.4  # seconds without a redraw, until what was painted is looked at
_VERTEX = """
void main()
{
  at = uv;
  from = row;
  gl_Position = toScreen * vec4(pos, 0.0, 1.0);
}
"""
_FRAGMENT = """
void main()
{
  vec3 shown = texture(photo, vec2(at.x, from)).rgb;
  shown *= mix(light, 1.0, texture(mask, at).r);
  fragColor = vec4(srgbTarget ? pow(shown, vec3(2.2)) : shown, 1.0);
}
"""


@dataclass
class _Shown:
    """The photo as it is read, and since; and when the mask was last drawn."""

    shader: gpu.types.GPUShader | None = None
    key: tuple[object, ...] = ()
    photo: Bands | None = None
    reading: slices.Task | None = None
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
    photo = _photo(group.image)
    if photo is None or not photo.step():
        return
    _SHOWN.shader = shader = _SHOWN.shader or _shader()
    gpu.state.blend_set("NONE")
    shader.bind()
    projection = gpu.matrix.get_projection_matrix() @ gpu.matrix.get_model_view_matrix()
    shader.uniform_float("toScreen", projection)
    shader.uniform_float("light", _LIGHT)
    shader.uniform_sampler("mask", gpu.texture.from_image(group.mask))
    to_region = context.region.view2d.view_to_region
    box = *to_region(0.0, 0.0, clip=False), *to_region(1.0, 1.0, clip=False)
    for band in photo:
        shader.uniform_sampler("photo", band.texture)
        _quad(shader, band, box).draw(shader)


def _quad(
    shader: gpu.types.GPUShader, band: Band, box: tuple[float, float, float, float]
) -> gpu.types.GPUBatch:
    """box: left, bottom, right and top of the whole picture, in pixels of the region."""
    left, low, right, high = box
    corners = (0, band.bottom), (1, band.bottom), (1, band.top), (0, band.top)
    places = [(x, 1.0 - y) for x, y in corners]
    values = {
        "pos": [(left + u * (right - left), low + v * (high - low)) for u, v in places],
        "uv": places,
        "row": [band.last, band.last, band.first, band.first],
    }
    return batch_for_shader(shader, "TRIS", values, indices=[(0, 1, 2), (0, 2, 3)])


def _shader() -> gpu.types.GPUShader:
    between = gpu.types.GPUStageInterfaceInfo("pixal3d_mask")
    between.smooth("VEC2", "at")
    between.smooth("FLOAT", "from")
    info = gpu.types.GPUShaderCreateInfo()
    info.push_constant("MAT4", "toScreen")
    info.push_constant("FLOAT", "light")
    info.push_constant("BOOL", "srgbTarget")  # Blender sets it: whether colors are to be linear
    info.sampler(0, "FLOAT_2D", "photo")
    info.sampler(1, "FLOAT_2D", "mask")
    info.vertex_in(0, "VEC2", "pos")
    info.vertex_in(1, "VEC2", "uv")
    info.vertex_in(2, "FLOAT", "row")
    info.vertex_out(between)
    info.fragment_out(0, "VEC4", "fragColor")
    info.vertex_source(_VERTEX)
    info.fragment_source(_FRAGMENT)
    return gpu.shader.create_from_info(info)


def clear() -> None:
    global _SHOWN
    _forget_reading()
    _SHOWN = _Shown()
    if bpy.app.timers.is_registered(_look):
        bpy.app.timers.unregister(_look)


def _photo(photo: bpy.types.Image) -> Bands | None:
    """None until it is there: a large photo is read in slices."""
    key = (photo.name_full, photo.filepath, *photo.size, upright.known(photo))
    if _SHOWN.key != key:
        _forget_reading()
        _SHOWN.key, _SHOWN.photo = key, None
        try:
            _SHOWN.reading = slices.run(_reading(photo), _take, lambda _problem: None)
        except PixalError:
            pass  # the panel says why
    return _SHOWN.photo


def _reading(photo: bpy.types.Image) -> slices.Work:
    from .pixels import to_screen

    return (yield from to_screen(photo, None, _LONGEST))


def _take(pixels: np.ndarray) -> None:
    _SHOWN.photo, _SHOWN.reading = Bands(pixels, "IMAGE_EDITOR"), None
    redraw.areas("IMAGE_EDITOR")


def _forget_reading() -> None:
    if _SHOWN.reading is not None:
        _SHOWN.reading.cancel()
        _SHOWN.reading = None


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
