"""Whether the libraries that finishing takes are here: asked before minutes go into an object."""

from importlib.util import find_spec

from ...core.errors import PixalError
from ...core.settings import Settings

SIMPLIFY = ("fast_simplification", "scipy")
FINISH = (*SIMPLIFY, "embreex")


def check_extras(settings: Settings) -> None:
    """For levels of detail and a hull. Raises PixalError `engine_unavailable`."""
    if settings.lods:
        check("Levels of detail", SIMPLIFY)
    if settings.collision == "hull":
        check("A convex hull", ("scipy",))


def check(what: str, modules: tuple[str, ...]) -> None:
    """Raises PixalError `engine_unavailable` where one of `modules` is missing for `what`."""
    missing = [name.replace("_", "-") for name in modules if find_spec(name) is None]
    if missing:
        verb = "need" if what.endswith("detail") else "needs"
        raise PixalError(
            "engine_unavailable",
            f"{what} {verb} {' and '.join(missing)}, which this Python has not got.",
            "Set the runtime up for Pixal3D, or leave that out.",
        )
