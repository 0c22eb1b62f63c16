"""A raw surface finished again, levels of detail, and what survives where finishing fails."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("fast_simplification")
pytest.importorskip("scipy")
pytest.importorskip("PIL")

from bench.topology import examine
from pixal3d_addon.__main__ import main
from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import Cancelled, PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine import completion, pipeline
from pixal3d_addon.engine.interface import RawSurface, Surface
from pixal3d_addon.engine.mesh.collision import hull
from pixal3d_addon.engine.mesh.lods import Level0
from pixal3d_addon.engine.mesh.normals import vertex_normals
from pixal3d_addon.engine.mesh.raw_file import load_raw, save_raw
from pixal3d_addon.engine.refinish import Refinish, refinish
from tests.engine.pictures import Silent
from tests.gltf_validator import issues
from tests.pixal3d.solids import ball, sheet, torus
from tests.pixal3d.test_mesh_bake import checks, color_at, volume_of

SETTINGS = Settings(fov=0.5, faces=1500, texture_size=512, keep_raw=True)


def raw():
    vertices, faces = ball(30)
    return RawSurface(vertices, faces, volume_of(vertices), notes=("Made for a test.",))


class Ready:
    """An engine that has its surface ready."""

    name, makes_raw = "ready", True

    def stages(self, settings):
        return {"Nothing": 1.0}

    def main_view(self, settings):
        return checks(), Camera(0.5)

    def generate(self, prepared, camera, settings, report, folder):
        (folder / results.PREVIEWS).mkdir()
        return raw()


@pytest.fixture
def ready(monkeypatch):
    monkeypatch.setattr(pipeline, "choose_engine", lambda settings: (Ready(), "For a test."))


def generated(folder, settings=SETTINGS, **more):
    return pipeline.generate(pipeline.Order(Path("ball.png"), folder, settings, **more), Silent())


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != results.FACTS
    }


def test_a_raw_surface_comes_back_from_disk(tmp_path):
    made = raw()
    save_raw(tmp_path / "s", made)
    again = load_raw(tmp_path / "s")
    for one, two in [
        (made.vertices, again.vertices),
        (made.faces, again.faces),
        (made.volume.coords, again.volume.coords),
        (made.volume.attributes, again.volume.attributes),
    ]:
        assert one.dtype == two.dtype and np.array_equal(one, two)
    assert again.volume.resolution == made.volume.resolution


@pytest.mark.parametrize(
    "broken",
    [
        {"vertices": np.full((3, 3), np.nan, np.float32)},
        {"vertices": np.zeros((2, 3), np.float32)},
        {"faces": np.array([[0, 1, -1]], np.int32)},
        {"faces": np.zeros((0, 3), np.int32)},
        {"faces": np.zeros((1, 3), np.int64)},
        {"coords": np.array([[0, 0, 64]], np.int16)},
        {"coords": np.zeros((2, 3), np.int16)},
        {"attributes": np.zeros((1, 5), np.uint8)},
        {"resolution": np.array([1, 2])},
        {"resolution": np.array(0)},
        {"resolution": None},
    ],
)
def test_a_damaged_raw_surface_is_refused(tmp_path, broken):
    arrays = {
        "vertices": np.zeros((3, 3), np.float32),
        "faces": np.array([[0, 1, 2]], np.int32),
        "coords": np.zeros((1, 3), np.int16),
        "attributes": np.zeros((1, 6), np.uint8),
        "resolution": np.array(64),
    }
    safetensors.save(tmp_path / "sound", arrays)
    load_raw(tmp_path / "sound")
    arrays = {name: array for name, array in {**arrays, **broken}.items() if array is not None}
    safetensors.save(tmp_path / "broken", arrays)
    with pytest.raises(PixalError) as caught:
        load_raw(tmp_path / "broken")
    assert caught.value.code == "result_damaged"


def test_the_raw_surface_finished_again_gives_the_same_bytes(tmp_path, ready):
    folder = generated(tmp_path / "one")
    order = Refinish(folder, tmp_path / "two", start="surface")
    again = results.read(refinish(order, Silent()))
    assert files_of(again.folder) == files_of(folder)
    assert again.settings == SETTINGS and again.facts["finished_from"]["start"] == "surface"
    assert again.facts["notes"] == results.read(folder).facts["notes"] == ["Made for a test."]


def test_a_finishing_setting_begins_with_the_raw_surface_and_changes_the_texture(tmp_path, ready):
    folder = generated(tmp_path / "one")
    changes = {"photo_strength": 0.0, "keep_raw": False, "faces": 1000}
    again = results.read(refinish(Refinish(folder, tmp_path / "two", changes), Silent()))
    assert again.facts["finished_from"]["start"] == "surface"
    assert again.settings == replace(SETTINGS, **changes)
    assert 500 < len(again.mesh()["faces"]) <= 1000
    assert not (again.folder / results.SURFACE).exists()
    assert files_of(folder)["base_color.png"] != files_of(again.folder)["base_color.png"]


def test_watertight_is_a_finishing_setting_and_kept_in_the_result(tmp_path, ready):
    folder = generated(tmp_path / "one")
    changes = {"watertight": True}
    again = results.read(refinish(Refinish(folder, tmp_path / "two", changes), Silent()))
    assert again.facts["finished_from"]["start"] == "surface"
    assert again.facts["settings"]["watertight"] is True
    mesh = again.mesh()
    assert examine(mesh["vertices"], mesh["faces"]).closed


def test_without_being_asked_no_raw_surface_is_kept(tmp_path, ready):
    folder = generated(tmp_path, replace(SETTINGS, keep_raw=False))
    assert results.SURFACE not in files_of(folder)


@pytest.mark.parametrize("failure", [MemoryError(), PixalError("surface_empty", "No.", "Do.")])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_was_generated_survives_finishing_that_fails_and_can_be_finished(
    tmp_path, ready, monkeypatch, failure, elsewhere
):
    def fail(*args):
        raise failure

    where = tmp_path / ("elsewhere" if elsewhere else "results")
    where.mkdir()
    with monkeypatch.context() as broken, pytest.raises(PixalError) as caught:
        broken.setattr(completion, "finish", fail)
        generated(tmp_path / "results", unfinished=where if elsewhere else None)
    (kept,) = where.iterdir()
    assert kept.name.endswith("-unfinished")
    assert kept.name in caught.value.remedy and "finish" in caught.value.remedy
    assert caught.value.code == results.read(kept).facts["unfinished"]
    assert {*files_of(kept)} == {results.PREPARED, results.MASK, results.SURFACE}
    with pytest.raises(PixalError) as asked:
        results.read(kept).mesh()
    assert asked.value.code == "result_unfinished"
    assert main(["finish", str(kept), "-o", str(tmp_path / "x.glb")]) == 0
    whole = generated(tmp_path / "whole")
    assert (tmp_path / "x.glb").read_bytes() == (whole / results.GLB).read_bytes()


def test_a_cancelled_finish_leaves_nothing(tmp_path, ready):
    class Impatient(Silent):
        def progress(self, now, step=0, total=1):
            if now == "Bake":
                raise Cancelled

    with pytest.raises(Cancelled):
        pipeline.generate(pipeline.Order(Path("x.png"), tmp_path / "r", SETTINGS), Impatient())
    assert not any((tmp_path / "r").iterdir())


def textured(rows=120, columns=48):
    """A torus in two charts a side, whose texture tells each texel's place on it."""
    vertices, faces = torus(rows, columns)
    from pixal3d_addon.engine.mesh.baking.bake import bake
    from pixal3d_addon.engine.mesh.unwrapping.unwrap import unwrap

    surface = RawSurface(vertices, faces, volume_of(vertices, 96))
    vertices, faces, uvs = unwrap(vertices, faces, 512)
    maps = bake(vertices, faces, uvs, surface, 512, Silent())
    return Surface(vertices, faces, uvs, maps.base_color, normal=maps.normal)


