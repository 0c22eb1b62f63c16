"""Fewer faces for the same shape: edges collapsed by quadric error (fast-simplification)."""

import numpy as np

from .manifold import make_manifold
from .weld import compact, tidy

_TRIES = 3


def simplify(vertices: np.ndarray, faces: np.ndarray, budget: int) -> tuple[np.ndarray, np.ndarray]:
    """At most `budget` faces, manifold as before. float32 [V', 3], int32 [F', 3].

    vertices float32 [V, 3], faces int32 [F, 3] oriented and manifold.
    """
    target = budget
    for _ in range(_TRIES):
        low, few = make_manifold(*collapse(vertices, faces, target))
        if len(few) <= budget:
            return compact(low, few)
        target -= 2 * (len(few) - budget)
    return make_manifold(low, few[:budget])


def collapse(vertices: np.ndarray, faces: np.ndarray, target: int) -> tuple[np.ndarray, np.ndarray]:
    """About `target` faces; knots that the collapses made are left in. Any winding, any soup."""
    if len(faces) <= target:
        return vertices, faces
    import fast_simplification

    low, few = fast_simplification.simplify(vertices, faces, target_count=max(target, 4))
    return tidy(low.astype(np.float32), few.astype(np.int32))
