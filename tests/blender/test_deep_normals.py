"""A normal map of 16 bits a channel keeps them in Blender."""

import bpy
import numpy as np

from pixal3d_addon.engine.image.png import encode_png


def test_a_png_of_16_bits_is_loaded_exactly(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 65536, (64, 64, 3), np.uint16)
    path = tmp_path / "normal.png"
    path.write_bytes(encode_png(pixels))
    image = bpy.data.images.load(str(path))
    image.colorspace_settings.name = "Non-Color"
    loaded = np.empty(64 * 64 * 4, np.float32)
    image.pixels.foreach_get(loaded)
    loaded = loaded.reshape(64, 64, 4)[::-1, :, :3]
    assert np.abs(loaded * 65535 - pixels).max() < 0.1
