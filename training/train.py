"""Train the draft network: `python -m training.train PACKED OUT.pt --minutes 60`.

In bfloat16, on a GPU where there is one. The rate follows the clock, so that a run ends when it
should on any machine; `--follow` takes in what is still being packed. OUT.pt holds the running mean
of the weights; the log goes to OUT.log, with the errors on the held-out objects, and those of
the classical shape. `--start` goes on from such a file.
"""

import argparse
import hashlib
import json
import math
import time
from collections import Counter
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from torch import Tensor

from .augment import prepare
from .loss import PARTS, loss
from .model import Answer, DraftNet, classical
from .samples import Object
from .store import Store, listed

RATE, BATCH, DECAY = 2.5e-3, 24, 0.05
WARM_UP = 150
LOG_EVERY, CHECK_EVERY = 100, 500
PANEL = 0.35


def main() -> None:
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cudnn.benchmark = True
    objects = listed(arguments.packed, held_out=False)
    if arguments.objects:
        names = sorted(objects, key=lambda name: hashlib.md5(name.encode()).digest())
        objects = {name: objects[name] for name in names[: arguments.objects]}
    views = Store(arguments.packed, set(objects), device, arguments.room, arguments.views)
    views.fill()
    held_out = Store(arguments.packed, set(listed(arguments.packed, held_out=True)), device)
    held_out.fill()
    with arguments.out.with_suffix(".log").open("a") as log:
        facts = {
            **{key: str(value) for key, value in vars(arguments).items()},
            "objects": len(views.views),
            "views": views.size,
            "torch": torch.__version__,
            "device": torch.cuda.get_device_name() if device == "cuda" else device,
        }
        print(json.dumps(facts), file=log, flush=True)
        if arguments.follow:
            views.follow()
        Training(views, objects, held_out, device, arguments, log).run()


def shares(objects: dict[str, Object], extents: dict[str, np.ndarray]) -> dict[str, float]:
    """How often each object is drawn: a family of near-copies counts as its size's square root;
    panels, sockets and the like, of which furniture is full and photos are not, as PANEL; all
    procedural objects together no more than the others."""
    families = Counter(objects[name].family for name in extents)
    found = {name: families[objects[name].family] ** -0.5 for name in extents}
    made = {name for name in extents if objects[name].source == "procedural"}
    for name in extents.keys() - made:
        small, middle, large = np.sort(extents[name])
        found[name] *= PANEL if small < 0.12 * large and middle > 0.25 * large else 1
    theirs, own = (
        sum(found[name] for name in group) for group in (extents.keys() - made, sorted(made))
    )
    if made and theirs:
        found.update({name: found[name] * min(1.0, theirs / own) for name in made})
    total = sum(found.values())
    return {name: share / total for name, share in found.items()}


class Training:
    """One run. The network that is kept is the running mean of the one that is trained."""

    def __init__(
        self,
        views: Store,
        objects: dict[str, Object],
        held_out: Store,
        device: str,
        arguments: argparse.Namespace,
        log: TextIO,
    ) -> None:
        self.views, self.objects, self.held_out = views, objects, held_out
        self.device, self.arguments, self.log = device, arguments, log
        self.network, self.mean = DraftNet(), DraftNet()
        if arguments.start:
            self.network.load_state_dict(torch.load(arguments.start, weights_only=True))
        self.mean.load_state_dict(self.network.state_dict())
        self.network.to(device, memory_format=torch.channels_last)
        self.mean.to(device, memory_format=torch.channels_last)
        parameters = list(self.network.parameters())
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in parameters if p.ndim > 1], "weight_decay": DECAY},
                {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
            ],
            lr=arguments.rate,
            betas=(0.9, 0.98),
            fused=True,
        )
        self.random = np.random.default_rng(arguments.seed)

    def run(self) -> None:
        """Train until the time is over."""
        arguments, began, step = self.arguments, time.monotonic(), 0
        running = torch.zeros(len(PARTS), device=self.device)
        names: list[str] = []
        while (share := (time.monotonic() - began) / (60 * arguments.minutes)) < 1:
            if step % LOG_EVERY == 0:  # more objects may have come
                drawn = shares(self.objects, dict(self.views.extents))
                names, weights = list(drawn), np.array(list(drawn.values()))
            self.views.take()
            rate = arguments.rate * min(1, (step + 1) / WARM_UP)
            for group in self.optimizer.param_groups:
                group["lr"] = rate * (0.5 + 0.5 * math.cos(math.pi * share))
            running += self.step(self.views.draw(names, weights, arguments.batch, self.random))
            step += 1
            if step % 4 == 0:
                self._follow(1 - min(0.995, (step + 4) / (step + 40)))
            if step % LOG_EVERY == 0:
                self._tell(f"{time.monotonic() - began:.0f}s {step}", running / LOG_EVERY)
                running.zero_()
            if step % CHECK_EVERY == 0:
                self.check(step)
                _save(self.mean, arguments.out)
        _save(self.mean, arguments.out)
        self.check(step)
        count = step * arguments.batch
        print(f"done {step} steps, {count} samples of {self.views.size} views", file=self.log)

    def step(self, places: np.ndarray) -> Tensor:
        """Learn from these views; returns the parts of the loss."""
        picture, camera, truth = prepare(*self.views.batch(places), self.random)
        with torch.autocast(self.device, torch.bfloat16):
            answer = self.network(picture, camera)
        value, parts = loss(answer, picture, truth)
        self.optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return parts

    @torch.no_grad()
    def check(self, step: int) -> None:
        """Tell the mean network's errors on the held-out views, and the classical shape's."""
        self.mean.eval()
        found: list[list[Tensor]] = [[], []]
        for first in range(0, self.held_out.size, 64):
            places = np.arange(first, min(first + 64, self.held_out.size))
            picture, camera, truth = prepare(*self.held_out.batch(places), None)
            half, middle = classical(picture)
            answer = self.mean(picture, camera)
            plain = Answer(middle - half, 2 * half, 2 * half, *answer[3:])
            for parts, one in zip(found, (answer, plain), strict=True):
                parts.append(loss(one, picture, truth)[1])
        self.mean.train()
        for name, parts in zip(("held out", "classical"), found, strict=True):
            if parts:
                self._tell(f"{name} {step}", torch.stack(parts).mean(0))

    def _tell(self, what: str, parts: Tensor) -> None:
        shown = " ".join(f"{n} {v:.4f}" for n, v in zip(PARTS, parts.tolist(), strict=True))
        print(what, f"({self.views.size} views)", shown, file=self.log, flush=True)

    @torch.no_grad()
    def _follow(self, share: float) -> None:
        pairs = zip(
            self.mean.state_dict().values(), self.network.state_dict().values(), strict=True
        )
        moved = [(ours, theirs) for ours, theirs in pairs if ours.dtype.is_floating_point]
        torch._foreach_lerp_([pair[0] for pair in moved], [pair[1] for pair in moved], share)


def _save(network: DraftNet, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save({key: value.cpu() for key, value in network.state_dict().items()}, part)
    part.rename(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("packed", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--objects", type=int, default=0, help="only so many (0: all)")
    parser.add_argument("--views", type=int, default=0, help="of each object (0: all)")
    parser.add_argument("--room", type=int, default=0, help="for views (0: those that are there)")
    parser.add_argument("--follow", action="store_true", help="take in what is still packed")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    return parser


if __name__ == "__main__":
    main()
