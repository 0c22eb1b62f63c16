"""The command line as a newcomer and a script meet it."""

import importlib.machinery
import importlib.util
import json
import math
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from pictures import colors, silhouettes

from pixal3d_addon.__main__ import main
from pixal3d_addon.core import results
from pixal3d_addon.core.messages import PROTOCOL

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "tests" / "reference" / "input_rgba.png"
QUICK = ["--faces", "2000", "--texture-size", "512"]


@pytest.fixture(autouse=True)
def signals_kept():
    before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "Стул 1.npy"
    np.save(path, np.dstack([colors(), silhouettes()["disc"]]))
    return path


def run(*arguments):
    return main([str(argument) for argument in arguments])


def inside(folder):
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def started(*arguments, **options):
    """The command in a process of its own."""
    command = [sys.executable, "-m", "pixal3d_addon", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, **{"cwd": ROOT, "stdout": pipe, "stderr": pipe, "text": True, **options}
    )


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--help"]])
def test_help_has_examples_and_units(capsys, arguments):
    with pytest.raises(SystemExit) as done:
        run(*arguments)
    assert done.value.code == 0
    shown = capsys.readouterr().out
    assert "chair.glb" in shown and "exit status" in shown
    if len(arguments) == 2:
        assert "DEGREES" in shown and "MM" in shown and "METERS" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["generate"],
        ["generate", "x.png"],
        ["explode"],
        ["generate", "x.png", "-o", "x.glb", "--fov", "wide"],
        ["generate", "x.png", "-o", "x.glb", "--lens", "0"],
        ["generate", "x.png", "-o", "x.glb", "--lens", "nan"],
        ["generate", "x.png", "-o", "x.glb", "--lens", "50", "--photo-fov", "40"],
        ["generate", "x.png", "-o", "x.glb", "--faces", "1e5"],
        ["generate", "x.png", "-o", "x.glb", "--resolution", "2048"],
        ["prepare", "x.png", "-o", "x", "--weights", "x"],
    ],
)
def test_a_wrong_command_line_is_told_with_the_usage(capsys, arguments):
    with pytest.raises(SystemExit) as done:
        run(*arguments)
    assert done.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_one_photo_becomes_one_model_and_nothing_else(photo, tmp_path, capsys):
    output = tmp_path / "new" / "Стул.glb"
    assert run("generate", photo, "-o", output, *QUICK) == 0
    assert output.read_bytes()[:4] == b"glTF"
    assert inside(output.parent) == {"Стул.glb"}
    shown = capsys.readouterr()
    assert str(output) in shown.out
    assert "100%" not in shown.out and "Cut-Out" in shown.err


def test_an_existing_model_is_replaced_by_a_good_one_only(photo, tmp_path):
    output = tmp_path / "out.glb"
    output.write_bytes(b"mine")
    assert run("generate", tmp_path / "no.png", "-o", output) == 3
    assert output.read_bytes() == b"mine"
    assert run("generate", photo, "-o", output, *QUICK) == 0
    assert output.read_bytes()[:4] == b"glTF"


def test_the_result_folder_can_be_kept_beside_the_model(photo, tmp_path):
    output, keep = tmp_path / "out" / "x.glb", tmp_path / "keep"
    assert run("generate", photo, "-o", output, "--keep", keep, *QUICK) == 0
    (made,) = keep.iterdir()
    assert (made / results.GLB).read_bytes() == output.read_bytes()
    assert inside(output.parent) == {"x.glb"}
    assert results.read(made).mesh()


def test_several_photos_go_on_past_a_bad_one_and_scripts_can_read_what_became_of_each(
    photo, tmp_path, capsys
):
    bad = tmp_path / "text.png"
    bad.write_text("no picture")
    folder = tmp_path / "out"
    status = run("generate", photo, bad, PICTURE, "-o", folder, "--json", *QUICK)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["ok"] for line in lines] == [True, False, True]
    assert [line["photo"] for line in lines] == [str(photo), str(bad), str(PICTURE)]
    assert status == lines[1]["status"] == 3
    assert lines[1]["code"] == "photo_unreadable" and lines[1]["remedy"]
    made = [Path(line["folder"]) for line in lines if line["ok"]]
    assert inside(folder) == {path.name for path in made}
    assert all(lines[0][name] for name in ("engine", "mesh", "seconds", "notes"))


