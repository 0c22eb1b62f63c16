"""The Pixal3D tab: what it takes from photo to Generate, the rest below in closed sub-panels.

A sidebar of twelve rows, as at twice the scale on a small screen, has room for all of the first.
"""

from bpy.types import Context, Panel, UILayout

from . import icon
from .defaults import draw_reset
from .jobs import attention, preview
from .jobs.finish_properties import OF_ANY, OF_RAW
from .jobs.quality import draw_quality
from .jobs.state import STATE, Job
from .match import session as match_session
from .match.panel import draw_presets, draw_sliders
from .photo import own_camera
from .photo.cut_out import draw_cut_out
from .photo.prepared_draw import asks_for_extend, draw_prepared
from .problems.panel import draw_problem
from .say import OWN_WORDS, say
from .settings_presets import draw_header
from .setup import preferences
from .views.panel import draw_views

TAB = "Pixal3D"
_FOV = {"SQUARE": "fov", "PHOTO": "photo_fov", "LENS": "lens"}


class InTab:
    """Where every panel of ours is."""

    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = TAB
    bl_translation_context = OWN_WORDS


class _OfSettings(InTab):
    """A closed sub-panel, with a button that sets its settings back where one is changed."""

    bl_parent_id = "PIXAL3D_PT_main"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012  Blender's own attribute
    settings: tuple[str, ...] = ()

    def draw_header_preset(self, context: Context) -> None:
        draw_reset(self.layout, context.scene.pixal3d, self.settings)


class PIXAL3D_PT_main(InTab, Panel):
    bl_label = "Pixal3D"

    def draw_header_preset(self, context: Context) -> None:
        draw_header(self, context)

    def draw(self, context: Context) -> None:
        layout, settings = self.layout, context.scene.pixal3d
        layout.use_property_split = True
        layout.use_property_decorate = False
        row = layout.row(align=True)
        row.template_ID(settings, "image", open="image.open")
        row.operator("pixal3d.paste_image", text="", icon="PASTEDOWN")
        row.menu("PIXAL3D_MT_photo", text="", icon="DOWNARROW_HLT")
        if settings.image and match_session.current():
            draw_sliders(layout, context)  # the photo itself is in the viewport
        else:
            if settings.image:
                draw_prepared(layout, context)
            icon_of_match = "CHECKMARK" if own_camera.is_own(settings) else "VIEW_CAMERA"
            layout.operator("pixal3d.match_camera", icon=icon_of_match)
        draw_quality(layout, settings)
        attention.draw(layout, context)
        if STATE.problem:
            draw_problem(layout, context, STATE.problem)
        queued = STATE.job is not None or STATE.paused
        if STATE.job:
            draw_progress(layout, STATE.job)
            _draw_facts(layout, STATE.job)
        if STATE.reading:
            layout.label(text="Looking at the photo", icon="TIME")
        if STATE.paused and not STATE.job:
            layout.operator("pixal3d.queue_resume", text="Queue Paused: Resume", icon="PLAY")
        row = layout.row()
        row.scale_y = 1.0 if STATE.job else 1.6
        if queued:
            row.operator("pixal3d.generate", text="Add to Queue", icon="ADD")
        else:
            row.operator("pixal3d.generate", icon_value=icon.value(context))


class PIXAL3D_PT_camera(_OfSettings, Panel):
    bl_label = "Camera"
    settings = ("fov_source", *_FOV.values(), "elevation", "guess_elevation", "extend_pixel")

    def draw(self, context: Context) -> None:
        layout, settings = self.layout, context.scene.pixal3d
        matching = settings.image and match_session.current()
        _props(layout, context, "fov_source")
        if not matching:  # else above, as sliders
            draw_presets(layout)
            _props(layout, context, _FOV[settings.fov_source])
            value = layout.column()
            value.active = not settings.guess_elevation
            value.prop(settings, "elevation", slider=True)
            _props(layout, context, "guess_elevation")
            if own_camera.is_own(settings):
                layout.operator("pixal3d.share_camera", icon="LINKED")
        if matching or not asks_for_extend(context):
            _props(layout, context, "extend_pixel")


