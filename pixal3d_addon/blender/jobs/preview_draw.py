"""Draws `preview.PREVIEW`: points as little balls, a mesh lit from beside the viewer.

Normals come from the derivatives of the position, so nothing is computed of a mesh beforehand.
"""

from typing import Any

import bpy
import gpu
import numpy as np
from mathutils import Matrix, Vector

from .preview import PREVIEW, Shape

_VERTEX = """
void main()
{
  place = position;
  paint = color;
  gl_Position = mvp * vec4(position, 1.0);
  gl_PointSize = clamp(lens.w / gl_Position.w, 2.0, 64.0);
}
"""
_FRAGMENT = """
void main()
{
  vec3 normal;
  if (viewer.w > 0.5) {
    vec2 at = gl_PointCoord * 2.0 - 1.0;
    float rest = 1.0 - dot(at, at);
    if (rest < 0.0) {
      discard;
    }
    vec3 up = cross(viewer.xyz, lens.xyz);
    normal = at.x * lens.xyz - at.y * up + sqrt(rest) * viewer.xyz;
  }
  else {
    normal = normalize(cross(dFdx(place), dFdy(place)));
    normal = dot(normal, viewer.xyz) < 0.0 ? -normal : normal;
  }
  vec3 up = cross(viewer.xyz, lens.xyz);
  vec3 light = normalize(viewer.xyz + 0.5 * up - 0.4 * lens.xyz);
  vec3 shown = paint.rgb * (0.3 + 0.7 * max(dot(normal, light), 0.0));
  fragColor = vec4(srgbTarget ? pow(shown, vec3(2.2)) : shown, 1.0);
}
"""
_made: dict[str, Any] = {}  # the shader, and the batch of the shape that is drawn


def draw() -> None:
    """Called by Blender for each viewport. A graphics card that cannot do it shows nothing."""
    shape = PREVIEW.shape
    if shape is None or shape.scene not in {"", bpy.context.scene.name}:
        return
    if _made.get("shape") is not shape:
        _made.update(shape=shape, batch=None)
        try:
            _made.setdefault("shader", _shader())
            _made["batch"] = _batch(shape)
        except Exception as error:  # of the driver; there is no narrower one
            print(f"Pixal3D: no preview can be drawn. {error}")  # noqa: T201
    if _made["batch"] is not None:
        _draw(_made["shader"], _made["batch"], shape)


def _draw(shader: Any, batch: Any, shape: Shape) -> None:
    region = bpy.context.region_data
    standing = Matrix(shape.standing.matrix())
    to_shape = (region.view_matrix @ standing).to_3x3().inverted()
    viewer, right = ((to_shape @ Vector(axis)).normalized() for axis in ((0, 0, 1), (1, 0, 0)))
    height = gpu.state.viewport_get()[3]
    # At distance w a cell is as many pixels high; with the diagonal no gaps are left.
    cell = shape.cell * shape.standing.scale
    pixels = 1.4 * cell * region.window_matrix[1][1] * height / 2.0
    gpu.state.depth_test_set("LESS_EQUAL")
    gpu.state.depth_mask_set(True)
    gpu.state.program_point_size_set(True)
    try:
        shader.bind()
        shader.uniform_float("mvp", region.perspective_matrix @ standing)
        shader.uniform_float("viewer", (*viewer, float(shape.faces is None)))
        shader.uniform_float("lens", (*right, pixels))
        batch.draw(shader)
    finally:
        gpu.state.program_point_size_set(False)
        gpu.state.depth_mask_set(False)
        gpu.state.depth_test_set("NONE")


def _batch(shape: Shape) -> Any:
    layout = gpu.types.GPUVertFormat()
    layout.attr_add(id="position", comp_type="F32", len=3, fetch_mode="FLOAT")
    layout.attr_add(id="color", comp_type="F32", len=4, fetch_mode="FLOAT")
    vertices = gpu.types.GPUVertBuf(layout, len(shape.points))
    vertices.attr_fill("position", shape.points)
    vertices.attr_fill("color", shape.colors)
    if shape.faces is None:
        return gpu.types.GPUBatch(type="POINTS", buf=vertices)
    corners = gpu.types.GPUIndexBuf(type="TRIS", seq=shape.faces.astype(np.uint32))
    return gpu.types.GPUBatch(type="TRIS", buf=vertices, elem=corners)


def _shader() -> Any:
    between = gpu.types.GPUStageInterfaceInfo("pixal3d_preview")
    between.smooth("VEC3", "place")
    between.smooth("VEC4", "paint")
    info = gpu.types.GPUShaderCreateInfo()
    info.push_constant("MAT4", "mvp")
    info.push_constant("VEC4", "viewer")  # the direction to it; w: 1 for points
    info.push_constant("VEC4", "lens")  # the direction to its right; w: a point's size
    info.push_constant("BOOL", "srgbTarget")  # Blender sets it: whether colors are to be linear
    info.vertex_in(0, "VEC3", "position")
    info.vertex_in(1, "VEC4", "color")
    info.vertex_out(between)
    info.fragment_out(0, "VEC4", "fragColor")
    info.vertex_source(_VERTEX)
    info.fragment_source(_FRAGMENT)
    return gpu.shader.create_from_info(info)