def test_a_pattern_is_every_photo_that_matches(photo, tmp_path, capsys):
    photo.rename(tmp_path / "b[1].npy")
    (tmp_path / "a[1].npy").write_bytes(b"no picture")
    folder = tmp_path / "out"
    assert run("generate", tmp_path / "*.npy", "-o", folder, *QUICK) == 3
    assert run("generate", tmp_path / "b[1].npy", "-o", folder, *QUICK) == 0
    assert run("generate", tmp_path / "*.jpg", "-o", folder, *QUICK) == 3
    assert run("generate", "x" * 5000, "-o", folder, *QUICK) in (3, 6)
    assert len(inside(folder)) == 2
    assert "1 of 2 photos" in capsys.readouterr().err


def test_degrees_and_millimeters_become_radians_once(photo, tmp_path, capsys):
    options = ["--elevation", "20", "--lens", "50", "--sensor", "24", "--size", "2.5"]
    assert run("generate", photo, "-o", tmp_path / "out", "--json", *options, *QUICK) == 0
    made = results.read(Path(json.loads(capsys.readouterr().out)["folder"]))
    assert made.settings.elevation == pytest.approx(math.radians(20))
    assert made.settings.photo_fov == pytest.approx(2 * math.atan(24 / 100))
    assert (made.settings.size, made.settings.faces, made.settings.texture_size) == (2.5, 2000, 512)


