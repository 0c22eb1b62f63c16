"""The add-on's own words in other languages, through Blender's catalogue.

One file a language: what stands in the code → what is shown. `tests/blender/test_translations.py`
holds that every word of the interface is in each.
"""

import bpy

from ..properties import OWN_WORDS
from . import de, zh_hans

# Blender looks up operators' names in a context of their own.
_CONTEXTS = ("*", "Operator", OWN_WORDS)
_LANGUAGES = {"de_DE": de.WORDS, "zh_HANS": zh_hans.WORDS}


def attach() -> None:
    tables = {
        language: {(context, said): shown for said, shown in words.items() for context in _CONTEXTS}
        for language, words in _LANGUAGES.items()
    }
    bpy.app.translations.register(__package__, tables)


def detach() -> None:
    bpy.app.translations.unregister(__package__)
