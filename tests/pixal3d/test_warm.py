"""Which networks stay on the device from one job to the next."""

import os
from pathlib import Path

import pytest
import torch

from pixal3d_addon.engine.pixal3d import warm
from pixal3d_addon.engine.pixal3d.checkpoint import ROLES, open_checkpoint
from pixal3d_addon.engine.pixal3d.cost import Counts
from pixal3d_addon.engine.pixal3d.warm import DINOV3, NAF, Networks
from tests.pixal3d.altered import copied, file_of

FEW, MANY = Counts(10, 100, 1000, 256), Counts(10, 100, 10**12, 256)


def begun(root: Path) -> Networks:
    nets = Networks(torch.device("cpu"))
    nets.begin(open_checkpoint(root), FEW, lambda done, total: None)
    return nets


def staying(nets: Networks) -> set[str]:
    """The roles whose network is the same one when it is asked for again."""
    found = set()
    for role in (*ROLES, DINOV3, NAF):
        with nets.weights(role) as module:
            pass
        if not any(parameter.is_meta for parameter in module.parameters()):
            found.add(role)
    return found


@pytest.fixture
def nets(tmp_path: Path) -> Networks:
    return begun(copied(tmp_path))


def test_where_memory_allows_everything_stays(nets: Networks) -> None:
    assert staying(nets) == {*ROLES, DINOV3, NAF}


def test_where_it_does_not_only_the_smallest_stays(
    nets: Networks, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert staying(nets) != {NAF}
    monkeypatch.setattr(warm, "free_bytes", lambda device: 0)
    nets.expect(FEW)
    assert staying(nets) == {NAF}


def test_a_job_that_turns_out_larger_makes_room(nets: Networks) -> None:
    staying(nets)
    nets.expect(MANY)
    assert staying(nets) == {NAF}


def test_weights_that_were_replaced_are_loaded_anew(tmp_path: Path) -> None:
    root = copied(tmp_path)
    nets, role = begun(root), ROLES[0]
    with nets.weights(role) as before:
        pass
    nets.begin(open_checkpoint(root), FEW, lambda done, total: None)
    with nets.weights(role) as same:
        assert same is before
    os.utime(file_of(root, role), (1, 1))
    nets.begin(open_checkpoint(root), FEW, lambda done, total: None)
    with nets.weights(role) as after:
        assert after is not before


def test_what_is_got_ready_is_told_in_bytes_that_only_grow(tmp_path: Path) -> None:
    root, told = copied(tmp_path), []
    Networks(torch.device("cpu")).begin(
        open_checkpoint(root), FEW, lambda done, total: told.append((done, total))
    )
    total = sum(model.weights.stat().st_size for model in open_checkpoint(root).models.values())
    assert told == sorted(told) and told[0] == (0, total) and told[-1] == (total, total)
