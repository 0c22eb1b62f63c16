"""The chain's stages one after the other on one structure, the product's own code, metered."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bench import full_size
from bench.structures import Structure
from bench.tally import Tally, Work
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.engine.pixal3d import chain
from pixal3d_addon.engine.pixal3d.image_features import ImageFeatures, see
from pixal3d_addon.engine.pixal3d.lifting import lift
from pixal3d_addon.engine.pixal3d.naf import NAF
from pixal3d_addon.engine.pixal3d.projection import front_view
from pixal3d_addon.engine.pixal3d.published import SamplerParams
from pixal3d_addon.engine.pixal3d.residency import Residency
from pixal3d_addon.engine.pixal3d.schedule import evaluations
from pixal3d_addon.engine.pixal3d.sparse_unet import BUDGET, SparseUnet, Subdivision

_TOKEN, _LATENT, _PIXELS = 1024, 32, 2048  # channels
UNSEEN = ", no photo"  # after a flow's name
_SIDE = 16  # of the structure's grid


@dataclass
class Stage:
    """What was measured of one stage. tokens: or voxels, cells, patches. asked: how often it runs.

    One run's: seconds, `work`, and bytes: the counted peak, with `weights` of them for the network,
    and what CUDA says, 0 elsewhere.
    """

    name: str
    tokens: int
    asked: int = 1
    weights: int = 0
    peak: int = 0
    seconds: float = 0.0
    allocated: int = 0
    reserved: int = 0
    work: Work = field(default_factory=Work)


@dataclass
class Meter:
    """Collects stages. tally: counts where there is one; else they are timed on `device`."""

    device: str = "cpu"
    tally: Tally | None = None
    stages: list[Stage] = field(default_factory=list)

    def computing(self, floats: bool = True) -> AbstractContextManager[None]:
        """Whether the tally, if there is one, leaves floats alone for a while."""
        return self.tally.while_dry(not floats) if self.tally else nullcontext()

    @contextmanager
    def stage(self, name: str, tokens: int, asked: int = 1) -> Iterator[Stage]:
        stage = Stage(name, tokens, asked)
        if self.tally:
            self.tally.restart()
        if self.device == "cuda":
            torch.cuda.synchronize()
            torch.cuda.reset_peak_memory_stats()
        start = time.perf_counter()
        yield stage
        if self.device == "cuda":
            torch.cuda.synchronize()
            stage.allocated = torch.cuda.max_memory_allocated()
            stage.reserved = torch.cuda.max_memory_reserved()
        stage.seconds = time.perf_counter() - start
        if self.tally:
            stage.peak, stage.work = self.tally.peak, self.tally.work
        self.stages.append(stage)


@dataclass(frozen=True)
class Ground:
    """Where and how it runs. blocks: of a flow's 30. numbers: weights are random, not left open."""

    device: str
    flow: torch.dtype
    decoder: torch.dtype
    blocks: int | None = None
    numbers: bool = True

    def network(self, role: str) -> nn.Module:
        flow = role in full_size.FLOWS
        module = full_size.build(role, self.blocks if flow else None)
        dtype = self.flow if flow else self.decoder
        return full_size.materialize(module, self.device, dtype, self.numbers)

    def noise(self, *shape: int) -> Tensor:
        return torch.randn(shape).to(self.device)

    def condition(self, rows: int, channels: int) -> tuple[Tensor, Tensor]:
        return self.noise(5, _TOKEN).to(self.flow), torch.zeros(
            rows, channels, dtype=self.flow, device=self.device
        )


