"""One job on this machine: from a photo to a raw surface, and again from what was kept of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ...core.camera import Camera
from ...core.errors import PixalError
from ...core.settings import Settings
from ..interface import Prepared, RawSurface, Report
from . import chain
from .cascade import fine_coords
from .chain import to_view_frame
from .checkpoint import Checkpoint
from .condition import Photos, Seen, look
from .convert import runs_in_bfloat16
from .cost import Counts, expected
from .device import runs_bfloat16
from .latents import FILE, load_latents, save_latents
from .order import checkpoint_for
from .preview import hull, write_preview
from .projection import View, front_view, views_of
from .published import CELL, LOWEST, STEP
from .raw_surface import raw_surface
from .stages import Stages
from .thrift import Thrift, ran_out
from .views import read_views, see_frame
from .warm import DINOV3, NAF, Networks, networks


def make(
    prepared: Prepared, camera: Camera, settings: Settings, report: Report, folder: Path
) -> RawSurface:
    """See `engine.interface.Engine.generate`."""
    checkpoint, nets = checkpoint_for(settings), networks()
    high = settings.resolution or checkpoint.sizes.high
    rgbs, views = _photos(prepared, camera, settings)
    stages = Stages(report, checkpoint, nets.device.type, len(rgbs))
    counts = expected(checkpoint, high, settings.max_tokens)
    with _memory_of(nets):
        stages.plan(counts, nets.to_convert(checkpoint))
        nets.begin(checkpoint, counts, stages.weights)
        thrift = Thrift(nets.make_room)

        def looked(budget: int) -> Seen:
            with nets.weights(DINOV3) as dinov3:
                return look(rgbs, checkpoint.sizes, dinov3, stages.photo)

        seen = thrift(looked)
        job = _Job(checkpoint, nets, stages, settings, report, folder, thrift)
        with nets.weights(NAF) as naf:
            photos = Photos(seen, views, naf, _dtype(checkpoint, nets.device))
            return job.run(photos, camera, high)


def redecode(path: Path, settings: Settings, report: Report) -> RawSurface:
    """The surface of the latents in the file `path`, as the run that kept them made it.

    settings: their `weights` and `views` tell the decoders. Raises PixalError, and Cancelled
    through `report`.
    """
    checkpoint, nets = checkpoint_for(settings), networks()
    stages = Stages(report, checkpoint, nets.device.type)
    with _memory_of(nets):
        latents = load_latents(path, nets.device)
        counts = _counts(latents.coords, latents.resolution)
        stages.plan(counts, only=("Weights", "Surface", "Colors"))
        nets.begin(
            checkpoint, counts, stages.weights, only=("shape_slat_decoder", "tex_slat_decoder")
        )
        thrift = Thrift(nets.make_room)
        decoded = chain.decode(latents, nets.weights, stages.tick, thrift)
        return raw_surface(decoded, latents.resolution, _short(thrift, nets))


class _Job:
    """The stages after the photo was seen, and what is shown of them."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        nets: Networks,
        stages: Stages,
        settings: Settings,
        report: Report,
        folder: Path,
        thrift: Thrift,
    ) -> None:
        self._checkpoint, self._nets, self._stages = checkpoint, nets, stages
        self._settings, self._report, self._folder = settings, report, folder
        self._thrift = thrift
        self._elevation: np.ndarray = np.zeros(1, np.float32)

    def run(self, photos: Photos, camera: Camera, high: int) -> RawSurface:
        """high: the surface's resolution, or the highest of it."""
        checkpoint, limit, lowest = self._checkpoint, self._settings.max_tokens, LOWEST
        self._elevation = np.array([camera.elevation], np.float32)
        noise = chain.seeded(self._settings.seed, self._nets.device)
        means = chain.Means(
            checkpoint, self._nets.weights, photos, noise, self._stages.tick, self._thrift
        )
        cells = chain.structure(means)
        self._show("points", "structure", {"points": _middles(cells, checkpoint.sizes.structure)})
        self._stages.plan(expected(checkpoint, high, limit, len(cells)))
        voxels, low = chain.coarse_voxels(means, cells), checkpoint.sizes.low
        self._show("mesh", "coarse", hull(_middles(voxels, low), low // 2))

        notes: tuple[str, ...] = ()
        while True:
            coords, high = fine_coords(voxels, low, high, limit, lowest)
            counts = _counts(coords, high)
            self._stages.plan(counts)
            self._nets.expect(counts)
            try:
                decoded = self._decoded(chain.fine(means, coords, high), camera)
                break
            except Exception as error:
                if not ran_out(error) or high - STEP < low:
                    raise
            # Only here, where the traceback no longer holds what was made on the way.
            self._nets.make_room()
            limit, lowest = len(coords) // 2, low
            notes = ("Made with {} tokens, because {} was not enough.",)
        where = _memory(self._nets.device)
        notes = tuple(note.format(len(coords), where) for note in notes)
        raw = raw_surface(decoded, high, (*notes, *_short(self._thrift, self._nets)))
        colors = raw.volume.attributes[:, :3]
        self._show("mesh", "colored", hull(raw.vertices, high // 2, colors))
        return raw

    def _decoded(self, latents: chain.Latents, camera: Camera) -> chain.Decoded:
        told = {"camera": asdict(camera), "settings": self._settings.to_dict()}
        save_latents(self._folder / FILE, latents, told)
        return chain.decode(latents, self._nets.weights, self._stages.tick, self._thrift)

    def _show(self, kind: str, name: str, arrays: Mapping[str, np.ndarray]) -> None:
        arrays = {**arrays, "elevation": self._elevation}
        self._report.preview(kind, write_preview(self._folder, name, arrays))


def _photos(
    prepared: Prepared, camera: Camera, settings: Settings
) -> tuple[list[np.ndarray], list[View]]:
    """What is looked at, the main photo first, and from where."""
    if not settings.views:
        return [prepared.rgb], [front_view(camera)]
    frames = read_views(Path(settings.views))
    squares = [see_frame(frame) for frame in frames]
    poses = [frame.camera_to_world for frame in frames]
    fovs = [square.fov for square in squares]
    return [square.rgb for square in squares], views_of(fovs, poses, frames[0].distance)


@contextmanager
def _memory_of(nets: Networks) -> Iterator[None]:
    """Where it is not enough after all that could be tried: `out_of_memory`."""
    try:
        yield
    except Exception as error:
        if not ran_out(error):
            raise
        nets.make_room()
        what = _memory(nets.device)
        raise PixalError(
            "out_of_memory",
            f"{what[0].upper()}{what[1:]} was not enough for this object.",
            "Close other programs that use it, or choose fewer tokens or a lower resolution.",
        ) from error


def _memory(device: torch.device) -> str:
    return "this computer's memory" if device.type == "cpu" else "the GPU's memory"


def _short(thrift: Thrift, nets: Networks) -> tuple[str, ...]:
    if not thrift.was_short:
        return ()
    what = _memory(nets.device)
    return (
        f"{what[0].upper()}{what[1:]} was short: it went in smaller pieces, which takes longer.",
    )


def _counts(coords: Tensor, resolution: int) -> Counts:
    """Of a surface whose tokens are known."""
    voxels = len(coords) * CELL**2  # as many as a plane through a token's cube
    return Counts(len(coords) // 4, len(coords), voxels, resolution)


def _middles(coords: Tensor, side: int) -> np.ndarray:
    """Cells int [N, 4] of a grid → their middles in the view frame, float32 [N, 3]."""
    return to_view_frame((coords[:, 1:].cpu() + 0.5) / side - 0.5).numpy()


def _dtype(checkpoint: Checkpoint, device: torch.device) -> torch.dtype:
    """Of what the flows are given."""
    flow = checkpoint.models["shape_slat_flow_model_1024"]
    narrow = runs_in_bfloat16(flow) and runs_bfloat16(device)
    return torch.bfloat16 if narrow else torch.float32