@pytest.fixture(scope="module")
def level0():
    return textured()


@pytest.mark.parametrize("share", [0.5, 0.25, 0.1])
def test_lower_levels_read_the_same_texture_in_the_right_places(level0, share):
    budget = int(share * len(level0.faces))
    lower, normals = Level0(level0).reduced(budget)
    assert 0.7 * budget < len(lower.faces) <= budget
    assert lower.base_color is level0.base_color
    assert lower.corner_uvs.min() >= 0 and lower.corner_uvs.max() <= 1
    generator = np.random.default_rng(0)
    corners = lower.vertices[lower.faces]
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    face = generator.choice(len(area), 20_000, p=area / area.sum())
    weights = generator.dirichlet([1, 1, 1], len(face))
    points = np.einsum("nk,nkc->nc", weights, corners[face])
    uv = np.einsum("nk,nkc->nc", weights, lower.corner_uvs[face])
    texel = np.clip(np.stack([1 - uv[:, 1], uv[:, 0]]) * 512, 0, 511).astype(int)
    off = np.abs(lower.base_color[tuple(texel)] - color_at(points)[:, :3]).max(axis=1)
    assert (off > 20).mean() < 2e-3  # of 255: from the wrong chart, or dragged along a seam
    own = vertex_normals(lower.vertices, lower.faces)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1, abs=0.05)
    assert (np.einsum("ij,ij->i", own, normals) > 0.7).mean() > 0.99


