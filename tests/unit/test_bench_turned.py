"""What the bench sees from round the object: the angles, the way round, and what it makes of it."""

import json
import math
import sys
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from PIL import Image

from bench import fidelity
from bench.job import Job
from bench.likeness import silhouette
from bench.measure import measure
from bench.render import front, render
from bench.surface import Surface
from bench.true_surface import TrueSurface
from bench.turned import ANGLES, TurnedViews, lean, turned
from pixal3d_addon.core import safetensors
from pixal3d_addon.core.camera import Camera

from .alexnet import random_weights
from .bench_case import ELEVATION, FOV, make_case, store

CAMERA = Camera(math.radians(FOV), math.radians(ELEVATION))


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return random_weights()


def grey(surface: Surface) -> Surface:
    uvs = np.zeros((len(surface.faces), 3, 2), np.float32)
    return replace(surface, corner_uvs=uvs, texture=np.full((4, 4, 3), 160, np.uint8))


@pytest.mark.parametrize("angle", ANGLES)
def test_the_camera_goes_round_as_the_object_would_turn_the_other_way(angle: float) -> None:
    """Round the object's own vertical, which the elevation has pitched."""
    box = trimesh.creation.box((0.3, 0.5, 0.4))
    knob = trimesh.creation.box((0.2, 0.1, 0.1))  # to the right
    knob.apply_translation((0.25, 0, 0.1))
    upright = trimesh.util.concatenate([box, knob])
    upright.apply_translation((0.05, 0.1, -0.02))
    middle = np.array([0.05, 0.1, -0.02])

    def seen_turned(azimuth: float) -> Surface:
        turn = trimesh.transformations.rotation_matrix(math.radians(azimuth), [0, 0, 1], middle)
        points = trimesh.transform_points(upright.vertices, turn)
        return Surface(points @ CAMERA.stand_up()[:3, :3], np.asarray(upright.faces, np.int32))

    camera = turned(CAMERA, middle @ CAMERA.stand_up()[:3, :3], angle)
    still = replace(front(CAMERA.fov, 256), width=camera.width, height=camera.height)
    ours = render(seen_turned(0), camera, shade=None)
    theirs = render(seen_turned(-angle), still, shade=None)
    assert np.mean(silhouette(ours) != silhouette(theirs)) < 1e-4
    assert silhouette(theirs).sum() > 1000


def test_what_is_right_in_the_photo_is_before_the_camera_at_a_quarter_turn():
    assert turned(CAMERA, np.zeros(3), 90).pose[0, 3] > 1


def test_a_camera_off_by_an_angle_leans_by_it():
    assert lean(CAMERA, CAMERA) == 0
    assert lean(Camera(CAMERA.fov, CAMERA.elevation - 0.1), CAMERA) == pytest.approx(
        math.degrees(0.1)
    )


def test_the_true_object_differs_from_itself_in_nothing_and_a_flat_one_does(tmp_path, weights):
    views = TurnedViews(make_case(tmp_path, "box"), weights)
    truth = grey(views._truth)
    same, pictures = views.compare(truth)
    moved, _ = views.compare(replace(truth, vertices=truth.vertices + np.array([0, 0.3, 0])))
    flat, _ = views.compare(replace(truth, vertices=truth.vertices * [1, 0.1, 1]))
    assert len(pictures) == len(ANGLES)
    assert same < 0.01 * flat
    assert moved < 0.05 * flat  # depth is nobody's to know


def test_what_is_clear_is_looked_through():
    def pane(y: float, alpha: int, mode: str | None) -> trimesh.Trimesh:
        part = trimesh.creation.box((0.5, 0.01, 0.5))
        part.apply_translation((0, y, 0))
        color = [255, 0, 0, 255] if mode is None else [0, 0, 255, alpha]
        part.visual = trimesh.visual.TextureVisuals(
            uv=np.zeros((len(part.vertices), 2)),
            material=trimesh.visual.material.PBRMaterial(baseColorFactor=color, alphaMode=mode),
        )
        return part

    def middle(*parts: trimesh.Trimesh) -> np.ndarray:
        return TrueSurface(parts).picture(front(math.radians(20), 33))[16, 16]

    red, blue, black = [1, 0, 0, 1], [0, 0, 1, 1], [0, 0, 0, 0]
    assert middle(pane(0.1, 60, "BLEND"), pane(0.2, 255, None)) == pytest.approx(red)
    assert middle(pane(0.1, 200, "BLEND"), pane(0.2, 255, None)) == pytest.approx(blue)
    assert middle(pane(0.1, 60, "OPAQUE"), pane(0.2, 255, None)) == pytest.approx(blue)
    assert middle(pane(0.1, 60, "BLEND")) == pytest.approx(black)


def test_a_factor_is_linear_and_a_material_without_one_white():
    def middle(factor: list[int] | None) -> float:
        part = trimesh.creation.box((0.5, 0.1, 0.5))
        part.visual = trimesh.visual.TextureVisuals(
            uv=np.zeros((len(part.vertices), 2)),
            material=trimesh.visual.material.PBRMaterial(baseColorFactor=factor),
        )
        return float(TrueSurface([part]).picture(front(math.radians(20), 33))[16, 16, 0])

    assert middle([55, 55, 55, 255]) == pytest.approx(0.5, abs=0.005)
    assert middle(None) == pytest.approx(1)


def test_engine_and_rivals_are_measured_from_there(tmp_path, weights):
    case = make_case(tmp_path / "cases", "box")
    flat = case.truth()
    flat = replace(flat, vertices=flat.vertices * [1, 0.2, 1])
    poor = Job(1, 1, store(case, flat, tmp_path / "results"))
    row = measure(case, Job(1, 1, store(case, case.truth(), tmp_path / "r")), weights, poor)
    assert {name for name, rival in row.rivals.items() if rival["turned"] is not None} == {
        "card", "extrusion", "classical",
    }  # fmt: skip
    assert all(row.row["turned"] < rival["turned"] for rival in row.rivals.values())
    assert row.turned is not None
    assert row.turned.ndim == 3


def test_the_command_tells_the_ratio_and_saves_the_pictures(tmp_path, monkeypatch, capsys, weights):
    make_case(tmp_path / "cases", "box", height=256)
    safetensors.save(tmp_path / "lpips.safetensors", weights)
    words = ["--lpips", str(tmp_path / "lpips.safetensors"), "--faces", "4000"]
    words += ["--texture-size", "512", "--json", str(tmp_path / "n.json")]
    words += ["--save-renders", str(tmp_path / "renders")]
    monkeypatch.setattr(sys, "argv", ["bench.fidelity", str(tmp_path / "cases"), *words])
    assert fidelity.main() == 0
    data = json.loads((tmp_path / "n.json").read_text(encoding="utf-8"))
    ratio = data["median"]["turned"] / data["rivals"]["classical"]["turned"]
    assert data["against_classical"]["turned"] == pytest.approx(ratio)
    assert f"LPIPS from 60°, 120°, 180°: {ratio:.2f} of classical's" in capsys.readouterr().out
    with Image.open(tmp_path / "renders" / "box-turned.png") as image:
        assert min(image.size) > 200