def test_options_of_pixal3d_reach_the_job_and_no_path_depends_on_the_working_folder(
    photo, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weights").mkdir()
    options = ["--engine", "draft", "--weights", "weights", "--resolution", "1536", "--steps", "20"]
    options += ["--guidance", "3.5", "--max-tokens", "20000", "--seed", "7", "--views", "t.json"]
    assert run("generate", photo.name, "-o", "out", "--json", *options, *QUICK) == 0
    made = results.read(Path(json.loads(capsys.readouterr().out)["folder"])).settings
    assert made.weights == str(tmp_path / "weights") and made.views == str(tmp_path / "t.json")
    assert (made.resolution, made.steps, made.guidance) == (1536, 20, 3.5)
    assert (made.max_tokens, made.seed) == (20_000, 7)


def test_a_repository_of_weights_stays_as_it_was_named(photo, tmp_path, capsys):
    options = ["--engine", "draft", "--weights", "OWNER/NAME", "--json", *QUICK]
    assert run("generate", photo, "-o", tmp_path / "out", *options) == 0
    made = results.read(Path(json.loads(capsys.readouterr().out)["folder"])).settings
    assert (made.weights, made.resolution, made.steps) == ("OWNER/NAME", 0, 0)


def test_the_photos_own_focal_length_is_used_when_asked_for(photo, tmp_path, capsys):
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    told = image.fromarray(np.load(photo))
    exif = told.getexif()
    exif[0x8769] = {0xA405: 35}
    told.save(tmp_path / "told.png", exif=exif)
    for name, expected in {"told.png": 2 * math.atan(18 / 35), photo.name: 0.0}.items():
        arguments = [tmp_path / name, "-o", tmp_path / "out", "--exif", "--json", *QUICK]
        assert run("generate", *arguments) == 0
        made = results.read(Path(json.loads(capsys.readouterr().out)["folder"]))
        assert made.settings.photo_fov == pytest.approx(expected)


@pytest.mark.parametrize(
    "options",
    [
        ["--fov", "nan"], ["--fov", "500"], ["--size", "inf"], ["--faces", "1"], ["--extend", "-1"],
        ["--steps", "101"], ["--guidance", "nan"], ["--seed", "-1"], ["--max-tokens", "10"],
        ["--crop", "0.6", "0", "1"], ["--crop", "0", "nan", "1"], ["--crop", "0", "0", "3"],
    ],
)  # fmt: skip
def test_settings_out_of_range_are_told_and_nothing_is_made(photo, tmp_path, capsys, options):
    assert run("generate", photo, "-o", tmp_path / "a" / "b" / "x.glb", *options) == 2
    assert options[0][2:].split("-")[0] in capsys.readouterr().err
    assert inside(tmp_path) == {photo.name}


@pytest.mark.parametrize(
    ("output", "more", "status"),
    [
        ("file/x.glb", [], 6),
        ("file/folder", [], 6),
        ("folder.glb", [], 6),
        ("x" * 300 + "/y.glb", [], 6),
        ("x.fbx", [], 2),
        ("x.obj", ["--format", "ply"], 2),
        ("results", ["--keep", "keep"], 2),
        ("x.glb", ["second.png"], 2),
    ],
)
def test_an_output_that_cannot_be_is_told_before_any_work(
    photo, tmp_path, capsys, output, more, status
):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder.glb").mkdir()
    before = inside(tmp_path)
    assert run("generate", photo, *more, "-o", tmp_path / output) == status
    shown = capsys.readouterr()
    assert "%" not in shown.err and len(shown.err.splitlines()) == 2
    assert shown.out == ""
    assert inside(tmp_path) == before


def test_failures_before_any_work_are_json_too(photo, tmp_path, capsys):
    assert run("generate", photo, "-o", tmp_path / "x.fbx", "--json") == 2
    assert json.loads(capsys.readouterr().out)["code"] == "settings_invalid"


def test_the_cut_out_can_be_looked_at_first(tmp_path, capsys):
    folder = tmp_path / "look"
    for _ in range(2):  # again over the first
        assert run("prepare", PICTURE, "-o", folder, "--json") == 0
        assert json.loads(capsys.readouterr().out)["ok"]
    assert inside(folder) == {results.PREPARED, results.MASK}
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    made = np.asarray(image.open(folder / results.PREPARED))
    expected = np.asarray(image.open(PICTURE.with_name("preprocessed.png")).convert("RGB"))
    np.testing.assert_array_equal(made, expected)


def test_preparing_what_cannot_be_leaves_nothing(tmp_path):
    assert run("prepare", tmp_path / "no.png", "-o", tmp_path / "look" / "deep") == 3
    assert inside(tmp_path) == set()


def test_doctor_says_what_can_run(capsys):
    assert run("doctor", "--json") == 0
    found = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert found["engine draft"]["ok"]
    assert np.__version__ in found["numpy"]["text"]
    assert all(finding["ok"] or finding["remedy"] for finding in found.values())
    assert run("doctor") == 0
    assert "engine draft" in capsys.readouterr().out


def test_doctor_tells_of_each_engine_what_it_would_do_and_of_the_weights(tmp_path, capsys):
    run("doctor", "--json", "--weights", tmp_path)
    found = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert not found["engine pixal3d"]["ok"]
    assert "pipeline.json" in found["weights"]["text"]
    assert found["engine auto"]["text"].startswith("takes Draft.")
    run("doctor", "--json", "--weights", PICTURE.with_name("tiny-pixal3d"))
    found = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert found["weights"]["ok"] and "tiny-pixal3d" in found["weights"]["text"]
    installed = importlib.util.find_spec("torch") is not None
    assert found["torch"]["ok"] == installed
    assert installed or "setup --pixal3d" in found["torch"]["remedy"]


def test_doctor_names_the_pytorch_that_fits_the_graphics_card(capsys, monkeypatch):
    from pixal3d_addon.setup.machine import Card, Machine

    card = Card("nvidia", "RTX 3060", 12288, (8, 6))
    machine = Machine("linux", "x86_64", (card,), (580, 65), glibc=(2, 36))
    monkeypatch.setattr("pixal3d_addon.commands.doctor.this_machine", lambda: machine)
    run("doctor", "--json")
    found = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert "RTX 3060, 12.0 GB" in found["graphics"]["text"] and "cu130" in found["graphics"]["text"]
    if importlib.util.find_spec("torch") is None:
        assert found["graphics"]["ok"]


@pytest.mark.parametrize(("built_for", "fits"), [("'13.0'", True), ("None", False)])
def test_doctor_takes_pytorchs_own_word_for_what_it_was_built_for(
    built_for, fits, tmp_path, monkeypatch
):
    from pixal3d_addon.commands import doctor
    from pixal3d_addon.engine.pixal3d import likely_device
    from pixal3d_addon.setup.machine import Card, Machine

    card = Card("nvidia", "RTX 3060", 12288, (8, 6))
    machine = Machine("linux", "x86_64", (card,), (580, 65), glibc=(2, 36))
    (tmp_path / "version.py").write_text(f"cuda: Optional[str] = {built_for}\nhip = None\n")
    spec = importlib.machinery.ModuleSpec("torch", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(doctor, "this_machine", lambda: machine)
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: spec)
    monkeypatch.setattr(likely_device, "find_spec", lambda name: spec)
    assert doctor._graphics().ok == fits


def test_doctor_bundles_its_report_and_logs_without_private_paths(tmp_path, capsys):
    log = tmp_path / "worker.log"
    log.write_text("x" * 300_000 + "\nError in /srv/acme/secret/a.png, hf_abcdefgh123456\n")
    target = tmp_path / "report.zip"
    logs = ["--log", log, "--log", tmp_path / "none.log"]
    assert run("doctor", "--bundle", target, *logs) == 0
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names}
    assert names == ["doctor.txt", "doctor.json", "log-1.txt", "log-2.txt"]
    assert any(finding["name"] == "engine draft" for finding in json.loads(texts["doctor.json"]))
    assert "Error in …/secret/a.png, (token)" in texts["log-1.txt"]
    assert len(texts["log-1.txt"]) < 210_000 and "could not be read" in texts["log-2.txt"]
    assert str(Path(sys.executable).parent) not in texts["doctor.txt"]
    assert inside(tmp_path) == {"worker.log", "report.zip"}
    assert run("doctor", "--bundle", tmp_path / "worker.log" / "x.zip") == 6
    assert "could not be written" in capsys.readouterr().err


