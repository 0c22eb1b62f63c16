"""What training reads of a view is what was rendered of it."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from pixal3d_addon.core import safetensors
from pixal3d_addon.engine.draft.net.features import SIDE, outline
from training import formats, render
from training.made.paint import Finish, part
from training.made.solids import ball, box
from training.pack import pack, packed
from training.samples import MANIFEST, Samples


@pytest.fixture
def views(tmp_path: Path) -> Path:
    """A folder of views of one object."""
    paint = Finish(np.array([0.8, 0.3, 0.1]))
    meshes = box(1, 0.6, 0.8), ball(0.3, 0.3, 1.4)
    solid = formats.join([part(mesh, paint) for mesh in meshes], formats.Z_UP)
    folder = tmp_path / "views"
    folder.mkdir()
    save_file(render.render_object(solid, 2, SIDE, 1), folder / "thing.safetensors")
    facts = {"id": "thing", "family": "thing", "source": "pypi:x", "licence": "CC0-1.0"}
    item = {**facts, "author": "a", "views": 2, "held_out": False}
    (folder / MANIFEST).write_text(json.dumps({"objects": [item]}))
    return folder


def test_packed_views_are_the_rendered_ones(views: Path) -> None:
    arrays = packed(load_file(views / "thing.safetensors"))
    samples = Samples(views)
    for number in range(2):
        view = samples.view("thing", number)
        for key, theirs in (("rgb", view.rgb), ("back", view.back_rgb), ("alpha", view.alpha)):
            assert np.array_equal(arrays[key][number], theirs)
        layers = np.nan_to_num(view.layers)
        assert np.array_equal(arrays["front"][number], layers[..., 0])
        assert np.array_equal(arrays["last"][number], layers[..., 3])
        second = np.where(np.isnan(view.layers[..., 1]), layers[..., 3], layers[..., 1])
        assert np.array_equal(arrays["opening"][number], second)
        found = outline(view.alpha / np.float32(255))
        assert np.abs(arrays["half"][number] - found.half).max() < 1e-3
        assert arrays["numbers"][number, :2] == pytest.approx([view.fov, view.elevation])
    assert arrays["extent"].max() == pytest.approx(1, abs=0.02)


def test_packing_again_writes_only_what_is_new(views: Path, tmp_path: Path) -> None:
    target = tmp_path / "packed"
    assert pack(views, target) == 1
    assert safetensors.load(target / "thing.safetensors")["rgb"].shape == (2, SIDE, SIDE, 3)
    assert pack(views, target) == 0
    assert (target / MANIFEST).exists()


def test_views_of_another_size_are_refused(views: Path) -> None:
    arrays = load_file(views / "thing.safetensors")
    arrays["alpha"] = np.zeros((2, 64, 64), np.uint8)
    with pytest.raises(ValueError, match="128"):
        packed(arrays)
