"""From a raw surface of millions of triangles to an asset: clean, simplify, unwrap, bake."""

from collections.abc import Mapping, Sequence

from ...core.camera import Camera
from ...core.settings import Settings
from ..interface import PosedPhoto, Prepared, RawSurface, Report, Surface

STAGES: Mapping[str, float] = {"Clean": 1.0, "Simplify": 1.0, "Unwrap": 1.0, "Bake": 1.0}
_SEALED = 0.25  # of the size: through holes up to this perimeter the inside does not count as open
_CELLS = 512  # along the object's cube, of what makes it watertight


def finish(
    raw: RawSurface,
    prepared: Prepared,
    camera: Camera,
    settings: Settings,
    report: Report,
    others: Sequence[PosedPhoto] = (),
) -> Surface:
    """`raw` within the budget of faces of `settings`, with textures of the size that it asks for.

    prepared, camera: the photo, which base colours take where it shows them; others: more of them.
    Raises PixalError, and Cancelled through `report`.
    """
    # Here: they bring libraries that Draft does without.
    from .baking.bake import bake
    from .baking.photo import Photo
    from .cleaning.clean import clean
    from .cleaning.patch_colors import color_patches
    from .cleaning.simplify import simplify
    from .cleaning.solid import simplify_closed, solid
    from .cleaning.weld import empty
    from .unwrapping.unwrap import unwrap

    report.progress("Clean")
    if not len(raw.volume.coords):
        raise empty()
    holes = max(settings.holes, _SEALED) if settings.watertight else settings.holes
    vertices, faces, patches, walls = clean(
        raw.vertices, raw.faces, report, smallest=settings.smallest, holes=holes
    )
    # Oriented, and without what is inside.
    raw = RawSurface(vertices, faces, color_patches(raw.volume, patches), raw.notes)
    if settings.watertight:
        cell = 1 / min(raw.volume.resolution, _CELLS)
        vertices, faces = solid(vertices, faces, cell, walls, settings.smallest)
        report.progress("Simplify")
        vertices, faces = simplify_closed(vertices, faces, settings.faces, cell, report)
    else:
        report.progress("Simplify")
        vertices, faces = simplify(vertices, faces, settings.faces, report)
    report.progress("Unwrap")
    photo = Photo(
        prepared, camera, vertices, faces, settings.photo_strength, settings.remove_shading, others
    )
    vertices, faces, corner_uvs = unwrap(vertices, faces, settings.texture_size, photo.seen)
    report.progress("Bake")
    maps = bake(
        vertices, faces, corner_uvs, raw, settings.texture_size, report, photo,
        settings.occlusion, settings.normal_bits,
    )  # fmt: skip
    return Surface(
        vertices=vertices,
        faces=faces,
        corner_uvs=corner_uvs,
        base_color=maps.base_color,
        metallic_roughness=maps.metallic_roughness,
        normal=maps.normal,
        generated_color=maps.generated_color,
        metallic=1.0,
        roughness=1.0,
        occlusion=settings.occlusion,
        notes=(*raw.notes, *photo.notes),
    )
