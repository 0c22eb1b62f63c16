"""Writing JPEG files, with Pillow."""

import io

import numpy as np

QUALITY = 95  # without chroma subsampling: coloured edges of lettering stay sharp


def encode_jpeg(image: np.ndarray) -> bytes:
    """JPEG of uint8 [H, W, 3]."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()
