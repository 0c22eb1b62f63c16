"""Which weights stay on the device, and that the others really go."""

import weakref
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from pixal3d_addon.engine.pixal3d.residency import Need, Residency, free_bytes, plan

A, B, C = Path("a"), Path("b"), Path("c")


def needs(**sizes: tuple[int, int]) -> dict[Path, Need]:
    return {Path(name): Need(*size) for name, size in sizes.items()}


def test_all_stay_where_all_fit_with_the_hungriest_stage() -> None:
    assert plan(1000, needs(a=(200, 100), b=(300, 300))) == {A, B}  # 500 + 300 of 900


def test_the_larger_stays_where_only_one_can() -> None:
    assert plan(700, needs(a=(200, 100), b=(300, 200))) == {B}  # 300 + 200 + 100, not 500 + 200
    assert plan(1000, needs(a=(200, 500), b=(300, 0))) == {A}  # 200 + 500, not 300 + 200 + 500


@pytest.mark.parametrize("free", [0, 100, 499])
def test_nothing_stays_where_a_stage_has_no_room_beside_it(free: int) -> None:
    assert plan(free, needs(a=(200, 300), b=(200, 300))) == frozenset()


def test_nothing_to_plan_is_no_error() -> None:
    assert plan(100, {}) == frozenset()


@pytest.mark.parametrize("seed", range(20))
def test_every_stage_finds_its_memory_and_no_other_choice_keeps_more(seed: int) -> None:
    random = np.random.default_rng(seed)
    stages = {
        Path(str(n)): Need(*map(int, random.integers(1, 100, 2))) for n in range(random.integers(8))
    }
    free = int(random.integers(1, 600))

    def fits(kept: frozenset[Path]) -> bool:
        held = sum(stages[path].weights for path in kept)
        return all(
            held + need.working + need.weights * (path not in kept) <= free * 0.9
            for path, need in stages.items()
        )

    kept = plan(free, stages)
    assert not kept or fits(kept)
    possible = [
        sum(stages[path].weights for path in chosen)
        for count in range(1, len(stages) + 1)
        for chosen in combinations(stages, count)
        if fits(frozenset(chosen))
    ]
    assert sum(stages[path].weights for path in kept) == max(possible, default=0)


def test_a_cpu_offers_the_memory_that_the_system_has_left() -> None:
    assert 2**26 < free_bytes(torch.device("cpu")) < 2**46


class Loader:
    """Counts what it loads; runs out of memory as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.loaded: list[Path] = []
        self.failures = failures

    def __call__(self, path: Path) -> nn.Module:
        if self.loaded and self.failures:
            self.failures -= 1
            raise torch.OutOfMemoryError("CUDA out of memory")
        self.loaded.append(path)
        return nn.Linear(64, 64)


def test_what_stays_is_loaded_once_and_the_rest_each_time() -> None:
    load = Loader()
    residency = Residency(frozenset({A}), load)
    for _ in range(2):
        for path in (A, B):
            with residency.weights(path) as module:
                assert module(torch.ones(64)).shape == (64,)
    assert load.loaded == [A, B, B]


def test_weights_go_even_where_somebody_still_refers_to_the_module() -> None:
    residency = Residency(frozenset(), Loader())
    with residency.weights(A) as module:
        storage = weakref.ref(module.weight.untyped_storage())
        assert storage() is not None
    assert module.weight.is_meta and module.bias.is_meta


def test_a_stage_that_fails_gives_its_weights_back_too() -> None:
    residency = Residency(frozenset(), Loader())
    with pytest.raises(ZeroDivisionError), residency.weights(A) as module:
        raise ZeroDivisionError
    assert module.weight.is_meta


def test_release_gives_back_what_stayed() -> None:
    load = Loader()
    residency = Residency(frozenset({A}), load)
    with residency.weights(A) as module:
        residency.release()
        assert not module.weight.is_meta, "it is in use"
    residency.release()
    assert module.weight.is_meta
    with residency.weights(A):
        assert load.loaded == [A, A]


def test_where_memory_runs_out_the_others_go_and_nothing_stays_any_more() -> None:
    load = Loader(failures=1)
    residency = Residency(frozenset({A, B}), load)
    with residency.weights(A) as first:
        pass
    with residency.weights(B) as second:
        assert first.weight.is_meta and not second.weight.is_meta
    assert second.weight.is_meta
    assert load.loaded == [A, B]


@pytest.mark.parametrize("failures", [1, 2])
def test_memory_that_is_really_not_enough_is_told(failures: int) -> None:
    load = Loader(failures)
    residency = Residency(frozenset(), load)
    with residency.weights(A) as first:
        with pytest.raises(torch.OutOfMemoryError), residency.weights(B):
            pass
        assert not first.weight.is_meta, "in use, so it stays whole"
    assert load.loaded == [A]
