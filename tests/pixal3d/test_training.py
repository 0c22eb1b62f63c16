"""Training the draft network: what it is shown is what the engine shows it, and it learns."""

import json
import math

import numpy as np
import pytest
import torch

from pixal3d_addon.engine.draft.net import features
from pixal3d_addon.engine.draft.net.features import SIDE
from training import train
from training.augment import picture, prepare
from training.loss import Truth, loss
from training.model import Answer, DraftNet
from training.pack import save
from training.store import Store, listed

VIEWS = 4


def packed(seed):
    """Packed views of a ball in random colors."""
    random = np.random.default_rng(seed)
    axis = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    u, w = np.meshgrid(axis, -axis)
    radius = 0.2 + 0.2 * random.random()
    half = np.sqrt(np.maximum(radius**2 - u**2 - w**2, 0)).astype(np.float16)
    inside = half > 0
    found = features.outline(inside.astype(np.float32))
    color = (random.random((VIEWS, SIDE, SIDE, 3)) * 255).astype(np.uint8) * inside[..., None]
    one = {
        "alpha": inside.astype(np.uint8) * 255,
        "front": -half,
        "opening": half,
        "last": half,
        "inset": found.inset.astype(np.float16),
        "half": found.half.astype(np.float16),
        "numbers": np.array([0.5, 0.3, found.aspect, found.middle, found.low], np.float32),
    }
    arrays = {key: np.stack([value] * VIEWS) for key, value in one.items()}
    return {**arrays, "rgb": color, "back": color, "extent": np.full(3, 2 * radius, np.float32)}


@pytest.fixture
def folder(tmp_path):
    items = []
    for number, name in enumerate(("ball", "other.ball", "kept")):
        save(packed(number), tmp_path / f"{name}.safetensors")
        facts = {"family": name, "source": "pypi:balls", "licence": "CC0", "author": "nobody"}
        items.append({"id": name, "views": VIEWS, "held_out": name == "kept", **facts})
    (tmp_path / "objects.json").write_text(json.dumps({"objects": items}))
    return tmp_path


def test_the_picture_is_that_of_the_engine():
    random = np.random.default_rng(0)
    rgb, rows = random.random((2, SIDE, SIDE, 3), np.float32), random.random((2, SIDE, 3))
    cover, inset, half = random.random((3, 2, SIDE, SIDE), np.float32)
    theirs = features.picture(rgb, cover, inset, half, rows)
    ours = picture(*(torch.from_numpy(part) for part in (rgb, cover, inset, half, rows)))
    assert np.abs(ours.numpy() - theirs).max() < 1e-6


def test_a_mirrored_view_has_its_truth_mirrored_too(folder):
    store = Store(folder, {"ball"}, "cpu")
    store.fill()
    batch, numbers = store.batch(np.arange(VIEWS))
    for key in ("alpha", "front", "last"):
        batch[key] = batch[key].clone()
        batch[key][:, :, : SIDE // 2] = 0  # so that left is not right
    for seed in range(4):
        seen, _, truth = prepare(batch, numbers, np.random.default_rng(seed))
        mask = seen[:, features.COVERAGE] > 0.5
        assert torch.equal(mask, truth.mask > 0.5)
        assert torch.equal(mask, (truth.front < 0) & (truth.last > 0) & mask)


def test_without_chance_everything_is_known_and_as_it_is(folder):
    store = Store(folder, {"ball"}, "cpu")
    store.fill()
    batch, numbers = store.batch(np.arange(VIEWS))
    seen, camera, truth = prepare(batch, numbers, None)
    again, same, _ = prepare(batch, numbers, None)
    assert torch.equal(seen, again) and torch.equal(camera, same)
    assert (camera[:, [1, 3]] == 1).all()
    expected = torch.tensor([0.3, math.log(0.5)]).expand(VIEWS, 2)
    assert torch.allclose(truth.pose, expected, atol=1e-6)


def test_the_truth_at_another_depth_costs_nothing_but_the_shift(folder):
    store = Store(folder, {"ball"}, "cpu")
    store.fill()
    seen, _, truth = prepare(*store.batch(np.arange(VIEWS)), None)
    doubt = torch.zeros_like(truth.front)
    parts = [truth.front + 0.25, truth.last - truth.front, truth.opening - truth.front]
    answer = Answer(*parts, doubt, doubt, truth.back, truth.pose)
    front, back, gap, color, pose, shift = loss(answer, seen, truth)[1].tolist()
    assert max(front, back, gap, color, pose) < 1e-3
    assert shift == pytest.approx(0.25, abs=1e-3)


def test_a_store_takes_in_what_comes_later_until_it_is_full(folder):
    store = Store(folder, {"ball", "other.ball"}, "cpu", room=3 * VIEWS)
    store.fill()
    assert store.size == 2 * VIEWS
    for number in (1, 2):
        save(packed(number), folder / f"other.ball.{number}.safetensors")
    store.fill()
    assert store.size == 3 * VIEWS
    assert [len(store.views[name]) for name in ("ball", "other.ball")] == [VIEWS, 2 * VIEWS]


def test_only_so_many_views_of_an_object(folder):
    store = Store(folder, {"ball"}, "cpu", most=3)
    store.fill()
    assert len(store.views["ball"]) == 3


def test_held_out_objects_are_on_their_own_side(folder):
    assert set(listed(folder, held_out=False)) == {"ball", "other.ball"}
    assert set(listed(folder, held_out=True)) == {"kept"}


def test_steps_of_training_bring_the_network_nearer(folder):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    store = Store(folder, {"ball"}, "cpu")
    store.fill()
    seen, camera, truth = prepare(*store.batch(np.arange(VIEWS)), None)
    truth = Truth(truth.mask, truth.front * 2, *truth[2:])  # no ball: there is something to learn
    network = DraftNet()
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3)
    found = []
    for _ in range(8):
        value, parts = loss(network(seen, camera), seen, truth)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        found.append(float(parts[0]))
    assert found[-1] < 0.8 * found[0]


def test_a_run_leaves_weights_and_tells_what_it_did(folder, tmp_path, monkeypatch):
    out = tmp_path / "out.pt"
    arguments = ["train", str(folder), str(out), "--minutes", "0.02", "--batch", "2"]
    monkeypatch.setattr("sys.argv", arguments)
    train.main()
    DraftNet().load_state_dict(torch.load(out, weights_only=True))
    first, *_, last = out.with_suffix(".log").read_text().splitlines()
    assert json.loads(first)["objects"] == 2
    assert "held out" in out.with_suffix(".log").read_text() and last.startswith("done")