class PIXAL3D_PT_cut_out(_OfSettings, Panel):
    bl_label = "Cut-Out"
    settings = ("background",)

    def draw(self, context: Context) -> None:
        draw_cut_out(self.layout, context)


class PIXAL3D_PT_views(InTab, Panel):
    bl_label = "More Views"
    bl_parent_id = "PIXAL3D_PT_main"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012  Blender's own attribute

    def draw(self, context: Context) -> None:
        draw_views(self.layout, context)


class PIXAL3D_PT_output(_OfSettings, Panel):
    bl_label = "Output"
    settings = ("faces", "texture_size", "size")

    def draw(self, context: Context) -> None:
        _props(self.layout, context, "faces", "texture_size", "size")


class PIXAL3D_PT_finishing(_OfSettings, Panel):
    bl_label = "Finishing"
    settings = (*OF_ANY, *OF_RAW)

    def draw_header_preset(self, context: Context) -> None:
        shown = self.settings if _may_be_pixal3d(context) else OF_ANY
        draw_reset(self.layout, context.scene.pixal3d, shown)

    def draw(self, context: Context) -> None:
        _props(self.layout, context, *OF_ANY)
        if _may_be_pixal3d(context):
            _props(self.layout, context, *OF_RAW)


class PIXAL3D_PT_pixal3d(_OfSettings, Panel):
    bl_label = "Engine"
    settings = (
        "engine", "resolution", "use_steps", "steps", "use_guidance", "guidance", "max_tokens",
        "seed", "variations",
    )  # fmt: skip

    def draw_header_preset(self, context: Context) -> None:
        shown = self.settings if _may_be_pixal3d(context) else ("engine",)
        draw_reset(self.layout, context.scene.pixal3d, shown)

    def draw(self, context: Context) -> None:
        _props(self.layout, context, "engine")
        if not _may_be_pixal3d(context):
            return
        _props(self.layout, context, "resolution")
        for name, heading in (("steps", "Steps"), ("guidance", "Guidance")):
            _optional(self.layout, context, name, heading)
        _props(self.layout, context, "max_tokens", "seed", "variations")
        text = say("Generate {count} Variations", count=context.scene.pixal3d.variations)
        self.layout.operator("pixal3d.generate_variations", text=text)


def _may_be_pixal3d(context: Context) -> bool:
    engine = context.scene.pixal3d.engine
    return engine == "pixal3d" or (engine == "auto" and bool(preferences.runtime_path()))


def draw_progress(layout: UILayout, job: Job) -> None:
    """The bar of the running job, with its Cancel; where its button would be."""
    row = layout.row(align=True)
    row.scale_y = 1.6
    row.progress(factor=job.fraction, text=job.line())
    row.operator("pixal3d.cancel", text="", icon="CANCEL")


def _draw_facts(layout: UILayout, job: Job) -> None:
    """Which job it is, the memory that it takes, and what it sees of the photo."""
    row = layout.row()
    row.label(text=job.title(), translate=False)
    if job.size():
        side = row.row()
        side.alignment = "RIGHT"
        side.label(text=job.size(), translate=False)
    if preview.icon():
        layout.template_icon(icon_value=preview.icon(), scale=5.0)


def _props(layout: UILayout, context: Context, *names: str) -> None:
    layout.use_property_split = True
    layout.use_property_decorate = False
    for name in names:
        layout.prop(context.scene.pixal3d, name)


def _optional(layout: UILayout, context: Context, name: str, heading: str) -> None:
    """A property in a row with the checkbox that lets it decide."""
    settings = context.scene.pixal3d
    row = layout.column(align=True, heading=heading).row(align=True)
    row.prop(settings, f"use_{name}", text="")
    value = row.row()
    value.active = getattr(settings, f"use_{name}")
    value.prop(settings, name, text="")


CLASSES = (
    PIXAL3D_PT_main,
    PIXAL3D_PT_camera,
    PIXAL3D_PT_cut_out,
    PIXAL3D_PT_views,
    PIXAL3D_PT_pixal3d,
    PIXAL3D_PT_output,
    PIXAL3D_PT_finishing,
)
