"""Results are made at the origin; where one stands there already, the next stands beside it."""

from collections.abc import Iterator, Sequence

from bpy.types import Object, Scene, ViewLayer
from mathutils import Vector

from . import stance

_GAP = 0.2  # between two, of the wider one
_TOUCHING = 1e-4  # of the width: boxes that share no more than a side do not overlap


def beside(
    corners: Sequence[Sequence[float]], scene: Scene, layer: ViewLayer, but: Object | None = None
) -> float:
    """How far along X what has `corners` in the world must go to stand on none of the results that
    `layer` shows of `scene`; 0 where it is free. but: a result that does not count."""
    low, high = _ends(corners)
    width, moved = high.x - low.x, 0.0
    taken = sorted(_boxes(scene, layer, but), key=lambda box: box[0].x)
    for left, right in taken:  # to the right of each that is in the way, from left to right
        slack = _TOUCHING * width
        apart = (
            low.x + moved >= right.x - slack
            or high.x + moved <= left.x + slack
            or any(low[k] >= right[k] or high[k] <= left[k] for k in (1, 2))
        )
        if not apart:
            moved = right.x + _GAP * max(width, right.x - left.x) - low.x
    return moved


def move_to(obj: Object, scene: Scene, layer: ViewLayer) -> None:
    """Have the result `obj`, which has just joined `scene` at the origin, stand on none of it."""
    layer.update()
    obj.location.x += beside(obj.bound_box, scene, layer, but=obj)


def _boxes(scene: Scene, layer: ViewLayer, but: Object | None) -> Iterator[tuple[Vector, Vector]]:
    for obj in scene.objects:
        if stance.is_result(obj) and obj != but and obj.visible_get(view_layer=layer):
            yield _ends([obj.matrix_world @ Vector(corner) for corner in obj.bound_box])


def _ends(corners: Sequence[Sequence[float]]) -> tuple[Vector, Vector]:
    columns = list(zip(*corners, strict=True))
    return Vector(map(min, columns)), Vector(map(max, columns))
