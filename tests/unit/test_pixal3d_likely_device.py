"""A graphics device is told from torch's own description and the driver's traces."""

from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from pixal3d_addon.engine.pixal3d import likely_device as module

VERSION = "from typing import Optional\ncuda: Optional[str] = {}\nhip: Optional[str] = {}\n"


@pytest.mark.parametrize(
    ("cuda", "hip", "driver", "device"),
    [
        ("'12.8'", "None", "cuda", "cuda"),
        ("'12.8'", "None", "", "cpu"),
        ("None", "'6.4'", "hip", "cuda"),
        ("'12.8'", "None", "hip", "cpu"),
        ("None", "None", "cuda", "cpu"),
    ],
)
def test_a_build_for_a_card_and_its_driver_are_both_needed(
    cuda: str, hip: str, driver: str, device: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "version.py").write_text(VERSION.format(cuda, hip))
    spec = ModuleSpec("torch", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(module, "find_spec", lambda name: spec)
    monkeypatch.setattr(module.sys, "platform", "linux")
    there, gone = (str(tmp_path),), (str(tmp_path / "none"),)
    drivers = {kind: there if kind == driver else gone for kind in ("cuda", "hip")}
    monkeypatch.setattr(module, "_DRIVERS", drivers)
    assert module.likely_device() == device


def test_without_torch_there_is_only_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    monkeypatch.setattr(module.sys, "platform", "linux")
    assert module.likely_device() == "cpu"
