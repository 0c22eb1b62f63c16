"""A result is whole or not there, whatever happens to the process that writes it."""

import dataclasses
import json
import math
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings

SETTINGS = Settings(fov=0.6, elevation=0.2, faces=1000)
CAMERA = Camera(0.5, 0.2, 3.0)
MESH = {
    "vertices": np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32),
    "faces": np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32),
    "corner_uvs": np.zeros((4, 3, 2), np.float32),
}


def facts(name="chair", **more):
    described = {
        "name": name,
        "settings": SETTINGS.to_dict(),
        "camera": dataclasses.asdict(CAMERA),
    }
    return {**described, **more}


def inside(folder):
    return {path.name for path in folder.iterdir()}


def make(folder, name="chair", mesh=MESH):
    with results.writing(folder, name) as partial:
        safetensors.save(partial / results.MESH, mesh)
        return results.publish(partial, facts(name))


def test_what_was_written_is_read_back(tmp_path):
    made = make(tmp_path / "deep" / "results", "Стул №1")
    stored = results.read(made)
    assert (stored.name, stored.settings, stored.camera) == ("Стул №1", SETTINGS, CAMERA)
    for name, array in stored.mesh().items():
        np.testing.assert_array_equal(array, MESH[name])
    assert stored.textures() == {}
    (made / "base_color.png").write_bytes(b"x")
    assert stored.textures() == {"base_color": made / "base_color.png"}
    assert inside(made.parent) == {made.name}


LEVEL = {**MESH, "normals": np.ones((4, 3), np.float32)}


def test_levels_and_collision_are_read_back_where_they_are(tmp_path):
    made = make(tmp_path)
    assert results.read(made).levels() == [] and results.read(made).collision() is None
    (made / results.LODS).mkdir()
    for number in (2, 1, 3, 7):
        level = {**LEVEL, "vertices": MESH["vertices"] * np.float32(number)}
        safetensors.save(made / results.LODS / f"lod{number}.safetensors", level)
    safetensors.save(made / "collision.safetensors", {k: MESH[k] for k in ("vertices", "faces")})
    assert [level["vertices"].max() for level in results.read(made).levels()] == [1, 2, 3]
    np.testing.assert_array_equal(results.read(made).collision()["faces"], MESH["faces"])


@pytest.mark.parametrize(
    "broken",
    [
        {"normals": np.ones((3, 3), np.float32)},
        {"normals": np.full((4, 3), np.inf, np.float32)},
        {"normals": np.ones((4, 3))},
        {"normals": None},
        {"corner_uvs": None},
        {"faces": np.full((4, 3), 4, np.int32)},
        {"lightmap_uvs": np.zeros((3, 3, 2), np.float32)},
    ],
)
def test_a_damaged_level_is_refused(tmp_path, broken):
    made = make(tmp_path)
    (made / results.LODS).mkdir()
    arrays = {name: value for name, value in {**LEVEL, **broken}.items() if value is not None}
    safetensors.save(made / results.LODS / "lod1.safetensors", arrays)
    with pytest.raises(PixalError) as caught:
        results.read(made).levels()
    assert caught.value.code == "result_damaged"


def test_two_results_of_one_name_in_one_second_are_two_folders(tmp_path):
    assert len({make(tmp_path) for _ in range(5)}) == 5
    assert len(inside(tmp_path)) == 5


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit, MemoryError])
def test_a_failure_half_way_leaves_nothing(tmp_path, error):
    with pytest.raises(error), results.writing(tmp_path, "chair") as partial:
        (partial / "deep").mkdir()
        (partial / "deep" / "file").write_bytes(b"x")
        raise error
    assert inside(tmp_path) == set()


def test_an_os_error_half_way_is_told_as_what_it_is_and_leaves_nothing(tmp_path):
    with pytest.raises(PixalError) as failure, results.writing(tmp_path, "chair"):
        raise OSError(28, "No space left on device", "/secret/home/file")
    assert failure.value.code == "disk_full"
    assert f"{tmp_path.name}/chair" in failure.value.message
    assert "secret" not in failure.value.message + failure.value.remedy
    assert inside(tmp_path) == set()


def test_a_results_folder_inside_a_file_is_told_as_unwritable(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PixalError) as failure, results.writing(tmp_path / "file" / "x", "chair"):
        pass
    assert failure.value.code == "folder_unwritable"
    assert inside(tmp_path) == {"file"}


def test_a_name_too_long_for_the_disk_is_told(tmp_path):
    with pytest.raises(PixalError) as failure, results.writing(tmp_path / ("x" * 300), "chair"):
        pass
    assert failure.value.code == "path_too_long"


