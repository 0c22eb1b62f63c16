"""Ctrl Z while a camera is matched: back by a drag or a slider, and forward again.

Blender's own undo has the whole match as one step.
"""

from bpy.types import PropertyGroup

from .session import Session, Values, restore, values

_MOST = 64  # steps, as in Blender's preferences from the beginning


def note(session: Session, group: PropertyGroup) -> None:
    """What has changed since the last time is a step. Called while nothing is dragged."""
    now = values(group)
    if session.last is not None and now != session.last:
        session.past = [*session.past, session.last][-_MOST:]
        session.future.clear()
    session.last = now


def back(session: Session, group: PropertyGroup) -> bool:
    """Whether there was a step."""
    note(session, group)
    return _move(session, group, session.past, session.future)


def forward(session: Session, group: PropertyGroup) -> bool:
    """Whether there was a step."""
    note(session, group)
    return _move(session, group, session.future, session.past)


def _move(
    session: Session, group: PropertyGroup, source: list[Values], target: list[Values]
) -> bool:
    if not source or session.last is None:
        return False
    target.append(session.last)
    restore(group, source.pop())
    session.last = values(group)
    return True
