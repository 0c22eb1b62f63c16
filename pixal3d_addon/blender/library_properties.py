"""What the library's panel asks for; the window manager has it, so that no file keeps it."""

import bpy
from bpy.app.handlers import persistent
from bpy.props import IntProperty, PointerProperty, StringProperty
from bpy.types import PropertyGroup, WindowManager

from . import library
from .finish_properties import PIXAL3D_PG_finish
from .library import LIBRARY


def _page(_group: PropertyGroup) -> int:
    return LIBRARY.page + 1


def _turn(_group: PropertyGroup, page: int) -> None:
    library.turn(page - 1)


def _search(_group: PropertyGroup) -> str:
    return LIBRARY.search


def _look_for(_group: PropertyGroup, text: str) -> None:
    library.search(text)


class PIXAL3D_PG_library(PropertyGroup):
    search: StringProperty(
        name="Search",
        description="Show the results that have these words in their name, engine or date",
        get=_search,
        set=_look_for,
        options={"TEXTEDIT_UPDATE"},
    )
    page: IntProperty(
        name="Page", description="The page of the library to show", min=1, get=_page, set=_turn
    )
    finish: PointerProperty(
        type=PIXAL3D_PG_finish, name="Finish", description="How to finish the result again"
    )


@persistent
def _loaded(*_args: object) -> None:
    """Another file: how to finish the chosen one again went with the old."""
    library.choose_none()


def attach() -> None:
    bpy.app.handlers.load_post.append(_loaded)
    WindowManager.pixal3d_library = PointerProperty(type=PIXAL3D_PG_library)


def detach() -> None:
    bpy.app.handlers.load_post.remove(_loaded)
    del WindowManager.pixal3d_library


CLASSES = (PIXAL3D_PG_library,)
