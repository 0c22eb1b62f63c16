"""How each recorded step is done again: name of its file → (output, ours, recorded)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor, nn

from pixal3d_addon.core import camera
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.image.crop import prepare
from pixal3d_addon.engine.image.read import read_photo
from pixal3d_addon.engine.pixal3d import bilinear, chain, projection
from pixal3d_addon.engine.pixal3d.checkpoint import Checkpoint, open_checkpoint
from pixal3d_addon.engine.pixal3d.condition import Photos, look
from pixal3d_addon.engine.pixal3d.dual_grid import DualGrid
from pixal3d_addon.engine.pixal3d.image_features import load_dinov3, tokens
from pixal3d_addon.engine.pixal3d.load import load_weights
from pixal3d_addon.engine.pixal3d.models import build_model
from pixal3d_addon.engine.pixal3d.naf import NAF, load_naf
from pixal3d_addon.engine.pixal3d.neighbors import Neighbors
from pixal3d_addon.engine.pixal3d.published import SamplerParams
from pixal3d_addon.engine.pixal3d.sampler import sample
from pixal3d_addon.engine.pixal3d.shape_decoder import dual_grid
from pixal3d_addon.engine.pixal3d.sparse_attributes import SparseAttributes
from pixal3d_addon.engine.pixal3d.sparse_conv import SparseConv3d
from pixal3d_addon.engine.pixal3d.structure_decoder import occupied
from pixal3d_addon.engine.pixal3d.voxel_index import VoxelIndex, keys_of

BUDGET = 64 << 20
Row = tuple[str, Tensor, Tensor]
_SAMPLERS = (  # those of the three recorded samples
    SamplerParams(5, 7.5, 0.7, (0.6, 1.0), 5.0, 1e-5),
    SamplerParams(4, 1.0, 0.0, (0.6, 0.9), 3.0, 1e-5),
    SamplerParams(6, 3.0, 0.0, (0.0, 1.0), 1.0, 1e-5),
)
NOISES = ("ss_noise", "lr_noise", "hr_noise", "tex_noise")


class Recorded:
    """A folder of recorded steps and the checkpoint that they were recorded with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, step: str) -> dict[str, Tensor]:
        return load_file(self.folder / f"{step}.safetensors")

    @cached_property
    def checkpoint(self) -> Checkpoint:
        return open_checkpoint(next(self.folder.glob("**/pipeline.json")).parent)

    @contextmanager
    def network(self, role: str) -> Iterator[nn.Module]:
        """As stored, which is float32 in what was recorded."""
        model = self.checkpoint.models[role]
        module = build_model(model)
        load_weights(module, model.weights, "cpu")
        yield module

    @cached_property
    def dinov3(self) -> nn.Module:
        return load_dinov3(self.checkpoint.dinov3, "cpu", torch.float32)

    @cached_property
    def naf(self) -> NAF:
        return load_naf(self.checkpoint.naf, "cpu")


def _camera(recorded: Recorded) -> Iterator[Row]:
    d = recorded["camera"]
    fovs, scales = d["fov"].tolist(), d["mesh_scale"].tolist()
    ours = [[camera.distance_from_fov(fov, scale) for scale in scales] for fov in fovs]
    yield "distance", torch.tensor(ours, dtype=torch.float64), d["distance"]


def _projection(recorded: Recorded) -> Iterator[Row]:
    d = recorded["projection"]
    for case in sorted({name.split(".")[0] for name in d}):
        grid, size, fov, distance, scale = d[f"{case}.camera"].tolist()
        axis = torch.arange(int(grid))
        cells = torch.cartesian_prod(axis, axis, axis)
        view = projection.View(fov, camera.front_camera_to_world(distance))
        pixels, depth = projection.project(cells, int(grid), view, int(size), scale)
        yield f"{case}.points_2d", pixels, d[f"{case}.points_2d"]
        yield f"{case}.depth", depth, d[f"{case}.depth"]
        sampled = _read(d[f"{case}.features"], pixels, int(size))
        yield f"{case}.sampled", sampled, d[f"{case}.sampled"]


def _multiview(recorded: Recorded) -> Iterator[Row]:
    d = recorded["multiview"]
    fovs, scale = d["fov"].tolist(), float(d["mesh_scale"])
    poses = list(d["camera_to_world"].double().numpy())
    distance = float(np.linalg.norm(poses[0][:3, 3]))
    grid, size = int(d["grid_resolution"]), int(d["image_resolution"])
    axis = torch.arange(grid)
    cells = torch.cartesian_prod(axis, axis, axis)
    seen = []
    views = projection.views_of(fovs, poses, distance)
    for view, features in zip(views, d["features"], strict=True):
        pixels, _ = projection.project(cells, grid, view, size, scale)
        seen.append(_read(features[None], pixels, size))
    yield "per_view", torch.stack(seen), d["per_view"]
    yield "fused", torch.stack(seen).mean(0), d["fused"]


