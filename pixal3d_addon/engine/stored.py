"""The finished mesh of a result folder, with fewer faces or a smaller texture where asked for."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from ..core import results
from ..core.errors import PixalError, short_path
from ..core.results import StoredResult
from ..core.settings import Settings
from .image.png import decode_deep_png
from .image.read import read_photo
from .interface import Report, Surface
from .mesh.baking.bake import colors_of
from .mesh.libraries import SIMPLIFY, check


def read_surface(stored: StoredResult) -> Surface:
    """The surface of `stored` as it was written. Raises PixalError `result_damaged`."""
    arrays = stored.mesh()
    images, paths = dict[str, np.ndarray](), stored.textures()
    occlusion = paths.pop("occlusion", None) is not None  # the red of metallic_roughness
    for name, path in paths.items():
        try:
            images[name] = _read_texture(name, path)
        except (PixalError, OSError, ValueError) as error:
            raise _damaged(stored) from error
    if len(arrays["faces"]) == 0 or "base_color" not in images:
        raise _damaged(stored)
    return Surface(
        vertices=np.array(arrays["vertices"]),
        faces=np.array(arrays["faces"]),
        corner_uvs=np.array(arrays["corner_uvs"]),
        base_color=images["base_color"],
        metallic_roughness=images.get("metallic_roughness"),
        normal=images.get("normal"),
        generated_color=images.get(results.GENERATED),
        metallic=_factor(stored, "metallic"),
        roughness=_factor(stored, "roughness"),
        occlusion=occlusion and "metallic_roughness" in images,
        lightmap_uvs=arrays.get("lightmap_uvs"),
    )


def _read_texture(name: str, path: Path) -> np.ndarray:
    """Pixels [T, T, 3 or 4]: uint16 of a deep normal map, else uint8."""
    deep = decode_deep_png(path.read_bytes()) if name == "normal" else None
    if deep is not None:
        return deep
    photo = read_photo(path)
    keeps_alpha = name == "base_color" and photo.has_alpha
    return np.ascontiguousarray(photo.rgba[..., : 4 if keeps_alpha else 3])


def stored_surface(
    stored: StoredResult, settings: Settings, report: Report
) -> tuple[Surface, list[str]]:
    """The surface of `stored` within `settings`' faces and texture size, and notes.

    It can only become less: a note says where more was asked for.
    """
    surface, notes = read_surface(stored), list[str]()
    if settings.faces < len(surface.faces):
        check("Simplifying", SIMPLIFY)
        from .mesh.lods import Level0  # here: it brings libraries that Draft does without

        # Its layout for light maps is of its own faces only; a new one is made where asked for.
        surface, _ = Level0(replace(surface, lightmap_uvs=None)).reduced(settings.faces)
    elif settings.faces > stored.settings.faces:
        notes.append(f"It keeps its {len(surface.faces)} faces: the finished mesh has no more.")
    side = surface.base_color.shape[0]
    if settings.texture_size < side:
        packed, normal = surface.metallic_roughness, surface.normal
        plain = surface.generated_color
        surface = replace(
            surface,
            base_color=shrink(surface.base_color, settings.texture_size),
            metallic_roughness=None if packed is None else shrink(packed, settings.texture_size),
            normal=None if normal is None else _unit(shrink(normal, settings.texture_size)),
            generated_color=None if plain is None else shrink(plain, settings.texture_size),
        )
    elif settings.texture_size > side:
        notes.append(f"The texture stays at {side} px: the finished mesh has no more.")
    return surface, notes


def shrink(image: np.ndarray, side: int) -> np.ndarray:
    """[T, T, C] → [side, side, C], the mean of whole blocks; side divides T, else as is."""
    size, width, channels = image.shape
    if size != width or size % side:
        return image
    step = size // side
    blocks = image.reshape(side, step, side, step, channels)
    return (blocks.mean(axis=(1, 3), dtype=np.float32) + 0.5).astype(image.dtype)


def _factor(stored: StoredResult, name: str) -> float:
    try:
        factor = float(stored.facts["material"][name])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(stored) from error
    if not 0 <= factor <= 1:  # false for NaN
        raise _damaged(stored)
    return factor


def _unit(normals: np.ndarray) -> np.ndarray:
    """The colours of unit normals again, after they were mixed."""
    half = np.float32(np.iinfo(normals.dtype).max / 2)
    vectors = (normals.astype(np.float32) - half) / half
    vectors /= np.maximum(np.linalg.norm(vectors, axis=2, keepdims=True), 1e-6)
    return colors_of(vectors, normals.dtype)


def _damaged(stored: StoredResult) -> PixalError:
    return PixalError(
        "result_damaged",
        f"{short_path(stored.folder)} is damaged.",
        "Generate the object again.",
    )
