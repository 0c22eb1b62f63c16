"""From what a network decodes to a sound surface: welded, oriented, manifold, seen from outside."""

from typing import NamedTuple

import numpy as np

from ...interface import Report
from .components import drop_tiny
from .edges import edge_length
from .holes import fill
from .manifold import make_manifold
from .orient import orient, wind
from .simplify import collapse
from .weld import check, compact, empty, weld

_STEPS = 6
_SPECK = 16  # faces as decoded: what has fewer is no more than two or three voxels
_SMALL = 12  # edges as decoded: holes up to this perimeter are always filled


class Cleaned(NamedTuple):
    """vertices: float32 [V, 3]. faces: int32 [F, 3], counter-clockwise seen from outside.

    patches: float32 [N, 3, 3], the corners of the triangles that holes were closed with, before
    what cannot be seen was dropped. walls: float32 [V', 3], int32 [F', 3], what was there then, in
    any winding: what keeps the outside out, with no crack of the cuts that came later.
    """

    vertices: np.ndarray
    faces: np.ndarray
    patches: np.ndarray
    walls: tuple[np.ndarray, np.ndarray]


def clean(
    vertices: np.ndarray,
    faces: np.ndarray,
    report: Report,
    *,
    smallest: float = 0.01,
    holes: float = 0.03,
    keep: int = 1_500_000,
) -> Cleaned:
    """vertices [V, 3], faces [F, 3] in any winding, any soup, to a sound surface.

    smallest: parts below this share of the whole's size are dropped. holes: up to this perimeter,
    as a share of the whole's size, are filled, and those of a few edges always. keep: faces beyond
    are collapsed first, by far less than a voxel: what follows then costs the same whatever the
    resolution.

    Every edge of the result is in at most two faces, every vertex has one fan of them, and what
    cannot be seen from outside is gone. Raises PixalError `surface_empty`, `numbers_broken`.
    """
    report.progress("Clean", 0, _STEPS)
    vertices, faces = weld(*check(vertices, faces))
    report.progress("Clean", 1, _STEPS)
    if not len(faces):
        raise empty()
    solid = drop_tiny(vertices, faces, smallest, _SPECK)
    if len(solid[1]):  # else specks are all there is
        vertices, faces = solid
    small = _SMALL * edge_length(vertices, faces)
    vertices, faces = collapse(vertices, faces, keep)
    report.progress("Clean", 3, _STEPS)
    if not len(faces):
        raise empty()
    perimeter = max(holes * float(np.ptp(vertices, axis=0).max()), small)
    faces, patch = wind(vertices, faces)
    # Before rays tell inside from outside: they see it through holes, and many would make a sheet.
    vertices, faces, beside = fill(vertices, faces, perimeter, patch)
    patches = vertices[faces[len(faces) - len(beside) :]]
    walls = vertices, faces
    report.progress("Clean", 4, _STEPS)
    faces, sheets = orient(vertices, faces, np.concatenate([patch, patch[beside]]))
    if not len(faces):
        raise empty()
    report.progress("Clean", 5, _STEPS)
    vertices, faces = make_manifold(*compact(vertices, faces), sheets)
    # Again: what hung on by an edge or a corner.
    vertices, faces = drop_tiny(vertices, faces, smallest)
    if not len(faces):
        raise empty()
    vertices, faces, beside = fill(vertices, faces, perimeter)
    patches = np.concatenate([patches, vertices[faces[len(faces) - len(beside) :]]])
    report.progress("Clean", _STEPS, _STEPS)
    return Cleaned(vertices, faces, patches, walls)
