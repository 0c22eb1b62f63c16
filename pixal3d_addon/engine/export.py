"""The model of a result folder as a file anywhere, with what belongs beside it."""

from pathlib import Path

from ..core import results
from ..core.camera import stand
from .mesh.formats.files import files
from .mesh.formats.model import model_of
from .mesh.write import write_bytes
from .stored import read_surface


def export(folder: Path, output: Path) -> list[Path]:
    """Write the result in `folder` as `output`, and its levels and collision mesh beside it.

    The name of `output` ends in one of core.settings.FORMATS. Each file is whole or
    not there, the model comes last. Returns all of them, the model first.
    Raises PixalError.
    """
    stored = results.read(folder)
    prefix = f"{results.file_name(output.stem)}_"
    kind = output.suffix.lower()[1:]
    if kind == "glb":
        parts = {output.name: (folder / results.GLB).read_bytes()}
    else:
        surface = read_surface(stored)
        matrix = stand(surface.vertices, stored.camera, stored.settings.size).matrix()
        jpeg = stored.settings.image_format == "jpeg"
        model = model_of(surface, matrix, stored.name, jpeg=jpeg)
        parts = files(model, kind, output.stem, prefix)
    # A name may end in .OBJ, as the user wrote it.
    parts = {output.name if n == 0 else name: parts[name] for n, name in enumerate(parts)}
    others = [*sorted((folder / results.LODS).glob("*.glb")), folder / f"{results.COLLISION}.glb"]
    for path in others:
        if path.exists():
            parts[f"{prefix}{path.name}"] = path.read_bytes()
    with results.writing(output.parent, output.name) as scratch:
        for name, data in reversed(parts.items()):
            write_bytes(scratch / "part", data)
            (scratch / "part").replace(output.parent / name)
    return [output.parent / name for name in parts]
