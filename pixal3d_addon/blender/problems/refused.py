"""How an operator says that it did nothing."""

from bpy.types import Operator

from ...core.errors import PixalError
from ..say import told


def refused(operator: Operator, error: PixalError) -> set[str]:
    """Report what is wrong and what helps. Returns what `execute` returns then."""
    operator.report({"ERROR"}, told(f"{error.message} {error.remedy}"))
    return {"CANCELLED"}
