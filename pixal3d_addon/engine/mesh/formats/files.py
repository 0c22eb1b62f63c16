"""A model in each format, as the files that belong together."""

from ....core.results import file_name
from ....core.settings import FORMATS
from ...image.png import encode_png
from .gltf import encode_glb, encode_gltf
from .model import Model
from .obj import encode_mtl, encode_obj
from .plain import encode_ply, encode_stl
from .usdz import encode_usdz

__all__ = ["FORMATS", "files"]


def files(model: Model, kind: str, stem: str, prefix: str) -> dict[str, bytes]:
    """File name → content, the model itself first. kind: one of FORMATS.

    stem: what the model's file is called. prefix: before the names of textures beside it, which
    are "" + base_color.png and so on in a result folder, and there anyway.
    """
    images = {name: f"{prefix}{name}.{end}" for name, (end, _) in model.embedded.items()}
    beside = {images[name]: image for name, (_, image) in model.embedded.items()}
    if kind == "glb":
        return {f"{stem}.glb": encode_glb(model)}
    if kind == "gltf":
        text, data = encode_gltf(model, f"{file_name(stem)}.bin", images)
        return {f"{stem}.gltf": text, f"{file_name(stem)}.bin": data, **beside}
    if kind == "obj":
        return _obj(model, stem, prefix)
    if kind == "ply":
        texture = f"{prefix}base_color.png"
        return {f"{stem}.ply": encode_ply(model, texture), texture: model.pngs["base_color"]}
    if kind == "stl":
        return {f"{stem}.stl": encode_stl(model)}
    return {f"{stem}.usdz": encode_usdz(model)}


def _obj(model: Model, stem: str, prefix: str) -> dict[str, bytes]:
    """Metallic and roughness are pictures of their own there, and alpha too."""
    surface, pngs = model.surface, {**model.pngs}
    pngs.pop("occlusion", None)  # the format has no place for it
    if pngs.pop("metallic_roughness", None) and surface.metallic_roughness is not None:
        pngs["roughness"] = encode_png(surface.metallic_roughness[..., 1], level=1)
        pngs["metallic"] = encode_png(surface.metallic_roughness[..., 2], level=1)
    if model.alpha != "OPAQUE":
        pngs["alpha"] = encode_png(surface.base_color[..., 3], level=1)
    images = {name: f"{prefix}{name}.png" for name in pngs}
    material = f"{file_name(stem)}.mtl"
    return {
        f"{stem}.obj": encode_obj(model, material),
        material: encode_mtl(model, images),
        **{images[name]: png for name, png in pngs.items()},
    }
