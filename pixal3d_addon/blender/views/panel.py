"""More Views: up to three photos from other sides, with a dial that shows from where."""

import math

from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty, PointerProperty
from bpy.types import Context, Image, Operator, PropertyGroup, UILayout

from ...core.lens import ELEVATION_RANGE
from ..photo.needs_photo import NeedsPhoto
from . import dial
from .directions import AZIMUTHS, MOST
from .weights import draw_needs

_DIRECTIONS = (
    ("RIGHT", "Right", "A quarter of the way round, to the right of who took the photo"),
    ("BACK", "Back", "From the opposite side"),
    ("LEFT", "Left", "A quarter of the way round, to the left of who took the photo"),
    ("FREE", "Angle", "From any direction"),
)
_ANGLE = {"subtype": "ANGLE", "precision": 3, "step": 100}
_DIAL = 5.5  # of the dial, in heights of a row


class PIXAL3D_PG_view(PropertyGroup):
    """Another photo of the object."""

    image: PointerProperty(
        type=Image, name="Photo", description="A photo of the same object from another side"
    )
    direction: EnumProperty(
        name="From",
        description="Where it was taken from, as seen from the first photo",
        items=_DIRECTIONS,
    )
    azimuth: FloatProperty(
        name="Azimuth",
        description="How far round the object it was taken, from the first photo to the right",
        default=math.radians(45.0),
        min=0.0,
        max=math.tau,
        **_ANGLE,
    )
    use_elevation: BoolProperty(
        name="Own Elevation",
        description="Set how far the camera stood above the object, instead of as in the first "
        "photo",
    )
    elevation: FloatProperty(
        name="Elevation",
        description="How far the camera stood above the object, positive looking down",
        min=ELEVATION_RANGE[0],
        max=ELEVATION_RANGE[1],
        **_ANGLE,
    )


def draw_views(layout: UILayout, context: Context) -> None:
    """The panel More Views."""
    settings = context.scene.pixal3d
    layout.use_property_split = True
    layout.use_property_decorate = False
    told = bool(settings.views)
    if settings.slots and not told:
        dial.want(context.scene)
        if dial.icon():
            layout.template_icon(icon_value=dial.icon(), scale=_DIAL)
    column = layout.column()
    column.active = not told
    for number, slot in enumerate(settings.slots):
        _draw_slot(column.column(align=True), slot, number)
        column.separator()
    column.operator("pixal3d.add_view", icon="ADD")
    layout.prop(settings, "views", text="Or a File")
    if told or settings.slots:
        draw_needs(layout, context)


def _draw_slot(column: UILayout, slot: PropertyGroup, number: int) -> None:
    row = column.row(align=True)
    row.template_ID(slot, "image", open="image.open")
    row.operator("pixal3d.remove_view", text="", icon="X").number = number
    column.prop(slot, "direction")
    if slot.direction == "FREE":
        column.prop(slot, "azimuth")
    row = column.row(align=True, heading="Elevation")
    row.prop(slot, "use_elevation", text="")
    value = row.row(align=True)
    value.active = slot.use_elevation
    value.prop(slot, "elevation", text="")


class PIXAL3D_OT_add_view(NeedsPhoto, Operator):
    bl_idname = "pixal3d.add_view"
    bl_label = "Add View"
    bl_description = "Another photo of the object, from another side"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not super().poll(context):
            return False
        if len(context.scene.pixal3d.slots) >= MOST:
            cls.poll_message_set("Four photos are all that can be used")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        slots = context.scene.pixal3d.slots
        taken = {slot.direction for slot in slots}
        slots.add().direction = next(name for name in (*AZIMUTHS, "FREE") if name not in taken)
        return {"FINISHED"}


class PIXAL3D_OT_remove_view(Operator):
    bl_idname = "pixal3d.remove_view"
    bl_label = "Remove View"
    bl_description = "Leave this photo out"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    number: IntProperty(name="Number", description="Which of them", options={"HIDDEN"})

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not context.scene.pixal3d.slots:
            cls.poll_message_set("There are no more views")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        slots = context.scene.pixal3d.slots
        if not 0 <= self.number < len(slots):
            return {"CANCELLED"}
        slots.remove(self.number)
        return {"FINISHED"}


CLASSES = (PIXAL3D_PG_view, PIXAL3D_OT_add_view, PIXAL3D_OT_remove_view)
