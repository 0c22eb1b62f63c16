"""Choose among the shapes and sort them into families: part of `python -m training.convert`.

Writes DATA/chosen.json: the objects to render, each with its family and its side of the split, and
why each of the others was dropped.
"""

import hashlib
import itertools
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np

from . import shape
from .likeness import ALIKE, Signatures
from .sources import PEOPLE

KEPT_OUT = Path(__file__).with_name("kept-out.txt")
MOST_TRIANGLES, FEWEST_TRIANGLES = 150_000, 12
THINNEST = 0.025  # of the longest side: thinner things are pictures, rugs, decals
CLEAR = 0.15  # of the area may be glass
RELATED = 0.95  # likeness to what is measured on: stricter than among the trained on
PROPORTIONS = 0.1  # as logarithms: near-copies differ by less
HELD_OUT = 7  # every seventh family
NOT_OBJECTS = re.compile(
    r"\bclouds?\b|carpet|\brugs?\b|curtain|newspaper|\bshadows|decal|poster|painting|"
    r"business ?card|\bfog\b|swimming|\bgrass\b|\blawn|blinds?\b|sidewalk|\brails\b",
    re.IGNORECASE,
)
_NAMELESS = ("model", "textured", "none", "left", "right")
_PLAIN = {  # what tells twins apart
    *"left right small large big little long short high low double single triple quad".split(),
    *"white black red blue green yellow brown gray grey dark light wood wooden oak pear".split(),
    *"teak beech walnut cherry pine old new open closed the with and of textured cm".split(),
}


def stem(name: str) -> str:
    """A file's name without numbers, sizes, colors and woods: twins share it."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    plain = [word.lower() for word in words if len(word) > 1]
    kept = [word for word in plain if word not in _PLAIN] or plain
    return "-".join(kept)


def called(facts: dict) -> str:
    """What tells most about an object: its file's name, or its folder's for `model.obj`."""
    return facts["title"] if len(facts["name"]) < 3 or facts["name"] in _NAMELESS else facts["name"]


def unfit(facts: dict) -> str:
    """Why an object is not for training, or nothing; of its own facts alone."""
    if facts["triangles"] > MOST_TRIANGLES:
        return f"more than {MOST_TRIANGLES} triangles"
    if facts["triangles"] < FEWEST_TRIANGLES:
        return f"fewer than {FEWEST_TRIANGLES} triangles"
    if min(facts["size"]) < THINNEST * max(facts["size"]):
        return "flat"
    if facts["clear"] > CLEAR:
        return "glass"
    spaced = re.sub("([a-z])([A-Z])", r"\1 \2", facts["name"]).replace("_", " ")
    if NOT_OBJECTS.search(f"{spaced} {facts['title']}"):
        return "not a single object"
    return ""


def kept_out() -> set[tuple[str, str]]:
    """(registry:package, file) of everything that is measured on."""
    lines = KEPT_OUT.read_text(encoding="utf-8").splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if line and not line.startswith("#")]
    return {(source, file) for source, file in pairs}


def near_copies(listed: list[dict], least: float = ALIKE) -> np.ndarray:
    """Which objects are one thing by shape and proportions, at any size: bool [N, N].

    least: the likeness from which on two shapes are copies.
    """
    alike = Signatures([facts["signature"] for facts in listed]).alike() >= least
    sizes = np.sort(np.reshape([facts["size"] for facts in listed], (-1, 3)), axis=1)
    ratio = np.log(np.maximum(sizes, 1e-3))
    return alike & (np.abs(ratio[:, None] - ratio[None]).max(axis=2) < PROPORTIONS)


def relatives(listed: list[dict], copies: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Which objects are near-copies of a `measured` one, or its author's with much the same name.

    Much the same: the first or the last word, so that a boy who stands is kept out for one who
    sits, and every other watch of the same author for one watch.
    """

    def names(facts: dict) -> set[tuple[str, str]]:
        words = stem(called(facts)).split("-")
        return {(facts["author"], words[0]), (facts["author"], words[-1])}

    own = set().union(*(names(facts) for facts in itertools.compress(listed, measured)))
    named = [bool(names(facts) & own) for facts in listed]
    return (copies[:, measured].any(axis=1) | np.array(named, bool)) & ~measured


def families(listed: list[dict], copies: np.ndarray) -> list[int]:
    """A number for each object; near-copies and those of one name have the same."""
    group = list(range(len(listed)))

    def top(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    def join(a: int, b: int) -> None:
        low, high = sorted((top(a), top(b)))
        group[high] = low

    for a, b in np.argwhere(np.triu(copies, 1)):
        join(a, b)
    first: dict[str, int] = {}
    for index, facts in enumerate(listed):
        join(first.setdefault(stem(called(facts)), index), index)
    return [top(index) for index in range(len(listed))]


def choose(data: Path) -> None:
    """Read all facts of DATA/shapes, decide, write DATA/chosen.json, print what was dropped."""
    found = [shape.facts(path) for path in sorted((data / "shapes").glob("*.safetensors"))]
    listed = [facts for facts in found if facts["source"] != "procedural"]
    named = kept_out()
    measured = np.array([(facts["source"], facts["file"]) in named for facts in listed], bool)
    copies = near_copies(listed)
    related = relatives(listed, near_copies(listed, RELATED), measured)
    left, dropped = [], {}
    for index, facts in enumerate(listed):
        reason = unfit(facts)
        if measured[index]:
            reason = "measured on"
        elif related[index]:
            reason = "relative of one that is measured on"
        if reason:
            dropped[facts["id"]] = reason
        else:
            left.append(index)
    people = [index for index in left if listed[index]["source"] == PEOPLE.label]
    left = [index for index in left if listed[index]["source"] != PEOPLE.label]
    kept = [listed[index] for index in left]
    group = families(kept, copies[np.ix_(left, left)])
    chosen = []
    for facts, number in zip(kept, group, strict=True):
        family = kept[number]["id"]
        digest = int(hashlib.sha256(family.encode()).hexdigest()[:8], 16)
        plain = {key: value for key, value in facts.items() if key != "signature"}
        chosen.append({**plain, "family": family, "held_out": digest % HELD_OUT == 0})
    made = [facts for facts in found if facts["source"] == "procedural"]
    for facts in made + [listed[index] for index in people]:  # near ones are many: none held out
        plain = {key: value for key, value in facts.items() if key != "signature"}
        own = facts["source"] == "procedural"
        family = f"procedural-{facts['name']}" if own else "people"
        chosen.append({**plain, "family": family, "held_out": False, "made": True})
    text = json.dumps({"chosen": chosen, "dropped": dropped}, indent=1)
    (data / "chosen.json").write_text(text + "\n", encoding="utf-8")
    count = len({item["family"] for item in chosen})
    out = sum(item["held_out"] for item in chosen)
    print(f"{len(chosen)} objects in {count} families chosen, {out} of them held out; dropped:")
    for reason, number in Counter(dropped.values()).most_common():
        print(f"  {number:4d} {reason}")
