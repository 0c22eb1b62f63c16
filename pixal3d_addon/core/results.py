"""A result on disk: a folder with a file per step, whole or not there.

prepared.png   the square that the engine saw, RGB over black
mask.png       its mask
mesh.safetensors   vertices [V,3] float32 in the view frame, faces [F,3] int32,
                   corner_uvs [F,3,2] float32 (V up, as in Blender); lightmap_uvs, the same,
                   where asked for
base_color.png     and metallic_roughness.png (G, B; R is occlusion where that is asked for),
                   normal.png, occlusion.png (grey), where an engine makes them;
                   generated_color.png, base_color.png without the photo, where that is baked in
model.glb      the same, upright, +Y up
thumbnail.png  rendered from the matched camera
latents.safetensors   of Pixal3D: shape and texture before decoding, with camera and settings
surface.safetensors   where asked for: what was decoded, before finishing
lods/          lod1 to lod3, .glb and .safetensors (as mesh.safetensors, and normals [V,3]
               float32: those of the whole mesh there), where asked for
collision.glb  and .safetensors (vertices, faces; as it stands in the world, Z up), where asked for
result.json    every setting, the camera, engine and version, timings
"""

import errno
import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import ownership, result_json, safetensors
from .camera import Camera
from .errors import PixalError, from_os_error, short_path
from .result_json import FACTS, FORMAT
from .settings import Settings

PREPARED, MASK, MESH, GLB, THUMBNAIL = (
    "prepared.png", "mask.png", "mesh.safetensors", "model.glb", "thumbnail.png",
)  # fmt: skip
LATENTS, SURFACE = "latents.safetensors", "surface.safetensors"
LODS, COLLISION = "lods", "collision"
VIEWS = "views"  # a folder for the squares of several photos, and their cameras
PREVIEWS = "previews"  # a folder for what is shown while the job runs; gone when it is done
GENERATED = "generated_color"  # <name>.png too, beside TEXTURES, and in no model
TEXTURES = ("base_color", "metallic_roughness", "normal", "occlusion")  # <name>.png in the result
_PARTIAL = ".partial-"
_LOCK = ".lock"
_TRIES = 20


@dataclass(frozen=True)
class StoredResult:
    """A finished result, read back. `facts` is result.json as it is."""

    folder: Path
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def settings(self) -> Settings:
        return Settings.from_dict(self.facts["settings"])

    @property
    def camera(self) -> Camera:
        """The camera of the prepared square, from what the job used."""
        camera = self.facts["camera"]
        return Camera(camera["fov"], camera["elevation"], camera["extend_pixel"])

    def mesh(self) -> dict[str, np.ndarray]:
        """`vertices`, `faces`, `corner_uvs`, perhaps `lightmap_uvs`, checked against each other."""
        if "unfinished" in self.facts:
            raise PixalError(
                "result_unfinished",
                f"{short_path(self.folder)} is not finished: it has no mesh yet.",
                "Run the command finish on it.",
            )
        return _triangles(self.folder / MESH, ("corner_uvs",))

    def levels(self) -> list[dict[str, np.ndarray]]:
        """The lower levels of detail, each as `mesh` with `normals`; none where there are none.

        Raises PixalError `result_damaged`.
        """
        paths = [self.folder / LODS / f"lod{number}.safetensors" for number in (1, 2, 3)]
        return [_triangles(path, ("corner_uvs", "normals")) for path in paths if path.exists()]

    def collision(self) -> dict[str, np.ndarray] | None:
        """`vertices` and `faces`, in the world; None where there is none.

        Raises PixalError `result_damaged`.
        """
        path = self.folder / f"{COLLISION}.safetensors"
        return _triangles(path, ()) if path.exists() else None

    def textures(self) -> dict[str, Path]:
        """Texture name → PNG, those that exist."""
        paths = {name: self.folder / f"{name}.png" for name in (*TEXTURES, GENERATED)}
        return {name: path for name, path in paths.items() if path.is_file()}


def are_triangles(vertices: np.ndarray, faces: np.ndarray) -> bool:
    """Whether they are float32 [V, 3], all finite, and int32 [F, 3] of them; F may be 0."""
    return bool(
        vertices.dtype == np.float32
        and vertices.ndim == 2
        and vertices.shape[1] == 3
        and len(vertices) > 0
        and faces.dtype == np.int32
        and faces.ndim == 2
        and faces.shape[1] == 3
        and (len(faces) == 0 or (faces.min() >= 0 and faces.max() < len(vertices)))
        and np.isfinite(vertices).all()
    )


