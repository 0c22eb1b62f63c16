"""Sentences with values in them, in the language of the interface.

`say` is for what is put together here: its template is translated first, then filled in. `told` is
for what comes finished, and in English, from where there is no Blender: errors, stages and notes
of the worker and of what installs. It knows the templates that they were made of. What is kept,
logged or reported stays English; only what is drawn goes through `told`.
"""

import re
from functools import cache, lru_cache

from bpy.app.translations import pgettext_iface

OWN_WORDS = "Pixal3D"  # the context of what Blender's own catalogue takes for something else

_BETWEEN = re.compile(r"(?<=[.!?]) +")  # two sentences
_LONGEST = 4000  # of what is looked at: notes of a result are no better than their file
_PROBE = "The worker crashed."  # is another one in each language


def iface(text: str) -> str:
    """`text` in the language of the interface, by our own tables alone."""
    return pgettext_iface(text, OWN_WORDS)


def say(template: str, **values: object) -> str:
    """`template` in the language of the interface, filled in as `str.format` does."""
    shown = iface(template)
    return shown.format(**values) if values else shown


def told(text: str) -> str:
    """`text`, English sentences made elsewhere, in the language of the interface.

    What is not known stays as it is. A dictionary lookup, but for the first time.
    """
    language = iface(_PROBE)
    return text if language == _PROBE else _told(text, language)


def capital(text: str) -> str:
    """With a capital at its begin."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=2048)
def _told(text: str, _language: str) -> str:
    if len(text) > _LONGEST:
        return text
    shown = ""
    for sentence in map(_sentence, _BETWEEN.split(text)):
        shown += ("" if not shown or shown.endswith("。") else " ") + sentence
    return shown


def _sentence(text: str, depth: int = 3) -> str:
    """depth: how many sentences may stand in one another."""
    if text in _known():
        return iface(text)
    for template, fixed in _templates() if depth else ():
        values = _values(fixed, text)
        if values:
            return iface(template).format(*(_sentence(value, depth - 1) for value in values))
    return text


def _values(fixed: list[str], text: str) -> list[str]:
    """What stands in `text` between its parts `fixed`; empty where it is not made of these."""
    begin, *middle, end = fixed
    if len(text) <= len(begin) + len(end) or not text.startswith(begin) or not text.endswith(end):
        return []
    values, last = [], len(text) - len(end)
    here = len(begin)
    for part in middle:
        there = text.find(part, here + 1, last)
        if there < 0:
            return []
        values.append(text[here:there])
        here = there + len(part)
    return [*values, text[here:last]] if here < last else []


@cache
def _known() -> dict[str, str]:
    from .translations import de_sentences  # here: it imports who imports this

    return de_sentences.SENTENCES


@cache
def _templates() -> list[tuple[str, list[str]]]:
    """Each with the parts that do not change, those that say most first."""
    found = [(text, text.split("{}")) for text in _known() if "{}" in text]
    return sorted(found, key=lambda pair: -sum(map(len, pair[1])))
