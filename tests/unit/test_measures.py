"""What jobs took is told for jobs like them, and only for these."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pixal3d_addon.core.measures import Measure, add, cost, costly, load
from pixal3d_addon.core.quality import CUSTOM, NAMES, QUALITIES, quality_of
from pixal3d_addon.core.settings import Settings

DEFAULT = Settings().to_dict()


def draft(seconds: float, memory: float = 100.0, **changes: object) -> Measure:
    return Measure("draft", "", seconds, memory, costly("draft", {**DEFAULT, **changes}))


def test_cost_is_that_of_the_middle_job_and_the_greediest_memory() -> None:
    found = cost([draft(9.0, 80.0), draft(1.0, 300.0), draft(2.0)], "draft", "", DEFAULT)
    assert found and (found.seconds, found.memory_mb, found.count) == (2.0, 300.0, 3)


def test_old_jobs_no_longer_count() -> None:
    slow, fast = [draft(100.0)] * 20, [draft(1.0)] * 5
    assert cost(slow + fast, "draft", "", DEFAULT).seconds == 1.0


def test_nothing_is_told_of_other_settings_engines_and_runtimes() -> None:
    measures = [draft(1.0)]
    assert cost(measures, "draft", "", {**DEFAULT, "texture_size": 4096}) is None
    assert cost(measures, "pixal3d", "", DEFAULT) is None
    assert cost(measures, "draft", "/another/runtime", DEFAULT) is None


def test_what_costs_drafts_no_time_does_not_matter_to_it() -> None:
    other = {**DEFAULT, "steps": 50, "max_tokens": 2048, "elevation": 0.5, "seed": 7}
    assert cost([draft(1.0)], "draft", "", other).seconds == 1.0
    taken = costly("pixal3d", DEFAULT)
    one = Measure("pixal3d", "r", 60.0, 0.0, taken)
    assert cost([one], "pixal3d", "r", {**DEFAULT, "seed": 7, "fov": 1.0}).seconds == 60.0
    assert cost([one], "pixal3d", "r", other) is None
    assert cost([one], "pixal3d", "r", {**DEFAULT, "views": "a/transforms.json"}) is None


def test_measures_outlive_the_program(tmp_path: Path) -> None:
    path, measures = tmp_path / "new" / "measures.json", []
    for second in range(250):
        add(path, measures, draft(float(second)))
    assert len(measures) == 200 and load(path) == measures
    assert [file.name for file in path.parent.iterdir()] == ["measures.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "3", "[3, null, {}]", '[{"engine": "x"}]', "[" * 100_000]
    + [
        json.dumps([{"engine": "draft", "place": "", "seconds": value}])
        for value in (-1, "1", None, True, [1])
    ]
    + ['[{"engine": "draft", "place": "", "seconds": NaN}]'],
)
def test_a_damaged_file_holds_no_measures(tmp_path: Path, text: str) -> None:
    path = tmp_path / "measures.json"
    path.write_text(text)
    assert load(path) == []
    path.unlink()
    assert load(path) == []


@pytest.mark.parametrize("name", QUALITIES)
def test_a_quality_sets_what_is_allowed_and_is_found_again(name: str) -> None:
    assert set(QUALITIES[name]) == set(NAMES)
    made = replace(Settings(), **QUALITIES[name])
    assert made.problems() == []
    assert quality_of(made.to_dict()) == name
    assert quality_of({**made.to_dict(), "faces": 12_345}) == CUSTOM
    assert quality_of({**made.to_dict(), "seed": 3, "engine": "draft"}) == name


def test_standard_is_the_default_and_each_step_up_asks_for_no_less() -> None:
    assert quality_of(DEFAULT) == "standard"
    order = list(QUALITIES.values())
    for low, high in pairwise(order):
        for name in ("faces", "texture_size", "max_tokens", "normal_bits"):
            assert low[name] <= high[name]
