"""A result becomes an asset, with a preview, tags and a description of where it came from."""

from pathlib import Path

import bpy
from bpy.props import EnumProperty
from bpy.types import ID, Collection, Context, Object, Operator

from ...core.library import Entry, look
from ..full_name import block_of
from ..say import say
from ..sliced_operator import InSlices
from ..slices import Work
from . import stance

_KINDS = (
    ("OBJECT", "Object", "The object alone; its camera and its levels of detail are left out"),
    ("COLLECTION", "Collection", "Its collection: object, camera, levels and collision mesh"),
)


class PIXAL3D_OT_mark_asset(InSlices, Operator):
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

    def working(self, context: Context) -> Work | None:
        obj = stance.result_of(context.active_object)
        if self.kind == "COLLECTION" and _home(obj) is None:
            self.report({"ERROR"}, "The object is in no collection of its own")
            return None
        return self._mark(obj.name_full)

    def _mark(self, name: str) -> Work:
        from . import asset_picture  # here: it needs numpy, slow to import

        obj = block_of(bpy.data.objects, name)
        entry = look(Path(obj.pixal3d.folder))
        picture = yield from asset_picture.picturing(obj, entry.thumbnail if entry else "")
        yield
        obj = block_of(bpy.data.objects, name)
        if obj is None:  # it went meanwhile
            return
        asset: ID = (_home(obj) if self.kind == "COLLECTION" else None) or obj
        asset.asset_mark()
        _describe(asset, obj, entry)
        if picture is None:
            asset.asset_generate_preview()
        else:
            asset_picture.show(asset, picture)


def _home(obj: Object) -> Collection | None:
    """The collection that its camera, or else the object, is in; never the scene's own."""
    eye = stance.camera_of(obj) or obj
    return next((home for home in eye.users_collection if home.name in bpy.data.collections), None)


def _describe(asset: ID, obj: Object, entry: Entry | None) -> None:
    engine = obj.pixal3d.engine.title() or "Pixal3D"
    whole = entry is not None and not entry.problem
    made = say("Made by {engine}", engine=engine)
    if whole:
        made = say(
            "Made by {engine} from the photo “{name}” on {day}",
            engine=engine,
            name=entry.name,
            day=entry.day()[:10],
        )
    asset.asset_data.description = made
    for tag in dict.fromkeys(("Pixal3D", engine, *([entry.name] if whole else []))):
        asset.asset_data.tags.new(tag, skip_if_exists=True)


CLASSES = (PIXAL3D_OT_mark_asset,)
