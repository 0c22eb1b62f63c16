"""Bodies: limbs that go where they are sent, and what is between two ages."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from training.body import Body, Build, between


@pytest.fixture
def body(tmp_path: Path) -> Body:
    """An arm of two bones along x, whose one target makes it twice as long."""
    marks = [(0, 0, 0), (1, 0, 0), (2, 0, 0), (0.5, 0, 0), (1.5, 0, 0)]
    lines = [f"v {x} {y} {z}" for x, y, z in marks] + ["vt 0 0"]
    for number, name in enumerate(("joint-a", "joint-b", "joint-c", "body", "body"), 1):
        lines += [f"g {name}", f"f {number}/1 {number}/1 {number}/1 {number}/1"]
    rigs = tmp_path / "rigs" / "standard"
    for folder in ("3dobjs", "rigs/standard", "targets/macrodetails"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "3dobjs" / "base.obj").write_text("\n".join(lines))
    bones = {
        "lower": {
            "parent": "upper",
            "head": {"cube_name": "joint-b"},
            "tail": {"cube_name": "joint-c"},
        },
        "upper": {
            "parent": "Root",
            "head": {"cube_name": "joint-a"},
            "tail": {"cube_name": "joint-b"},
        },
        "Root": {"parent": ""},
    }
    (rigs / "rig.game_engine.json").write_text(json.dumps(bones))
    weights = {"upper": [[0, 1], [3, 1]], "lower": [[1, 1], [2, 1], [4, 2]]}
    (rigs / "weights.game_engine.json").write_text(json.dumps({"weights": weights}))
    target = "# twice\n" + "\n".join(f"{n} {x} 0 0" for n, (x, _, _) in enumerate(marks))
    name = "universal-male-young-averagemuscle-averageweight.target.gz"
    (tmp_path / "targets" / "macrodetails" / name).write_bytes(gzip.compress(target.encode()))
    return Body(tmp_path)


def test_limbs_point_where_they_are_aimed_and_keep_their_length(body: Body) -> None:
    aims = {"upper": np.array([0, 0, -3.0]), "lower": np.array([0, -1.0, 0])}
    moved, bones = body.posed(body.vertices, aims, {})
    assert moved[3] == pytest.approx([0, 0, -0.5])
    assert moved[4] == pytest.approx([0, -0.5, -1])
    assert bones["lower"][1] == pytest.approx([0, 0, -1])


def test_a_limb_that_is_not_aimed_goes_with_its_parent(body: Body) -> None:
    moved, _ = body.posed(body.vertices, {"upper": np.array([0, 1.0, 0])}, {})
    assert moved[4] == pytest.approx([0, 1.5, 0])


@pytest.mark.parametrize(("age", "length"), [(2.0, 4.0), (1.5, 3.0), (1.0, 2.0)])
def test_ages_between_two_are_between_their_shapes(body: Body, age: float, length: float) -> None:
    shaped = body.shaped(Build(True, age, 0, 0, 0, (1, 0, 0)))
    assert shaped[2, 0] == pytest.approx(length)


def test_the_least_turn_turns_one_direction_to_the_other() -> None:
    rng = np.random.default_rng(0)
    for start, end in rng.normal(size=(20, 2, 3)):
        turn = between(start, end)
        assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
        assert turn @ start / np.linalg.norm(start) == pytest.approx(end / np.linalg.norm(end))
