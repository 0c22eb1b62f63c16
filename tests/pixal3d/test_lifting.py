"""Back-projection against the recorded one, and lean against dense."""

import math

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from bench.dense_lifting import dense_lift
from pixal3d_addon.core import camera as core_camera
from pixal3d_addon.core.camera import Camera, front_camera_to_world
from pixal3d_addon.engine.pixal3d.bilinear import blend, taps
from pixal3d_addon.engine.pixal3d.image_features import ImageFeatures, load_dinov3, see
from pixal3d_addon.engine.pixal3d.lifting import global_tokens, lift
from pixal3d_addon.engine.pixal3d.naf import NAF, load_naf
from pixal3d_addon.engine.pixal3d.projection import View, front_view, project, views_of
from tests.pixal3d.recorded import REFERENCE, TINY, TOLERANCE, recorded, relative_error


@pytest.fixture(scope="module")
def naf() -> NAF:
    return load_naf(TINY / "naf-tiny" / "naf_release.safetensors", "cpu")


@pytest.fixture(scope="module")
def photos() -> dict[int, ImageFeatures]:
    """The recorded photo as the stages see it, by the image's side."""
    torch.set_num_threads(1)
    rgb = np.array(Image.open(REFERENCE / "preprocessed.png").convert("RGB"))
    model = load_dinov3(TINY / "dinov3-tiny", "cpu", torch.float32)
    return {side: see(model, rgb, side) for side in (160, 320)}


def whole_grid(side: int) -> Tensor:
    return torch.cartesian_prod(*[torch.arange(side)] * 3)


def recorded_view() -> View:
    d = recorded("pipeline")
    return View(float(d["fov"]), front_camera_to_world(float(d["distance"])))


def sample(image: Tensor, pixels: Tensor, resolution: int, budget: int = 1 << 20) -> Tensor:
    index, weight = taps(pixels, resolution, *image.shape[1:])
    out = torch.zeros(len(pixels), len(image))
    blend(image.flatten(1).T, index, weight, out, budget)
    return out


@pytest.mark.parametrize("case", range(3))
def test_projections_and_samples_are_the_recorded_ones(case: int) -> None:
    d = {name[2:]: t for name, t in recorded("projection").items() if name[0] == str(case)}
    side, resolution, fov, distance, mesh_scale = d["camera"].tolist()
    view = View(fov, front_camera_to_world(distance))
    grid, resolution = int(side), int(resolution)
    pixels, depth = project(whole_grid(grid), grid, view, resolution, mesh_scale)
    assert relative_error(pixels, d["points_2d"][0]) < TOLERANCE
    assert relative_error(depth, d["depth"][0]) < TOLERANCE
    assert relative_error(sample(d["features"][0], pixels, resolution), d["sampled"][0]) < TOLERANCE


def test_it_is_the_camera_of_every_other_engine() -> None:
    camera = Camera(fov=0.5)
    pixels, depth = project(whole_grid(7), 7, front_view(camera), 512)
    points = core_camera.grid_points(7)
    expected = core_camera.project(points, camera.fov, camera.distance, 512)
    assert np.allclose(pixels.numpy(), expected[:, :2], atol=1e-3)
    assert np.allclose(depth.numpy(), expected[:, 2], atol=1e-5)


def test_several_views_are_the_recorded_ones_and_their_mean() -> None:
    d = recorded("multiview")
    poses, fovs = list(d["camera_to_world"].double().numpy()), d["fov"].tolist()
    grid, resolution = int(d["grid_resolution"]), int(d["image_resolution"])
    views = views_of(fovs, poses, float(np.linalg.norm(poses[0][:3, 3])))
    for view, features, truth in zip(views, d["features"], d["per_view"], strict=True):
        pixels, _ = project(whole_grid(grid), grid, view, resolution)
        assert relative_error(sample(features, pixels, resolution), truth) < TOLERANCE
    image = torch.zeros(1, 3, resolution, resolution)
    photos = [ImageFeatures(image, torch.zeros(1, 5, 6), f[None]) for f in d["features"]]
    fused = lift(photos, views, whole_grid(grid), grid)
    assert relative_error(fused, d["fused"][0]) < TOLERANCE


