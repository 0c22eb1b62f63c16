"""The measured rows as lines to read and as the JSON that other tools take."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .measure import HIGHER_IS_BETTER, Measured

COLUMNS = {**HIGHER_IS_BETTER, "seconds": False, "memory_mb": False}
_FORMATS = {
    "iou": "7.4f", "psnr": "6.2f", "lpips": "7.4f", "chamfer": "8.4f", "fscore": "7.3f",
    "seconds": "8.2f", "memory_mb": "10.0f",
}  # fmt: skip
_WIDTHS = {name: int(code.split(".")[0]) for name, code in _FORMATS.items()}
HEAD = (
    f"{'case':24}"
    + "".join(f"{name:>{_WIDTHS[name]}}" for name in COLUMNS)
    + "  closed  faces |    card chamfer, F |  extruded chamfer, F | better than both"
)


def line(row: Measured) -> str:
    """One case, or why it failed."""
    if row.error:
        return f"{row.case.name:24}FAILED  {row.error}"
    rivals = " | ".join(
        f"{rival['chamfer']:11.4f} {rival['fscore']:7.3f}" for rival in row.rivals.values()
    )
    better = [name for name in ("chamfer", "fscore") if row.beats_rivals(name)]
    closed = "yes" if row.row["closed"] else "NO"
    return (
        f"{row.case.name:24}{_cells(row.row)}{closed:>8}{row.row['faces']:>7} | {rivals} | "
        + ", ".join(better)
    )


def summary(rows: Sequence[Measured]) -> str:
    """Medians, worst, rivals' medians, and the shares that the engine is better in."""
    numbers = as_json(rows)
    lines = [f"{'median':24}{_cells(numbers['median'])}", f"{'worst':24}{_cells(numbers['worst'])}"]
    for name, rival in numbers["rivals"].items():
        lines.append(f"{'rival: ' + name + ', median':24}{_cells(rival)}")
    total = len(rows)
    for column in ("chamfer", "fscore"):
        better = sum(row.beats_rivals(column) for row in rows)
        lines.append(f"{column} better than both rivals: {better} of {total}")
    closed = sum(bool(row.row.get("closed")) for row in rows)
    lines.append(f"watertight, manifold and oriented: {closed} of {total}")
    failed = [row.case.name for row in rows if row.error]
    lines.append(f"failed: {', '.join(failed) if failed else 'none'}")
    return "\n".join(lines)


def as_json(rows: Sequence[Measured]) -> dict[str, Any]:
    """`median` and `worst` of the cases that ran, the rivals' medians, and every case.

    A number that was not measured is null, and so is a PSNR without any error.
    """
    ours = [row.row for row in rows if not row.error]
    rivals = {
        name: _each(median, [row.rivals[name] for row in rows], HIGHER_IS_BETTER)
        for name in rows[0].rivals
    }
    cases = []
    for row in rows:
        facts: dict[str, Any] = {key: _finite(value) for key, value in row.row.items()}
        facts["rivals"] = {
            name: {key: _finite(value) for key, value in rival.items()}
            for name, rival in row.rivals.items()
        }
        cases.append(
            {"name": row.case.name, **facts, **({"error": row.error} if row.error else {})}
        )
    return {
        "median": _each(median, ours, COLUMNS),
        "worst": _each(worst, ours, COLUMNS),
        "rivals": rivals,
        "cases": cases,
    }


def median(values: list[float], higher_is_better: bool) -> float:
    """The middle value; the mean of the two middle ones of an even number."""
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def worst(values: list[float], higher_is_better: bool) -> float:
    return min(values) if higher_is_better else max(values)


def _each(
    pick: Callable[[list[float], bool], float],
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, bool],
) -> dict[str, float | None]:
    picked: dict[str, float | None] = {}
    for name, higher in columns.items():
        values = [row[name] for row in rows if row.get(name) is not None]
        picked[name] = _finite(pick(values, higher)) if values else None
    return picked


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cells(row: Mapping[str, Any]) -> str:
    return "".join(
        f"{'-':>{_WIDTHS[name]}}" if row.get(name) is None else f"{row[name]:{_FORMATS[name]}}"
        for name in COLUMNS
    )