def test_a_name_that_another_process_takes_in_between_costs_no_result(tmp_path, monkeypatch):
    monkeypatch.setattr(results.time, "strftime", lambda form: "now")
    taken = tmp_path / "now-chair"
    taken.mkdir()
    (taken / "other").touch()
    monkeypatch.setattr(Path, "exists", lambda path: path.name.startswith("."))
    with results.writing(tmp_path, "chair") as folder:
        assert results.publish(folder, facts()).name == "now-chair-2"
    assert inside(taken) == {"other"}


def test_infinite_facts_are_never_published(tmp_path):
    with pytest.raises(ValueError), results.writing(tmp_path, "chair") as partial:
        results.publish(partial, facts(seconds=math.inf))
    assert inside(tmp_path) == set()


OWNER = """
    import sys, time
    from pathlib import Path
    from pixal3d_addon.core import results
    with results.writing(Path(sys.argv[1]), "chair") as partial:
        (partial / "file").write_bytes(b"x" * 1000)
        print("here", flush=True)
        time.sleep(60)
"""


def test_a_living_owners_folder_is_left_alone_and_a_killed_ones_removed(tmp_path):
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(OWNER), str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=results.__file__.partition("pixal3d_addon")[0],
    )
    try:
        assert owner.stdout.readline().strip() == b"here"
        theirs = inside(tmp_path)
        assert len(theirs) == 2
        made = make(tmp_path)
        assert inside(tmp_path) == theirs | {made.name}
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()
    assert inside(tmp_path) == theirs | {made.name}
    again = make(tmp_path)
    assert inside(tmp_path) == {made.name, again.name}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has its own way to end")
def test_many_writers_at_once_never_touch_each_others_folders(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: make(tmp_path, f"n{number}"), range(60)))
    assert {path.name for path in made} == inside(tmp_path)
    assert all(results.read(path).mesh() for path in made)


def test_a_folder_whose_lock_went_while_others_looked_is_left_alone(tmp_path, monkeypatch):
    with results.writing(tmp_path, "chair") as partial:
        lock = partial.with_name(partial.name + ".lock")
        assert lock.exists()
        lock.unlink()
        monkeypatch.setattr(type(tmp_path), "glob", lambda *_: [lock])  # as it was a moment ago
        results.remove_abandoned(tmp_path)
        assert partial.exists() and not lock.exists()


DAMAGE = {
    "gone": None,
    "empty": b"",
    "not json": b"{",
    "not utf-8": b"\xff\xff",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "another format": json.dumps({**facts(), "format": 99}).encode(),
    "no format": json.dumps(facts()).encode(),
    "no name": b'{"format":1}',
    "settings of another kind": json.dumps({**facts(settings=3), "format": 1}).encode(),
    "settings out of range": json.dumps({**facts(settings={"fov": 9.0}), "format": 1}).encode(),
    "a camera without numbers": json.dumps(
        {**facts(camera={"fov": "wide", "elevation": 0, "extend_pixel": 0}), "format": 1}
    ).encode(),
    "a camera that is no camera": json.dumps(
        {**facts(camera={"fov": math.nan, "elevation": 0, "extend_pixel": 0}), "format": 1}
    ).encode(),
    "a huge number": json.dumps(
        {**facts(camera={"fov": 10**400, "elevation": 0, "extend_pixel": 0}), "format": 1}
    ).encode(),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damaged_facts_are_told_as_such(tmp_path, case):
    made = make(tmp_path)
    if DAMAGE[case] is None:
        (made / results.FACTS).unlink()
    else:
        (made / results.FACTS).write_bytes(DAMAGE[case])
    with pytest.raises(PixalError) as failure:
        results.read(made)
    assert failure.value.code == "result_damaged"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"vertices": MESH["vertices"].astype(np.float64)},
        {"vertices": MESH["vertices"][:3]},
        {"vertices": MESH["vertices"] * np.float32(math.nan)},
        {"vertices": np.zeros((0, 3), np.float32)},
        {"vertices": np.zeros(3, np.float32)},
        {"faces": MESH["faces"] - 1},
        {"faces": MESH["faces"].astype(np.int64)},
        {"faces": MESH["faces"][:2]},
        {"corner_uvs": np.full((4, 3, 2), math.inf, np.float32)},
        {"corner_uvs": np.zeros((12, 2), np.float32)},
    ],
    ids=range(10),
)
def test_arrays_that_do_not_fit_each_other_are_told_as_damage(tmp_path, spoilt):
    made = make(tmp_path, mesh={**MESH, **spoilt})
    with pytest.raises(PixalError) as failure:
        results.read(made).mesh()
    assert failure.value.code == "result_damaged"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chair", "chair"),
        ("", "object"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON:a*b?", "CON-a-b"),
        ("стул", "object"),
        ("x" * 300, "x" * 40),
        ("a\x00b\n", "a-b"),
        (".hidden.", "hidden"),
    ],
)
def test_names_become_file_names_everywhere(name, expected):
    assert results.file_name(name) == expected
