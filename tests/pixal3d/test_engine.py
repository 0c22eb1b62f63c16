"""Pixal3D as an engine, on the tiny checkpoint and the processor: a prepared photo in, a raw
surface out."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.camera import project as seen_by
from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.interface import Prepared, RawSurface
from pixal3d_addon.engine.pixal3d import chain, warm
from pixal3d_addon.engine.pixal3d.engine import Pixal3D
from pixal3d_addon.engine.pixal3d.projection import front_view, project
from pixal3d_addon.engine.pixal3d.raw_surface import as_bytes, turned_voxels
from tests.pixal3d.recorded import REFERENCE, TINY, recorded
from tests.pixal3d.told import Told

SETTINGS = Settings(engine="pixal3d", weights=str(TINY), seed=3)
STAGES = [
    "Weights", "Photo", "Structure", "Coarse Shape", "Shape", "Texture", "Surface", "Colors",
]  # fmt: skip
Made = tuple[RawSurface, Told, Path]


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def prepared() -> Prepared:
    rgb = np.asarray(Image.open(REFERENCE / "preprocessed.png").convert("RGB"))
    alpha = np.full(rgb.shape[:2], 255, np.uint8)
    return Prepared(rgb, alpha, float(recorded("pipeline")["fov"]))


def run(settings: Settings, told: Told, folder: Path) -> RawSurface:
    photo = prepared()
    return Pixal3D().generate(photo, Camera(photo.fov), settings, told, folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    told, folder = Told(), tmp_path_factory.mktemp("made")
    return run(SETTINGS, told, folder), told, folder


def test_a_photo_becomes_a_surface_with_a_voxel_for_every_vertex(made: Made) -> None:
    raw = made[0]
    assert raw.vertices.dtype == np.float32 and raw.vertices.shape[1] == 3
    assert raw.faces.dtype == np.int32 and raw.faces.max() < len(raw.vertices)
    assert np.isfinite(raw.vertices).all() and np.abs(raw.vertices).max() <= 0.51
    volume = raw.volume
    assert volume.coords.dtype == np.int32 and volume.coords.shape == raw.vertices.shape
    assert volume.attributes.dtype == np.uint8 and volume.attributes.shape == (
        len(volume.coords),
        6,
    )
    # A dual vertex lies in its voxel or at most half a voxel outside it.
    centers = (volume.coords + 0.5) / volume.resolution - 0.5
    assert np.abs(raw.vertices - centers).max() <= 1.001 / volume.resolution
    assert raw.notes == ()


def test_the_surface_falls_on_the_pixels_that_the_network_read_for_it() -> None:
    """What `projection.project` says of a cell, the core camera says of its point."""
    camera, side = Camera(0.7), 16
    cells = torch.randint(0, side, (100, 3), generator=torch.Generator().manual_seed(0))
    asked, depth = project(cells, side, front_view(camera), 512)
    points = cells.double() / (side - 1) - 0.5
    seen = seen_by(chain.to_view_frame(points).numpy(), camera.fov, camera.distance, 512)
    assert np.allclose(seen[:, :2], asked.numpy(), atol=1e-2)
    assert np.allclose(seen[:, 2], depth.numpy(), atol=1e-4)


def test_a_voxel_keeps_its_place_when_the_cube_is_turned() -> None:
    side = 8
    coords = torch.randint(0, side, (50, 3), generator=torch.Generator().manual_seed(0))
    centers = (coords + 0.5) / side - 0.5
    turned = (turned_voxels(coords, side) + 0.5) / side - 0.5
    assert torch.allclose(chain.to_view_frame(centers), turned)


def test_attributes_are_clamped_and_rounded() -> None:
    given = torch.tensor([-0.3, 0.0, 0.4999 / 255, 0.5001 / 255, 1.0, 2.0])
    assert as_bytes(given).tolist() == [0, 0, 0, 1, 255, 255]


def test_every_stage_is_planned_and_told_in_order_and_the_fraction_never_falls(made: Made) -> None:
    told = made[1]
    assert told.stages == STAGES and [*Pixal3D().stages(SETTINGS)] == STAGES
    assert len(told.plans) == 3 and all([*plan] == STAGES for plan in told.plans)
    assert all(seconds > 0 for plan in told.plans for seconds in plan.values())
    assert told.fractions == sorted(told.fractions) and told.fractions[-1] > 0.99
    assert [step for step in told.steps if step[0] == "Texture"] == [
        ("Texture", step, 3) for step in (0, 0, 1, 2, 3)
    ]


def test_there_is_something_to_see_after_the_structure_the_coarse_shape_and_the_end(
    made: Made,
) -> None:
    raw, told, _ = made
    (one, structure), (two, coarse), (three, last) = told.previews
    assert (one, two, three) == ("points", "mesh", "mesh")
    assert structure["points"].dtype == np.float32 and structure["points"].shape[1] == 3
    for mesh in (coarse, last):
        assert mesh["vertices"].dtype == np.float32 and mesh["faces"].dtype == np.int32
        assert 0 < len(mesh["faces"]) <= 50_000 and mesh["faces"].max() < len(mesh["vertices"])
    assert last["colors"].dtype == np.uint8 and last["colors"].shape == last["vertices"].shape
    assert all(each["elevation"].shape == (1,) for each in (structure, coarse, last))
    # In the view frame, all three: the same box, to a cell of the structure.
    boxes = [raw.vertices, structure["points"], coarse["vertices"], last["vertices"]]
    lows = np.array([box.min(axis=0) for box in boxes])
    assert np.ptp(lows, axis=0).max() < 1.5 / 8


def test_the_kept_latents_decode_to_the_same_surface_bit_for_bit(made: Made) -> None:
    raw, _, folder = made
    told = Told()
    again = Pixal3D().redecode(folder / "latents.safetensors", SETTINGS, told)
    assert told.stages == ["Weights", "Surface", "Colors"] == [*told.plans[0]]
    assert np.array_equal(raw.vertices, again.vertices) and np.array_equal(raw.faces, again.faces)
    assert np.array_equal(raw.volume.coords, again.volume.coords)
    assert np.array_equal(raw.volume.attributes, again.volume.attributes)
    assert raw.volume.resolution == again.volume.resolution


def test_the_latents_know_the_camera_and_the_settings_that_they_were_made_with(made: Made) -> None:
    with safe_open(made[2] / "latents.safetensors", "np") as file:
        metadata = file.metadata()
    assert Settings.from_dict(json.loads(metadata["settings"])) == SETTINGS
    assert Camera(**json.loads(metadata["camera"])) == Camera(prepared().fov)


def test_a_seed_gives_the_same_bits_and_settings_reach_the_sampler(tmp_path: Path) -> None:
    latents = {}
    for name, steps, seed, guidance in [
        ("one", 1, 5, 0.0), ("again", 1, 5, 0.0), ("other", 1, 6, 0.0), ("free", 1, 5, 1.0),
    ]:  # fmt: skip
        (tmp_path / name).mkdir()
        told = Told(cancel_at="Surface")
        settings = Settings(
            engine="pixal3d", weights=str(TINY), seed=seed, steps=steps, guidance=guidance
        )
        with pytest.raises(Cancelled):
            run(settings, told, tmp_path / name)
        assert ("Shape", 1, 1) in told.steps and ("Texture", 1, 1) in told.steps
        with safe_open(tmp_path / name / "latents.safetensors", "np") as file:
            latents[name] = {key: file.get_tensor(key).tobytes() for key in file.keys()}
    assert latents["one"] == latents["again"]
    assert latents["one"] != latents["other"] and latents["one"] != latents["free"]


@pytest.mark.parametrize("stage", ["Weights", "Photo", "Structure", "Coarse Shape"])
def test_a_job_ends_where_it_is_cancelled_and_keeps_nothing_running(
    stage: str, tmp_path: Path
) -> None:
    told = Told(cancel_at=stage)
    with pytest.raises(Cancelled):
        run(SETTINGS, told, tmp_path)
    assert told.stages[-1] == stage and not warm.networks()._residency._used


def test_networks_stay_for_the_next_job_until_they_are_released(tmp_path: Path) -> None:
    loads: list[Path] = []
    nets = warm.networks()
    Pixal3D().release()
    real = nets._residency._load
    nets._residency._load = lambda path: loads.append(path) or real(path)  # type: ignore[func-returns-value]
    try:
        for _ in range(2):
            with pytest.raises(Cancelled):
                run(SETTINGS, Told(cancel_at="Coarse Shape"), tmp_path)
        assert len(loads) == len(set(loads)) > 3
        Pixal3D().release()
        with pytest.raises(Cancelled):
            run(SETTINGS, Told(cancel_at="Coarse Shape"), tmp_path)
        assert len(loads) == 2 * len(set(loads))
    finally:
        nets._residency._load = real
