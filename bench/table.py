"""The measured rows as lines to read and as the JSON that other tools take."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .distance import MUCH
from .measure import CLASSICAL, HIGHER_IS_BETTER, Measured
from .rivals import RIVALS
from .turned import ANGLES

COLUMNS = {**HIGHER_IS_BETTER, "lean": False, "seconds": False, "memory_mb": False}
_FORMATS = {
    "iou": "7.4f", "psnr": "6.2f", "lpips": "7.4f", "turned": "7.4f", "chamfer": "8.4f",
    "fscore": "7.3f", "lean": "6.1f", "seconds": "8.2f", "memory_mb": "10.0f",
}  # fmt: skip
_WIDTHS = {name: int(code.split(".")[0]) for name, code in _FORMATS.items()}
HEAD = (
    f"{'case':24}"
    + "".join(f"{name:>{_WIDTHS[name]}}" for name in COLUMNS)
    + "  closed  faces"
    + "".join(f" | {name + ' chamfer, F':>20}" for name in (*RIVALS, CLASSICAL))
    + " | better than card and extrusion"
)


def line(row: Measured) -> str:
    """One case, or why it failed."""
    if row.error:
        return f"{row.case.name:24}FAILED  {row.error}"
    rivals = " | ".join(
        f"{rival['chamfer']:12.4f} {rival['fscore']:7.3f}" if rival else f"{'-':>12} {'-':>7}"
        for rival in (row.rivals.get(name) for name in (*RIVALS, CLASSICAL))
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
        lines.append(f"{column} better than card and extrusion: {better} of {total}")
    if CLASSICAL in numbers["rivals"]:
        lines += _against_classical(numbers["against_classical"])
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
        name: _each(median, [row.rivals.get(name, {}) for row in rows], HIGHER_IS_BETTER)
        for name in dict.fromkeys(name for row in rows for name in row.rivals)
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
        **({"against_classical": against_classical(rows)} if CLASSICAL in rivals else {}),
    }


def against_classical(rows: Sequence[Measured]) -> dict[str, Any]:
    """Chamfer distances `better` than classical Draft's and by a fifth `worse`, `of` how many
    cases, and the ratio of the medians of `turned`. A case that failed is worse."""
    ratios = [ratio for row in rows if (ratio := row.against_classical()) is not None]
    ours, theirs = (
        [row["turned"] for row in side if row.get("turned") is not None]
        for side in ([row.row for row in rows], [row.rivals.get(CLASSICAL, {}) for row in rows])
    )
    turned = median(ours, False) / median(theirs, False) if ours and theirs else None
    return {
        "better": sum(ratio < 1 for ratio in ratios),
        "worse": sum(ratio > MUCH for ratio in ratios),
        "of": len(ratios),
        "turned": turned,
    }


def _against_classical(facts: Mapping[str, Any]) -> list[str]:
    of = facts["of"]
    lines = [
        f"chamfer better than classical in {facts['better']} of {of}, "
        f"more than {MUCH - 1:.0%} worse in {facts['worse']} of {of}".replace("%", " %")
    ]
    if facts["turned"] is not None:
        angles = ", ".join(f"{angle:g}°" for angle in ANGLES)
        lines.append(f"LPIPS from {angles}: {facts['turned']:.2f} of classical's median")
    return lines


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
