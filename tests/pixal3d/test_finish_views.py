"""A result of several photos finished again: all of them on its texture, or a note why not."""

import json

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("fast_simplification")
pytest.importorskip("scipy")
pytest.importorskip("PIL")

from PIL import Image

from pixal3d_addon.core import results
from pixal3d_addon.engine import completion
from pixal3d_addon.engine.refinish import Refinish, refinish
from tests.engine.pictures import Silent
from tests.pixal3d.test_finish_again import files_of, generated, ready
from tests.pixal3d.test_mesh_views import FOV, photo_from

__all__ = ["ready"]  # a fixture


def test_several_views_go_onto_the_texture_and_one_that_is_gone_is_told(tmp_path, ready):
    poses = {0: photo_from(0), 1: photo_from(np.pi)}
    frames = []
    for number, posed in poses.items():
        Image.fromarray(posed.prepared.rgb).save(tmp_path / f"{number}.png")
        pose = posed.camera_to_world.tolist()
        frames.append({"file_path": f"{number}.png", "transform_matrix": pose})
    path = tmp_path / "transforms.json"
    path.write_text(json.dumps({"camera_angle_x": FOV, "frames": frames}))
    one = results.read(generated(tmp_path / "one"))
    changes = {"views": str(path)}
    order = Refinish(
        one.folder, tmp_path / "two", {**changes, "photo_strength": 0.9}, start="surface"
    )
    two = results.read(refinish(order, Silent()))
    assert two.facts["notes"] == one.facts["notes"]
    (tmp_path / "1.png").unlink()
    order = Refinish(two.folder, tmp_path / "three", {"photo_strength": 1.0}, start="surface")
    three = results.read(refinish(order, Silent()))
    assert three.facts["notes"] == [*one.facts["notes"], completion.ONE_PHOTO]
    textures = [files_of(folder.folder)["base_color.png"] for folder in (one, two, three)]
    assert textures[0] == textures[2] != textures[1]
