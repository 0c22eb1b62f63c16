"""A result becomes an asset, with a preview, tags and a description of where it came from."""

from pathlib import Path

import bpy
from bpy.props import EnumProperty
from bpy.types import ID, Collection, Context, Object, Operator

from ..core.errors import PixalError
from . import stance

_KINDS = (
    ("OBJECT", "Object", "The object alone; its camera and its levels of detail are left out"),
    ("COLLECTION", "Collection", "Its collection: object, camera, levels and collision mesh"),
)


class PIXAL3D_OT_mark_asset(Operator):
    bl_idname = "pixal3d.mark_asset"
    bl_label = "Mark as Asset"
    bl_description = (
        "Offer this object in the Asset Browser, with a preview, tags and where it came from"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    kind: EnumProperty(name="Asset", description="What becomes the asset", items=_KINDS)

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif obj.library or obj.override_library:
            cls.poll_message_set("Linked from another file")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        obj = stance.result_of(context.active_object)
        home = _home(obj)
        if self.kind == "COLLECTION" and home is None:
            self.report({"ERROR"}, "The object is in no collection of its own")
            return {"CANCELLED"}
        asset: ID = home if self.kind == "COLLECTION" else obj
        asset.asset_mark()
        _describe(asset, obj)
        if not _picture(asset, Path(obj.pixal3d.folder)):
            asset.asset_generate_preview()
        return {"FINISHED"}


def _home(obj: Object) -> Collection | None:
    """The collection that its camera, or else the object, is in; never the scene's own."""
    eye = stance.camera_of(obj) or obj
    return next((home for home in eye.users_collection if home.name in bpy.data.collections), None)


def _describe(asset: ID, obj: Object) -> None:
    from ..core.library import look

    entry = look(Path(obj.pixal3d.folder))
    engine = obj.pixal3d.engine.title() or "Pixal3D"
    photo = f' from the photo "{entry.name}" on {entry.day()[:10]}' if entry else ""
    told = asset.asset_data
    told.description = f"Made by {engine}{photo}"
    for tag in dict.fromkeys(("Pixal3D", engine, *([entry.name] if entry else []))):
        told.tags.new(tag, skip_if_exists=True)


def _picture(asset: ID, folder: Path) -> bool:
    """Give it the result's thumbnail; whether there is one."""
    from ..core.library import look

    entry = look(folder)
    if not entry or not entry.thumbnail:
        return False
    image = None
    try:
        image = bpy.data.images.load(entry.thumbnail)
        preview = asset.preview_ensure()
        preview.image_size = image.size
        preview.image_pixels_float = image.pixels[:]
    except (RuntimeError, PixalError):  # what Blender cannot read
        return False
    finally:
        if image:
            bpy.data.images.remove(image)
    return True


CLASSES = (PIXAL3D_OT_mark_asset,)
