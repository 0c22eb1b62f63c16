"""What a result's camera sees of it, unlit, as large as the photo; and how alike the two are.

Of bpy and what it is given alone: another Blender, in which there is no add-on, does it too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import bpy
import numpy as np
from bpy.types import Image, Object, Scene

from ...core.likeness import iou, psnr
from ..photo import packed_png
from ..result.baked_textures import read_pixels
from ..slices import exhaust

_LARGEST = 1280  # pixels along the side of the pictures
_BLACK = 4 / 255  # what the prepared photo has outside its subject, where its mask is lost


def photo_of(camera: Object) -> Image | None:
    """The prepared square that the camera matches."""
    shown = [slot.image for slot in camera.data.background_images if slot.image]
    return shown[0] if shown else None


def compare(obj: Object, camera: Object, mask_file: Path, frame: int) -> tuple[bytes, float, float]:
    """Photo, render and their difference side by side, as a PNG of H × 3 H; the overlap of the
    silhouettes, 0…1, and dB inside the photo's.

    camera: has the photo as its background. mask_file: of the photo's subject, which may be gone.
    Raises RuntimeError where a picture cannot be read or rendered.
    """
    photo = read_pixels(photo_of(camera))
    step = -(-len(photo) // _LARGEST)
    photo, mask = photo[::step, ::step, :3], _mask(mask_file, photo)[::step, ::step]
    side = len(photo)
    render = _render(obj, camera, frame, side)
    seen = render[..., :3] * render[..., 3:]
    overlap = iou(mask, render[..., 3] >= 0.5)
    decibels = psnr(seen[mask], photo[mask])
    pictures = (photo, seen, np.abs(photo - seen))
    sheet = np.full((side, 3 * side, 4), 255, np.uint8)
    for number, picture in enumerate(pictures):
        sheet[:, number * side : (number + 1) * side, :3] = (picture * 255 + 0.5)[::-1]
    return exhaust(packed_png.encoding(sheet)), overlap, decibels


def _mask(path: Path, photo: np.ndarray) -> np.ndarray:
    """bool [H, W], from the result's folder while that is there."""
    if path.is_file():
        with _loaded(path) as image:
            values = read_pixels(image)[..., 0]
        if values.shape == photo.shape[:2]:
            return values >= 0.5
    return subject(photo)


def subject(photo: np.ndarray) -> np.ndarray:
    """bool [H, W]: what the prepared square [H, W, 3 or 4] shows that is not cut away."""
    return photo[..., :3].max(axis=-1) > _BLACK


def _render(obj: Object, camera: Object, frame: int, side: int) -> np.ndarray:
    """float32 [side, side, 4], sRGB with straight alpha: the object alone, its texture alone."""
    made = bpy.data.scenes.new("Pixal3D Match")
    hidden = obj.hide_render, obj.hide_viewport
    try:
        made.collection.objects.link(obj)
        made.collection.objects.link(camera)
        obj.hide_render = obj.hide_viewport = False
        made.camera, made.frame_current = camera, frame
        _set_up(made, side)
        with TemporaryDirectory() as room:
            path = Path(room, "match.png")
            made.render.filepath = str(path)
            bpy.ops.render.render(write_still=True, scene=made.name)
            with _loaded(path) as image:
                return read_pixels(image)
    finally:
        obj.hide_render, obj.hide_viewport = hidden
        bpy.data.scenes.remove(made)


def _set_up(scene: Scene, side: int) -> None:
    """Workbench, flat and without a view transform: the texture's own colors."""
    render = scene.render
    render.engine = "BLENDER_WORKBENCH"
    render.resolution_x = render.resolution_y = side
    render.resolution_percentage = 100
    render.film_transparent, render.dither_intensity = True, 0.0
    render.use_file_extension = False
    settings = render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = "PNG", "RGBA", "8"
    shading = scene.display.shading
    shading.light, shading.color_type = "FLAT", "TEXTURE"
    shading.show_cavity = shading.show_object_outline = shading.show_shadows = False
    shading.show_specular_highlight = False
    scene.display.render_aa = "8"
    scene.view_settings.view_transform = "Standard"


@contextmanager
def _loaded(path: Path) -> Iterator[Image]:
    image = bpy.data.images.load(str(path), check_existing=False)
    try:
        yield image
    finally:
        bpy.data.images.remove(image)
