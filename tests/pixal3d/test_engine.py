"""Pixal3D as an engine, on the tiny checkpoint and the processor: a prepared photo in, a raw
surface out."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.camera import project as seen_by
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.interface import Prepared, RawSurface
from pixal3d_addon.engine.pixal3d import chain
from pixal3d_addon.engine.pixal3d.engine import Pixal3D
from pixal3d_addon.engine.pixal3d.projection import front_view, project
from pixal3d_addon.engine.pixal3d.raw_surface import as_bytes, turned_voxels
from tests.pixal3d.recorded import REFERENCE, TINY, recorded

SETTINGS = Settings(engine="pixal3d", weights=str(TINY), seed=3)


class Told:
    """A report that keeps what it hears."""

    def __init__(self) -> None:
        self.plans: list[Mapping[str, float]] = []
        self.steps: list[tuple[str, int, int]] = []
        self.previews: list[tuple[str, Path]] = []

    def plan(self, stages: Mapping[str, float]) -> None:
        self.plans.append(stages)

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None:
        self.steps.append((stage, step, total))

    def preview(self, kind: str, path: Path) -> None:
        assert path.is_file()
        self.previews.append((kind, path))


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    rgb = np.asarray(Image.open(REFERENCE / "preprocessed.png").convert("RGB"))
    alpha = np.full(rgb.shape[:2], 255, np.uint8)
    return Prepared(rgb, alpha, float(recorded("pipeline")["fov"]))


@pytest.fixture(scope="module")
def made(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> RawSurface:
    folder = tmp_path_factory.mktemp("made")
    return Pixal3D().generate(prepared, Camera(prepared.fov), SETTINGS, Told(), folder)


def test_a_photo_becomes_a_surface_with_a_voxel_for_every_vertex(made: RawSurface) -> None:
    assert made.vertices.dtype == np.float32 and made.vertices.shape[1] == 3
    assert made.faces.dtype == np.int32 and made.faces.max() < len(made.vertices)
    assert np.isfinite(made.vertices).all() and np.abs(made.vertices).max() <= 0.51
    volume = made.volume
    assert volume.coords.dtype == np.int32 and volume.coords.shape == made.vertices.shape
    assert volume.attributes.dtype == np.uint8 and volume.attributes.shape == (
        len(volume.coords),
        6,
    )
    # A dual vertex lies in its voxel or at most half a voxel outside it.
    centers = (volume.coords + 0.5) / volume.resolution - 0.5
    assert np.abs(made.vertices - centers).max() <= 1.001 / volume.resolution


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
