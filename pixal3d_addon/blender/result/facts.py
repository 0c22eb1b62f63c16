"""What result.json says that an imported object shows, read as the hostile input that it is."""

from dataclasses import dataclass

from ...core.errors import PixalError, short_path
from ...core.lens import ELEVATION_RANGE
from ...core.results import FACTS, StoredResult

OCCLUSION = "occlusion.png"  # there where the red of metallic_roughness.png is the same


@dataclass(frozen=True)
class Facts:
    """note: sentences for the user. seconds: the whole job. metallic, roughness: of a surface
    without a map. occlusion: whether the map of these two has ambient occlusion in its red.
    guess, confidence: the elevation that the shape tells, radians; confidence 0 without one."""

    engine: str
    note: str
    seconds: float
    metallic: float
    roughness: float
    occlusion: bool
    guess: float
    confidence: float


def read_facts(stored: StoredResult) -> Facts:
    """Raises PixalError `result_damaged`."""
    facts = stored.facts
    try:
        material = facts.get("material", {})
        told = facts.get("stance") or {}
        guess, confidence = (float(told.get(key, 0.0)) for key in ("elevation", "confidence"))
        if not (ELEVATION_RANGE[0] <= guess <= ELEVATION_RANGE[1] and 0.0 <= confidence <= 1.0):
            guess = confidence = 0.0  # it is only an offer
        return Facts(
            engine=str(facts.get("engine", "")),
            note=" ".join(str(note) for note in facts.get("notes", ())),
            seconds=float(sum(facts.get("seconds", {}).values())),
            metallic=float(material.get("metallic", 0.0)),
            roughness=float(material.get("roughness", 0.6)),
            occlusion=(stored.folder / OCCLUSION).is_file(),
            guess=guess,
            confidence=confidence,
        )
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise PixalError(
            "result_damaged",
            f"{short_path(stored.folder / FACTS)} is damaged.",
            "Generate the object again.",
        ) from error
