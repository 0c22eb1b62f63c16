"""Finishing as a whole: a raw surface becomes an asset with maps."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("fast_simplification")
pytest.importorskip("scipy")

from bench.topology import examine
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import Cancelled, PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.interface import RawSurface, Volume
from pixal3d_addon.engine.mesh.finish import STAGES, finish
from tests.engine.pictures import Silent
from tests.pixal3d.solids import ball
from tests.pixal3d.test_mesh_bake import checks, volume_of

SETTINGS = Settings(fov=0.5, faces=1000, texture_size=512)


def raw():
    """A ball without orientation."""
    vertices, faces = ball(30)
    turned = np.random.default_rng(0).random(len(faces)) < 0.5
    faces[turned] = faces[turned][:, ::-1]
    return RawSurface(vertices, faces, volume_of(vertices), notes=("Made for a test.",))


def test_a_raw_surface_becomes_a_mesh_within_budget_and_three_maps():
    surface = finish(raw(), checks(), Camera(0.5), SETTINGS, Silent())
    assert 500 < len(surface.faces) <= 1000
    assert surface.corner_uvs.shape == (len(surface.faces), 3, 2)
    for picture in (surface.base_color, surface.metallic_roughness, surface.normal):
        assert picture.shape == (512, 512, 3) and picture.dtype == np.uint8
    assert (surface.metallic, surface.roughness) == (1, 1)  # what the maps are multiplied with
    assert surface.notes == ("Made for a test.",)
    corners = surface.vertices[surface.faces]
    outwards = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert ((outwards * corners.mean(axis=1)).sum(axis=1) > 0).all()


@pytest.mark.parametrize("stage", list(STAGES))
def test_finishing_can_be_cancelled_in_each_stage(stage):
    class Impatient(Silent):
        def progress(self, now, step=0, total=1):
            if now == stage:
                raise Cancelled

    with pytest.raises(Cancelled):
        finish(raw(), checks(), Camera(0.5), SETTINGS, Impatient())


def opened(height):
    """The ball without what is above."""
    ball = raw()
    keep = ~(ball.vertices[:, 2] > height)[ball.faces].any(axis=1)
    return replace(ball, faces=ball.faces[keep])


@pytest.mark.parametrize("made", [raw(), opened(0.2)])
def test_watertight_has_no_open_edge_though_the_raw_surface_has(made):
    surface = finish(made, checks(), Camera(0.5), replace(SETTINGS, watertight=True), Silent())
    assert 100 < len(surface.faces) <= 1000
    assert examine(surface.vertices, surface.faces).closed


def test_a_large_hole_is_closed_on_request_in_the_colors_of_its_rim():
    made = opened(0.2)
    high = (made.volume.coords[:, 2] + 0.5) / made.volume.resolution - 0.5 > 0.22
    coords, red = made.volume.coords[~high], made.volume.attributes[~high].copy()
    red[:, :3] = (200, 40, 40)
    made = replace(made, volume=Volume(coords, red, made.volume.resolution))
    settings = replace(SETTINGS, holes=10.0, photo_strength=0.0)
    surface = finish(made, checks(), Camera(0.5), settings, Silent())
    assert examine(surface.vertices, surface.faces).closed
    assert surface.vertices[:, 2].max() > 0.27
    assert np.abs(surface.base_color.reshape(-1, 3) - (200.0, 40, 40)).max() < 3


def test_a_volume_that_does_not_cover_the_surface_gives_the_color_of_what_is_nearest():
    far = Volume(np.zeros((1, 3), np.int32), np.full((1, 6), 99, np.uint8), 64)
    settings = replace(SETTINGS, photo_strength=0.0)
    surface = finish(replace(raw(), volume=far), checks(), Camera(0.5), settings, Silent())
    assert (surface.base_color[..., :3] == 99).all()


def _soup():
    random = np.random.default_rng(1)
    vertices = random.uniform(-0.5, 0.5, (60, 3)).astype(np.float32)
    faces = random.integers(0, 60, (800, 3)).astype(np.int32)
    return RawSurface(vertices, faces, volume_of(vertices))


@pytest.mark.parametrize("watertight", [False, True])
def test_a_soup_of_triangles_gives_a_sound_mesh(watertight):
    settings = replace(SETTINGS, watertight=watertight)
    surface = finish(_soup(), checks(), Camera(0.5), settings, Silent())
    topology = examine(surface.vertices, surface.faces)
    assert topology.crowded_edges == topology.twisted_edges == topology.collapsed == 0
    assert np.isfinite(surface.vertices).all()
    assert topology.closed or not watertight


@pytest.mark.parametrize("watertight", [False, True])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"faces": np.zeros((0, 3), np.int32)}, "surface_empty"),
        ({"faces": np.array([[0, 1, 30]], np.int32)}, "surface_empty"),
        ({"vertices": np.full((5042, 3), np.nan, np.float32)}, "numbers_broken"),
        (
            {"volume": Volume(np.zeros((0, 3), np.int32), np.zeros((0, 6), np.uint8), 64)},
            "surface_empty",
        ),
    ],
)
def test_what_is_no_surface_is_refused(change, code, watertight):
    settings = replace(SETTINGS, watertight=watertight)
    with pytest.raises(PixalError) as caught:
        finish(replace(raw(), **change), checks(), Camera(0.5), settings, Silent())
    assert caught.value.code == code
