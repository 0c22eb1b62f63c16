import numpy as np

from bench.topology import examine

TETRAHEDRON = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
FACES = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32)


def test_a_closed_tetrahedron_is_closed_with_its_volume():
    topology = examine(TETRAHEDRON, FACES)
    assert topology.closed
    assert abs(topology.volume - 1 / 6) < 1e-7


def test_corners_stored_once_a_face_are_welded():
    assert examine(TETRAHEDRON[FACES].reshape(-1, 3), np.arange(12).reshape(4, 3)).closed


def test_a_missing_face_leaves_three_open_edges():
    topology = examine(TETRAHEDRON, FACES[:3])
    assert topology.open_edges == 3
    assert not topology.closed


def test_a_face_that_is_there_twice_is_doubled_in_any_winding():
    topology = examine(TETRAHEDRON, np.concatenate([FACES, FACES[:1, ::-1]]))
    assert topology.doubled == 1 and topology.crowded_edges == 3
    assert not topology.closed


def test_a_turned_face_twists_its_three_edges():
    faces = FACES.copy()
    faces[0] = faces[0, ::-1]
    topology = examine(TETRAHEDRON, faces)
    assert topology.twisted_edges == 3
    assert not topology.closed


def test_inside_out_is_not_closed():
    topology = examine(TETRAHEDRON, FACES[:, ::-1])
    assert topology.twisted_edges == 0
    assert topology.volume < 0
    assert not topology.closed


def test_two_bodies_that_share_a_vertex_are_pinched():
    vertices = np.concatenate([TETRAHEDRON, -TETRAHEDRON])
    topology = examine(vertices, np.concatenate([FACES, FACES[:, ::-1] + 4]))
    assert topology.pinched == 1
    assert not topology.closed


def test_two_bodies_that_share_an_edge_crowd_it():
    mirrored = TETRAHEDRON * [-1, -1, 1]
    topology = examine(
        np.concatenate([TETRAHEDRON, mirrored]).astype(np.float32),
        np.concatenate([FACES, FACES + 4]),
    )
    assert topology.crowded_edges == 1
    assert not topology.closed


def test_a_body_apart_from_another_is_still_closed():
    vertices = np.concatenate([TETRAHEDRON, TETRAHEDRON + 5])
    assert examine(vertices, np.concatenate([FACES, FACES + 4])).closed


def test_a_face_with_a_corner_twice_has_collapsed():
    topology = examine(TETRAHEDRON, np.concatenate([FACES, [[1, 1, 2]]]))
    assert topology.collapsed == 1
    assert not topology.closed
