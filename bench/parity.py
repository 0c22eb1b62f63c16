"""Every recorded step of the public model against ours.

    python -m bench.parity DIR

DIR has the layout of tests/reference: <step>.safetensors with inputs and outputs, and one or more
checkpoints that they were recorded with (a folder with pipeline.json). Prints the relative error
‖ours − recorded‖ / ‖recorded‖ per output and whether discrete results are equal. Exits with 1
where an error is above 1e-4, a discrete result differs, or a step is missing or unknown.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from torch import Tensor

from bench.parity_steps import STEPS, Recorded

LIMIT = 1e-4


def compare(ours: Tensor, truth: Tensor) -> tuple[str, bool]:
    """What to print, and whether it is good enough."""
    ours = ours.to(truth.device)
    if ours.numel() != truth.numel():
        return f"{list(ours.shape)} instead of {list(truth.shape)}", False
    ours = ours.reshape(truth.shape)
    if not truth.is_floating_point():
        different = int((ours != truth).sum())
        return ("equal" if different == 0 else f"{different} differ"), different == 0
    error = float((ours.double() - truth.double()).norm() / truth.double().norm().clamp(min=1e-30))
    return f"{error:.1e}", error <= LIMIT


def rows(folder: Path) -> Iterator[tuple[str, str, str, bool]]:
    """File, output, result, good."""
    recorded = Recorded(folder)
    files = {path.stem for path in folder.glob("*.safetensors")}
    for name in sorted(files | STEPS.keys()):
        if name not in STEPS:
            yield name, "", "no such step is known", False
        elif name not in files:
            yield name, "", "not recorded here", False
        else:
            for output, ours, truth in STEPS[name](recorded):
                yield name, output, *compare(ours, truth)


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    bad = 0
    for name, output, result, good in rows(Path(sys.argv[1])):
        bad += not good
        print(f"{name:28} {output:24} {result:>14}{'' if good else '   <-- BAD'}", flush=True)
    print(f"{bad} of the outputs are off" if bad else "all as recorded")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
