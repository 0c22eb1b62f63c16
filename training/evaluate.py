"""How near the draft network's objects are to the true ones, beside the classical ones.

    python -m training.evaluate VIEWS WEIGHTS.safetensors [--every N] [--json FILE]

Over objects of the training sources held out by family, by `bench.fidelity`'s protocol, but from
views and truths of `samples`: Chamfer distance and F-score at 0.05, mean depth removed.

    classical, network   the engine's own surfaces
    network alone        not drawn towards the classical estimate
    two layers           the engine's surface of the true first and last hits, as its network's
                         pixels hold them: the least error that a network of this kind can have
    solid of 2, of 4     the plain surface of `layers` from the first and last hits, and from the
                         first, second, third and last: what more than two layers would be worth
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from bench.distance import MUCH, NEAR, sample
from bench.surface import Surface
from pixal3d_addon.core import safetensors
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.engine.draft.net.features import SIDE
from pixal3d_addon.engine.draft.relief import Relief, measure_relief
from pixal3d_addon.engine.draft.seen import look, measure_seen, trust_in, trusted
from pixal3d_addon.engine.draft.shell import close
from pixal3d_addon.engine.draft.triangulate import triangulate
from pixal3d_addon.engine.interface import Prepared

from . import layers
from .samples import Samples, View

FACES = 12_000
POINTS = 8_000


def built(alpha: np.ndarray, relief: Relief) -> Surface:
    vertices, faces, _ = close(triangulate(alpha, relief, FACES // 2), relief)
    return Surface(np.asarray(vertices, np.float64), faces)


def score(surface: Surface, truth: np.ndarray) -> tuple[float, float]:
    """Chamfer and F-score; truth: points [P, 3] of the true surface, view frame."""
    ours = sample(surface, POINTS, seed=1)
    ours[:, 1] += truth[:, 1].mean() - ours[:, 1].mean()
    forth, back = cKDTree(truth).query(ours)[0], cKDTree(ours).query(truth)[0]
    precision, recall = float((forth < NEAR).mean()), float((back < NEAR).mean())
    fscore = 2 * precision * recall / max(precision + recall, 1e-12)
    return float(forth.mean() + back.mean()) / 2, fscore


def surfaces(view: View, weights: dict[str, np.ndarray]) -> dict[str, Callable[[], Surface]]:
    """What is compared, by name."""
    camera = Camera(view.fov, view.elevation)
    prepared = Prepared(view.rgb, view.alpha, view.fov)

    answer, picture = look(prepared, camera, weights)

    def oracle() -> Relief:
        front, last = np.moveaxis(np.nan_to_num(view.layers[..., [0, 3]]), -1, 0)
        truth = answer._replace(front=front, thickness=last - front)
        return measure_seen(view.alpha, camera, truth, picture)

    hits = layers.seen(view.layers, SIDE)
    trust = trusted(answer, picture, trust_in(answer, picture))
    return {
        "classical": lambda: built(view.alpha, measure_relief(view.alpha, camera)),
        "network": lambda: built(view.alpha, measure_seen(view.alpha, camera, trust, picture)),
        "network alone": lambda: built(
            view.alpha, measure_seen(view.alpha, camera, answer, picture)
        ),
        "two layers": lambda: built(view.alpha, oracle()),
        "solid of 2": lambda: layers.surface(layers.solid(hits, 2), camera),
        "solid of 4": lambda: layers.surface(layers.solid(hits, 4), camera),
    }


def main() -> int:
    arguments = _parser().parse_args()
    weights = {
        key: value.astype(np.float32) for key, value in safetensors.load(arguments.weights).items()
    }
    samples = Samples(arguments.views, held_out=True)
    rows: dict[str, list[tuple[float, float]]] = {}
    names = [name for name, item in samples.objects.items() if item.source != "procedural"]
    tested = []
    for name in sorted(names)[:: arguments.every]:
        points = samples.points(name)[:POINTS].astype(np.float64)
        for number in range(min(samples.objects[name].views, arguments.views_each)):
            view = samples.view(name, number)
            truth = points @ view.view_from_object[:3, :3].T + view.view_from_object[:3, 3]
            for kind, make in surfaces(view, weights).items():
                rows.setdefault(kind, []).append(score(make(), truth))
            tested.append([name, number])
    families = {samples.objects[name].family for name, _ in tested}
    print(f"{len(tested)} views of objects held out by family, {len(families)} families")
    report(rows)
    if arguments.json:
        arguments.json.write_text(json.dumps({"views": tested, **rows}, indent=1) + "\n")
    return 0


def report(rows: dict[str, list[tuple[float, float]]]) -> None:
    """Chamfer and F-score of each kind; better and worse than the classical shape by Chamfer."""
    print(f"{'':18}Chamfer median    mean  F median   mean  better  >20 % worse")
    classical = np.array(rows["classical"])[:, 0]
    for kind, values in rows.items():
        chamfer, fscore = np.array(values).T
        print(
            f"{kind:18}{np.median(chamfer):14.4f}{chamfer.mean():8.4f}"
            f"{np.median(fscore):10.3f}{fscore.mean():7.3f}"
            f"{(chamfer < classical).mean():8.1%}{(chamfer > MUCH * classical).mean():13.1%}"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("views", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every N-th object")
    parser.add_argument("--views-each", type=int, default=2)
    parser.add_argument("--json", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
