"""How true results are: an engine over a folder of cases, a table, and JSON on request.

    python -m bench.fidelity DIR [--json FILE] [--only NAME …] [--sheet FILE.png]

Every case runs in a process of its own. The exit code is 1 where any case failed.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from pixal3d_addon.core import results
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import DRAFT_SHAPES, ENGINES, Settings

from . import job, lpips, table
from .cases import Case, read_cases
from .measure import Measured, measure
from .shading import lit
from .surface import from_result
from .turntable import label, orbit_pictures

_SHEET_ANGLES = {"render": 0.0, "45°": 45.0, "side": 90.0, "back": 180.0}


def main() -> int:
    arguments = _parser().parse_args()
    cases = read_cases(arguments.folder, arguments.only)
    if not cases:
        print(f"No case in {arguments.folder}.", file=sys.stderr)
        return 2
    try:
        weights = lpips.beside(arguments.folder, arguments.lpips)
    except PixalError as error:
        print(f"{error.message}", file=sys.stderr)
        return 2
    rows, strips = [], []
    print(table.HEAD, flush=True)
    with tempfile.TemporaryDirectory() as room:
        for case in cases:
            results_folder = arguments.results or Path(room)
            settings = _settings(case, arguments)
            done = job.run(case.photo, results_folder, settings, case.name)
            row = measure(case, done, weights, _classical(case, settings, Path(room)))
            rows.append(row)
            print(table.line(row), flush=True)
            if arguments.save_renders and row.picture is not None:
                _save(row, arguments.save_renders)
            if arguments.sheet and done.folder is not None:
                strips.append(_strip(case, done.folder))
    print(table.summary(rows))
    if arguments.json:
        text = json.dumps(table.as_json(rows), indent=1, allow_nan=False)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    if strips:
        Image.fromarray(_side_by_side(strips)).save(arguments.sheet)
    return 1 if any(row.error for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.fidelity", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of cases")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="parts of names")
    parser.add_argument("--engine", choices=ENGINES, default="draft")
    parser.add_argument("--draft-shape", choices=DRAFT_SHAPES, default="auto")
    parser.add_argument(
        "--elevation-unknown", action="store_true", help="do not tell the engine the elevation"
    )
    parser.add_argument("--faces", type=int, default=Settings.faces)
    parser.add_argument("--texture-size", type=int, default=Settings.texture_size)
    parser.add_argument(
        "--lpips", type=Path, metavar="FILE.safetensors",
        help="weights; default: ../models/lpips_alex.safetensors beside DIR, else not measured",
    )  # fmt: skip
    parser.add_argument("--results", type=Path, metavar="DIR", help="keep the results here")
    parser.add_argument("--save-renders", type=Path, metavar="DIR")
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="a contact sheet")
    return parser


def _settings(case: Case, arguments: argparse.Namespace) -> Settings:
    """What the protocol lets the engine know, and the command's own choices."""
    unknown = arguments.elevation_unknown
    return Settings(
        engine=arguments.engine,
        draft_shape=arguments.draft_shape,
        fov=Settings.fov if case.photo_fov else case.fov,
        photo_fov=case.photo_fov,
        elevation=0.0 if unknown else case.elevation,
        guess_elevation=unknown,
        faces=arguments.faces,
        texture_size=arguments.texture_size,
    )


def _classical(case: Case, settings: Settings, room: Path) -> job.Job | None:
    """The same job by Draft without its network; None where that is what is measured."""
    rival = replace(settings, engine="draft", draft_shape="classical")
    return None if rival == settings else job.run(case.photo, room, rival, f"{case.name}-classical")


def _save(row: Measured, folder: Path) -> None:
    """The photo and the render side by side, over black, and a sheet of `turned`."""
    folder.mkdir(parents=True, exist_ok=True)
    assert row.picture is not None
    pair = np.concatenate([row.case.picture()[..., :3], row.picture[..., :3]], axis=1)
    pixels = (np.clip(pair, 0, 1) * 255 + 0.5).astype(np.uint8)
    Image.fromarray(pixels).save(folder / f"{row.case.name}.png")
    if row.turned is not None:
        Image.fromarray(row.turned).save(folder / f"{row.case.name}-turned.png")


def _strip(case: Case, folder: Path, size: int = 224) -> np.ndarray:
    """The prepared photo and the lit result from _SHEET_ANGLES in a row."""
    surface, camera = from_result(folder), results.read(folder).camera
    with Image.open(folder / results.PREPARED) as image:
        photo = np.asarray(image.convert("RGB").resize((size, size), Image.Resampling.BOX))
    pictures = orbit_pictures(surface, camera, _SHEET_ANGLES.values(), lit, size)
    return np.concatenate([label(photo, case.name), *pictures], axis=1)


def _side_by_side(strips: list[np.ndarray], columns: int = 2) -> np.ndarray:
    blank = [np.zeros_like(strips[0])] * (-len(strips) % columns)
    strips = [*strips, *blank]
    lines = [strips[first : first + columns] for first in range(0, len(strips), columns)]
    return np.concatenate([np.concatenate(line, axis=1) for line in lines])


if __name__ == "__main__":
    sys.exit(main())
