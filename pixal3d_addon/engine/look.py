"""A photo as the engines would see it, to be looked at before anything is made."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..core.settings import Settings
from .image.background_model import model_file
from .image.crop import LONGEST, SOLID, Framed, Subject, find, frame
from .image.read import read_mask, read_photo
from .image.resize import fit_within, resize_lanczos

LARGEST = 384  # pixels along the side of the picture
DIMMED = 0.3  # what is left of the light of what is cut away
CHECKERS, SQUARES = (
    (112, 136),
    16,
)  # neither a dark nor a light object vanishes there
_SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True)
class Look:
    """picture: uint8 [S, S, 3], the square, what is cut away dimmed, checkers where there is
    nothing. fov: its field of view.

    subject: uint8 [H, W], where the subject is in the whole photo. cut_off: the sides of the photo
    that it reaches, of left, top, right, bottom.
    """

    picture: np.ndarray
    fov: float
    subject: np.ndarray
    cut_off: tuple[str, ...]


class Looker:
    """Keeps what it found in the last photo, so that moving the square is quick."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._found: tuple[Subject, bool, np.ndarray] | None = None

    def look(self, photo: Path, mask: Path | None, settings: Settings) -> Look:
        """The square of `photo`, at most LONGEST pixels of it, for `settings`.

        Raises PixalError as `read_photo`, `read_mask` and `prepare`.
        """
        subject, own_alpha, where = self._find(photo, mask, settings)
        framed = frame(subject, settings)
        dimmed = framed.part if own_alpha else _dimmed(framed)
        return Look(
            _on_checkers(*framed.sample(dimmed)), framed.fov, where, _cut_off(subject.small[..., 3])
        )

    def _find(
        self, photo: Path, mask: Path | None, settings: Settings
    ) -> tuple[Subject, bool, np.ndarray]:
        """The subject, whether the photo's own alpha tells it, and where it is in the whole."""
        how = settings.background, model_file(settings.weights)  # which may have come meanwhile
        key = (*map(_version, (photo, mask)), *how)
        if self._found is None or key != self._key:
            self._found = None
            read = read_photo(photo)
            height, width = read.rgba.shape[:2]
            given = read_mask(mask, (width, height)) if mask else None
            size = fit_within(width, height, LONGEST)
            small = replace(read, rgba=resize_lanczos(read.rgba, size))
            fitted = None if given is None else resize_lanczos(given, size)
            subject = find(small, settings, fitted)
            where = given
            if where is None:
                where = resize_lanczos(np.ascontiguousarray(subject.small[..., 3]), (width, height))
            self._key = key
            self._found = subject, mask is None and not subject.matted, where
        return self._found

    def forget(self) -> None:
        """Give the memory back."""
        self._found = None


def _version(path: Path | None) -> tuple[object, ...]:
    """Which file it is; nothing of one that cannot be asked, which reading will tell."""
    try:
        facts = path.stat() if path else None
    except OSError:
        return (path,)
    return (path, facts.st_mtime_ns, facts.st_size) if facts else ()


def _dimmed(framed: Framed) -> np.ndarray:
    """The photo itself, opaque, as it is where the subject is, and dark around."""
    alpha = framed.part[..., 3:].astype(np.float32) / 255
    rgb = framed.before[..., :3] * (DIMMED + (1 - DIMMED) * alpha)
    return np.dstack([(rgb + 0.5).astype(np.uint8), np.full_like(framed.part[..., 3], 255)])


def _on_checkers(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """uint8 [S, S, 3], at most LARGEST along the side, of what is over black."""
    side = min(len(rgb), LARGEST)
    opaque = np.full_like(alpha, 255)
    small = resize_lanczos(np.dstack([rgb, opaque]), (side, side))[..., :3]
    clear = 255 - resize_lanczos(alpha, (side, side)).astype(np.uint16)
    number = np.arange(side) * SQUARES // side
    checkers = np.array(CHECKERS, np.uint16)[(number[:, None] + number) % 2]
    light = small + (clear * checkers // 255)[..., None]
    return np.minimum(light, 255).astype(np.uint8)


def _cut_off(alpha: np.ndarray) -> tuple[str, ...]:
    edges = alpha[:, 0], alpha[0], alpha[:, -1], alpha[-1]
    return tuple(
        name for name, edge in zip(_SIDES, edges, strict=True) if (edge > SOLID).mean() > 0.02
    )
