"""How long Pixal3D may take, before anything was measured."""

from dataclasses import replace

import pytest

from pixal3d_addon.core.estimate import rounded, seconds, seconds_from, tflops_in
from pixal3d_addon.core.measures import Measure, costly
from pixal3d_addon.core.quality import QUALITIES
from pixal3d_addon.core.settings import Settings

DEFAULT = Settings(engine="pixal3d").to_dict()


def network(**settings: object) -> float:
    """Seconds of it on the card that was measured, without finishing."""
    values = {**DEFAULT, **settings}
    return seconds(values) - seconds(values, 1e9)


@pytest.mark.parametrize(("tokens", "took"), [(8_148, 4.4), (16_394, 9.0), (32_514, 23.7)])
def test_the_network_takes_what_was_recorded(tokens: int, took: float) -> None:
    # An object finer than any, whose tokens are limited.
    assert network(resolution=2048, max_tokens=tokens) == pytest.approx(took, rel=0.02)


def test_finishing_takes_what_was_recorded() -> None:
    small, large = (seconds({**DEFAULT, "texture_size": s}, 1e9) for s in (2048, 8192))
    assert large - small == pytest.approx(89 * 15 / 16, rel=0.02)


def test_better_qualities_take_longer_and_slower_cards_too() -> None:
    every = [seconds({**DEFAULT, **preset}) for preset in QUALITIES.values()]
    assert every == sorted(every) and every[0] < every[-1] / 4
    assert seconds(DEFAULT, 70.0) > 2 * seconds(DEFAULT)
    assert seconds(DEFAULT, 0.0) < float("inf")


def test_guidance_of_one_asks_the_network_less() -> None:
    assert network(guidance=1.0) < 0.8 * network()


def test_jobs_with_other_settings_tell_what_the_machine_makes_of_it() -> None:
    other = costly("pixal3d", {**DEFAULT, "steps": 6})
    jobs = [Measure("pixal3d", "here", 10 * seconds(other), 0.0, other)]
    assert seconds_from(jobs, "here", DEFAULT) == pytest.approx(10 * seconds(DEFAULT))
    assert seconds_from(jobs, "there", DEFAULT) is None
    assert seconds_from([replace(jobs[0], engine="draft")], "here", DEFAULT) is None
    assert seconds_from([replace(jobs[0], settings={"steps": 6})], "here", DEFAULT) is None


def test_the_doctors_words_have_the_speed() -> None:
    assert tflops_in("61.30 TFLOPS in bfloat16, copies 12.1 GB/s, attention: flash") == 61.3
    for text in ("", "is not installed.", "0.00 TFLOPS in float32", "1.2.3 TFLOPS"):
        assert tflops_in(text) is None


@pytest.mark.parametrize(("value", "text"), [
    (0.2, "1 s"), (7.4, "7 s"), (44, "40 s"), (94, "90 s"), (100, "2 min"), (1234, "20 min"),
    (7000, "2 h"), (1e6, "280 h"),
])  # fmt: skip
def test_an_estimate_is_told_as_exact_as_it_is(value: float, text: str) -> None:
    assert rounded(value) == text
