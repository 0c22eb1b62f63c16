"""The environment that these tests run in: torch is installed without resolving."""

import re
from importlib.metadata import requires, version

import pytest
import torch

from pixal3d_addon.engine.pixal3d.speed import measure
from pixal3d_addon.setup.environment import PIXAL3D
from pixal3d_addon.setup.trial import try_environment


@pytest.mark.parametrize("package", ["torch", "transformers"])
def test_everything_that_a_package_needs_is_installed(package: str) -> None:
    needed = [line for line in requires(package) or () if ";" not in line]
    assert needed
    for line in needed:
        assert version(re.split(r"[^\w.-]", line)[0])


def test_torch_works_and_is_the_build_that_was_noted() -> None:
    assert torch.ones(2, 2).sum().item() == 4
    assert (torch.version.cuda is not None) == PIXAL3D.installed_build().startswith("cu")


def test_set_up_tries_a_small_computation_on_the_device() -> None:
    assert try_environment(PIXAL3D).startswith("PyTorch ")


def test_speed_and_attention_kernels_are_measured() -> None:
    found = measure(torch.device("cpu"))
    assert 1e-4 < found.tflops < 1000 and 0.05 < found.copy_gb < 10_000
    assert "plain" in found.kernels and "TFLOPS" in str(found)
