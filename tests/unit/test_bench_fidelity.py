"""The bench over cases made here: a box, photographed by the bench's own camera."""

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench import fidelity, job, rivals
from bench.cases import Case, read_cases
from bench.job import Job
from bench.measure import measure
from bench.render import render
from bench.surface import Surface
from bench.table import as_json, line, summary
from bench.topology import examine
from pixal3d_addon.core import results
from pixal3d_addon.core.settings import Settings

from .bench_case import ELEVATION, FOV, OFF_CENTRE, make_case, store


@pytest.fixture(params=[{}, OFF_CENTRE], ids=["centred", "off-centre"])
def case(request, tmp_path: Path) -> Case:
    return make_case(tmp_path / "cases", "box", **request.param)


def test_an_off_centre_cameras_object_lies_where_its_angles_say(tmp_path):
    camera = make_case(tmp_path, "box", **OFF_CENTRE).camera()
    focal = 96 / math.tan(math.radians(35))
    yaw, pitch = math.radians(11), math.radians(-6)
    expected = [96 + focal * math.tan(yaw) / math.cos(pitch), 64 + focal * math.tan(pitch)]
    assert camera.project(np.zeros((1, 3)))[0] == pytest.approx(expected)


def test_the_true_object_as_the_result_is_right_in_every_column(case, tmp_path):
    folder = store(case, case.truth(), tmp_path / "results")
    row = measure(case, Job(1.5, 100.0, folder), None)
    assert not row.error
    assert row.row["iou"] > 0.99
    assert row.row["psnr"] > 40
    assert row.row["chamfer"] < 0.01
    assert row.row["fscore"] == 1
    assert row.row["closed"]
    assert (row.row["seconds"], row.row["memory_mb"], row.row["lpips"]) == (1.5, 100.0, None)
    assert row.beats_rivals("chamfer")
    assert row.beats_rivals("fscore")


def test_a_tighter_frame_of_the_engine_is_brought_to_the_cases_units(case, tmp_path):
    tighter = Case(case.folder, {**case.facts, "fov_deg": FOV - 1})
    scale = tighter.distance / case.distance
    truth = case.truth()
    grown = Surface(truth.vertices * scale, truth.faces)
    row = measure(case, Job(1, 1, store(tighter, grown, tmp_path / "results")), None)
    assert row.row["iou"] > 0.99
    assert row.row["chamfer"] < 0.01


def test_the_rivals_have_the_photos_outline_at_their_depths(case):
    card, extrusion = rivals.card(case), rivals.extrusion(case)
    assert np.ptp(card.vertices[:, 1]) == 0
    alpha = render(card, case.camera())[..., 3]
    assert np.mean((alpha >= 0.5) == (case.picture()[..., 3] >= 0.5)) > 0.99
    used = extrusion.vertices[extrusion.faces].reshape(-1, 3)
    assert np.ptp(used[:, 1]) == pytest.approx(0.3 * np.ptp(used[:, 0]))
    assert examine(extrusion.vertices, extrusion.faces).closed


def test_a_case_that_fails_is_listed_and_counts_against_the_engine(case, tmp_path):
    good = measure(case, Job(1, 1, store(case, case.truth(), tmp_path / "results")), None)
    bad = measure(case, Job(1, 1, error="no_object: nothing"), None)
    assert "FAILED" in line(bad)
    assert "chamfer better than card and extrusion: 1 of 2" in summary([good, bad])
    data = as_json([good, bad])
    assert [entry.get("error") for entry in data["cases"]] == [None, "no_object: nothing"]
    assert data["median"]["iou"] == good.row["iou"]
    json.dumps(data, allow_nan=False)


def test_a_damaged_result_is_a_failed_case(case, tmp_path):
    folder = store(case, case.truth(), tmp_path / "results")
    (folder / "base_color.png").write_bytes(b"no picture")
    assert measure(case, Job(1, 1, folder), None).error


def test_json_has_the_agreed_shape(case, tmp_path):
    row = measure(case, Job(1, 1, store(case, case.truth(), tmp_path / "results")), None)
    data = as_json([row])
    assert set(data) == {"median", "worst", "rivals", "cases"}
    columns = {"iou", "psnr", "lpips", "turned", "chamfer", "fscore"}
    assert set(data["median"]) == set(data["worst"]) == columns | {"lean", "seconds", "memory_mb"}
    assert set(data["rivals"]) == {"card", "extrusion"}
    assert data["cases"][0]["name"] == "box"


