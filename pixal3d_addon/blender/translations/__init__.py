"""The add-on's own words in other languages, through Blender's catalogue.

Two files a language: what stands in the code → what is shown, and the same for sentences that
other parts make, see `blender.say`. `tests/blender/test_translations.py` holds that all are there.
"""

import bpy

from ..say import OWN_WORDS
from . import de, de_sentences, zh_hans, zh_hans_sentences

# Blender looks up operators' names in a context of their own.
_CONTEXTS = ("*", "Operator", OWN_WORDS)
_LANGUAGES = {
    "de_DE": de.WORDS | de_sentences.SENTENCES,
    "zh_HANS": zh_hans.WORDS | zh_hans_sentences.SENTENCES,
}


def attach() -> None:
    tables = {
        language: {(context, said): shown for said, shown in words.items() for context in _CONTEXTS}
        for language, words in _LANGUAGES.items()
    }
    bpy.app.translations.register(__package__, tables)


def detach() -> None:
    bpy.app.translations.unregister(__package__)
