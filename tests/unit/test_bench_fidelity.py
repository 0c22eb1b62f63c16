"""The bench over cases made here: a box, photographed by the bench's own camera."""

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

from bench import fidelity, job, rivals
from bench.cases import Case, read_cases
from bench.job import Job
from bench.measure import measure
from bench.render import front, render
from bench.surface import Surface
from bench.table import as_json, line, summary
from bench.topology import examine
from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import rotation_x
from pixal3d_addon.core.settings import Settings

FOV, ELEVATION = 35.0, 20.0
OFF_CENTRE = {"photo_fov_deg": 70.0, "yaw_deg": 11.0, "pitch_deg": -6.0}
BOX = trimesh.creation.box((0.4, 0.5, 0.6)).subdivide().subdivide()


def framed(points: np.ndarray) -> np.ndarray:
    """4×4 that pitches `points` [N, 3] by the elevation, centred at 1/1.1 of the view's square."""
    view = rotation_x(math.radians(ELEVATION))
    for _ in range(50):
        pixels = front(math.radians(FOV), 1).project(points @ view[:3, :3].T + view[:3, 3])
        low, high = pixels.min(axis=0), pixels.max(axis=0)
        x, y = (low + high) / 2 - 0.5
        view[:3, 3] -= [x, 0, -y]
        view[:3] /= 1.1 * (high - low).max()
    return view


def make_case(root: Path, name: str, height: int = 128, **facts: float) -> Case:
    """A box pitched by the elevation, its grey photo taken by the case's own camera."""
    folder = root / name
    folder.mkdir(parents=True)
    flat = BOX.copy()
    flat.vertices = np.stack([*flat.vertices[:, [0, 2]].T, -flat.vertices[:, 1]], axis=1)  # Y up
    flat.export(folder / "object.glb")
    view = framed(BOX.vertices)
    facts = {"fov_deg": FOV, "elevation_deg": ELEVATION, "view_from_object": view.tolist(), **facts}
    (folder / "case.json").write_text(json.dumps(facts), encoding="utf-8")
    width = height * 3 // 2 if "photo_fov_deg" in facts else height
    Image.new("RGBA", (width, height)).save(folder / "photo.png")
    case = Case(folder, facts)
    alpha = render(case.truth(), case.camera(), shade=None)[..., 3:]
    pixels = np.concatenate([np.full((*alpha.shape[:2], 3), 0.5), alpha], axis=2)
    Image.fromarray((pixels * 255 + 0.5).astype(np.uint8), "RGBA").save(folder / "photo.png")
    return case


def store(case: Case, surface: Surface, folder: Path) -> Path:
    """`surface` in one grey as a result folder on disk."""
    camera = {"fov": case.fov, "elevation": case.elevation, "extend_pixel": 0.0}
    with results.writing(folder, "box") as partial:
        arrays = {
            "vertices": surface.vertices.astype(np.float32),
            "faces": surface.faces,
            "corner_uvs": np.zeros((len(surface.faces), 3, 2), np.float32),
        }
        safetensors.save(partial / results.MESH, arrays)
        Image.new("RGB", (4, 4), (127, 127, 127)).save(partial / "base_color.png")
        settings = Settings(fov=case.fov, elevation=case.elevation).to_dict()
        return results.publish(partial, {"name": "box", "settings": settings, "camera": camera})


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
    assert "chamfer better than both rivals: 1 of 2" in summary([good, bad])
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
    columns = {"iou", "psnr", "lpips", "chamfer", "fscore", "seconds", "memory_mb"}
    assert set(data["median"]) == set(data["worst"]) == columns
    assert set(data["rivals"]) == {"card", "extrusion"}
    assert data["cases"][0]["name"] == "box"


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
    with Image.open(sheet) as image:
        assert image.size[0] > image.size[1] > 0
    assert len(list((tmp_path / "renders").iterdir())) == 2
