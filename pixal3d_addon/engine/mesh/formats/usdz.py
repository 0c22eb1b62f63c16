"""USDZ: a stored zip of a text layer and pictures. https://openusd.org/release/spec_usdz.html"""

import struct
import zlib

import numpy as np

from ..split import split_vertices
from .model import Model, y_up

_ALIGNMENT = 64  # each file's data begins at a multiple of it
_DATE = 0x21  # 1980-01-01, so that the same model gives the same bytes


def encode_usdz(model: Model) -> bytes:
    """The package; meters, Y-up. A preview surface, which every reader of USD knows."""
    files = {"model.usda": _layer(model)}
    for name, (kind, image) in model.embedded.items():
        files[f"textures/{name}.{kind}"] = image
    return _zip(files)


def _zip(files: dict[str, bytes]) -> bytes:
    """Uncompressed, unencrypted, aligned by an extra field as the specification has it."""
    body, directory = bytearray(), bytearray()
    for name, data in files.items():
        label = name.encode()
        start = len(body)
        gap = -(start + 30 + len(label) + 4) % _ALIGNMENT
        facts = struct.pack("<5H3I", 10, 0, 0, 0, _DATE, zlib.crc32(data), len(data), len(data))
        extra = struct.pack("<HH", 0x1986, gap) + bytes(gap)
        body += (
            b"PK\3\4" + facts + struct.pack("<2H", len(label), len(extra)) + label + extra + data
        )
        directory += b"PK\1\2" + struct.pack("<H", 20) + facts
        directory += struct.pack("<5H2I", len(label), 0, 0, 0, 0, 0, start) + label
    count, size = len(files), len(directory)
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, count, count, size, len(body), 0)
    return bytes(body + directory + end)


def _layer(model: Model) -> bytes:
    index, vertex, uv = split_vertices(model.faces, model.layouts)
    points, normals = y_up(model.vertices[vertex]), y_up(model.normals[vertex])
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    name = '"' + _text(model.name) + '"'
    return f"""#usda 1.0
(
    defaultPrim = "Object"
    metersPerUnit = 1
    upAxis = "Y"
)

def Xform "Object" (
    kind = "component"
    displayName = {name}
)
{{
    def Mesh "Mesh" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {{
        uniform bool doubleSided = {int(model.alpha != "OPAQUE")}
        float3[] extent = [{_vectors(np.array([low, high]))}]
        int[] faceVertexCounts = [{", ".join(["3"] * len(index))}]
        int[] faceVertexIndices = [{", ".join(map(str, index.ravel().tolist()))}]
        rel material:binding = </Object/Material>
        normal3f[] normals = [{_vectors(normals)}] (
            interpolation = "vertex"
        )
        point3f[] points = [{_vectors(points)}]
{_layouts(uv)}        uniform token subdivisionScheme = "none"
    }}

    def Material "Material"
    {{
        token outputs:surface.connect = </Object/Material/Surface.outputs:surface>
{_material(model)}    }}
}}
""".encode(errors="replace")


def _layouts(uv: np.ndarray) -> str:
    """Each layout [N, 2] of `uv` [N, 2 or 4]: `st`, and `st1` for light maps."""
    return "".join(
        f"        texCoord2f[] primvars:{name} = [{_vectors(layout)}] (\n"
        '            interpolation = "vertex"\n        )\n'
        for name, layout in zip(("st", "st1"), np.hsplit(uv, uv.shape[1] // 2), strict=False)
    )


def _material(model: Model) -> str:
    """Shaders of the material: a preview surface, and a reader for each texture."""
    shader = "</Object/Material/{}.outputs:{}>"
    inputs = {
        "color3f inputs:diffuseColor.connect": shader.format("base_color", "rgb"),
        "float inputs:metallic": f"{model.surface.metallic:g}",
        "float inputs:roughness": f"{model.surface.roughness:g}",
    }
    if model.alpha != "OPAQUE":
        inputs["float inputs:opacity.connect"] = shader.format("base_color", "a")
    if model.alpha == "MASK":
        inputs["float inputs:opacityThreshold"] = "0.5"
    if "metallic_roughness" in model.pngs:
        if model.surface.occlusion:
            inputs["float inputs:occlusion.connect"] = shader.format("metallic_roughness", "r")
        del inputs["float inputs:metallic"], inputs["float inputs:roughness"]
        inputs["float inputs:metallic.connect"] = shader.format("metallic_roughness", "b")
        inputs["float inputs:roughness.connect"] = shader.format("metallic_roughness", "g")
    if "normal" in model.pngs:
        inputs["normal3f inputs:normal.connect"] = shader.format("normal", "rgb")
    text = _shader("Surface", "UsdPreviewSurface", {**inputs, "token outputs:surface": ""})
    text += _shader(
        "Places",
        "UsdPrimvarReader_float2",
        {"string inputs:varname": '"st"', "float2 outputs:result": ""},
    )
    for name, (file_kind, _) in model.embedded.items():
        facts = {
            "asset inputs:file": f"@textures/{name}.{file_kind}@",
            "token inputs:sourceColorSpace": '"sRGB"' if name == "base_color" else '"raw"',
            "float2 inputs:st.connect": shader.format("Places", "result"),
            "token inputs:wrapS": '"repeat"',
            "token inputs:wrapT": '"repeat"',
        }
        if name == "normal":
            facts["float4 inputs:scale"] = "(2, 2, 2, 1)"
            facts["float4 inputs:bias"] = "(-1, -1, -1, 0)"
        facts |= {f"{kind} outputs:{channel}": "" for kind, channel in (
            ("float3", "rgb"), ("float", "r"), ("float", "g"), ("float", "b"), ("float", "a"),
        )}  # fmt: skip
        text += _shader(name, "UsdUVTexture", facts)
    return text


def _shader(name: str, kind: str, facts: dict[str, str]) -> str:
    lines = [
        f'        def Shader "{name}"',
        "        {",
        f'            uniform token info:id = "{kind}"',
    ]
    lines += [
        f"            {key} = {value}" if value else f"            {key}"
        for key, value in facts.items()
    ]
    return "\n" + "\n".join([*lines, "        }"]) + "\n"


def _vectors(rows: np.ndarray) -> str:
    pattern = "(" + ", ".join(["%.7g"] * rows.shape[1]) + ")"
    return ", ".join([pattern] * len(rows)) % tuple(rows.ravel().tolist())


def _text(name: str) -> str:
    """Inside double quotes: nothing that ends them, no control characters."""
    kept = "".join(sign if sign.isprintable() else " " for sign in name)
    return kept.replace("\\", "\\\\").replace('"', '\\"')
