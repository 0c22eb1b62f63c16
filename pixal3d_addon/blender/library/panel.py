"""The panel of the library: a page of thumbnails, and what can be done with those chosen."""

from typing import Any

from bpy.types import Context, Panel, UILayout

from ...core.library import UNFINISHED, Entry, in_words
from ..jobs.finish_properties import OF_ANY, OF_RAW
from ..jobs.state import STATE
from ..panels import InTab, draw_progress
from ..properties import PIXAL3D_PG_settings
from ..say import say, told
from ..wrap import shorten, wrap, wrap_in
from . import entries as library
from . import pictures as library_pictures
from .entries import COMPARED, LIBRARY

_COLUMNS = (2, 3, 4, 6)
_TILE = 66  # pixels at a UI scale of 1
_UNIT = 20  # pixels of a button's height, of which icons have multiples
_EDGES = 8  # pixels beside the text of a button
_MOST_UNLIKE = 8  # settings


class PIXAL3D_PT_library(InTab, Panel):
    bl_label = "Library"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012  Blender's own attribute

    def draw_header_preset(self, _context: Context) -> None:
        if LIBRARY.scanned:
            size = in_words(LIBRARY.size)
            self.layout.label(text=f"{len(LIBRARY.entries):,} · {size}", translate=False)

    def draw(self, context: Context) -> None:
        layout, group = self.layout, context.window_manager.pixal3d_library
        row = layout.row(align=True)
        row.prop(group, "search", text="", icon="VIEWZOOM")
        row.operator("pixal3d.library_refresh", text="", icon="FILE_REFRESH")
        if group.search != LIBRARY.search:  # no callback can tell; it takes a fraction of a ms
            library.search(group.search)
        for line in wrap(told(LIBRARY.problem), context):
            layout.label(text=line, icon="ERROR", translate=False)
        if LIBRARY.shown:
            _draw_page(layout, context)
        elif not LIBRARY.problem:
            layout.label(text=_nothing())
        if LIBRARY.pages() > 1:
            row = layout.row(align=True)
            for step, icon in ((-1, "TRIA_LEFT"), (1, "TRIA_RIGHT")):
                row.operator("pixal3d.library_turn", text="", icon=icon).step = step
            row.label(text=_pages(), translate=False)
        if LIBRARY.broken:
            layout.label(
                text=say("{count:,} damaged", count=LIBRARY.broken), icon="ERROR", translate=False
            )
        chosen = LIBRARY.selection()
        if len(chosen) == 1:
            _draw_one(layout, context, chosen[0])
        elif len(chosen) == COMPARED:
            _draw_two(layout, context, chosen)
        elif chosen:
            _draw_many(layout, chosen)


class PIXAL3D_PT_library_finish(InTab, Panel):
    bl_label = "Finish Again"
    bl_parent_id = "PIXAL3D_PT_library"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, _context: Context) -> bool:
        entry = LIBRARY.sole()
        return entry is not None and not entry.problem

    def draw(self, context: Context) -> None:
        layout, group = self.layout, context.window_manager.pixal3d_library.finish
        layout.use_property_split = True
        layout.use_property_decorate = False
        raw = OF_RAW if LIBRARY.sole().raw else ()
        for name in ("faces", "texture_size", *OF_ANY, *raw):
            layout.prop(group, name)
        if STATE.job:
            draw_progress(layout, STATE.job)
        row = layout.row()
        row.scale_y = 1.0 if STATE.job else 1.3
        row.operator("pixal3d.library_finish", icon="MOD_DECIM")


def _nothing() -> str:
    """Why no result is shown."""
    if not LIBRARY.scanned:
        return say("Reading the results folder")
    return say("Nothing found") if LIBRARY.entries else say("No results yet")


def _pages() -> str:
    page = say("{page} of {pages}", page=LIBRARY.page + 1, pages=LIBRARY.pages())
    if LIBRARY.search:
        page = say("{page}, {count:,} found", page=page, count=len(LIBRARY.shown))
    return f" {page}"


def _draw_page(layout: UILayout, context: Context) -> None:
    columns = _columns(context)
    grid = layout.grid_flow(
        row_major=True, columns=columns, even_columns=True, even_rows=True, align=False
    )
    for entry in LIBRARY.on_page():
        tile = grid.column(align=True)
        icon = library_pictures.thumbnail(entry)
        size = _tile(context, columns)
        if icon:
            tile.template_icon(icon_value=icon, scale=size)
        else:
            empty = tile.column()
            empty.scale_y = size
            empty.label(text="", icon="ERROR" if entry.problem else "MESH_MONKEY")
        button = tile.operator(
            "pixal3d.library_choose",
            text=shorten(entry.name, size * _UNIT - _EDGES),
            icon="ERROR" if entry.problem and icon else "NONE",
            depress=entry.key in LIBRARY.chosen,
            translate=False,
        )
        button.key = entry.key


