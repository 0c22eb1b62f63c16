"""How people stand, walk, sit, crouch and hold their arms, drawn at random."""

import math

import numpy as np


def pose(rng: np.random.Generator) -> tuple[dict, dict, bool]:
    """What the bones aim at, what turns, and whether the person sits. x is to the person's left."""
    kind = rng.choice(["stand", "stand", "walk", "walk", "sit", "crouch", "dance"])
    aims: dict[str, np.ndarray] = {}
    step = rng.uniform(0.15, 0.55)
    first = rng.choice([-1, 1])
    for side, s in (("l", 1), ("r", -1)):
        swing = step * s * first
        out = s * rng.uniform(0.0, 0.18)
        if kind == "stand":
            thigh, calf = (out, rng.normal(0, 0.05), -1), (out * 0.7, 0.03, -1)
        elif kind == "walk":
            thigh, calf = (out * 0.4, -swing, -1), (out * 0.3, -swing + rng.uniform(0.1, 0.7), -1)
        elif kind == "sit":
            thigh = (s * rng.uniform(0.05, 0.35), -1, rng.uniform(-0.2, 0.1))
            calf = (0, rng.uniform(-0.6, 0.3), -1)
        elif kind == "crouch":
            thigh = (s * rng.uniform(0.1, 0.5), -1, rng.uniform(-0.7, 0.1))
            calf = (0, rng.uniform(0.4, 1.0), -1)
        else:
            thigh, calf = (
                (s * rng.uniform(0, 0.8), rng.normal(0, 0.4), -1),
                (s * 0.2, rng.uniform(0, 0.6), -1),
            )
        aims[f"thigh_{side}"], aims[f"calf_{side}"] = np.array(thigh), np.array(calf)
        aims[f"foot_{side}"] = np.array([s * rng.uniform(0, 0.4), -1, -0.45])
        arm = rng.choice(["down", "down", "swing", "hips", "up", "front", "side"])
        arm = "swing" if kind == "walk" and rng.random() < 0.6 else arm
        upper, fore = {
            "down": ((s * rng.uniform(0.1, 0.5), 0, -1), (s * 0.1, -rng.uniform(0.05, 0.4), -1)),
            "swing": ((s * 0.2, swing * 1.1, -1), (s * 0.1, swing - rng.uniform(0.2, 0.8), -1)),
            "hips": ((s * 0.9, 0.25, -1), (-s * 0.8, -0.45, -0.6)),
            "up": (
                (s, rng.normal(0, 0.3), rng.uniform(-0.2, 1)),
                (s * rng.normal(0, 0.4), -0.1, 1),
            ),
            "front": ((s * 0.25, -0.5, -1), (-s * rng.uniform(0, 0.6), -1, rng.uniform(-0.3, 0.6))),
            "side": (
                (s, rng.normal(0, 0.2), rng.uniform(-0.6, 0.2)),
                (s, -0.2, rng.uniform(-0.6, 0.4)),
            ),
        }[arm]
        aims[f"upperarm_{side}"], aims[f"lowerarm_{side}"] = np.array(upper), np.array(fore)
    lean = rng.normal(0, 0.08), rng.normal(0, 0.06) - (0.25 if kind == "crouch" else 0.04)
    aims["spine_01"] = aims["spine_02"] = np.array([*lean, 1])
    turn = rng.normal(0, 0.35)
    c, s = math.cos(turn), math.sin(turn)
    nod = rng.normal(0.05, 0.15)
    tilt = np.array(
        [[1, 0, 0], [0, math.cos(nod), -math.sin(nod)], [0, math.sin(nod), math.cos(nod)]]
    )
    turns = {"head": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ tilt}
    return aims, turns, kind == "sit"
