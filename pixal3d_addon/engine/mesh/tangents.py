"""Tangent frames as MikkTSpace derives them, so that Blender and glTF viewers agree with the bake.

http://www.mikktspace.com: per vertex of the split mesh, faces weighted by their angle there, the
tangent made square to the vertex normal, the bitangent their cross product times a sign.
"""

import numpy as np

from .split import split_vertices


def corner_tangents(
    vertices: np.ndarray, normals: np.ndarray, faces: np.ndarray, corner_uvs: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tangents float32 [N, 3], which of them each corner has int [F, 3], and signs int8 [F].

    vertices, normals [V, 3]; faces [F, 3]; corner_uvs [F, 3, 2], V up. The bitangent of a corner is
    `sign · cross(normal, tangent)`; its sign is -1 where the layout is mirrored.
    """
    edge = vertices[faces[:, 1:]] - vertices[faces[:, :1]]
    across = corner_uvs[:, 1:] - corner_uvs[:, :1]
    area = across[:, 0, 0] * across[:, 1, 1] - across[:, 1, 0] * across[:, 0, 1]
    sign = np.where(area < 0, -1, 1).astype(np.int8)
    along = edge[:, 0] * across[:, 1, 1:] - edge[:, 1] * across[:, 0, 1:]
    along = _unit(along * sign[:, None])
    index, vertex, _ = split_vertices(faces, corner_uvs)
    index = index * 2 + (sign < 0)[:, None]  # mirrored and not meet in no tangent
    sums = np.zeros((len(vertex) * 2, 3), np.float32)
    for corner in range(3):
        here, normal = vertices[faces[:, corner]], normals[faces[:, corner]]
        one = vertices[faces[:, (corner + 1) % 3]] - here
        two = vertices[faces[:, (corner + 2) % 3]] - here
        cosine = np.einsum("ij,ij->i", _flat(one, normal), _flat(two, normal))
        weighted = _flat(along, normal) * np.arccos(np.clip(cosine, -1, 1))[:, None]
        for axis in range(3):
            sums[:, axis] += np.bincount(index[:, corner], weighted[:, axis], len(sums))
    tangents = _unit(sums)
    lost = np.linalg.norm(tangents, axis=1) < 0.5
    other = normals[np.repeat(vertex, 2)[lost]]
    least = np.eye(3, dtype=np.float32)[np.abs(other).argmin(axis=1)]
    tangents[lost] = _flat(least, other)
    return tangents, index, sign


def _flat(vectors: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """The part of `vectors` square to unit `normals`, of unit length."""
    return _unit(vectors - normals * np.einsum("ij,ij->i", vectors, normals)[:, None])


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(length, 1e-20)).astype(np.float32)
