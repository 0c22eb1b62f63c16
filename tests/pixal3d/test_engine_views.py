"""Several photos of one object, the whole way to a surface in the main photo's view."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import front_camera_to_world
from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.engine import pipeline
from pixal3d_addon.engine.completion import ONE_PHOTO
from pixal3d_addon.engine.pixal3d.engine import Pixal3D
from pixal3d_addon.engine.pixal3d.views import read_views
from pixal3d_addon.engine.refinish import Refinish, refinish
from tests.pixal3d.altered import with_several_views
from tests.pixal3d.recorded import REFERENCE
from tests.pixal3d.test_engine import SETTINGS, prepared
from tests.pixal3d.told import Told


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def views(folder: Path, count: int) -> Path:
    """`count` cameras round the object; the first photo is the recorded one."""
    folder.mkdir(exist_ok=True)
    rgb = prepared().rgb
    frames = []
    for number in range(count):
        Image.fromarray(np.rot90(rgb, number)).save(folder / f"{number}.png")
        c, s = np.cos(number), np.sin(number)
        about_z = np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
        pose = about_z @ front_camera_to_world(0.5 / np.tan(prepared().fov / 2))
        frames.append({"file_path": f"{number}.png", "transform_matrix": pose.tolist()})
    path = folder / "transforms.json"
    path.write_text(json.dumps({"camera_angle_x": prepared().fov, "frames": frames}))
    return path


def latents(folder: Path, settings) -> dict[str, np.ndarray]:
    """Sampled in one step each."""
    folder.mkdir()
    engine, told = Pixal3D(), Told(cancel_at="Surface")
    main = engine.main_view(settings) or (
        prepared(),
        replace(settings, fov=prepared().fov).camera(),
    )
    with pytest.raises(Cancelled):
        engine.generate(*main, replace(settings, steps=1), told, folder)
    return {
        name: array.copy()
        for name, array in safetensors.load(folder / "latents.safetensors").items()
    }


def test_one_view_is_the_single_photo_and_another_beside_it_changes_what_comes_out(
    tmp_path: Path,
) -> None:
    settings = replace(SETTINGS, weights=str(with_several_views(tmp_path)))
    single = latents(tmp_path / "single", settings)
    made = {
        count: latents(
            tmp_path / f"made-{count}",
            replace(settings, views=str(views(tmp_path / f"views-{count}", count))),
        )
        for count in (1, 2)
    }
    assert np.array_equal(single["coords"], made[1]["coords"])
    assert np.allclose(single["shape"], made[1]["shape"], atol=1e-3)
    assert made[2]["shape"].shape != single["shape"].shape or not np.allclose(
        single["shape"], made[2]["shape"], atol=1e-2
    )


def test_weights_for_one_view_are_not_enough_for_several(tmp_path: Path) -> None:
    asked = replace(SETTINGS, views=str(views(tmp_path / "views", 2)))
    assert [problem.code for problem in Pixal3D().validate(asked)] == ["weights_missing"]
    able = replace(asked, weights=str(with_several_views(tmp_path)))
    assert Pixal3D().validate(able) == []
    (tmp_path / "views" / "1.png").unlink()
    assert [problem.code for problem in Pixal3D().validate(able)] == ["views_invalid"]


def test_the_result_shows_the_main_view_as_it_was_given(tmp_path: Path) -> None:
    asked = replace(
        SETTINGS, weights=str(with_several_views(tmp_path)), views=str(views(tmp_path / "v", 2))
    )
    shown: list[np.ndarray] = []

    class Seeing(Told):
        def preview(self, kind: str, path: Path) -> None:
            if kind == "prepared":
                shown.append(np.asarray(Image.open(path).convert("RGB")))

    with pytest.raises(Cancelled):
        order = pipeline.Order(REFERENCE / "input_rgba.png", tmp_path / "results", asked)
        pipeline.generate(order, Seeing(cancel_at="Photo"))
    assert np.array_equal(shown[0], prepared().rgb)


def test_views_tell_the_camera_themselves_so_that_nothing_is_estimated(tmp_path: Path) -> None:
    asked = replace(
        SETTINGS,
        weights=str(with_several_views(tmp_path)),
        views=str(views(tmp_path / "v", 2)),
        elevation=0.1,
        guess_elevation=True,
    )
    order = pipeline.Order(REFERENCE / "input_rgba.png", tmp_path / "results", asked)
    made = results.read(pipeline.generate(order, Told()))
    assert made.camera.elevation == 0.1
    assert not any("elevation" in note for note in made.facts["notes"])


def test_photos_from_told_directions_are_prepared_kept_and_finished_again(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    with Image.open(REFERENCE / "input_rgba.png") as photo:
        photo.save(folder / "front.png")
        photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / "back.png")
    frames = [
        {"file_path": "front.png", "azimuth": 0},
        {"file_path": "back.png", "azimuth": 180, "elevation": 5},
    ]
    (folder / "views.json").write_text(json.dumps({"frames": frames}))
    asked = replace(
        SETTINGS,
        weights=str(with_several_views(tmp_path)),
        views=str(folder / "views.json"),
        elevation=0.1,
        steps=1,
    )
    assert Pixal3D().validate(asked) == []
    order = pipeline.Order(folder / "front.png", tmp_path / "results", asked)
    made = pipeline.generate(order, Told())
    stored = results.read(made)
    assert stored.camera.elevation == pytest.approx(0.1)
    assert stored.settings.views == asked.views
    kept = made / results.VIEWS / "transforms.json"
    assert [view.picture.name for view in read_views(kept)] == ["0.png", "1.png"]
    for path in folder.iterdir():
        path.unlink()
    again = refinish(Refinish(made, tmp_path / "results", {"photo_strength": 0.9}), Told())
    assert ONE_PHOTO not in results.read(again).facts["notes"]
    assert (again / results.VIEWS / "transforms.json").exists()


def test_draft_sees_the_photo_alone_and_says_so(tmp_path: Path) -> None:
    asked = replace(SETTINGS, engine="draft", views=str(tmp_path / "gone.json"))
    order = pipeline.Order(REFERENCE / "input_rgba.png", tmp_path / "results", asked)
    notes = results.read(pipeline.generate(order, Told())).facts["notes"]
    assert any("more views take the engine Pixal3D" in note for note in notes)
