"""Long tensors worked on a stretch at a time, so that what is made on the way stays small."""

from collections.abc import Iterator


def stretches(rows: int, row_bytes: int, budget: int) -> Iterator[slice]:
    """Slices that cover `rows`, each of as many rows as `budget` bytes hold, at least one."""
    step = max(1, budget // max(1, row_bytes))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
