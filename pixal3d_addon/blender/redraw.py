"""Drawing again what shows something that has changed, in every window."""

from collections.abc import Iterator

import bpy
from bpy.types import Area


def areas(kind: str) -> None:
    """All areas of a type, "VIEW_3D" say."""
    for area in _areas(kind):
        area.tag_redraw()


def sidebars() -> None:
    """Those of the viewports, which have the panels, and nothing else of them."""
    for area in _areas("VIEW_3D"):
        for region in area.regions:
            if region.type == "UI":
                region.tag_redraw()


def _areas(kind: str) -> Iterator[Area]:
    for window in bpy.context.window_manager.windows:
        yield from (area for area in window.screen.areas if area.type == kind)
