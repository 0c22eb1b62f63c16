"""Which of a result's parts are shown: the eyes in the outliner, and renders."""

from collections.abc import Iterator, Sequence

from bpy.types import Collection, Context, LayerCollection, PropertyGroup, Scene, ViewLayer

from . import stance


def show(group: PropertyGroup, context: Context) -> None:
    """Show the one level of detail that the result's `level` names, and select it."""
    obj, layer = group.id_data, context.view_layer
    wanted = f"LOD{group.level}"
    levels = {part.pixal3d.part: part for part in stance.parts_of(obj)} | {"LOD0": obj}
    if wanted not in levels:
        return  # deleted
    for name, level in levels.items():
        if name.startswith("LOD"):
            shelves = level.users_collection
            for shelf in shelves:
                shelf.hide_render = name != wanted
            for found in _below(layer.layer_collection):
                if found.collection in shelves:
                    found.hide_viewport = name != wanted
    shown = levels[wanted]
    if layer.objects.get(shown.name) == shown and context.mode == "OBJECT":
        for other in list(layer.objects.selected):
            other.select_set(False, view_layer=layer)
        shown.select_set(True, view_layer=layer)
        layer.objects.active = shown


def hide(collections: Sequence[Collection], scene: Scene) -> None:
    """Close their eyes in the outliner, in every view layer of `scene`."""
    for view_layer in scene.view_layers:
        for layer in _below(view_layer.layer_collection):
            if layer.collection in collections:
                layer.hide_viewport = True


def is_hidden(collection: Collection, view_layer: ViewLayer) -> bool:
    """Whether `collection` is put out of sight in `view_layer`, by whichever of its switches."""
    found = [
        layer for layer in _below(view_layer.layer_collection) if layer.collection == collection
    ]
    hidden = (layer.exclude or layer.hide_viewport or collection.hide_viewport for layer in found)
    return any(hidden)


def _below(layer: LayerCollection) -> Iterator[LayerCollection]:
    for child in layer.children:
        yield child
        yield from _below(child)
