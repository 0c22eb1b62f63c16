"""More ways to a photo: files dropped on the viewport, an image empty, the render result."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy
from bpy.props import CollectionProperty, StringProperty
from bpy.types import Context, FileHandler, Image, Menu, Operator, OperatorFileListElement, Scene

from .. import icon
from ..say import say
from . import scene_camera
from .from_view import tell_camera

KINDS = ".png;.jpg;.jpeg;.webp;.tif;.tiff;.bmp;.tga;.exr;.hdr;.jp2"
_OF_PHONES = ".heic;.heif;.avif"  # which Blender does not read: said, where silence was


class PIXAL3D_OT_drop_photo(Operator):
    bl_idname = "pixal3d.drop_photo"
    bl_label = "Use as Photo for Image to 3D"
    bl_description = "Open a picture file as the photo; of several, queue an object each"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    directory: StringProperty(
        name="Folder",
        description="Folder of the file",
        subtype="DIR_PATH",
        options={"SKIP_SAVE", "HIDDEN"},
    )
    files: CollectionProperty(
        type=OperatorFileListElement,
        name="Files",
        description="The files",
        options={"SKIP_SAVE", "HIDDEN"},
    )

    def execute(self, context: Context) -> set[str]:
        if not self.files:
            self.report({"WARNING"}, "No file was dropped")
            return {"CANCELLED"}
        if len(self.files) > 1:
            names = [{"name": file.name} for file in self.files]
            bpy.ops.pixal3d.generate_files("INVOKE_DEFAULT", directory=self.directory, files=names)
            return {"FINISHED"}
        path = Path(bpy.path.abspath(self.directory)) / self.files[0].name
        try:
            image = open_picture(path)
        except ValueError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        _use(context, image)
        return {"FINISHED"}


def open_picture(path: Path) -> Image:
    """Raises ValueError, with what is wrong with it, where it is none; nothing of it stays then."""
    try:
        image = bpy.data.images.load(str(path), check_existing=True)
    except RuntimeError as error:  # Blender names the path in it
        raise ValueError(say("{name} cannot be read", name=path.name)) from error
    if not all(image.size):
        if not image.users:
            bpy.data.images.remove(image)
        if path.suffix.lower() in _OF_PHONES.split(";"):
            kind = path.suffix[1:].upper()
            raise ValueError(say("Blender reads no {kind}: save it as JPEG or PNG", kind=kind))
        raise ValueError(say("{name} is not a picture that Blender can read", name=path.name))
    return image


class PIXAL3D_FH_photo(FileHandler):
    bl_idname = "PIXAL3D_FH_photo"
    bl_label = "Photo for Image to 3D"
    bl_import_operator = "pixal3d.drop_photo"
    bl_file_extensions = f"{KINDS};{_OF_PHONES}"

    @classmethod
    def poll_drop(cls, context: Context) -> bool:
        return context.area is not None and context.area.type == "VIEW_3D"


class PIXAL3D_OT_photo_from_empty(Operator):
    bl_idname = "pixal3d.photo_from_empty"
    bl_label = "Use for Image to 3D"
    bl_description = "Use the image of the selected image empty as the photo"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if _image_of(context) is None:
            cls.poll_message_set("Select an empty that shows an image")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        _use(context, _image_of(context))
        return {"FINISHED"}


class PIXAL3D_OT_photo_from_render(Operator):
    bl_idname = "pixal3d.photo_from_render"
    bl_label = "Photo from Render"
    bl_description = (
        "Use the last render as the photo, as it looks; field of view, elevation and roll are the "
        "scene camera's own"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if _render() is None:
            cls.poll_message_set("Nothing has been rendered yet")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        try:
            with tempfile.TemporaryDirectory(dir=bpy.app.tempdir) as folder:
                path = Path(folder) / "Render.png"
                with _as_png(context.scene):
                    _render().save_render(str(path), scene=context.scene)
                image = bpy.data.images.load(str(path))
                image.pack()
        except (OSError, RuntimeError):
            self.report({"ERROR"}, "The render cannot be read: render again, then try again")
            return {"CANCELLED"}
        image.filepath_raw = ""  # the other would read the file again, which is gone
        _use(context, image)
        if told := scene_camera.told_of(image, context):
            image.pixal3d.roll = told.roll
            tell_camera(context.scene.pixal3d, told.fov, told.elevation)
        return {"FINISHED"}


@contextmanager
def _as_png(scene: Scene) -> Iterator[None]:
    """Pictures are saved as PNG with alpha meanwhile."""
    output = scene.render.image_settings
    wanted = {"file_format": "PNG", "color_mode": "RGBA", "color_depth": "8"}
    if "media_type" in output.bl_rna.properties:  # since 5.0; it limits the formats
        wanted = {"media_type": "IMAGE", **wanted}
    before = {name: getattr(output, name) for name in wanted}
    try:
        for name, value in wanted.items():
            setattr(output, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(output, name, value)


def _render() -> Image | None:
    return next((image for image in bpy.data.images if image.type == "RENDER_RESULT"), None)


def _image_of(context: Context) -> Image | None:
    """Of the active object, where that is an image empty."""
    obj = context.active_object
    shown = obj is not None and obj.type == "EMPTY" and obj.empty_display_type == "IMAGE"
    return obj.data if shown else None


def _use(context: Context, image: Image) -> None:
    context.scene.pixal3d.image = image


def _draw_context(menu: Menu, context: Context) -> None:
    if _image_of(context) is not None:
        shown = icon.value(context)
        menu.layout.operator(PIXAL3D_OT_photo_from_empty.bl_idname, icon_value=shown)
        menu.layout.separator()


class PIXAL3D_MT_photo(Menu):
    bl_idname = "PIXAL3D_MT_photo"
    bl_label = "Photo From"
    bl_description = "More ways to a photo"

    def draw(self, _context: Context) -> None:
        self.layout.operator("pixal3d.photo_from_view", icon="VIEW3D", text="Viewport")
        self.layout.operator("pixal3d.photo_from_render", icon="RENDER_STILL", text="Render")
        self.layout.operator("pixal3d.photo_from_empty", icon="EMPTY_DATA", text="Image Empty")
        self.layout.separator()
        self.layout.operator("pixal3d.generate_files", icon="FILE_FOLDER", text="Several Photos")
        self.layout.operator("pixal3d.look_again", icon="FILE_REFRESH")


def attach() -> None:
    bpy.types.VIEW3D_MT_object_context_menu.prepend(_draw_context)


def detach() -> None:
    bpy.types.VIEW3D_MT_object_context_menu.remove(_draw_context)


CLASSES = (
    PIXAL3D_OT_drop_photo,
    PIXAL3D_FH_photo,
    PIXAL3D_OT_photo_from_empty,
    PIXAL3D_OT_photo_from_render,
    PIXAL3D_MT_photo,
)