def _columns(context: Context) -> int:
    """As many as the sidebar's width has room for, of those that fill a page."""
    wide = _width(context) / _TILE
    return max((count for count in _COLUMNS if count <= wide), default=_COLUMNS[0])


def _tile(context: Context, columns: int) -> float:
    """Side of a picture, in units of a button's height."""
    return max((_width(context) / columns - 6) / _UNIT, 2.0)


def _width(context: Context) -> float:
    """Of the panel, in pixels at a UI scale of 1."""
    scale = context.preferences.system.ui_scale  # 0 where there is no screen
    return context.region.width / scale - 40 if context.region and scale else 240.0


def _draw_one(layout: UILayout, context: Context, entry: Entry) -> None:
    box = layout.box()
    column = box.column(align=True)
    for line in (*wrap(entry.name, context), *_facts(entry)):
        column.label(text=line, translate=False)
    why = entry.problem or (UNFINISHED if entry.unfinished else "")
    for number, line in enumerate(wrap(told(why), context)):
        column.label(text=line, icon="BLANK1" if number else "INFO", translate=False)
    column = box.column(align=True)
    column.operator("pixal3d.library_add", icon="IMPORT")
    column.operator("pixal3d.library_load", icon="LOOP_BACK")
    row = column.row(align=True)
    row.operator("pixal3d.library_open_folder", icon="FILE_FOLDER")
    row.operator("pixal3d.library_delete", text="", icon="TRASH")
    pictures = [library_pictures.thumbnail(entry), library_pictures.photo(entry)]
    row = box.row()
    for icon in dict.fromkeys(filter(None, pictures)):
        row.template_icon(icon_value=icon, scale=_tile(context, 2) - 1)


def _draw_two(layout: UILayout, context: Context, chosen: list[Entry]) -> None:
    box = layout.box()
    row = box.row()
    for entry in chosen:
        column = row.column(align=True)
        name = wrap_in(entry.name, _width(context) / COMPARED - _EDGES)
        for line in (*name, *_made(entry), in_words(entry.size)):
            column.label(text=line, translate=False)
    for name, one, two in LIBRARY.unlike[:_MOST_UNLIKE]:
        row = box.row()
        row.label(text=_label(name))
        row.label(text=f"{_value(one)} · {_value(two)}", translate=False)
    if len(LIBRARY.unlike) > _MOST_UNLIKE:
        more = len(LIBRARY.unlike) - _MOST_UNLIKE
        box.label(text=say("{count} more", count=more), translate=False)
    row = box.row(align=True)
    row.operator("pixal3d.library_compare", icon="MOD_MIRROR")
    row.operator("pixal3d.library_delete", text="", icon="TRASH")


def _draw_many(layout: UILayout, chosen: list[Entry]) -> None:
    size = in_words(sum(entry.size for entry in chosen))
    box = layout.box()
    text = say("{count} results, {size}", count=len(chosen), size=size)
    box.label(text=text, translate=False)
    box.operator("pixal3d.library_delete", icon="TRASH")


def _facts(entry: Entry) -> list[str]:
    """Lines: what made it, and the rest."""
    seed = entry.settings.get("seed", 0)
    rest = [entry.day(), *([say("seed {seed}", seed=seed)] if seed else []), in_words(entry.size)]
    return [", ".join(_made(entry)), " · ".join(rest)]


def _made(entry: Entry) -> list[str]:
    """Engine, faces and time, as far as they are known."""
    faces = say("{faces:,} faces", faces=entry.faces) if entry.faces else ""
    seconds = f"{entry.seconds:.1f} s" if entry.seconds else ""
    return [part for part in (entry.engine.title(), faces, seconds) if part]


def _label(name: str) -> str:
    """What the panel calls a setting."""
    known = PIXAL3D_PG_settings.bl_rna.properties.get(name)
    return known.name if known else name.replace("_", " ").title()


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return say("on") if value else say("off")
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)[-20:] or say("none")


CLASSES = (PIXAL3D_PT_library, PIXAL3D_PT_library_finish)
