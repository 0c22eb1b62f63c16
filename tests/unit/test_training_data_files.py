"""What rendering writes while training reads it, and the shapes as they are shipped."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from training import formats, render, shape, ship
from training.made.paint import Finish, part
from training.made.solids import ball, box
from training.samples import Samples
from training.shape import Shape

PRINTED = np.full((256, 256, 4), 255, np.uint8)
PRINTED[:128, :, :3] = [200, 40, 40]


def solid() -> Shape:
    paints = Finish(np.ones(3), PRINTED), Finish(np.array([0.1, 0.1, 0.8]))
    meshes = box(1, 0.6, 0.8), ball(0.5, 0.5, 0.7)
    return formats.join([part(m, p) for m, p in zip(meshes, paints, strict=True)], formats.Z_UP)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """DATA with one object to train on and one held out."""
    (tmp_path / "shapes").mkdir()
    chosen = []
    for name, out in (("one", False), ("out", True)):
        facts = {"id": name, "family": name, "source": "pypi:x", "licence": "CC0-1.0"}
        chosen.append({**facts, "author": "a", "held_out": out})
        shape.save(solid(), tmp_path / "shapes" / f"{name}.safetensors", facts)
    (tmp_path / "chosen.json").write_text(json.dumps({"chosen": chosen}))
    return tmp_path


def run(data: Path, rounds: int, workers: int, folder: str) -> Path:
    views = data / folder
    views.mkdir()
    chosen = ship.chosen(data)
    work = render.jobs(chosen, 3, 24, rounds)
    render.render_all(work, data, views, render.Listing(views, 24, chosen), workers)
    return views


def test_the_number_of_workers_changes_no_picture(data: Path) -> None:
    together = run(data, 2, 2, "together")
    alone = data / "alone"
    alone.mkdir()
    for job in render.jobs(ship.chosen(data), 3, 24, 2):
        assert job.write(data, alone) == job.views
    names = sorted(path.name for path in together.iterdir())
    assert names == ["objects.json", "one.1.safetensors", "one.safetensors", "out.safetensors"]
    for name in names[1:]:
        assert (alone / name).read_bytes() == (together / name).read_bytes()
    first, second = (Samples(together).view(name, 0).rgb for name in ("one", "one.1"))
    assert not np.array_equal(first, second)
    assert {name: item.views for name, item in Samples(together).objects.items()} == {
        **{"one": 3, "one.1": 3},
        "out": render.HELD_OUT_VIEWS,
    }


def test_rounds_without_end_show_the_held_out_once() -> None:
    chosen = [{"id": i, "held_out": i == "out", "source": "pypi:x"} for i in ("one", "out")]
    endless = render.jobs(chosen, 3, 24, 0)
    names = [next(endless).name for _ in range(4)]
    assert names == ["out", "one", "one.1", "one.2"]


def test_a_shipped_shape_is_the_same_shape_but_for_rounding() -> None:
    given = solid()
    back = ship.decode(ship.encode(given), {0: PRINTED})
    assert len(back.faces) == len(given.faces)
    assert np.abs(back.corners() - given.corners()).max() <= 0.51 / ship.GRIDS[0]
    cosines = np.einsum("fkc,fkc->fk", back.normals, given.normals)
    assert cosines.min() > math.cos(math.radians(6))
    assert np.median(cosines) > math.cos(math.radians(2))
    textured = given.material == 0
    assert np.abs(back.uvs - given.uvs)[textured].max() < 2e-3
    assert (back.material == given.material).all()
    assert back.colors == pytest.approx(given.colors, abs=1e-3)
    assert back.textures[1] is None


def test_rendering_reads_what_was_shipped(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = data / "out"
    monkeypatch.setattr("sys.argv", ["ship", str(data), str(out)])
    assert ship.main() == 0
    ours, theirs = (
        render.render_object(ship.load(folder, "one"), 2, 48, 3) for folder in (data, out)
    )
    assert ours["view_from_object"] == pytest.approx(theirs["view_from_object"], abs=0.01)
    assert np.abs(ours["alpha"].astype(int) - theirs["alpha"]).mean() < 2
    colors = [tensors["front_rgb"].mean(axis=0) for tensors in (ours, theirs)]
    assert colors[0] == pytest.approx(colors[1], abs=5)


def test_a_heavy_shape_is_shipped_with_fewer_triangles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ship, "MANY", 4000)
    monkeypatch.setattr(ship, "GRIDS", (2048, 64, 32))
    fine = formats.join([part(ball(1, 1, 1, 60), Finish(np.ones(3)))], formats.Z_UP)
    back = ship.decode(ship.encode(fine), {})
    assert len(back.faces) < 0.6 * len(fine.faces)
    assert np.linalg.norm(back.vertices, axis=1) == pytest.approx(0.5, abs=1.5 / ship.GRIDS[-1])
