"""The library of results: what it tells of each, and that nothing on the disk can break it."""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from pixal3d_addon.core import library, results
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings

PNG = b"\x89PNG\r\n\x1a\n" + bytes([0, 0, 0, 13]) + b"IHDR"


def png(width: int = 256, height: int = 256) -> bytes:
    return PNG + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes(20)


def make(folder: Path, key: str = "20260101-120000-chair", **more: object) -> Path:
    facts = {
        "format": results.FORMAT,
        "name": "chair",
        "created": "2026-01-01T12:00:00+0000",
        "settings": Settings(seed=7, weights="/home/me/weights").to_dict(),
        "camera": asdict(Camera(0.5, 0.2, 3.0)),
        "engine": "draft",
        "mesh": {"vertices": 4, "faces": 1234},
        "seconds": {"cut_out": 0.5, "engine": 1.0},
        **more,
    }
    made = folder / key
    made.mkdir(parents=True)
    for name in (results.THUMBNAIL, results.PREPARED):
        (made / name).write_bytes(png())
    (made / results.MESH).write_bytes(bytes(1000))
    (made / results.FACTS).write_text(json.dumps(facts))
    return made


def one(folder: Path) -> library.Entry:
    (entry,) = library.scan(folder)
    return entry


def test_an_entry_tells_what_an_artist_looks_for(tmp_path: Path) -> None:
    made = make(tmp_path)
    entry = one(tmp_path)
    assert (entry.name, entry.engine, entry.faces, entry.seconds) == ("chair", "draft", 1234, 1.5)
    assert entry.made == 1767268800 and entry.problem == "" and not entry.unfinished
    assert entry.settings["seed"] == 7 and "weights" not in entry.settings
    assert (entry.thumbnail, entry.photo) == (
        str(made / results.THUMBNAIL),
        str(made / results.PREPARED),
    )
    assert entry.size == sum(path.stat().st_size for path in made.iterdir())


def test_names_of_files_are_those_of_results() -> None:
    for name in ("THUMBNAIL", "PREPARED", "MESH", "LATENTS", "SURFACE"):
        assert getattr(library, name) == getattr(results, name)


def test_it_is_found_by_words_of_name_engine_and_day(tmp_path: Path) -> None:
    make(tmp_path, name="Rotes Sofa")
    entry = one(tmp_path)
    for search in ("", "sofa", "SOFA rot", "draft sofa", entry.day()[:7], "20260101"):
        assert entry.matches(search), search
    assert not entry.matches("sofa pixal3d")


def test_latest_come_first_and_what_is_hidden_or_of_others_is_left_out(tmp_path: Path) -> None:
    assert list(library.scan(tmp_path / "none")) == []
    for key in ("20260102-1-a", "20260103-1-b", "20260101-1-c"):
        make(tmp_path, key)
    make(tmp_path, ".partial-0123")
    (tmp_path / ".partial-0123.lock").touch()
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "beach.png").write_bytes(png())
    (tmp_path / "of another program").mkdir()
    (tmp_path / "of another program" / "result.json").write_text("{}")
    (tmp_path / "a file").touch()
    found = [entry.key for entry in library.scan(tmp_path)]
    assert found == ["20260103-1-b", "20260102-1-a", "20260101-1-c"]


def test_what_has_not_changed_is_not_read_again(tmp_path: Path, monkeypatch) -> None:
    make(tmp_path, "a")
    changed = make(tmp_path, "b")
    known = {entry.key: entry for entry in library.scan(tmp_path)}
    (changed / results.FACTS).write_text((changed / results.FACTS).read_text() + " ")
    read = []
    load = library.result_json.load
    monkeypatch.setattr(
        library.result_json, "load", lambda folder: read.append(folder.name) or load(folder)
    )
    again = {entry.key: entry for entry in library.scan(tmp_path, known)}
    assert read == ["b"] and again["a"] is known["a"] and again["b"] != known["b"]


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '"x"', DEEP, '{"format": 1}', "\0", '{"format": NaN}']
)
def test_a_damaged_result_is_shown_with_its_reason(tmp_path: Path, text: str) -> None:
    made = make(tmp_path)
    (made / results.FACTS).write_text(text)
    entry = one(tmp_path)
    assert "damaged" in entry.problem and entry.name == made.name and entry.size > 1000


@pytest.mark.parametrize(
    "facts",
    [
        {"settings": []},
        {"settings": {"fov": "wide"}},
        {"settings": {"unheard_of": 1}},
        {"camera": {"fov": 1}},
        {"camera": {"fov": float("nan"), "elevation": 0, "extend_pixel": 0}},
        {"camera": 3},
        {"format": 99},
    ],
)
def test_facts_that_an_import_would_refuse_are_a_problem(tmp_path: Path, facts: dict) -> None:
    make(tmp_path, **facts)
    assert "damaged" in one(tmp_path).problem


@pytest.mark.parametrize(
    "facts",
    [
        {"created": "yesterday"},
        {"created": ["2026"]},
        {"created": "9999-12-31T23:59:59-2359"},
        {"engine": {"a": 1}},
        {"mesh": []},
        {"mesh": {"faces": -1}},
        {"mesh": {"faces": 1e300}},
        {"seconds": [1]},
        {"seconds": {"a": "b", "c": 1e300, "d": float("inf"), "e": True}},
        {"name": "a\nb\x1b[31m" + "x" * 100_000},
        {"name": ["a", {"b": None}]},
        {"notes": 3},
    ],
)
def test_odd_facts_that_only_inform_are_left_out(tmp_path: Path, facts: dict) -> None:
    make(tmp_path, **facts)
    entry = one(tmp_path)
    assert entry.problem == "" and entry.name.isprintable() and 0 < len(entry.name) <= 60
    assert 0 <= entry.faces < 2**31 and 0 <= entry.seconds < 1e9 and entry.day()


