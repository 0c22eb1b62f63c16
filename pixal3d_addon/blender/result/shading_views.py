"""One click to see a result another way: the viewport's own shading, set at once."""

from bpy.props import EnumProperty
from bpy.types import Context, Operator, UILayout, View3DShading

from ..say import say

# identifier → label, tooltip, and the viewport's shading: type, light, color
_VIEWS = {
    "UNLIT": ("Unlit", "The base color texture without light, as the photo has it",
              ("SOLID", "FLAT", "TEXTURE")),
    "STUDIO": ("Studio", "The base color texture in the viewport's studio light",
               ("SOLID", "STUDIO", "TEXTURE")),
    "CLAY": ("Clay", "The shape alone in one grey", ("SOLID", "STUDIO", "SINGLE")),
    "MATERIAL": ("Material", "The whole material, with what its sliders do",
                 ("MATERIAL", "", "")),
}  # fmt: skip

_BARE = {"SOLID", "WIREFRAME"}  # of a material they show at most a texture


def _matches(shading: View3DShading, view: str) -> bool:
    kind, light, color = _VIEWS[view][2]
    solid = kind != "SOLID" or (shading.light == light and shading.color_type == color)
    return shading.type == kind and solid


def draw(layout: UILayout, context: Context) -> None:
    """A row of the views, the present one pressed, and the wires over them."""
    space = context.space_data
    if space is None or space.type != "VIEW_3D":
        return
    row = layout.row(align=True)
    for view, (label, _, _) in _VIEWS.items():
        pressed = _matches(space.shading, view)
        row.operator("pixal3d.shading", text=say(label), depress=pressed).view = view
    layout.prop(space.overlay, "show_wireframes", text="Wireframe")


def draw_way_to_material(layout: UILayout, context: Context) -> None:
    """A button, while the viewport shows nothing of what the material's sliders do."""
    space = context.space_data
    if space is not None and space.type == "VIEW_3D" and space.shading.type in _BARE:
        text = say("See It in the Viewport")
        layout.operator("pixal3d.shading", text=text, icon="SHADING_TEXTURE").view = "MATERIAL"


class PIXAL3D_OT_shading(Operator):
    bl_idname = "pixal3d.shading"
    bl_label = "Shading of the Viewport"
    bl_description = "See the object another way"

    view: EnumProperty(
        name="View",
        description="What the viewport shows",
        items=[(view, label, told) for view, (label, told, _) in _VIEWS.items()],
    )

    @classmethod
    def poll(cls, context: Context) -> bool:
        if context.space_data is None or context.space_data.type != "VIEW_3D":
            cls.poll_message_set("Works in a 3D Viewport")
            return False
        return True

    @classmethod
    def description(cls, _context: Context, properties: "PIXAL3D_OT_shading") -> str:
        return say(_VIEWS[properties.view][1])

    def execute(self, context: Context) -> set[str]:
        shading = context.space_data.shading
        kind, light, color = _VIEWS[self.view][2]
        shading.type = kind
        if kind == "SOLID":
            shading.light, shading.color_type = light, color
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_shading,)
