"""Prepares a photo for the panel: the square as a picture, and where the subject is."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import PixalError, from_any
from ..core.messages import Failure, Prepare, Prepared
from .paths import path_of

if TYPE_CHECKING:
    import numpy as np

    from ..engine.look import Look, Looker

_LOG = logging.getLogger("pixal3d.worker")


@dataclass
class _Desk:
    """What is kept from one photo to the next. written: how many pictures there were; the last two
    stay, since the parent may still be reading. mask: whose file is up to date."""

    looker: Looker | None = None
    written: int = 0
    mask: np.ndarray | None = None
    mask_file: Path | None = None


_DESK = _Desk()


def look(message: Prepare, log: str = "") -> Prepared | Failure:
    """Carry out `message`. The error's own text goes to the log only."""
    try:
        from ..core.settings import Settings
        from ..engine.look import Looker

        _DESK.looker = _DESK.looker or Looker()
        folder = path_of(message.folder, "folder_unwritable", "folder")
        photo = path_of(message.photo, "photo_missing", "photo")
        mask = path_of(message.mask, "mask_invalid", "mask") if message.mask else None
        seen = _DESK.looker.look(photo, mask, Settings.from_dict(message.settings))
        picture, where = _write(seen, folder)
        return Prepared(message.id, str(picture), str(where), seen.fov, " ".join(seen.cut_off))
    except (Exception, SystemExit) as error:  # a library may well call exit
        if not isinstance(error, PixalError):
            _LOG.exception("a photo could not be prepared")
        told = from_any(error, message.folder, log)
        return Failure(message.id, told.code, told.message, told.remedy)


def _write(seen: Look, folder: Path) -> tuple[Path, Path]:
    """The picture, and the mask where it is another one than before, as files in `folder`."""
    import numpy as np

    _DESK.written += 1
    picture = folder / f"square-{_DESK.written}.npy"
    np.save(picture, seen.picture, allow_pickle=False)
    (folder / f"square-{_DESK.written - 2}.npy").unlink(missing_ok=True)
    mask = _DESK.mask_file
    if mask is None or mask.parent != folder or _DESK.mask is not seen.subject:
        if mask is not None:
            mask.unlink(missing_ok=True)
        mask = folder / f"mask-{_DESK.written}.npy"
        np.save(mask, seen.subject, allow_pickle=False)
        _DESK.mask, _DESK.mask_file = seen.subject, mask
    return picture, mask


def forget() -> None:
    """Give the memory back."""
    if _DESK.looker is not None:
        _DESK.looker.forget()