def test_lower_levels_of_a_thin_thing_keep_to_their_own_side():
    vertices, faces = sheet(40, 0.02)
    count = len(vertices)
    both = np.concatenate([vertices, vertices + np.float32([0, 0.004, 0])])
    faces = np.concatenate([faces, faces[:, ::-1] + count]).astype(np.int32)
    uv = both[faces][..., [0, 2]] * 0.5 + [0.25, 0.5]
    uv[len(uv) // 2 :, :, 0] += 0.5
    color = np.zeros((64, 64, 3), np.uint8)
    color[:, 32:] = 255
    thin = Surface(both, faces, uv.astype(np.float32), color)
    lower, _ = Level0(thin).reduced(len(faces) // 4)
    corners = lower.vertices[lower.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    told = lower.corner_uvs[..., 0].mean(axis=1) > 0.5
    original = thin.vertices[thin.faces]
    meant = np.cross(original[:, 1] - original[:, 0], original[:, 2] - original[:, 0])
    front = np.sign(meant[: len(meant) // 2, 1].mean())
    assert ((np.sign(cross[:, 1]) != front) == told).mean() > 0.99


def test_levels_and_a_hull_are_files_that_viewers_open(tmp_path, ready):
    folder = generated(tmp_path, replace(SETTINGS, lods=True, collision="hull"))
    names = {f"lod{n}.{kind}" for n in (1, 2, 3) for kind in ("glb", "safetensors")}
    assert {path.name for path in (folder / results.LODS).iterdir()} == names
    counts = [len(results.read(folder).mesh()["faces"])]
    for number in (1, 2, 3):
        assert issues(folder / results.LODS / f"lod{number}.glb") == []
        arrays = safetensors.load(folder / results.LODS / f"lod{number}.safetensors")
        assert arrays["corner_uvs"].shape == (len(arrays["faces"]), 3, 2)
        assert np.linalg.norm(arrays["normals"], axis=1) == pytest.approx(1, abs=0.05)
        counts.append(len(arrays["faces"]))
    assert counts == sorted(counts, reverse=True) and counts[3] <= 0.1 * counts[0]
    assert issues(folder / "collision.glb") == []
    assert len(results.read(folder).levels()) == 3
    hull_points = results.read(folder).collision()["vertices"]
    assert hull_points[:, 2].min() == pytest.approx(0, abs=1e-5), "it stands on the ground"
    assert json.loads((folder / results.FACTS).read_text())["settings"]["lods"] is True


def test_a_hull_is_closed_and_holds_nearly_everything():
    vertices, _ = torus()
    points, faces = hull(vertices)
    assert len(points) <= 206
    corners = points[faces].astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    beyond = vertices @ normal.T - np.einsum("ij,ij->i", normal, corners[:, 0])
    assert beyond.max() < 0.01 * np.ptp(vertices)
    half = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    assert {tuple(edge) for edge in half} == {tuple(edge) for edge in half[:, ::-1]}


def test_what_is_flat_is_held_by_a_box():
    flat = np.random.default_rng(0).random((50, 3)).astype(np.float32) * [1, 0, 1]
    assert len(hull(flat.astype(np.float32))[1]) == 12
