"""When memory runs out in the middle of a job: smaller pieces, then fewer tokens, then a sentence.

The exceptions are the real ones, raised by the networks' own forward.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import torch
from torch import nn

from pixal3d_addon.core.errors import Cancelled, PixalError
from pixal3d_addon.engine.pixal3d import warm
from pixal3d_addon.engine.pixal3d.chain import BUDGET
from pixal3d_addon.engine.pixal3d.flow import SLatFlowModel, SparseStructureFlowModel
from pixal3d_addon.engine.pixal3d.shape_decoder import FlexiDualGridVaeDecoder
from pixal3d_addon.engine.pixal3d.thrift import BUDGETS, Thrift, ran_out
from tests.pixal3d.test_engine import SETTINGS, run
from tests.pixal3d.told import Told

GPU = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
APPLE = RuntimeError("MPS backend out of memory (MPS allocated: 1.00 GB).")
PROCESSOR = RuntimeError(
    "[enforce fail at alloc_cpu.cpp:127] . DefaultCPUAllocator: can't allocate memory"
)
LIBRARY = RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def fail(monkeypatch: pytest.MonkeyPatch, kind: type[nn.Module], *errors: Exception) -> list[int]:
    """The first calls of `kind` raise `errors`, one each. Returns what will be their number."""
    left, calls, forward = list(errors), [0], kind.forward

    def failing(self: nn.Module, *args: object, **named: object) -> object:
        calls[0] += 1
        if left:
            raise left.pop(0)
        return forward(self, *args, **named)

    monkeypatch.setattr(kind, "forward", failing)
    return calls


@pytest.mark.parametrize("error", [GPU, APPLE, PROCESSOR, LIBRARY, MemoryError()])
def test_every_backends_way_to_say_it_is_understood(error: Exception) -> None:
    assert ran_out(error)
    assert not ran_out(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))


def test_work_is_done_again_with_smaller_budgets_and_later_work_keeps_to_them() -> None:
    rooms, tried = [], []

    def work(budget: int) -> int:
        tried.append(budget)
        if len(tried) == 1:
            raise GPU
        return budget

    thrift = Thrift(lambda: rooms.append(len(tried)))
    assert not thrift.was_short
    assert thrift(work) == BUDGETS[1] < BUDGET and thrift.was_short
    assert thrift(work) == BUDGETS[1] and rooms == [1]


def test_other_errors_pass_at_once_and_memory_that_is_never_enough_in_the_end() -> None:
    for error, tries in ((ZeroDivisionError(), 1), (GPU, len(BUDGETS))):
        tried = []

        def work(budget: int, error: Exception = error, tried: list[int] = tried) -> None:
            tried.append(budget)
            raise error

        with pytest.raises(type(error)):
            Thrift(lambda: None)(work)
        assert len(tried) == tries


def test_what_failed_work_had_made_is_gone_before_it_is_tried_again() -> None:
    alive: list[Callable[[], object]] = []

    def work(budget: int) -> None:
        import weakref

        big = torch.zeros(10)
        alive.append(weakref.ref(big))
        if len(alive) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory")

    Thrift(lambda: alive.append(lambda: alive[0]()))(work)
    assert alive[1]() is None


def test_the_photo_is_looked_at_again_once_there_is_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with warm_dinov3(tmp_path) as dinov3:
        calls = fail(monkeypatch, type(dinov3.embeddings), GPU)
    with pytest.raises(Cancelled):
        run(SETTINGS, Told(cancel_at="Structure"), tmp_path)
    assert calls[0] == 1 + 2  # in vain once, then at the two sizes


def warm_dinov3(folder: Path) -> AbstractContextManager[nn.Module]:
    with pytest.raises(Cancelled):
        run(SETTINGS, Told(cancel_at="Structure"), folder)
    return warm.networks().weights(warm.DINOV3)


def test_a_job_goes_on_with_fewer_tokens_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fail(monkeypatch, SLatFlowModel, GPU)
    calls = fail(monkeypatch, FlexiDualGridVaeDecoder, PROCESSOR, PROCESSOR)
    told = Told()
    raw = run(SETTINGS, told, tmp_path)
    tokens = len(torch.unique(torch.from_numpy(raw.volume.coords) // 16, dim=0))
    assert raw.volume.resolution == 128 and calls[0] == 3
    assert raw.notes == (
        f"Made with {tokens} tokens, because this computer's memory was not enough.",
        "This computer's memory was short: it went in smaller pieces, which takes longer.",
    )
    assert told.fractions == sorted(told.fractions)
    assert told.plans[-1]["Shape"] < told.plans[-2]["Shape"]


def test_where_nothing_helps_the_job_ends_with_a_remedy_and_gives_all_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = fail(monkeypatch, SparseStructureFlowModel, *[GPU] * 9)
    with pytest.raises(PixalError) as caught:
        run(SETTINGS, Told(), tmp_path)
    assert caught.value.code == "out_of_memory" and caught.value.remedy
    assert calls[0] == len(BUDGETS)
    nets = warm.networks()
    assert not any(nets._residency.holds(path) for path in nets._load)
