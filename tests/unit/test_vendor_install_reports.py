"""How vendor_install.py adds up what the tests said."""

from dataclasses import replace
from pathlib import Path

import pytest

import vendor_install
from pixal3d_addon.core.errors import EXIT_CODES
from pixal3d_addon.setup.failed import Failed, Lacking
from tests import parts
from tests.parts import Tally, command_test, read_report, run_part
from vendor_install import main

SUITE = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.xml"


def test_passed_failed_and_skipped_are_counted(report: Path) -> None:
    report.write_text(SUITE.format(10, 2, 1, 3))
    assert read_report(report, 1) == Tally(4, 3, 3)


def test_a_run_without_tests_is_a_failure(report: Path) -> None:
    report.write_text(SUITE.format(0, 0, 0, 0))
    assert read_report(report, 5).failed == 1
    assert read_report(report, 0).failed == 1


def test_a_crash_that_left_no_report_is_a_failure(report: Path) -> None:
    assert read_report(report, -11) == Tally(failed=1)
    report.write_text("<testsuites>")
    assert read_report(report, 0) == Tally(failed=1)


def test_a_crash_after_the_last_test_is_a_failure(report: Path) -> None:
    report.write_text(SUITE.format(5, 0, 0, 0))
    assert read_report(report, -11).failed == 1


@pytest.mark.parametrize(("ci", "tally"), [(False, Tally(skipped=1)), (True, Tally(failed=1))])
def test_what_a_machine_lacks_is_skipped_but_fails_in_ci(
    ci: bool, tally: Tally, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def part() -> Tally:
        raise Lacking("No Python 3.11 was found.", "Install one.")

    monkeypatch.setattr(parts, "CI", ci)
    assert run_part(part) == tally
    assert "No Python 3.11" in capsys.readouterr().out


def one_part(monkeypatch: pytest.MonkeyPatch, tally: Tally) -> None:
    monkeypatch.setattr(parts, "PARTS", {"unit": (lambda: tally, lambda: tally)})


def test_the_last_line_sums_up_every_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parts, "CI", False)
    one_part(monkeypatch, Tally(3, 0, 1))
    assert command_test([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 passed, 0 failed, 2 skipped"


def test_a_failure_and_in_ci_a_skip_make_the_exit_status_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_part(monkeypatch, Tally(3, 1, 0))
    assert command_test(["unit"]) == 1
    one_part(monkeypatch, Tally(3, 0, 1))
    monkeypatch.setattr(parts, "CI", True)
    assert command_test(["unit"]) == 1


def test_an_unknown_part_or_command_is_told_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(Failed, match="lint, unit, engine, pixal3d, blender, gui"):
        command_test(["unti"])
    assert main(["genrate"]) == 2
    assert "generate, test, python, setup" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["test", "unti"], "settings_invalid"),
        (["setup", "--frob"], "settings_invalid"),
        (["setup", "--build", "cu999"], "settings_invalid"),
        (["bundle", "x", "--python", "2.7"], "settings_invalid"),
        (["setup", "--from", "/nowhere"], "setup_failed"),
        (["generate", "x.png", "--engine", "pixal3d"], "engine_unavailable"),
    ],
)
def test_a_failure_ends_with_the_exit_status_of_its_code(
    arguments: list[str], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = replace(vendor_install.PIXAL3D, home=tmp_path)
    monkeypatch.setattr(vendor_install, "PIXAL3D", nowhere)
    assert main(arguments) == EXIT_CODES[code]


def test_no_command_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "python vendor_install.py test" in capsys.readouterr().out
