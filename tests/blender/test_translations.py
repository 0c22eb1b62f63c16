"""Every word of the interface has its German and its Chinese."""

import ast
import re
from collections.abc import Iterator
from itertools import count

import bpy
import pytest

from tests.blender import sentences
from tests.blender.conftest import ROOT, addon

SOURCES = ROOT / "pixal3d_addon" / "blender"
_KINDS = (bpy.types.Operator, bpy.types.Panel, bpy.types.PropertyGroup, bpy.types.Menu,
          bpy.types.UIList, bpy.types.AddonPreferences, bpy.types.FileHandler)  # fmt: skip
LANGUAGES = {"de_DE": "de", "zh_HANS": "zh_hans"}
# The same in any language, or in Blender's own catalogue.
SAME = re.compile(r"[\W\d_]*|LOD\d|Pixal3D.*|Draft|PNG|JPEG|EXIF|[A-Z0-9]{1,4}|Presets")
# f-strings in `blender` that no panel shows: names of data and files, the console, Copy Details.
NOT_SEEN = re.compile(
    r"Pixal3D: .*|pixal3d_\{\}\.png|\{\} (Photo|Mask|Base Color|Generated Color|Normal|Metallic "
    r"Roughness)|\{\}_Collision|\{\}\.(png|log|answer)|view-\{\}(-mask)?\.npy|use_\{\}|settings\.\{\}|"
    r"(runtime|weights) \{\}|Pixal3D \{\}, Blender .*|Settings: \{\}|The log ends:\n\{\}|\{\} min|"
    r"\{\} Bits|\{\}, then choose that\.|"
    r"python\{\}\.\{\}|constraints.*|\{\} Elevation|\{\}-\{\}\.source",
    re.DOTALL,
)


def own_properties(cls: type) -> Iterator[bpy.types.Property]:
    """Those of an operator are in another place, since it has an instance a call."""
    rna = cls.bl_rna
    if issubclass(cls, bpy.types.Operator):
        module, _, name = cls.bl_idname.partition(".")
        rna = getattr(getattr(bpy.ops, module), name).get_rna_type()
    yield from rna.properties


def of_classes() -> Iterator[str]:
    """Names, tooltips and choices that Blender reads from what is registered."""
    for module in addon("blender")._MODULES:
        for cls in module.CLASSES:
            yield getattr(cls, "bl_label", "")
            yield getattr(cls, "bl_description", "") or ""
            if not hasattr(cls, "bl_rna"):
                continue
            kinds = [kind for kind in _KINDS if issubclass(cls, kind)]
            inherited = {prop.identifier for kind in kinds for prop in kind.bl_rna.properties}
            for prop in own_properties(cls):
                if prop.identifier in inherited or prop.is_hidden:
                    continue
                yield prop.name
                yield prop.description
                if prop.type == "ENUM":
                    for item in prop.enum_items:
                        yield item.name
                        yield item.description


def of_sources() -> Iterator[str]:
    """Texts that are drawn or reported as they stand in the code."""
    for path in (each for each in SOURCES.rglob("*.py") if "translations" not in each.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            said = [word.value for word in node.keywords if word.arg in ("text", "heading")]
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name == "report":
                said += node.args[1:2]
            if name in ("say", "n_", "poll_message_set"):
                said += node.args[:1]
            yield from (
                one.value
                for one in said
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def words() -> list[str]:
    """All of them, once, but what is the same in every language."""
    found = {*of_classes(), *of_sources()}
    return sorted(word for word in found if not SAME.fullmatch(word))


def known(language: str, kind: str = "WORDS") -> dict[str, str]:
    end = "_sentences" if kind == "SENTENCES" else ""
    return getattr(addon(f"blender.translations.{LANGUAGES[language]}{end}"), kind)


def values(text: str) -> list[str]:
    """What is filled in, each with its format; by number where it has no name."""
    numbers = count()
    found = re.findall(r"\{.*?\}|%\w", text)
    return sorted(f"{{{next(numbers)}}}" if part == "{}" else part for part in found)


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_every_word_is_translated_and_no_other(language: str) -> None:
    said, table = words(), known(language)
    assert len(said) > 400
    assert [word for word in said if not table.get(word, "").strip()] == []
    assert [word for word in table if word not in said] == []


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_every_sentence_that_comes_finished_is_translated_and_no_other(language: str) -> None:
    made, table = sentences.finished(), known(language, "SENTENCES")
    assert len(made) > 300
    assert sorted(text for text in made if not table.get(text, "").strip()) == []
    assert sorted(table.keys() - made - sentences.parts()) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
@pytest.mark.parametrize("kind", ["WORDS", "SENTENCES"])
def test_what_is_filled_in_stays_as_it_is(language: str, kind: str) -> None:
    for said, shown in known(language, kind).items():
        assert values(said) == values(shown), said
        assert said.endswith(".") == shown.endswith((".", "。")) or "\n" in said, said


def test_what_is_put_together_for_the_window_is_translated_before_it_is_filled_in() -> None:
    """Each f-string with a word in it is an error's sentence, or is seen by nobody."""
    table, unknown = {"{}", *known("de_DE", "SENTENCES")}, []
    for path in (each for each in SOURCES.rglob("*.py") if "translations" not in each.parts):
        for text in map(sentences.template, ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
            if "{}" in text and re.search("[a-z]{3}", text) and not NOT_SEEN.fullmatch(text):
                unknown += [(path.name, one) for one in sentences.sentences_of(text)]
    assert [(name, text) for name, text in unknown if text not in table] == []
