"""The environment that these tests run in: torch is installed without resolving."""

import re
from importlib.metadata import requires, version

import pytest
import torch


@pytest.mark.parametrize("package", ["torch", "transformers"])
def test_everything_that_a_package_needs_is_installed(package: str) -> None:
    needed = [line for line in requires(package) or () if ";" not in line]
    assert needed
    for line in needed:
        assert version(re.split(r"[^\w.-]", line)[0])


def test_torch_works_and_brought_no_cuda_along() -> None:
    assert torch.ones(2, 2).sum().item() == 4
    assert torch.version.cuda is None
