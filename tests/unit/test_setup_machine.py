"""What is read from drivers and systems: faked ones, which answer as the real ones do."""

import sys
from pathlib import Path

import pytest

from pixal3d_addon.setup import machine
from pixal3d_addon.setup.machine import Card, ask_nvidia, parse_nvidia, this_machine

linux = pytest.mark.skipif(sys.platform != "linux", reason="sysfs and shell scripts")


@pytest.fixture
def smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts an nvidia-smi on the path, which runs the given shell lines."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(machine, "_SMI_PLACES", ())

    def write(lines: str) -> None:
        tool = tmp_path / "nvidia-smi"
        tool.write_text(f"#!/bin/sh\n{lines}\n")
        tool.chmod(0o755)

    return write


def test_a_line_a_card_is_read() -> None:
    told = "NVIDIA GeForce RTX 3060, 12288, 580.65.06, 8.6\nTesla T4, 15360, 580.65.06, 7.5\n"
    cards, driver = parse_nvidia(told)
    assert cards[0] == Card("nvidia", "NVIDIA GeForce RTX 3060", 12288, (8, 6))
    assert len(cards) == 2 and driver == (580, 65, 6)
    assert parse_nvidia("NVIDIA GB10, [N/A], 580.95, 12.1")[0][0].memory_mb == 0


@pytest.mark.parametrize(
    "told", ["", "No devices were found", "NVIDIA-SMI has failed, because, it could", "\x00,,\n,,,"]
)
def test_what_is_no_answer_is_no_card(told: str) -> None:
    assert parse_nvidia(told) == ((), ())


@linux
def test_an_old_driver_that_does_not_know_compute_capability_is_asked_without(smi) -> None:
    smi('case "$*" in *compute_cap*) echo "Field is not valid"; exit 2;; esac\n'
        "echo 'GeForce GTX 980, 4096, 470.82.01'")  # fmt: skip
    assert ask_nvidia() == ((Card("nvidia", "GeForce GTX 980", 4096),), (470, 82, 1))


@linux
@pytest.mark.parametrize("lines", ["exit 9", "exec sleep 60", "kill -9 $$"])
def test_a_tool_that_fails_or_hangs_is_no_card(
    lines: str, smi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_ASK_SECONDS", 0.2)
    smi(lines if "sleep" not in lines else "exec /bin/sleep 60")
    assert ask_nvidia() == ((), ())


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@linux
def test_amds_cards_are_read_from_the_kernels_topology(smi, tmp_path: Path) -> None:
    nodes = tmp_path / "class/kfd/kfd/topology/nodes"
    write(nodes / "0/properties", "cpu_cores_count 16\ngfx_target_version 0\n")
    write(nodes / "1/properties", "simd_count 96\ngfx_target_version 110000\n")
    write(nodes / "1/mem_banks/0/properties", "heap_type 1\nsize_in_bytes 25753026560\n")
    write(nodes / "2/properties", "gfx_target_version 90010\n")
    write(tmp_path / "class/drm/card0/device/vendor", "0x1002\n")
    write(tmp_path / "kfd", "")
    found = this_machine(tmp_path, tmp_path)
    assert [card.architecture for card in found.cards] == ["gfx1100", "gfx90a"]
    assert found.cards[0].memory_mb == 24560 and found.compute


@linux
def test_cards_without_a_driver_are_seen_on_the_bus(smi, tmp_path: Path) -> None:
    for number, vendor in enumerate(("0x10de", "0x8086", "0x1234")):
        write(tmp_path / f"class/drm/card{number}/device/vendor", f"{vendor}\n")
    found = this_machine(tmp_path, tmp_path)
    assert [card.vendor for card in found.cards] == ["nvidia", "intel"]
    assert found.driver == () and not found.compute


def test_this_machine_answers_whatever_it_is() -> None:
    found = this_machine()
    assert found.system and found.processor
