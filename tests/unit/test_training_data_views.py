"""What training sees of an object: framed as a prepared photo is, with the truth behind it."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from pixal3d_addon.core.camera import distance_from_fov, project
from training import formats, framing, light, render, view
from training.made.paint import Finish, part
from training.made.solids import ball, box, lathe
from training.repaint import repainted
from training.samples import MANIFEST, Samples
from training.shape import Shape
from training.tracing import Tracer

SIDE = 64
RED, BLUE = Finish(np.array([0.8, 0.1, 0.1])), Finish(np.array([0.1, 0.1, 0.8]))


def shape(*parts: tuple) -> Shape:
    return formats.join([part(mesh, paint) for mesh, paint in parts], formats.Z_UP)


def seen(solid: Shape, fov: float = 30, elevation: float = 0, yaw: float = 0, stretch=1.0) -> dict:
    tracer = Tracer(solid)
    angles = (math.radians(angle) for angle in (fov, elevation, yaw))
    pose = framing.framed(framing.silhouette_points(tracer), *angles, stretch * np.ones(3))
    assert pose is not None
    part_ = view.render(tracer, pose, SIDE, np.random.default_rng(0))
    assert part_ is not None
    dense = np.full((SIDE, SIDE, 4), np.nan)
    dense[part_["alpha"] > 0] = part_["layers"]
    return {**part_, "pose": pose, "depth": dense}


@pytest.mark.parametrize("elevation", [-10, 0, 45])
@pytest.mark.parametrize("fov", [12, 60])
def test_silhouette_fills_the_prepared_square(fov: float, elevation: float) -> None:
    alpha = seen(shape((box(0.3, 0.5, 1.2), RED)), fov, elevation, 30)["alpha"]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    assert (rows[-1] - rows[0] + 1) / SIDE == pytest.approx(1 / 1.1, abs=1.5 / SIDE)
    assert rows[0] + rows[-1] == pytest.approx(SIDE - 1, abs=1)
    assert columns[0] + columns[-1] == pytest.approx(SIDE - 1, abs=1)


def test_matrix_and_camera_put_the_surface_where_the_picture_shows_it() -> None:
    solid = shape((box(0.3, 0.5, 1.2), RED))
    found = seen(solid, 40, 25, 70)
    pose = found["pose"]
    points = solid.vertices @ pose.matrix[:3, :3].T + pose.matrix[:3, 3]
    pixels = project(points, pose.fov, distance_from_fov(pose.fov), SIDE)
    rows, columns = np.nonzero(found["alpha"])
    assert pixels[:, 0].min() == pytest.approx(columns.min(), abs=1)
    assert pixels[:, 0].max() == pytest.approx(columns.max() + 1, abs=1)
    assert pixels[:, 1].max() == pytest.approx(rows.max() + 1, abs=1)
    depth = points[:, 1]
    assert np.nanmin(found["depth"]) == pytest.approx(depth.min(), abs=0.03)
    assert np.nanmax(found["depth"]) == pytest.approx(depth.max(), abs=0.03)


def test_a_stretched_object_is_the_same_as_one_made_so() -> None:
    solid, stretch = shape((ball(1, 1, 1), RED), (box(1, 1, 1), BLUE)), np.array([-0.7, 1.3, 1])
    # The object frame's scale is free, so the longest side of the other is its own.
    other = shape((ball(*abs(stretch)), RED), (box(*abs(stretch)), BLUE))
    one, same = seen(solid, 30, 20, 30, stretch), seen(other, 30, 20, 30)
    assert np.abs(one["alpha"].astype(int) - same["alpha"]).mean() < 3
    both = (one["alpha"] == 255) & (same["alpha"] == 255)
    assert np.nanmedian(np.abs(one["depth"] - same["depth"])[both][:, [0, 3]]) < 0.01
    flat = np.zeros((2, SIDE, SIDE, 3))
    for image, found in zip(flat, (one, same), strict=True):
        image[found["alpha"] > 0] = found["normals"] / 127
    assert np.median(np.abs(flat[0] - flat[1])[both]) < 0.02


def test_elevation_looks_down_on_the_top() -> None:
    solid = shape((box(1, 1, 0.5), RED), (box(1, 1, 0.02).moved(z=0.5), BLUE))
    blue = [
        (found["front_rgb"][:, 2] > 150).mean()
        for found in (seen(solid, elevation=40), seen(solid, elevation=-10))
    ]
    assert blue[0] > 0.3 > 0.1 > blue[1]


def test_yaw_zero_shows_the_front() -> None:
    solid = shape((box(1, 1, 1), RED), (box(1, 0.02, 1).moved(y=-0.51), BLUE))
    middle = seen(solid)["front_rgb"]
    assert (middle[:, 2] > 150).mean() > 0.9


def test_layers_are_the_first_three_hits_and_the_last() -> None:
    shells = [(ball(r, r, r), RED) for r in (1.0, 0.6, 0.3)]
    found = seen(shape(*shells), fov=12)
    center = found["depth"][SIDE // 2, SIDE // 2]
    radius = 0.5 / 1.1
    assert center == pytest.approx([-radius, -0.6 * radius, -0.3 * radius, radius], abs=0.02)


def test_a_single_sheet_has_one_layer_twice() -> None:
    sheet = lathe([(0.5, 0), (0.5, 1e-4)])
    one = shape((sheet, RED), (box(1, 0.001, 1), BLUE))
    depth = seen(one)["depth"]
    middle = depth[SIDE // 3, SIDE // 2]
    assert np.isfinite(middle[[0, 3]]).all()
    assert middle[3] - middle[0] < 0.01


def test_every_covered_pixel_has_a_first_and_a_last_layer() -> None:
    found = seen(shape((ball(1, 1, 0.02), RED), (ball(0.02, 1, 1), BLUE)), 30, 20, 40)
    inside = found["alpha"] > 0
    assert 0 < (found["alpha"] < 255)[inside].mean() < 1
    assert np.isfinite(found["depth"][inside][:, [0, 3]]).all()
    assert (found["depth"][inside][:, 3] >= found["depth"][inside][:, 0]).all()


def test_normals_look_back_at_the_camera() -> None:
    found = seen(shape((ball(1, 1, 1), RED)))
    normals = found["normals"] / 127
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1, abs=0.02)
    assert (normals[:, 1] < 0.3).all()
    assert (normals[:, 1] < -0.8).mean() > 0.3


def test_back_color_is_that_of_the_far_side() -> None:
    solid = shape((box(1, 1, 1), RED), (box(1.02, 0.02, 1.02).moved(y=0.6, z=-0.01), BLUE))
    found = seen(solid, fov=12)
    assert (found["front_rgb"][:, 0] > 150).mean() > 0.9
    assert (found["back_rgb"][:, 2] > 150).mean() > 0.6


def test_holes_of_a_texture_are_not_there() -> None:
    image = np.full((2, 2, 4), 255, np.uint8)
    image[:, 0, 3] = 0
    left_cut = Finish(np.ones(3), image)
    board = box(1, 0.02, 1).moved(x=0.5)
    found = seen(shape((board, left_cut)))
    whole = seen(shape((board, RED)))
    rows, columns = np.nonzero(found["alpha"])
    tall = np.ptp(rows) + 1
    assert np.ptp(columns) + 1 == pytest.approx(tall / 2, abs=2)
    assert np.ptp(np.nonzero(whole["alpha"])[1]) + 1 == pytest.approx(tall, abs=2)


def test_what_reaches_the_camera_is_not_rendered() -> None:
    points = np.array([[0.0, -0.5, 0.0], [0.0, 0.5, 0.0], [0.01, 0, 0.01]])
    assert framing.framed(points, math.radians(60), 0.0, 0.0) is None


def test_light_is_brighter_where_it_comes_from() -> None:
    tracer = Tracer(shape((ball(1, 1, 1), Finish(np.full(3, 0.5)))))
    lamp = light.Lamp(np.array([0, 0, 1], np.float32), 0.1, np.ones(3, np.float32))
    drawn = light.Light(np.full((3, 3), 0.3, np.float32), (lamp,), True, 0.0, (0.0, 8.0), 1.0)
    normals = np.array([[0, 0, 1], [0, 0, -1], [1, 0, 0]], np.float32)
    grey = np.full((3, 3), 0.2, np.float32)
    rng = np.random.default_rng(0)
    top, bottom, side = light.lit(
        drawn, tracer.blocked, normals / 2, normals, normals, grey, lambda values: values * 1.0, rng
    )
    assert top.mean() > side.mean() >= bottom.mean() > 0


def test_what_is_rendered_can_be_read(tmp_path: Path) -> None:
    tensors = render.render_object(shape((box(0.4, 0.5, 1), RED)), 3, SIDE, 7)
    save_file(tensors, tmp_path / "one.safetensors")
    facts = {"family": "f", "source": "s", "licence": "l", "author": "a", "held_out": False}
    listed = [{"id": "one", "views": 3, **facts}, {"id": "gone", "views": 2, **facts}]
    (tmp_path / MANIFEST).write_text(json.dumps({"objects": listed}))
    samples = Samples(tmp_path)
    assert samples.items == [("one", 0), ("one", 1), ("one", 2)]
    assert len(Samples(tmp_path, held_out=True)) == 0
    read = samples[2]
    assert read.rgb.shape == (SIDE, SIDE, 3)
    assert (np.isfinite(read.layers[..., 0]) == (read.alpha > 0)).all()
    assert np.linalg.norm(read.normals[read.alpha > 0], axis=1) == pytest.approx(1, abs=0.02)
    points = samples.points("one")
    assert points.shape == (render.POINTS, 3)
    assert np.abs(points).max() == pytest.approx(0.5, abs=0.01)
    inside = read.alpha == 255
    moved = points @ read.view_from_object[:3, :3].T + read.view_from_object[:3, 3]
    assert moved[:, 1].min() == pytest.approx(np.nanmin(read.layers[inside]), abs=0.03)


def test_views_are_the_same_for_the_same_seed() -> None:
    solid = shape((ball(1, 0.5, 0.8), RED))
    first, again = (render.render_object(solid, 2, 32, 5) for _ in range(2))
    assert all((first[key] == again[key]).all() or key == "layers" for key in first)
    assert np.array_equal(first["layers"], again["layers"], equal_nan=True)


def test_repainting_changes_colors_and_nothing_else() -> None:
    image = np.full((2, 2, 4), 200, np.uint8)
    image[..., 3] = 255
    solid = shape((box(1, 1, 1), RED), (ball(1, 1, 1), Finish(np.ones(3), image)))
    other = repainted(solid, np.random.default_rng(1))
    assert other.vertices is solid.vertices
    assert other.faces is solid.faces
    assert np.abs(other.colors[0, :3] - solid.colors[0, :3]).max() > 0.05
    assert other.textures[1] is image
    assert (other.uvs[solid.material == 1] == solid.uvs[solid.material == 1]).all()
    plain, painted = (
        render.render_object(solid, 3, 32, 5, repaint=repaint) for repaint in (False, True)
    )
    assert all(len(tensors["fov"]) == 3 for tensors in (plain, painted))