def _read(features: Tensor, pixels: Tensor, resolution: int) -> Tensor:
    index, weight = bilinear.taps(pixels, resolution, *features.shape[-2:])
    out = torch.zeros(len(pixels), features.shape[1])
    bilinear.blend(features[0].flatten(1).T, index, weight, out, BUDGET)
    return out


def _dinov3(recorded: Recorded) -> Iterator[Row]:
    d = recorded["dinov3"]
    yield "tokens", tokens(recorded.dinov3, d["image"]), d["tokens"]


def _naf(recorded: Recorded) -> Iterator[Row]:
    d = recorded["naf"]
    for name in sorted(name for name in d if name.startswith("out_")):
        *other, target = name.removeprefix("out_").split("_")
        image = d["_".join(["image", *other])]
        # The features whose grid is to the image as the model's patches are.
        maps = [d[key] for key in d if key.startswith("lr_features")]
        features = next(m for m in maps if m.shape[-1] * 16 == image.shape[-1])
        pixels = torch.arange(int(target) ** 2)
        ours = recorded.naf(image, features, int(target), pixels, BUDGET)
        yield name, ours.T.reshape(d[name].shape), d[name]


def _structure_flow(recorded: Recorded) -> Iterator[Row]:
    d = recorded["sparse_structure_flow"]
    with recorded.network("sparse_structure_flow_model") as flow:
        out = flow(d["x"], float(d["t"]) / 1000, d["cond_global"][0], d["cond_proj"][0])
    yield "out", out, d["out"]


def _latent_flow(recorded: Recorded) -> Iterator[Row]:
    d = recorded["structured_latent_flow"]
    given = d["feats"], d["coords"], float(d["t"]) / 1000, d["cond_global"][0], d["cond_proj"]
    with recorded.network("shape_slat_flow_model_512") as flow:
        yield "out", flow(*given), d["out"]
    with recorded.network("tex_slat_flow_model_1024") as flow:
        yield "out_concat", flow(*given, concat_feats=d["concat_feats"]), d["out_concat"]


def _sampler(recorded: Recorded) -> Iterator[Row]:
    d = recorded["flow_euler_sampler"]
    for number, params in enumerate(_SAMPLERS):

        def velocity(x: Tensor, t: float, with_photo: bool) -> Tensor:
            return x.tanh() * (0.5 + t) + d["cond" if with_photo else "neg_cond"]

        yield f"out_{number}", sample(velocity, d["noise"], params), d[f"out_{number}"]


def _structure_decoder(recorded: Recorded) -> Iterator[Row]:
    d = recorded["sparse_structure_decoder"]
    with recorded.network("sparse_structure_decoder") as decoder:
        yield "out", decoder(d["z"]), d["out"]


def _shape_decoder(recorded: Recorded) -> Iterator[Row]:
    d = recorded["shape_decoder"]
    with recorded.network("shape_slat_decoder") as decoder:
        coords, feats, levels = decoder(d["latent_coords"], d["latent_feats"])
        upsampled = decoder.upsample(d["latent_coords"], d["latent_feats"])
    yield "out_coords", coords, d["out_coords"]
    yield "out_feats", feats, d["out_feats"]
    for number, level in enumerate(levels):
        for what in ("coords", "logits"):
            name = f"subdivision_{what}_{number}"
            yield name, getattr(level, what), d[name]
    yield "upsampled_coords", upsampled, d["upsampled_coords"]
    grid = dual_grid(coords, feats)
    yield "mesh_vertices", grid.vertices(int(d["resolution"])), d["mesh_vertices"]
    yield "mesh_faces", grid.faces(), d["mesh_faces"]


def _texture_decoder(recorded: Recorded) -> Iterator[Row]:
    d, shape = recorded["texture_decoder"], recorded["shape_decoder"]
    with recorded.network("shape_slat_decoder") as decoder:
        guide = decoder(shape["latent_coords"], shape["latent_feats"])[2]
    with recorded.network("tex_slat_decoder") as decoder:
        coords, feats = decoder(d["latent_feats"], guide)
    yield "out_coords", coords, d["out_coords"]
    yield "out_feats", feats, d["out_feats"]


