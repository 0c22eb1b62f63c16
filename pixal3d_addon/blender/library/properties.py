"""What the library's panel asks for; the window manager has it, so that it is in no scene.

No callbacks: with these in here Blender 4.2 crashes when it ends (measured).
"""

import bpy
from bpy.app.handlers import persistent
from bpy.props import PointerProperty, StringProperty
from bpy.types import PropertyGroup, WindowManager

from ..jobs.finish_properties import PIXAL3D_PG_finish
from . import entries as library


class PIXAL3D_PG_library(PropertyGroup):
    search: StringProperty(
        name="Search",
        description="Show the results that have these words in their name, engine or date",
        options={"TEXTEDIT_UPDATE"},
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