def test_without_numpy_the_commands_say_so(photo, tmp_path):
    bare = [sys.executable, "-I", "-S", "-c"]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import pixal3d_addon.__main__ as m; "
    generate = ["generate", str(photo), "-o", str(tmp_path / "x.glb")]
    for arguments in (generate, ["doctor"], [*generate, "--json"]):
        done = subprocess.run(
            [*bare, code + f"sys.exit(m.main({arguments!r}))"], capture_output=True, text=True
        )
        assert done.returncode == 5, done.stderr
        assert "numpy" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


posix = pytest.mark.skipif(os.name != "posix", reason="needs signals as POSIX has them")


@posix
@pytest.mark.parametrize(
    ("stage", "number"),
    [
        *((stage, "SIGINT") for stage in ("Cut-Out", "Depth", "Shape", "Texture", "Files")),
        ("Texture", "SIGTERM"),
    ],
)
def test_ctrl_c_at_any_stage_leaves_nothing(tmp_path, stage, number):
    output = tmp_path / "out" / "x.glb"
    child = started("generate", PICTURE, "-o", output)
    for line in child.stderr:
        if stage in line:
            child.send_signal(getattr(signal, number))
            break
    out, err = child.communicate(timeout=20)
    assert child.returncode == 130, err
    assert out == "" and "Cancelled" in err and "Traceback" not in err
    assert inside(tmp_path) == set()


@posix
def test_a_full_disk_is_told_and_an_earlier_model_kept(photo, tmp_path):
    pytest.importorskip("resource")
    output = tmp_path / "out.glb"
    output.write_bytes(b"mine")
    code = (
        "import resource, runpy\n"
        "_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))\n"
        "runpy.run_module('pixal3d_addon', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "generate", str(photo), "-o", str(output), *QUICK],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 6, done.stderr
    assert "full" in done.stderr
    assert output.read_bytes() == b"mine"
    assert inside(tmp_path) == {"out.glb", photo.name}


@posix
def test_a_terminal_shows_a_bar_that_is_wiped_in_the_end(photo, tmp_path):
    import pty

    terminal, theirs = pty.openpty()
    child = started("generate", photo, "-o", tmp_path / "x.glb", *QUICK, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(terminal, 4096):
            shown += data
    except OSError:  # how a terminal ends on Linux
        pass
    assert child.communicate(timeout=20)[0].count("\n") == 3  # the model, two notes
    assert child.returncode == 0
    frames = shown.decode().split("\r")
    assert any("[###" in frame for frame in frames)
    assert all(len(frame) < 80 for frame in frames)
    assert "\n" not in shown.decode() and frames[-1].strip() == ""


def test_the_worker_command_speaks_the_protocol(tmp_path):
    child = started("worker", stdin=subprocess.PIPE)
    child.stdin.write(json.dumps({"type": "hello", "protocol": PROTOCOL}) + "\n")
    child.stdin.flush()
    assert json.loads(child.stdout.readline())["type"] == "ready"
    began = time.monotonic()
    child.communicate(timeout=20)
    assert child.returncode == 0
    assert time.monotonic() - began < 5
