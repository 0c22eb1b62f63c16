"""From the coarse surface's voxels to the fine grid's tokens."""

import pytest
import torch

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.cascade import fine_coords
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from tests.pixal3d.recorded import TINY, recorded
from tests.pixal3d.test_decoders import decoder

torch.set_num_threads(1)
ALL = 49152


def shell(side: int) -> torch.Tensor:
    """The surface of the whole cube, as voxels."""
    axis = torch.arange(side)
    cells = torch.cartesian_prod(axis, axis, axis)
    cells = cells[((cells == 0) | (cells == side - 1)).any(1)]
    return torch.nn.functional.pad(cells, (1, 0)).int()


def test_the_recorded_cascade_is_met_from_the_coarse_latent_on() -> None:
    truth, sizes = recorded("pipeline"), open_checkpoint(TINY).sizes
    voxels = decoder("shape_slat_decoder").upsample(truth["ss_coords"], truth["lr_slat"])
    assert torch.equal(voxels, truth["hr_upsampled"])
    tokens, resolution = fine_coords(voxels, sizes.low, sizes.high, ALL)
    assert torch.equal(tokens, truth["hr_coords"]) and resolution == sizes.high


def test_a_center_goes_to_the_nearest_point_of_the_fine_grid_and_is_not_floored() -> None:
    voxels = torch.tensor([[0, 0, 255, 511]], dtype=torch.int32)
    tokens, _ = fine_coords(voxels, 512, 1024, ALL)
    assert tokens.tolist() == [[0, 0, 31, 63]]  # 0.06, 31.44, 62.94
    voxels[0, 2] = 256
    assert fine_coords(voxels, 512, 1024, ALL)[0].tolist() == [[0, 0, 32, 63]]  # 31.56


def test_tokens_are_unique_and_sorted() -> None:
    voxels = shell(32)[torch.randperm(32**3 - 30**3, generator=torch.Generator().manual_seed(0))]
    tokens = fine_coords(torch.cat([voxels, voxels]), 32, 256, ALL)[0].tolist()
    assert tokens == sorted(map(list, {tuple(token) for token in tokens}))


def test_too_many_tokens_lower_the_resolution_step_by_step() -> None:
    voxels = shell(192)
    counts = {side * 16: 6 * side**2 - 12 * side + 8 for side in (96, 88, 80, 72, 64)}
    for resolution, count in counts.items():
        tokens, found = fine_coords(voxels, 192, 1536, count + 1)
        assert (found, len(tokens)) == (resolution, count)


def test_as_many_as_the_limit_are_already_too_many() -> None:
    assert fine_coords(shell(192), 192, 1536, 6 * 96**2 - 12 * 96 + 8)[1] == 1536 - 128


def test_it_does_not_go_below_1024() -> None:
    assert fine_coords(shell(128), 128, 1536, 1)[1] == 1024
    assert fine_coords(shell(32), 32, 256, 1)[1] == 256


def test_nothing_to_refine_is_an_error_with_a_remedy() -> None:
    with pytest.raises(PixalError) as refused:
        fine_coords(torch.zeros(0, 4, dtype=torch.int32), 512, 1024, ALL)
    assert refused.value.code == "structure_empty" and refused.value.remedy
