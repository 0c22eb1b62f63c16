"""The camera against the recorded numbers of the public model, and standing in the world."""

import math
from pathlib import Path

import numpy as np
import pytest

from pixal3d_addon.core import camera, safetensors
from pixal3d_addon.core.camera import Camera

REFERENCE = Path(__file__).parents[1] / "reference"


def test_distance_matches_the_recorded_one():
    recorded = safetensors.load(REFERENCE / "camera.safetensors")
    for i, fov in enumerate(recorded["fov"]):
        for j, scale in enumerate(recorded["mesh_scale"]):
            distance = camera.distance_from_fov(fov, scale, resolution=512)
            assert distance == pytest.approx(recorded["distance"][i, j], rel=1e-6)


@pytest.mark.parametrize("case", range(3))
def test_projection_and_sampling_match_the_recorded_ones(case):
    recorded = safetensors.load(REFERENCE / "projection.safetensors")
    grid, resolution, fov, distance, scale = recorded[f"{case}.camera"]
    points = camera.grid_points(int(grid), scale)
    pixels = camera.project(points, fov, distance, resolution)
    np.testing.assert_allclose(pixels[:, :2], recorded[f"{case}.points_2d"][0], rtol=1e-4)
    np.testing.assert_allclose(pixels[:, 2], recorded[f"{case}.depth"][0], rtol=1e-4)
    features = recorded[f"{case}.features"][0].transpose(1, 2, 0)
    sampled = camera.sample_bilinear(features, pixels[:, :2], resolution)
    np.testing.assert_allclose(sampled, recorded[f"{case}.sampled"][0], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("degrees", [1, 10, 30, 49.13, 90, 120])
@pytest.mark.parametrize("extend", [0.0, 100.0])
def test_field_of_view_and_distance_are_each_others_inverse(degrees, extend):
    fov = math.radians(degrees)
    distance = camera.distance_from_fov(fov, 0.9, extend, 1024)
    assert camera.fov_from_distance(distance, 0.9, extend, 1024) == pytest.approx(fov, rel=1e-9)


def test_extending_the_frame_brings_the_camera_nearer():
    assert Camera(0.5, extend_pixel=128.0).distance == pytest.approx(Camera(0.5).distance / 1.5)


def test_a_50_mm_lens_sees_39_6_degrees():
    assert math.degrees(camera.fov_from_lens(50.0)) == pytest.approx(39.5978, abs=1e-4)
    assert camera.lens_from_fov(camera.fov_from_lens(85.0, 23.5), 23.5) == pytest.approx(85.0)


def test_the_field_of_view_of_a_crop():
    photo = math.radians(60.0)
    assert camera.crop_fov(photo, 4000, 4000) == pytest.approx(photo)
    half = camera.crop_fov(photo, 4000, 2000)
    assert math.tan(half / 2) == pytest.approx(math.tan(photo / 2) / 2)


def test_the_middle_of_the_cube_is_the_middle_of_the_image_and_its_left_edge_the_border():
    fov, distance = 0.7, camera.distance_from_fov(0.7)
    points = np.array([[0, 0, 0], [-0.5, 0, 0], [0, 0, 0.5]], float)
    pixels = camera.project(points, fov, distance, 512)
    np.testing.assert_allclose(pixels[:, :2], [[256, 256], [0, 256], [256, 0]], atol=1e-4)


@pytest.mark.parametrize("degrees", [-89, -30, 0, 25, 89])
@pytest.mark.parametrize("size", [0.01, 1.0, 40.0])
def test_a_standing_object_is_on_the_ground_centred_and_of_the_size_asked_for(degrees, size):
    vertices = np.random.default_rng(1).uniform(-0.4, 0.4, (200, 3)) * [1, 0.4, 0.7]
    standing = camera.stand(vertices, Camera(0.5, math.radians(degrees)), size)
    placed = np.c_[vertices, np.ones(len(vertices))] @ standing.matrix().T
    low, high = placed[:, :3].min(axis=0), placed[:, :3].max(axis=0)
    assert low[2] == pytest.approx(0.0, abs=1e-9 * size)
    np.testing.assert_allclose(low[:2] + high[:2], 0.0, atol=1e-9 * size)
    assert (high - low).max() == pytest.approx(size)


@pytest.mark.parametrize("degrees", [-40, 0, 35])
def test_object_and_camera_move_together_so_that_the_picture_stays_the_same(degrees):
    view = Camera(0.6, math.radians(degrees))
    vertices = np.random.default_rng(2).uniform(-0.5, 0.5, (100, 3))
    before = camera.project(vertices, view.fov, view.distance, 512)
    standing = camera.stand(vertices, view, 3.0)
    placed = np.c_[vertices, np.ones(100)] @ standing.matrix().T
    seen = placed @ np.linalg.inv(standing.camera_to_world(view.distance)).T
    focal = camera.focal_pixels(view.fov, 512)  # a camera that looks along its own -Z, +Y up
    pixels = np.c_[256 + focal * seen[:, 0] / -seen[:, 2], 256 - focal * seen[:, 1] / -seen[:, 2]]
    np.testing.assert_allclose(pixels, before[:, :2], atol=1e-4)


def test_a_positive_elevation_puts_the_camera_above_the_object_looking_down():
    view = Camera(0.6, math.radians(30))
    standing = camera.stand(np.array([[-0.5, 0, -0.5], [0.5, 0.0, 0.5]]), view)
    pose = standing.camera_to_world(view.distance)
    np.testing.assert_allclose(pose[:3, :3] @ pose[:3, :3].T, np.eye(3), atol=1e-12)
    assert np.linalg.det(pose[:3, :3]) == pytest.approx(1.0)
    assert -pose[2, 2] == pytest.approx(-math.sin(math.radians(30)))
    assert pose[2, 3] > 0.5 * view.distance * math.sin(math.radians(30))


def test_sampling_beyond_the_border_repeats_it():
    image = np.arange(12.0).reshape(3, 4, 1)
    far = np.array([[-100.0, -100.0], [1e6, 1e6]])
    np.testing.assert_array_equal(camera.sample_bilinear(image, far, 512)[:, 0], [0.0, 11.0])
