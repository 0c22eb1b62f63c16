"""NAF against the recorded maps, at every pixel and at some."""

import shutil
from pathlib import Path

import pytest
import torch
from torch import Tensor

from bench.dense_lifting import dense_naf
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.naf import NAF, load_naf
from tests.pixal3d.recorded import TINY, TOLERANCE, recorded, relative_error

FOLDER = TINY / "naf-tiny"
CASES = [
    ("image", "lr_features", 20, "out_20"),
    ("image", "lr_features", 40, "out_40"),
    ("image_320", "lr_features_20", 40, "out_320_40"),
]
SMALL = 1  # byte: a row, or one group of pixels, at a time


@pytest.fixture(scope="module")
def naf() -> NAF:
    torch.set_num_threads(1)
    return load_naf(FOLDER / "naf_release.safetensors", "cpu")


def as_rows(image: Tensor) -> Tensor:
    """[1, C, T, T] → [T², C]."""
    return image[0].flatten(1).T


@pytest.mark.parametrize(("image", "features", "target", "out"), CASES)
@pytest.mark.parametrize("budget", [SMALL, 1 << 20, 1 << 28])
def test_every_pixel_is_the_recorded_one_whatever_the_budget(
    naf: NAF, image: str, features: str, target: int, out: str, budget: int
) -> None:
    d = recorded("naf")
    found = naf(d[image], d[features], target, torch.arange(target**2), budget)
    assert relative_error(found, as_rows(d[out])) < TOLERANCE


@pytest.mark.parametrize(("image", "features", "target", "out"), CASES)
def test_some_pixels_in_any_order_are_those_of_the_whole_map(
    naf: NAF, image: str, features: str, target: int, out: str
) -> None:
    d = recorded("naf")
    pixels = torch.randperm(target**2, generator=torch.Generator().manual_seed(0))[:77]
    found = naf(d[image], d[features], target, pixels, 1 << 20)
    assert relative_error(found, as_rows(d[out])[pixels]) < TOLERANCE


@pytest.mark.parametrize(("image", "features", "target", "out"), CASES)
def test_the_dense_way_of_the_bench_is_the_recorded_one(
    naf: NAF, image: str, features: str, target: int, out: str
) -> None:
    d = recorded("naf")
    assert relative_error(dense_naf(naf, d[image], d[features], target), d[out]) < TOLERANCE


def test_the_image_is_left_as_it_was_and_no_pixels_are_no_rows(naf: NAF) -> None:
    d = recorded("naf")
    before = d["image"].clone()
    none = torch.empty(0, dtype=torch.int64)
    assert naf(d["image"], d["lr_features"], 20, none, 1 << 20).shape == (0, 32)
    assert torch.equal(d["image"], before)


def test_sizes_that_do_not_fit_are_refused(naf: NAF) -> None:
    d = recorded("naf")
    for features, target in ((d["lr_features"], 25), (d["lr_features"][:, :, :8, :8], 40)):
        with pytest.raises(PixalError) as raised:
            naf(d["image"], features, target, torch.arange(4), 1 << 20)
        assert raised.value.code == "weights_mismatch"


def test_the_published_pickle_has_the_same_tensors(naf: NAF) -> None:
    other = load_naf(FOLDER / "naf_release.pth", "cpu").state_dict()
    assert all(torch.equal(other[name], tensor) for name, tensor in naf.state_dict().items())


def test_without_a_description_it_is_the_published_size(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "naf_release.safetensors", tmp_path)
    with pytest.raises(PixalError) as raised:
        load_naf(tmp_path / "naf_release.safetensors", "cpu")
    assert raised.value.code == "weights_mismatch"
    with torch.device("meta"):
        numbers = sum(p.numel() for p in NAF().parameters())
    assert 4 * numbers == pytest.approx(2.6e6, rel=0.02)  # bytes of the published file
    (tmp_path / "config.json").write_text('{"dim": -32}')
    with pytest.raises(PixalError):
        load_naf(tmp_path / "naf_release.safetensors", "cpu")
