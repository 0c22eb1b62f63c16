"""Progress that never falls back and an ETA that is honest."""

import sys

import pytest

from pixal3d_addon.core import memory
from pixal3d_addon.core.progress import ProgressClock


class Time:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


def test_stages_take_their_share_of_the_whole(time):
    clock = ProgressClock(time)
    clock.plan({"a": 1, "b": 3})
    fractions = [
        clock.at(stage, step, 2)[0] for stage, step in [("a", 0), ("a", 1), ("b", 0), ("b", 2)]
    ]
    assert fractions == pytest.approx([0.0, 0.125, 0.25, 1.0])


def test_the_time_left_follows_from_the_time_spent(time):
    clock = ProgressClock(time)
    clock.plan({"a": 1, "b": 1})
    assert clock.at("a", 0, 1)[1] == -1
    time.now = 4.0
    assert clock.at("a", 1, 2) == pytest.approx((0.25, 12.0))
    time.now = 5.0
    assert clock.at("b", 1, 1) == pytest.approx((1.0, 0.0))


def test_whatever_is_reported_the_fraction_never_falls_or_leaves_its_range(time):
    clock = ProgressClock(time)
    clock.plan({"a": 1, "b": 1, "free": 0, "wrong": -5})
    reports = [
        ("a", 5, 10), ("a", 2, 10), ("b", 0, 0), ("b", 1, -3), ("b", -7, 3), ("b", 99, 3),
        ("free", 0, 1), ("unplanned", 1, 2), ("wrong", 1, 1), ("a", 0, 1),
    ]  # fmt: skip
    fractions = [clock.at(*report)[0] for report in reports]
    assert fractions == sorted(fractions)
    assert all(0 <= fraction <= 1 for fraction in fractions)


def test_without_a_plan_nothing_is_claimed(time):
    clock = ProgressClock(time)
    time.now = 100.0
    assert clock.at("a", 1, 1) == (0.0, -1)
    clock.plan({})
    assert clock.at("a", 1, 1) == (0.0, -1)


def test_memory_that_is_used_is_seen_and_given_back():
    memory.give_back()  # else the block may come from what earlier tests have left
    before = memory.resident_mb()
    block = b"x" * (64 << 20)
    assert 60 < memory.resident_mb() - before < 100
    del block
    memory.give_back()
    if sys.platform != "darwin":  # where only the peak is known
        assert memory.resident_mb() - before < 30
    assert before <= memory.physical_mb()
