"""Normals of a welded triangle mesh."""

import numpy as np


def vertex_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals float32 [V, 3] of vertices [V, 3], each face weighted by its angle there.

    Angle weights do not depend on how a flat face is cut into triangles (Thürmer and Wüthrich
    1998). A vertex without a proper face gets +Z.
    """
    corners = vertices[faces].astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-20)
    sums = np.zeros((len(vertices), 3))
    for corner in range(3):
        one = corners[:, (corner + 1) % 3] - corners[:, corner]
        two = corners[:, (corner + 2) % 3] - corners[:, corner]
        lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
        cosine = np.einsum("ij,ij->i", one, two) / np.maximum(lengths, 1e-20)
        weighted = normal * np.arccos(np.clip(cosine, -1.0, 1.0))[:, None]
        for axis in range(3):
            sums[:, axis] += np.bincount(faces[:, corner], weighted[:, axis], len(vertices))
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    sums[length[:, 0] < 1e-12] = (0.0, 0.0, 1.0)
    return (sums / np.maximum(length, 1e-12)).astype(np.float32)


def face_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals [F, 3]; zero where a face has no area."""
    a, b, c = vertices[faces].swapaxes(0, 1)
    cross = np.cross(b - a, c - a)
    return cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-30)
