"""A raw surface finished by trimesh and xatlas alone, as a short script of one's own would do it.

    PYTHON -m bench.finishing_with_xatlas RAW.npz DONE.npz FACES SIDE

The files are those of `bench.finishing_in_blender`. Colors are those of the nearest raw vertices.
"""

import sys

import numpy as np
import trimesh
import xatlas
from scipy.spatial import cKDTree

from pixal3d_addon.engine.mesh.texels import bands

from .finishing_run import StepClock, as_arrays

_NEAR = 4  # raw vertices that a texel's color is the mean of, weighted by their nearness


def unwrap(mesh: trimesh.Trimesh, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Vertices, faces and corner UVs, V up, packed for a texture of `side`."""
    atlas = xatlas.Atlas()
    atlas.add_mesh(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32))
    packing = xatlas.PackOptions()
    packing.resolution, packing.padding, packing.bilinear = side, 2, True
    atlas.generate(pack_options=packing)
    vertex, faces, uvs = atlas[0]
    return mesh.vertices, vertex[faces].astype(np.int32), uvs[faces].astype(np.float32)


def bake(
    vertices: np.ndarray, faces: np.ndarray, corner_uvs: np.ndarray, raw: dict, side: int
) -> np.ndarray:
    """uint8 [side, side, 3], top row first."""
    tree = cKDTree(raw["vertices"])
    picture = np.zeros((side * side, 3), np.float32)
    for start, _, texels in bands(corner_uvs, side, 256):
        corners = vertices[faces[texels.face]]
        points = np.einsum("nk,nkc->nc", texels.weights, corners)
        distance, near = tree.query(points, k=_NEAR)
        share = 1 / (distance + 1e-6)
        share /= share.sum(axis=1, keepdims=True)
        colors = raw["colors"][near][..., :3].astype(np.float32)
        picture[start * side + texels.index] = np.einsum("nk,nkc->nc", share, colors)
    return (picture + 0.5).astype(np.uint8).reshape(side, side, 3)


def main(source: str, target: str, faces: int, side: int) -> None:
    raw = dict(np.load(source))
    clock = StepClock()
    clock.progress("Clean")
    mesh = trimesh.Trimesh(raw["vertices"], raw["faces"], process=True)
    mesh.update_faces(mesh.unique_faces() & mesh.nondegenerate_faces())
    trimesh.repair.fix_normals(mesh)
    clock.progress("Simplify")
    if len(mesh.faces) > faces:
        mesh = mesh.simplify_quadric_decimation(face_count=faces)
    clock.progress("Unwrap")
    vertices, low, corner_uvs = unwrap(mesh, side)
    clock.progress("Bake")
    picture = bake(vertices, low, corner_uvs, raw, side)
    clock.end()
    np.savez(
        target,
        vertices=vertices.astype(np.float32),
        faces=low,
        corner_uvs=corner_uvs,
        base_color=picture,
        **as_arrays(clock),
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
