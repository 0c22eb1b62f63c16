"""How an operator says that it did nothing."""

from bpy.types import Operator

from ..core.errors import PixalError


def refused(operator: Operator, error: PixalError) -> set[str]:
    """Report what is wrong and what helps. Returns what `execute` returns then."""
    operator.report({"ERROR"}, f"{error.message} {error.remedy}")
    return {"CANCELLED"}