def test_a_missing_mesh_is_told_and_an_unfinished_one_can_go_on(tmp_path: Path) -> None:
    made = make(tmp_path)
    (made / results.MESH).unlink()
    assert one(tmp_path).problem == "Its mesh is missing."
    facts = json.loads((made / results.FACTS).read_text())
    (made / results.FACTS).write_text(json.dumps({**facts, "unfinished": "out_of_memory"}))
    entry = one(tmp_path)
    assert entry.unfinished and "missing" in entry.problem
    (made / results.LATENTS).write_bytes(b"x")
    entry = one(tmp_path)
    assert entry.unfinished and entry.raw and entry.problem == ""


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" * 9, png(0, 5), png(100_000, 5), png(5, 2**32 - 1)]
)
def test_a_picture_that_may_not_be_shown_is_not(tmp_path: Path, data: bytes) -> None:
    made = make(tmp_path)
    (made / results.THUMBNAIL).write_bytes(data)
    assert one(tmp_path).thumbnail == ""


@pytest.mark.skipif(os.name == "nt", reason="no pipes and links without rights")
def test_pipes_links_and_huge_files_hold_nothing_up(tmp_path: Path) -> None:
    for name in (results.FACTS, results.THUMBNAIL, results.MESH):
        made = make(tmp_path / "pipes", name)
        (made / name).unlink()
        os.mkfifo(made / name)
    made = make(tmp_path / "pipes", "huge")
    with (made / results.FACTS).open("wb") as file:
        file.truncate(1 << 40)
    (made / "loop").symlink_to(made, target_is_directory=True)
    (tmp_path / "pipes" / "loop").symlink_to(tmp_path / "pipes" / "loop")
    start = time.perf_counter()
    found = {entry.key: entry for entry in library.scan(tmp_path / "pipes")}
    assert time.perf_counter() - start < 1 and len(found) == 4
    assert found[results.THUMBNAIL].thumbnail == "" and found[results.THUMBNAIL].problem == ""
    assert all(found[key].problem for key in (results.FACTS, results.MESH, "huge"))


def test_a_folder_that_cannot_be_read_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        list(library.scan(tmp_path / "file"))


def test_settings_that_differ_are_told_and_what_is_nearly_the_same_is_not(tmp_path: Path) -> None:
    settings = Settings(seed=7, fov=0.5)
    for key, given in {
        "a": settings,
        "b": Settings(seed=8, fov=0.5 + 1e-6, faces=2000, weights="elsewhere"),
    }.items():
        make(tmp_path, key, settings=given.to_dict())
    b, a = library.scan(tmp_path)
    assert library.differences(a, b) == [("faces", 50_000, 2000), ("seed", 7, 8)]


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 kB"), (940_000, "940 kB"), (24_060_000, "24.1 MB"), (3e9, "3.0 GB")]
)
def test_sizes_read_as_people_say_them(size: float, words: str) -> None:
    assert library.in_words(int(size)) == words


def test_it_needs_no_numpy() -> None:
    code = "import sys; from pixal3d_addon.core import library; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_deleted_result_is_gone_and_nothing_else(tmp_path: Path) -> None:
    made, other = make(tmp_path, "a"), make(tmp_path, "b")
    (made / "lods").mkdir()
    (made / "lods" / "lod1.glb").write_bytes(b"x")
    results.remove(made)
    assert [path.name for path in tmp_path.iterdir()] == [other.name]
    with pytest.raises(PixalError, match="could not be deleted"):
        results.remove(made)
    assert [path.name for path in tmp_path.iterdir()] == [other.name]


def test_a_result_that_cannot_be_deleted_whole_is_seen_by_nobody_and_removed_later(
    tmp_path: Path, monkeypatch
) -> None:
    made = make(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(results.shutil, "rmtree", lambda *_args, **_options: None)
        results.remove(made)
    assert not made.exists() and list(library.scan(tmp_path)) == []
    assert len(list(tmp_path.iterdir())) == 2
    results.remove_abandoned(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no links without rights")
def test_of_a_link_only_the_link_is_deleted(tmp_path: Path) -> None:
    made = make(tmp_path / "elsewhere")
    (tmp_path / "results").mkdir()
    link = tmp_path / "results" / "link"
    link.symlink_to(made, target_is_directory=True)
    results.remove(link)
    assert not link.is_symlink() and (made / results.FACTS).exists()


def test_a_result_set_aside_is_seen_by_nobody_and_deleted_by_a_process_of_its_own(
    tmp_path: Path,
) -> None:
    made, other = make(tmp_path, "a"), make(tmp_path, "b")
    results.set_aside(made)
    assert not made.exists() and [each.folder for each in library.scan(tmp_path)] == [other]
    sweep = Path(results.__file__).parents[1] / "worker" / "sweep.py"
    subprocess.run([sys.executable, "-I", sweep, tmp_path], check=True)
    assert list(tmp_path.iterdir()) == [other]
