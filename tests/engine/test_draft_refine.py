"""Depth from coarse pixels jumps where the photo has its edge, and nowhere else."""

import numpy as np

from pixal3d_addon.engine.draft.refine import FINE, refine

SIDE, PHOTO = 64, 512


def two_sided(edge):
    """A photo [PHOTO, PHOTO, 3] that is dark up to the column `edge` in 0…1, bright beyond."""
    column = (np.arange(PHOTO) + 0.5) / PHOTO
    row = np.where(column < edge, 60.0, 200.0)
    return np.broadcast_to(row[None, :, None], (PHOTO, PHOTO, 3)).astype(np.float32)


def shares(edge):
    """How much of each coarse column lies beyond the edge."""
    return np.clip((np.arange(SIDE) + 1) - edge * SIDE, 0, 1)


def test_a_jump_lies_where_the_photo_has_its_edge():
    edge = 0.5 + 0.4 / SIDE
    depth = np.broadcast_to(0.3 * shares(edge), (SIDE, SIDE)).astype(np.float32)
    fine = refine(depth[..., None], np.ones((SIDE, SIDE)), depth, two_sided(edge))[..., 0]
    column = (np.arange(FINE) + 0.5) / FINE
    clear = np.abs(column - edge) > 1 / FINE  # but for the pixel that the edge goes through
    wrong = np.abs(fine[FINE // 2] - 0.3 * (column > edge))[clear]
    assert wrong.max() < 0.03
    coarse = np.interp(column * SIDE - 0.5, np.arange(SIDE), depth[0])
    assert np.abs(coarse - 0.3 * (column > edge))[clear].max() > 0.1  # as it was before


def test_a_pattern_does_not_show_in_a_slope():
    depth = np.broadcast_to(np.linspace(0, 0.5, SIDE), (SIDE, SIDE)).astype(np.float32)
    photo = np.where(np.indices((PHOTO, PHOTO)).sum(0) // 16 % 2, 30.0, 220.0)
    photo = np.stack([photo] * 3, -1).astype(np.float32)
    fine = refine(depth[..., None], np.ones((SIDE, SIDE)), depth, photo)[..., 0]
    steps = np.diff(fine[:, 8:-8], axis=1)
    assert np.ptp(steps) < 1e-5


def test_what_is_outside_the_subject_does_not_reach_in():
    trust = np.zeros((SIDE, SIDE))
    trust[:, :40] = 1
    depth = np.where(trust > 0, np.where(np.arange(SIDE) < 20, 0.0, 0.2), 9.0).astype(np.float32)
    fine = refine(depth[..., None], trust, depth, two_sided(20 / SIDE))[..., 0]
    inside = fine[:, : int(38 / SIDE * FINE)]
    assert inside.min() > -1e-3 and inside.max() < 0.2 + 1e-3
