"""Train the draft network: `python -m training.train VIEWS PACKED OUT.pt --minutes 60`.

On a CPU in bfloat16 where it has that, on a GPU where there is one. The rate follows the clock, so
that a run ends when it should on any machine. OUT.pt holds the running mean of the weights; the
log goes to OUT.log. `--start` goes on from such a file.
"""

import argparse
import hashlib
import json
import math
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from .augment import prepare
from .loss import Truth, loss
from .model import DraftNet
from .pack import Packed, pack, read
from .samples import Samples

RATE, BATCH, DECAY = 2.5e-3, 24, 0.05
WARM_UP = 150
LOG_EVERY = 100
PANEL = 0.35


def main() -> None:
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    samples = Samples(arguments.views, held_out=False)
    pack(samples, arguments.packed)
    names = sorted(samples.objects)
    if arguments.objects:
        names = sorted(names, key=lambda name: hashlib.md5(name.encode()).digest())
        names = names[: arguments.objects]
    data = read(arguments.packed, names)
    shares = _shares(samples, names)
    log = arguments.out.with_suffix(".log").open("a")
    facts = {
        **{key: str(value) for key, value in vars(arguments).items()},
        "objects": len(names),
        "views": sum(len(item["alpha"]) for item in data.objects.values()),
        "torch": torch.__version__,
    }
    print(json.dumps(facts), file=log, flush=True)
    train(data, names, shares, arguments, log)


def _shares(samples: Samples, names: list[str]) -> np.ndarray:
    """How often each object is drawn: a family of near-copies counts as its size's square root;
    panels, sockets and the like, of which furniture is full and photos are not, as PANEL; all
    procedural objects together no more than the others."""
    families = Counter(samples.objects[name].family for name in names)
    shares = np.array([families[samples.objects[name].family] ** -0.5 for name in names])
    made = np.array([samples.objects[name].source == "procedural" for name in names])
    for i in np.flatnonzero(~made):
        small, middle, large = np.sort(np.ptp(samples.points(names[i])[::40], axis=0))
        shares[i] *= PANEL if small < 0.12 * large and middle > 0.25 * large else 1
    if made.any() and not made.all():
        shares[made] *= min(1.0, shares[~made].sum() / shares[made].sum())
    return shares / shares.sum()


def train(
    data: Packed, names: list[str], shares: np.ndarray, arguments: argparse.Namespace, log
) -> None:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network, mean = DraftNet(), DraftNet()
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=True))
    mean.load_state_dict(network.state_dict())
    network.to(device, memory_format=torch.channels_last)
    mean.to(device)
    parameters = list(network.parameters())
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": DECAY},
            {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=arguments.rate,
        betas=(0.9, 0.98),
        fused=True,
    )
    random = np.random.default_rng(arguments.seed)
    began, step, running = time.monotonic(), 0, torch.zeros(5)
    while (share := (time.monotonic() - began) / (60 * arguments.minutes)) < 1:
        rate = arguments.rate * min(1, (step + 1) / WARM_UP)
        for group in optimizer.param_groups:
            group["lr"] = rate * (0.5 + 0.5 * math.cos(math.pi * share))
        drawn = [names[i] for i in random.choice(len(names), BATCH, p=shares)]
        picture, camera, truth = prepare(data.batch(drawn, random), random)
        picture = picture.to(device)
        with torch.autocast(device, torch.bfloat16):
            answer = network(picture, camera.to(device))
        value, parts = loss(answer, picture, Truth(*(part.to(device) for part in truth)))
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        running += parts.cpu()
        if step % 4 == 0:
            _follow(mean, network, 1 - min(0.99, (step + 4) / (step + 40)))
        if step % LOG_EVERY == 0:
            seconds = time.monotonic() - began
            shown = " ".join(f"{part:.4f}" for part in running / LOG_EVERY)
            print(f"{seconds:.0f}s {step} {step * BATCH} {shown}", file=log, flush=True)
            running.zero_()
            _save(mean, arguments.out)
    _save(mean, arguments.out)
    print(f"done {step} steps, {step * BATCH} samples", file=log, flush=True)


@torch.no_grad()
def _follow(mean: DraftNet, network: DraftNet, share: float) -> None:
    for ours, theirs in zip(mean.state_dict().values(), network.state_dict().values(), strict=True):
        if ours.dtype.is_floating_point:
            ours.lerp_(theirs, share)


def _save(network: DraftNet, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save(network.state_dict(), part)
    part.rename(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("views", type=Path)
    parser.add_argument("packed", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--objects", type=int, default=0, help="only so many (0: all)")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    return parser


if __name__ == "__main__":
    main()
