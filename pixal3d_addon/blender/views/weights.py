"""What several photos take: which weights, whether they are here, and the button that gets them."""

from functools import cache

from bpy.types import Context, UILayout

from ...core.library import in_words
from ..say import say, told
from ..setup import jobs as setup_jobs
from ..setup.jobs import SETUP
from ..setup.panel import draw_download
from ..wrap import wrap

WEIGHTS = "several-views"
_PART = f"weights {WEIGHTS}"


def draw_needs(layout: UILayout, context: Context) -> None:
    """Below the photos, or the file that tells of them."""
    if context.scene.pixal3d.engine == "draft":
        text = say("Draft sees the first photo alone. Choose the engine Pixal3D to use them all.")
        _draw_text(layout, context, text, "INFO")
        return
    setup_jobs.look_soon()
    if _PART in SETUP.children:
        draw_download(layout.row(align=True), _PART)
        return
    known = (SETUP.facts or {}).get("weights", {}).get(WEIGHTS)
    if known and not known["missing"]:
        text = say("Takes Pixal3D and its weights for several views, which are here.")
        _draw_text(layout, context, text, "CHECKMARK")
        return
    size = in_words(known["missing_bytes"] if known else _size())
    text = say("Takes Pixal3D and its weights for several views, {size} more.", size=size)
    _draw_text(layout, context, text, "INFO")
    done, words = SETUP.told.get(_PART, (True, ""))
    if not done:
        _draw_text(layout, context, told(words), "ERROR")
    if SETUP.facts is not None:  # else it is looked up just now
        text = say("Download {size}", size=size)
        button = layout.operator("pixal3d.download_weights", text=text, icon="IMPORT")
        button.weights = WEIGHTS


def _draw_text(layout: UILayout, context: Context, text: str, icon: str) -> None:
    column = layout.column(align=True)
    for number, line in enumerate(wrap(text, context, beside=6)):
        column.label(text=line, icon="BLANK1" if number else icon, translate=False)


@cache
def _size() -> int:
    """Bytes of the whole."""
    from ...setup.registry import weight_sets  # here: enabling must be quick

    return weight_sets()[WEIGHTS].size
