"""What result.json says that an imported object shows, read as the hostile input that it is."""

from dataclasses import dataclass

from ..core.errors import PixalError, short_path
from ..core.results import FACTS, StoredResult

OCCLUSION = "occlusion.png"  # there where the red of metallic_roughness.png is the same


@dataclass(frozen=True)
class Facts:
    """note: sentences for the user. seconds: the whole job. metallic, roughness: of a surface
    without a map. occlusion: whether the map of these two has ambient occlusion in its red."""

    engine: str
    note: str
    seconds: float
    metallic: float
    roughness: float
    occlusion: bool


def read_facts(stored: StoredResult) -> Facts:
    """Raises PixalError `result_damaged`."""
    facts = stored.facts
    try:
        material = facts.get("material", {})
        return Facts(
            engine=str(facts.get("engine", "")),
            note=" ".join(str(note) for note in facts.get("notes", ())),
            seconds=float(sum(facts.get("seconds", {}).values())),
            metallic=float(material.get("metallic", 0.0)),
            roughness=float(material.get("roughness", 0.6)),
            occlusion=(stored.folder / OCCLUSION).is_file(),
        )
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise PixalError(
            "result_damaged",
            f"{short_path(stored.folder / FACTS)} is damaged.",
            "Generate the object again.",
        ) from error
