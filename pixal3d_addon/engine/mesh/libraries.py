"""Whether the libraries that finishing takes are here: asked before minutes go into an object."""

import platform
import sys
from importlib.util import find_spec

from ...core.errors import PixalError
from ...core.memory import available_mb
from ...core.settings import Settings

SIMPLIFY = ("fast_simplification", "scipy")
_BYTES_A_TEXEL = 27  # of all textures at once, their files and the largest array on the way
# embreex has no wheels for Linux on ARM.
RAYS = "igl" if (sys.platform, platform.machine()) == ("linux", "aarch64") else "embreex"
FINISH = (*SIMPLIFY, RAYS)


def check_extras(settings: Settings) -> None:
    """For what is not always made. Raises PixalError `engine_unavailable`, `out_of_memory`."""
    if settings.lods:
        check("Levels of detail", SIMPLIFY)
    if settings.collision == "hull":
        check("A convex hull", ("scipy",))
    if settings.lightmap_uvs:
        check("A layout for light maps", ("scipy",))
    if settings.image_format == "jpeg":
        check("A JPEG texture", ("PIL",))
    _check_room(settings.texture_size)


def _check_room(side: int) -> None:
    """Whether the textures will fit: better told now than after minutes."""
    wanted, free = side**2 * _BYTES_A_TEXEL / 2**20, available_mb()
    if 0 < free < wanted:
        raise PixalError(
            "out_of_memory",
            f"Textures of {side} × {side} take {wanted / 1024:.1f} GB of memory, "
            f"and {free / 1024:.1f} GB are free.",
            "Choose a smaller texture or close other programs.",
        )


def check(what: str, modules: tuple[str, ...]) -> None:
    """Raises PixalError `engine_unavailable` where one of `modules` is missing for `what`."""
    missing = [
        {"igl": "libigl"}.get(name, name.replace("_", "-"))
        for name in modules
        if find_spec(name) is None
    ]
    if missing:
        verb = "need" if what.endswith("detail") else "needs"
        raise PixalError(
            "engine_unavailable",
            f"{what} {verb} {' and '.join(missing)}, which this Python has not got.",
            "Set the runtime up for Pixal3D, or leave that out.",
        )
