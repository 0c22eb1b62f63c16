"""A camera whose elevation nobody knows: the photo tells it, or the result says that it could not.

What the network would answer is set here, so that its weights make no difference.
"""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pictures import Silent, colors, over_black, silhouettes

from pixal3d_addon.__main__ import main
from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.draft import seen
from pixal3d_addon.engine.draft.net import features
from pixal3d_addon.engine.draft.net.forward import Answer
from pixal3d_addon.engine.interface import Prepared
from pixal3d_addon.engine.pipeline import Order, generate

UNKNOWN = Settings(
    engine="draft", draft_shape="classical", elevation=0.2, guess_elevation=True,
    faces=2000, texture_size=512,
)  # fmt: skip
QUICK = ["--draft-shape", "classical", "--faces", "2000", "--texture-size", "512", "--json"]


@pytest.fixture
def photo(tmp_path):
    return saved(tmp_path, "disc")


def saved(folder, name):
    path = folder / f"{name}.npy"
    np.save(path, np.dstack([colors(), silhouettes()[name]]))
    return path


@pytest.fixture
def weights(tmp_path, monkeypatch):
    """Where the network's weights are looked for; nothing is there yet."""
    monkeypatch.setattr(seen, "WEIGHTS", tmp_path / "draft.safetensors")
    seen.weights.cache_clear()
    yield seen.WEIGHTS
    seen.weights.cache_clear()


@pytest.fixture
def network(weights, monkeypatch):
    """Sets what the network says of the elevation, given the picture that it sees."""

    def says(elevation, share=1.0):
        def forward(_weights, picture, _values):
            nothing = np.zeros(picture.shape[:2], np.float32)
            back = np.zeros((*nothing.shape, 3), np.float32)
            return Answer(*[nothing] * 5, back, np.array([elevation(picture), -0.7]))

        safetensors.save(weights, {})
        monkeypatch.setattr(seen, "forward", forward)
        monkeypatch.setattr(seen, "GUESS_SHARE", share)

    return says


def covered(picture):
    """Radians that differ from one silhouette to the next."""
    return picture[..., features.COVERAGE].mean()


def made(photo, settings):
    return results.read(generate(Order(photo, photo.parent / "out", settings), Silent()))


def commanded(capsys, *arguments):
    """The results of `generate`."""
    assert main([str(argument) for argument in ("generate", *arguments, *QUICK)]) == 0
    lines = capsys.readouterr().out.splitlines()
    return [results.read(Path(json.loads(line)["folder"])) for line in lines]


def notes(result):
    return [note for note in result.facts["notes"] if "elevation" in note]


def test_an_unknown_elevation_is_what_the_photo_tells_and_the_result_says_so(photo, network):
    network(lambda _: math.radians(17.3))
    result = made(photo, UNKNOWN)
    assert result.camera.elevation == pytest.approx(math.radians(17.3))
    assert notes(result) == ["The camera's elevation, 17°, was estimated from the photo."]
    assert result.settings == UNKNOWN


def test_the_object_stands_at_the_elevation_that_was_estimated(photo, network):
    network(lambda _: 0.5)
    guessed = made(photo, UNKNOWN)
    known = made(photo, replace(UNKNOWN, elevation=0.5, guess_elevation=False))
    assert np.array_equal(guessed.mesh()["vertices"], known.mesh()["vertices"])
    glb = [(result.folder / results.GLB).read_bytes() for result in (guessed, known)]
    assert glb[0] == glb[1]


def test_a_known_elevation_is_kept_whatever_the_photo_tells(photo, network):
    network(lambda _: 0.5)
    result = made(photo, replace(UNKNOWN, guess_elevation=False))
    assert result.camera.elevation == 0.2 and notes(result) == []


@pytest.mark.usefixtures("weights")
def test_without_a_network_the_elevation_set_is_taken_and_the_result_says_so(photo):
    result = made(photo, UNKNOWN)
    assert result.camera.elevation == 0.2
    assert notes(result) == ["The camera's elevation could not be estimated; 11° was taken."]


@pytest.mark.parametrize("says, taken", [(3.0, 89), (-3.0, -89), (0.1, math.degrees(0.1))])
def test_an_estimate_stays_in_the_range_of_elevations(network, says, taken):
    network(lambda _: says)
    alpha = silhouettes()["disc"]
    prepared = Prepared(over_black(colors(), alpha), alpha, 0.5)
    guess = seen.guess_elevation(prepared, Camera(0.5), {})
    assert math.degrees(guess) == pytest.approx(taken)


def test_an_estimate_is_drawn_towards_what_is_usual(network):
    network(lambda _: math.radians(60), share=0.75)
    alpha = silhouettes()["disc"]
    prepared = Prepared(over_black(colors(), alpha), alpha, 0.5)
    assert math.degrees(seen.guess_elevation(prepared, Camera(0.5), {})) == pytest.approx(50)


def test_the_command_estimates_each_photos_own_elevation(tmp_path, network, capsys):
    network(covered)
    photos = [saved(tmp_path, name) for name in ("disc", "ring")]
    each = commanded(capsys, *photos, "-o", tmp_path / "out")
    alone = [made(photo, UNKNOWN) for photo in photos]
    elevations = [result.camera.elevation for result in each]
    assert elevations == [result.camera.elevation for result in alone]
    assert abs(elevations[0] - elevations[1]) > 0.1


@pytest.mark.parametrize("degrees", ["0", "25"])
def test_the_command_takes_an_elevation_that_is_given_as_known(photo, network, capsys, degrees):
    network(lambda _: 0.5)
    options = ["-o", photo.parent / "out", "--elevation", degrees]
    (result,) = commanded(capsys, photo, *options)
    assert not result.settings.guess_elevation and notes(result) == []
    assert math.degrees(result.camera.elevation) == pytest.approx(float(degrees))


def test_result_keeps_what_its_shape_and_photo_tell_of_the_elevation(photo, network):
    network(lambda _picture: 0.6)
    told = made(photo, replace(UNKNOWN, elevation=0.1, guess_elevation=False)).facts
    assert told["camera"]["elevation"] == 0.1, "it is offered, not taken"
    assert -0.3 < told["stance"]["elevation"] < 1.2 and 0 <= told["stance"]["confidence"] <= 0.7


def test_stance_is_guessed_without_the_network_too(photo, weights):
    assert not weights.exists()
    assert 0 <= made(photo, UNKNOWN).facts["stance"]["confidence"] <= 0.7
