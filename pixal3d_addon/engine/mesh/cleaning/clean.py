"""From what a network decodes to a sound surface: welded, oriented, manifold, seen from outside."""

import numpy as np

from ...interface import Report
from .components import drop_tiny
from .holes import fill
from .manifold import make_manifold
from .orient import orient
from .simplify import collapse
from .weld import check, compact, empty, weld

_STEPS = 6
_SPECK = 16  # faces as decoded: what has fewer is no more than two or three voxels


def clean(
    vertices: np.ndarray,
    faces: np.ndarray,
    report: Report,
    *,
    smallest: float = 0.01,
    holes: float = 0.03,
    keep: int = 1_500_000,
) -> tuple[np.ndarray, np.ndarray]:
    """vertices float32 [V', 3], faces int32 [F', 3] counter-clockwise seen from outside.

    vertices [V, 3], faces [F, 3] in any winding, any soup. smallest: parts below this share of the
    whole's size are dropped. holes: up to this perimeter, as a share of the whole's size, are
    filled. keep: faces beyond are collapsed first, by far less than a voxel: what follows then
    costs the same whatever the resolution.

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
    vertices, faces = collapse(vertices, faces, keep)
    report.progress("Clean", 3, _STEPS)
    if not len(faces):
        raise empty()
    faces, sheets = orient(vertices, faces, report, (4, _STEPS))
    if not len(faces):
        raise empty()
    report.progress("Clean", 5, _STEPS)
    vertices, faces = make_manifold(*compact(vertices, faces), sheets)
    # Again: what hung on by an edge or a corner.
    vertices, faces = drop_tiny(vertices, faces, smallest)
    if not len(faces):
        raise empty()
    size = float(np.ptp(vertices, axis=0).max())
    vertices, faces = fill(vertices, faces, holes * size)
    report.progress("Clean", _STEPS, _STEPS)
    return vertices, faces
