"""The table of held-out objects, from views of an object made here and a network of no training."""

import json
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

from pixal3d_addon.core import safetensors
from training import evaluate, render
from training.export import fold
from training.model import DraftNet
from training.samples import MANIFEST
from training.shape import Shape

CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32)
QUADS = [[0, 4, 5, 1], [2, 3, 7, 6], [0, 1, 3, 2], [4, 6, 7, 5], [1, 5, 7, 3], [0, 2, 6, 4]]
BOX = np.array([[quad[i] for i in t] for quad in QUADS for t in ((0, 1, 2), (0, 2, 3))], np.int32)


def two_walls() -> Shape:
    """One behind the other, gray, in the object frame."""
    near = CORNERS * np.float32([1, 0.15, 1]) - np.float32([0.5, 0.5, 0.5])
    vertices = np.concatenate([near, near + np.float32([0, 0.85, 0])])
    faces = np.concatenate([BOX, BOX + 8])
    a, b, c = vertices[faces].swapaxes(0, 1)
    normals = np.cross(b - a, c - a)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Shape(
        vertices,
        faces,
        np.repeat(normals[:, None], 3, axis=1),
        np.zeros((len(faces), 3, 2), np.float32),
        np.zeros(len(faces), np.int32),
        np.array([[0.5, 0.5, 0.5, 1]], np.float32),
        (None,),
    )


def test_the_table_has_the_engine_and_what_layers_could_hold(tmp_path, monkeypatch, capsys):
    tensors = render.render_object(two_walls(), 1, 128, 0, render.draw_measured_shot)
    save_file(tensors, tmp_path / "walls.safetensors")
    facts = {"source": "npm:some", "licence": "CC0-1.0", "author": "", "views": 1}
    listed = [{"id": "walls", "family": "walls", "held_out": True, **facts}]
    (tmp_path / MANIFEST).write_text(json.dumps({"side": 128, "objects": listed}))
    torch.manual_seed(0)
    safetensors.save(tmp_path / "net.safetensors", fold(DraftNet().eval()))
    numbers = tmp_path / "numbers.json"
    words = [str(tmp_path), str(tmp_path / "net.safetensors"), "--json", str(numbers)]
    monkeypatch.setattr(sys, "argv", ["training.evaluate", *words])
    assert evaluate.main() == 0
    told = capsys.readouterr().out
    assert "1 views of objects held out by family, 1 families" in told
    data = json.loads(numbers.read_text(encoding="utf-8"))
    chamfer = {name: data[name][0][0] for name in data if name != "views"}
    kinds = ["classical", "network", "network alone", "two layers", "solid of 2", "solid of 4"]
    assert list(chamfer) == kinds
    assert chamfer["solid of 4"] < chamfer["solid of 2"] < chamfer["classical"]
    assert chamfer["two layers"] < chamfer["classical"]