def _triangles(path: Path, more: tuple[str, ...]) -> dict[str, np.ndarray]:
    """The arrays of a file, checked: `vertices`, `faces`, `more`, and others that may be there.

    Raises PixalError `result_damaged`.
    """
    arrays = safetensors.load(path)
    try:
        vertices, faces = arrays["vertices"], arrays["faces"]
        shapes: dict[str, tuple[int, ...]] = {
            "corner_uvs": (len(faces), 3, 2),
            "lightmap_uvs": (len(faces), 3, 2),
            "normals": (len(vertices), 3),
        }
        sound = are_triangles(vertices, faces) and all(
            arrays[name].dtype == np.float32
            and arrays[name].shape == shapes[name]
            and bool(np.isfinite(arrays[name]).all())
            for name in {*more, *(shapes.keys() & arrays.keys())}
        )
    except (KeyError, TypeError):
        sound = False
    if not sound:
        raise _damaged(path)
    return arrays


def read(folder: Path) -> StoredResult:
    """Open a result folder. Raises PixalError `result_damaged`."""
    return StoredResult(folder, result_json.load(folder))


def remove(folder: Path) -> None:
    """Delete a result folder: it is there whole, or gone. Raises PixalError `folder_unwritable`.

    It is renamed first; what a crash leaves of it then is what `remove_abandoned` finds.
    """
    with _removed(folder) as gone:
        shutil.rmtree(gone, ignore_errors=True)


def set_aside(folder: Path) -> None:
    """As `remove`, for who cannot wait: nobody sees it any more, `remove_abandoned` deletes it."""
    with _removed(folder):
        pass


@contextmanager
def _removed(folder: Path) -> Iterator[Path]:
    """`folder` under a name that nobody sees; it may stay there. Raises PixalError."""
    try:
        with _owned(folder.parent) as gone:
            if folder.is_symlink():
                folder.unlink()  # what it points to is no result of ours
            else:
                folder.rename(gone)
            yield gone
    except OSError as error:
        raise PixalError(
            "folder_unwritable",
            f"{short_path(folder)} could not be deleted.",
            "Close what has its files open, or delete the folder yourself.",
        ) from error


@contextmanager
def writing(results: Path, name: str) -> Iterator[Path]:
    """A temporary folder inside `results` to fill; `publish` renames it. Gone on any failure.

    A lock file beside it tells others that its owner lives; see `remove_abandoned`.
    """
    visible = (path for path in (results, *results.parents) if not path.name.startswith(_PARTIAL))
    where = next(visible)
    try:
        results.mkdir(parents=True, exist_ok=True)
        remove_abandoned(results)
        with _owned(results) as folder:
            folder.mkdir()
            where /= name
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise from_os_error(error, where) from error


def publish(
    folder: Path, facts: Mapping[str, Any], into: Path | None = None, suffix: str = ""
) -> Path:
    """Write result.json last, then give the filled `folder` its final name.

    into: the folder that receives it, on the same disk; where it is now, if not given. suffix: to
    its name.
    """
    with (folder / FACTS).open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **facts}, file, indent=1, allow_nan=False, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    stem = f"{time.strftime('%Y%m%d-%H%M%S')}-{file_name(str(facts['name']))}{suffix}"
    for number in range(1, 1000):
        final = (into or folder.parent) / (stem if number == 1 else f"{stem}-{number}")
        try:
            if not final.exists():  # rename replaces an empty folder on POSIX
                folder.rename(final)
                return final
        except OSError as error:  # another process took the name in between
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
    raise OSError("no free name")


def file_name(name: str) -> str:
    """A name that every file system takes: letters, digits, `-_.`, at most 40 characters."""
    kept = re.sub(r"[^\w\-.]+", "-", name, flags=re.ASCII).strip("-.")[:40].strip("-.")
    return kept or "object"


def remove_abandoned(results: Path) -> None:
    """Remove the partial folders in `results` whose owner was killed; never a living one's."""
    for lock in results.glob(f"{_PARTIAL}*{_LOCK}"):
        with suppress(OSError):
            # A lock that is gone by now must not come back: its folder may be alive without it.
            owner = ownership.take(lock, make=False)
            if owner:
                folder = lock.with_name(lock.name.removesuffix(_LOCK))
                shutil.rmtree(folder, ignore_errors=True)
                gone = not folder.exists()
                if gone and sys.platform != "win32":
                    lock.unlink()  # while it is owned, so that nobody can own it in between
                owner.close()
                if gone:
                    lock.unlink(missing_ok=True)  # Windows lets go of it only where nobody has it


@contextmanager
def _owned(results: Path) -> Iterator[Path]:
    """A name in `results` for a folder that nobody else touches while this lasts."""
    for _ in range(_TRIES):
        folder = results / f"{_PARTIAL}{secrets.token_hex(8)}"
        lock = folder.with_name(folder.name + _LOCK)
        owner = ownership.take(lock)
        if owner:
            break  # else somebody is just looking whether this new lock is an abandoned one
        with suppress(OSError):
            lock.unlink()
    try:
        yield folder  # with no owner the file system has no locks, and nobody can abandon anything
    finally:
        if owner:
            owner.close()
        with suppress(OSError):
            if not folder.exists():  # else its lock stays, by which it is found and removed later
                lock.unlink()


def _damaged(path: Path) -> PixalError:
    return PixalError(
        "result_damaged", f"{short_path(path)} is missing or damaged.", "Generate the object again."
    )
