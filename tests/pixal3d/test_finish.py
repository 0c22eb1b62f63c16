"""Finishing as a whole: a raw surface becomes an asset with maps."""

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("fast_simplification")
pytest.importorskip("scipy")

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.interface import RawSurface
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