def test_views_in_a_turned_frame_are_the_same_views() -> None:
    poses = list(recorded("multiview")["camera_to_world"].double().numpy())
    turned = [core_camera.rotation_x(0.7) @ pose for pose in poses]
    for one, other in zip(views_of([0.5] * 3, poses, 3.0), views_of([0.5] * 3, turned, 3.0),
                          strict=True):  # fmt: skip
        assert np.allclose(one.camera_to_world, other.camera_to_world)


def test_the_same_view_twice_is_that_view_once(photos: dict[int, ImageFeatures], naf: NAF) -> None:
    cells, view = recorded("pipeline")["ss_coords"][:, 1:], recorded_view()
    once = lift([photos[160]], [view], cells, 8, naf, 40)
    twice = lift([photos[160]] * 2, [view] * 2, cells, 8, naf, 40)
    assert relative_error(twice, once) < 1e-6
    assert torch.allclose(global_tokens([photos[160]] * 2), photos[160].tokens[0])


@pytest.mark.parametrize(
    ("stage", "side", "grid", "target"),
    [("ss", 160, 4, 0), ("lr", 160, 8, 40), ("hr", 320, 16, 40), ("tex", 320, 16, 80)],
)
def test_the_stages_see_what_was_recorded_whatever_the_budget(
    photos: dict[int, ImageFeatures], naf: NAF, stage: str, side: int, grid: int, target: int
) -> None:
    d = recorded("pipeline")
    coords = {"ss": None, "lr": d["ss_coords"], "hr": d["hr_coords"], "tex": d["hr_coords"]}[stage]
    cells = whole_grid(grid) if coords is None else coords[:, 1:]
    truth = d[f"{stage}_proj"].reshape(len(cells), -1)
    for budget in (1 << 14, 1 << 26):
        out = lift([photos[side]], [recorded_view()], cells, grid, naf if target else None, target,
                   budget=budget)  # fmt: skip
        assert relative_error(out, truth) < TOLERANCE


def test_lean_and_dense_are_equal(photos: dict[int, ImageFeatures], naf: NAF) -> None:
    x, y, z = (cells := recorded("pipeline")["hr_coords"][:, 1:].long()).unbind(1)
    dense = dense_lift(photos[320], recorded_view(), 16, naf, 80)[(x * 16 + y) * 16 + z]
    lean = lift([photos[320]], [recorded_view()], cells, 16, naf, 80)
    assert relative_error(lean, dense) < 1e-6


def test_naf_runs_at_no_more_pixels_than_are_read(
    photos: dict[int, ImageFeatures], naf: NAF, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Tensor] = []
    whole = NAF.forward

    def spy(self: NAF, image: Tensor, features: Tensor, target: int, pixels: Tensor, budget: int
            ) -> Tensor:  # fmt: skip
        asked.append(pixels)
        return whole(self, image, features, target, pixels, budget)

    monkeypatch.setattr(NAF, "forward", spy)
    cells = torch.tensor([[3, 3, 3], [4, 3, 3], [3, 3, 3]])
    lift([photos[160]], [recorded_view()], cells, 8, naf, 40)
    assert len(asked) == 1 and 4 < len(asked[0]) <= 8
    assert len(asked[0].unique()) == len(asked[0])


def test_points_outside_the_photo_read_its_border() -> None:
    image = torch.arange(12.0).reshape(1, 3, 4)
    pixels = torch.tensor([[-50.0, -50.0], [900.0, 900.0], [math.nan, math.inf]])
    assert sample(image, pixels, 64)[:, 0].tolist() == [0.0, 11.0, 8.0]


def test_no_cells_are_no_features(photos: dict[int, ImageFeatures], naf: NAF) -> None:
    none = torch.zeros(0, 3, dtype=torch.int32)
    assert lift([photos[160]], [recorded_view()], none, 8, naf, 40).shape == (0, 64)


def test_the_result_has_the_type_that_was_asked_for(
    photos: dict[int, ImageFeatures], naf: NAF
) -> None:
    d = recorded("pipeline")
    cells = d["ss_coords"][:, 1:]
    out = lift([photos[160]], [recorded_view()], cells, 8, naf, 40, torch.bfloat16)
    assert out.dtype == torch.bfloat16
    assert relative_error(out.float(), d["lr_proj"]) < 0.01