def test_classical_draft_is_a_rival_that_a_failed_case_is_worse_than(case, tmp_path):
    truth = case.truth()
    flat = Surface(truth.vertices * [1, 0.2, 1], truth.faces)
    true, poor = (Job(1, 1, store(case, one, tmp_path / "results")) for one in (truth, flat))
    rows = [measure(case, ours, None, poor) for ours in (true, poor, Job(1, 1, error="none"))]
    rows.append(measure(case, poor, None, true))
    data = as_json(rows)
    assert data["against_classical"] == {"better": 1, "worse": 2, "of": 4, "turned": None}
    assert data["cases"][0]["rivals"]["classical"]["chamfer"] == data["cases"][1]["chamfer"]
    assert set(data["rivals"]) == {"card", "extrusion", "classical"}
    assert "better than classical in 1 of 4, more than 20 % worse in 2 of 4" in summary(rows)


def test_classical_draft_that_fails_is_no_rival(case, tmp_path):
    done = Job(1, 1, store(case, case.truth(), tmp_path / "results"))
    row = measure(case, done, None, Job(1, 1, error="none"))
    assert set(row.rivals) == {"card", "extrusion"}
    assert " - " in line(row)


def test_a_result_leans_by_what_its_elevation_is_off(case, tmp_path):
    tilted = Case(case.folder, {**case.facts, "elevation_deg": ELEVATION - 7})
    row = measure(case, Job(1, 1, store(tilted, case.truth(), tmp_path / "results")), None)
    assert row.row["lean"] == pytest.approx(7)
    assert row.row["chamfer"] < 0.01
    assert as_json([row])["median"]["lean"] == pytest.approx(7)


def test_only_picks_cases_by_parts_of_their_names(tmp_path):
    for name in ("00-chair", "01-bottle", "02-stool"):
        make_case(tmp_path, name)
    assert [case.name for case in read_cases(tmp_path, ["bottle", "02"])] == [
        "01-bottle",
        "02-stool",
    ]


def test_a_job_in_its_own_process_tells_its_error_and_its_memory(tmp_path):
    done = job.run(tmp_path / "missing.png", tmp_path / "results", Settings(engine="draft"))
    assert done.folder is None
    assert done.error
    assert done.seconds > 0.05
    assert 10 < done.memory_mb < 1000


def test_the_command_refuses_a_folder_without_cases(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench.fidelity", str(tmp_path)])
    assert fidelity.main() == 2
    assert "No case" in capsys.readouterr().err


def test_the_command_measures_the_real_engine_and_writes_numbers_and_pictures(
    tmp_path, monkeypatch, capsys
):
    cases, numbers, sheet = tmp_path / "cases", tmp_path / "numbers.json", tmp_path / "sheet.png"
    make_case(cases, "centred", height=256)
    make_case(cases, "off-centre", height=512, **OFF_CENTRE)
    words = ["--faces", "4000", "--texture-size", "512", "--json", str(numbers)]
    words += ["--sheet", str(sheet), "--save-renders", str(tmp_path / "renders")]
    monkeypatch.setattr(sys, "argv", ["bench.fidelity", str(cases), *words])
    assert fidelity.main() == 0, capsys.readouterr().out
    data = json.loads(numbers.read_text(encoding="utf-8"))
    assert [entry["name"] for entry in data["cases"]] == ["centred", "off-centre"]
    assert data["worst"]["iou"] > 0.96  # a mirrored or turned axis would cost far more
    assert all(entry["closed"] for entry in data["cases"])
    assert data["median"]["memory_mb"] > 20
    assert data["median"]["lean"] == 0
    assert data["against_classical"]["of"] == 2
    assert data["rivals"]["classical"]["iou"] > 0.96
    with Image.open(sheet) as image:
        assert image.size[0] > image.size[1] > 0
    assert len(list((tmp_path / "renders").iterdir())) == 2


def test_an_elevation_that_is_not_told_shows_in_the_lean(tmp_path, monkeypatch):
    cases, numbers = tmp_path / "cases", tmp_path / "numbers.json"
    make_case(cases, "box", height=256)
    words = ["--draft-shape", "classical", "--elevation-unknown", "--json", str(numbers)]
    words += ["--faces", "4000", "--texture-size", "512", "--results", str(tmp_path / "kept")]
    monkeypatch.setattr(sys, "argv", ["bench.fidelity", str(cases), *words])
    assert fidelity.main() == 0
    data = json.loads(numbers.read_text(encoding="utf-8"))
    (folder,) = (tmp_path / "kept").iterdir()
    taken = results.read(folder).camera.elevation
    assert taken != pytest.approx(math.radians(ELEVATION), abs=1e-4)
    assert data["worst"]["lean"] == pytest.approx(abs(math.degrees(taken) - ELEVATION))
    assert "classical" not in data["rivals"]  # it is what was measured