@torch.inference_mode()
def photo(ground: Ground, meter: Meter, image_size: int) -> ImageFeatures:
    """DINOv3 in float32."""
    model = full_size.materialize(full_size.dinov3(), ground.device, torch.float32, ground.numbers)
    rgb = np.random.default_rng(0).integers(0, 256, (1024, 1024, 3), np.uint8)
    with meter.stage("image features", (image_size // 16) ** 2) as stage:
        stage.weights = _bytes(model)
        return see(model, rgb, image_size)


@torch.inference_mode()
def lifting(ground: Ground, meter: Meter, structure: Structure, image_size: int) -> None:
    """For the fine shape and for the texture."""
    torch.manual_seed(0)
    naf = _Naf(meter).eval().to(ground.device)
    patches = ground.noise(1, _TOKEN, image_size // 16, image_size // 16)
    image = torch.rand(1, 3, image_size, image_size).to(ground.device)
    seen = [ImageFeatures(image, ground.noise(1, 5, _TOKEN), patches)]
    views, coords = [front_view(Camera())], structure.coords.to(ground.device)
    for target in (512, 1024):
        with meter.stage(f"lifting, NAF {target}", len(coords)) as stage:
            stage.weights = _bytes(naf)
            with meter.computing():  # which pixels are read is told by floats
                lift(seen, views, coords[:, 1:], structure.side, naf, target, ground.flow)


@torch.inference_mode()
def flows(ground: Ground, meter: Meter, structure: Structure, coarse: Structure) -> None:
    """One evaluation of each."""
    with _resident(ground, "sparse_structure_flow_model") as flow:
        x, condition = ground.noise(1, 8, *[_SIDE] * 3), ground.condition(_SIDE**3, _TOKEN)
        _asked(meter, "structure", flow, _SIDE**3, full_size.STRUCTURE, (x, 0.5), condition)
    with _resident(ground, "sparse_structure_decoder") as decoder:
        x = x.to(ground.decoder)
        with meter.stage("structure decoder", (4 * _SIDE) ** 3) as stage:
            stage.weights = _bytes(decoder)
            decoder(x)
    for name, role, of, params in (
        ("coarse shape", "shape_slat_flow_model_512", coarse, full_size.SHAPE),
        ("shape", "shape_slat_flow_model_1024", structure, full_size.SHAPE),
        ("texture", "tex_slat_flow_model_1024", structure, full_size.TEXTURE),
    ):
        _sparse_flow(ground, meter, name, role, of.coords, params)


def _sparse_flow(
    ground: Ground, meter: Meter, name: str, role: str, coords: Tensor, params: SamplerParams
) -> None:
    with _resident(ground, role) as flow:
        coords, count = coords.to(ground.device), len(coords)
        x, condition = ground.noise(count, _LATENT), ground.condition(count, _PIXELS)
        beside = ground.noise(count, _LATENT) if name == "texture" else None
        _asked(meter, name, flow, count, params, (x, coords, 0.5), condition, beside)


def _asked(
    meter: Meter,
    name: str,
    flow: nn.Module,
    tokens: int,
    params: SamplerParams,
    at: tuple[Any, ...],
    condition: tuple[Tensor, Tensor],
    *beside: Tensor | None,
) -> None:
    """With the photo, and without it where guidance asks for that."""
    without = evaluations(params) - params.steps
    for said, asked, seen in (("", params.steps, condition), (UNSEEN, without, (None, None))):
        if asked:
            with meter.stage(name + said, tokens, asked) as stage:
                stage.weights = _bytes(flow)
                flow(*at, *seen, *beside)


@torch.inference_mode()
def decoders(ground: Ground, meter: Meter, structure: Structure, coarse: Structure) -> None:
    """The cascade's, and `chain.decode` as it is, guided by the surfaces."""
    side = structure.side
    with meter.computing():
        coarse = coarse.to(ground.device, ground.decoder)
        structure = structure.to(ground.device, ground.decoder)
    with _resident(ground, "shape_slat_decoder") as decoder:
        latent = ground.noise(len(coarse.coords), _LATENT)
        with meter.stage("cascade", len(latent)) as stage:
            stage.weights = _bytes(decoder)
            decoder.walk(coarse.coords, latent, coarse.guide, BUDGET, _nothing, features=False)
    del coarse
    guide, tokens, voxels = structure.guide, len(structure.coords), structure.voxels
    names = {"shape_slat_decoder": "shape decoder", "tex_slat_decoder": "texture decoder"}

    between = ExitStack()

    @contextmanager
    def weights(role: str) -> Iterator[Callable[..., object]]:
        between.close()
        with _resident(ground, role) as module:
            with meter.stage(names[role], tokens) as stage:
                stage.weights = _bytes(module)
                yield _Guided(module, guide, meter)
        between.enter_context(meter.stage("mesh", voxels))

    latents = [ground.noise(tokens, _LATENT) for _ in range(2)]
    chain.decode(chain.Latents(16 * side, structure.coords, *latents), weights, lambda *done: None)
    between.pop_all()


class _Guided:
    """A decoder that has its subdivisions from the surface, in the place of its own."""

    def __init__(self, decoder: SparseUnet, guide: list[Subdivision], meter: Meter) -> None:
        self._decoder, self._guide, self._meter = decoder, guide, meter

    def __call__(self, first: Tensor, second: object, budget: int, tick: object) -> object:
        shape = isinstance(second, Tensor)
        latent = second if isinstance(second, Tensor) else first
        coords, feats, guide = self._decoder.walk(
            self._guide[0].coords, latent, self._guide, budget, _nothing
        )
        with self._meter.computing():
            feats.zero_()
            if not shape:
                return coords, feats
            # A closed surface has as many quads as vertices: one flag a voxel.
            feats[torch.arange(len(feats)), 3 + coords[:, 1:].sum(1) % 3] = 1.0
            return coords, feats, guide


class _Naf(NAF):
    """Left uncomputed, as the tally has it, where all round it is computed."""

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self.meter, self.dry = meter, bool(meter.tally and meter.tally.dry)

    def forward(self, *given: Any) -> Tensor:
        with self.meter.computing(not self.dry):
            return super().forward(*given)


def _resident(ground: Ground, role: str) -> AbstractContextManager[nn.Module]:
    """As the product has weights that do not stay."""
    return Residency(frozenset(), lambda path: ground.network(path.name)).weights(Path(role))


def _bytes(module: nn.Module) -> int:
    return sum(tensor.numel() * tensor.element_size() for tensor in module.state_dict().values())


def _nothing(done: int, total: int) -> None: ...