@torch.inference_mode()
def _sparse_conv(recorded: Recorded) -> Iterator[Row]:
    d = recorded["sparse_conv3d"]
    conv = SparseConv3d(d["weight"].shape[-1], len(d["weight"]))
    conv.load_state_dict({"weight": d["weight"], "bias": d["bias"]})
    yield "out", conv(d["feats"], Neighbors(d["coords"]), BUDGET), d["out"]


def _flexible_dual_grid(recorded: Recorded) -> Iterator[Row]:
    d = recorded["flexible_dual_grid"]
    grid = DualGrid(d["coords"], d["dual_vertices"], d["intersected"], d["split_weight"][:, 0])
    for suffix, one in (("", grid), ("_no_weight", replace(grid, weights=None))):
        yield f"vertices{suffix}", one.vertices(int(d["grid_size"])), d[f"vertices{suffix}"]
        yield f"faces{suffix}", one.faces(), d[f"faces{suffix}"]


def _sparse_trilinear(recorded: Recorded) -> Iterator[Row]:
    d = recorded["sparse_trilinear"]
    yield "out", SparseAttributes(d["coords"], d["attrs"]).at(d["query"]), d["out"]


def _pipeline(recorded: Recorded) -> Iterator[Row]:
    """The whole chain, from the photo on, with the recorded noises."""
    d = recorded["pipeline"]
    fov = float(d["fov"])
    prepared = prepare(read_photo(recorded.folder / "input_rgba.png"), Settings(fov=fov))
    truth = np.array(Image.open(recorded.folder / "preprocessed.png").convert("RGB"))
    yield "preprocessed.png", torch.from_numpy(prepared.rgb), torch.from_numpy(truth)
    views = [projection.front_view(camera.Camera(fov))]
    sizes = recorded.checkpoint.sizes
    photos = Photos(look([prepared.rgb], sizes, recorded.dinov3), views, recorded.naf)
    asked = {
        "ss": (sizes.ss, None),
        "lr": (sizes.shape_512, "ss_coords"),
        "hr": (sizes.shape_1024, "hr_coords"),
        "tex": (sizes.tex_1024, "hr_coords"),
    }
    for name, (stage, coords) in asked.items():
        axis = torch.arange(stage.grid)
        cells = d[coords][:, 1:] if coords else torch.cartesian_prod(axis, axis, axis)
        cond, proj = photos(stage, cells, stage.grid)
        if f"{name}_global" in d:
            yield f"{name}_global", cond, d[f"{name}_global"]
        yield f"{name}_proj", proj, d[f"{name}_proj"]
    with recorded.network("sparse_structure_decoder") as decoder:
        structure = occupied(decoder(d["ss_latent"]), sizes.structure)
    yield "ss_coords", structure, d["ss_coords"]

    noises = dict(zip(chain.STAGES, NOISES, strict=True))
    nothing = lambda *_: None  # noqa: E731
    latents = chain.sample_latents(
        recorded.checkpoint, recorded.network, photos,
        lambda stage, shape: d[noises[stage]].reshape(shape), nothing,
    )  # fmt: skip
    yield "hr_coords", latents.coords, d["hr_coords"]
    yield "hr_slat", latents.shape, d["hr_slat"]
    yield "tex_slat", latents.texture, d["tex_slat"]
    made = chain.decode(latents, recorded.network, nothing)
    yield "voxel_count", torch.tensor(len(made.coords)), d["voxel_count"]
    yield "face_count", torch.tensor(len(made.faces)), d["face_count"]
    corners = made.vertices.double()[made.faces.long()].sum((0, 1))
    yield "face_corner_sum", corners, d["face_corner_sum"]
    found = VoxelIndex(nn.functional.pad(made.coords, (1, 0)))
    rows = found.find(keys_of(nn.functional.pad(d["probe_coords"].int(), (1, 0))))
    yield "probe_coords", made.coords[rows].short(), d["probe_coords"]
    yield "probe_vertices", made.vertices[rows], d["probe_vertices"]
    yield "probe_attrs", made.attributes[rows], d["probe_attrs"]


STEPS: Mapping[str, Callable[[Recorded], Iterator[Row]]] = {
    "camera": _camera,
    "projection": _projection,
    "multiview": _multiview,
    "dinov3": _dinov3,
    "naf": _naf,
    "sparse_structure_flow": _structure_flow,
    "structured_latent_flow": _latent_flow,
    "flow_euler_sampler": _sampler,
    "sparse_structure_decoder": _structure_decoder,
    "shape_decoder": _shape_decoder,
    "texture_decoder": _texture_decoder,
    "sparse_conv3d": _sparse_conv,
    "flexible_dual_grid": _flexible_dual_grid,
    "sparse_trilinear": _sparse_trilinear,
    "pipeline": _pipeline,
}
