"""A brush to paint the mask with where Blender has none: some systems leave its brushes out."""

import bpy
from bpy.types import Area, Brush, Context

_OURS = "pixal3d"  # a custom property that tells our brush from the artist's
_HARD = 0.75  # of the radius, as of Blender's own Paint Hard; it falls off in the rest


def give(context: Context, area: Area) -> bool:
    """Make a brush active, unless one is, in `area`, an image editor that paints.

    Returns whether there is one now. From Blender 4.3 on a file never keeps ours: it has no user.
    """
    paint = context.tool_settings.image_paint
    if paint.brush is not None:
        return True
    brush = _new()
    if bpy.app.version < (4, 3):
        paint.brush = brush
        return True
    region = next(region for region in area.regions if region.type == "WINDOW")
    with context.temp_override(area=area, region=region):
        _activate(context, brush)
    if paint.brush is None:
        take()
    return paint.brush is not None


def _new() -> Brush:
    brush = bpy.data.brushes.new("Mask", mode="TEXTURE_PAINT")
    brush[_OURS], brush.use_fake_user = True, False
    falloff = brush.curve if bpy.app.version < (5, 0) else brush.curve_distance_falloff
    for point in falloff.curves[0].points:
        point.location.x = _HARD + (1.0 - _HARD) * point.location.x
    falloff.update()
    return brush


def _activate(context: Context, brush: Brush) -> None:
    bpy.ops.wm.tool_set_by_id(name="builtin.brush")  # a new editor has no tool until it is drawn,
    if context.workspace.tools.from_space_image_mode("PAINT") is None:
        return  # and without one Blender would crash below
    brush.asset_mark()  # it finds nothing else
    try:
        bpy.ops.brush.asset_activate(
            asset_library_type="LOCAL", relative_asset_identifier="Brush/" + brush.name
        )
    except RuntimeError:  # its report, which the console has
        pass
    brush.asset_clear()


def take() -> None:
    """Ours is gone, unless the artist has given it a fake user."""
    for brush in [brush for brush in bpy.data.brushes if _OURS in brush]:
        if not brush.use_fake_user and brush.library is None:
            bpy.data.brushes.remove(brush)
