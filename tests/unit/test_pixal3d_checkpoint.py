"""The published layout: read whole, or refused with a sentence; nothing is ever downloaded."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pixal3d_addon.core.errors import EXIT_CODES, PixalError
from pixal3d_addon.engine.pixal3d.checkpoint import ROLES, open_checkpoint, open_models
from pixal3d_addon.engine.pixal3d.hub_cache import DINOV3, PIXAL3D, REVISIONS
from pixal3d_addon.engine.pixal3d.published import ImageCondition, Sizes

TINY = Path(__file__).parents[1] / "reference" / "tiny-pixal3d"
REVISION = "0123456789" * 4


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A copy of the tiny checkpoint, to be spoiled."""
    return shutil.copytree(TINY, tmp_path / "weights")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def downloaded(hub: Path, repository: str, revision: str, files: Path) -> Path:
    """As huggingface-hub leaves a repository on the disk."""
    folder = hub / f"models--{repository.replace('/', '--')}"
    (folder / "refs").mkdir(parents=True, exist_ok=True)
    (folder / "refs" / "main").write_text(revision)
    return shutil.copytree(files, folder / "snapshots" / revision)


def change(path: Path, how: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text())
    how(content)
    path.write_text(json.dumps(content))


def refusal(weights: str | Path, **options: bool) -> PixalError:
    with pytest.raises(PixalError) as refused:
        open_checkpoint(weights, **options)
    assert refused.value.code in EXIT_CODES and refused.value.message and refused.value.remedy
    return refused.value


def test_every_role_has_its_class_arguments_and_file() -> None:
    checkpoint = open_checkpoint(TINY)
    assert tuple(checkpoint.models) == ROLES
    flow = checkpoint.models["tex_slat_flow_model_1024"]
    assert flow.kind == "SLatFlowModel" and flow.args["in_channels"] == 16
    assert all(model.weights.is_file() for model in checkpoint.models.values())
    assert checkpoint.dinov3 == TINY / "dinov3-tiny"
    assert checkpoint.naf == TINY / "naf-tiny" / "naf_release.safetensors"


def test_the_models_alone_need_no_image_features(weights: Path, hub: Path) -> None:
    shutil.rmtree(weights / "dinov3-tiny")
    shutil.rmtree(weights / "naf-tiny")
    assert open_models(weights).keys() == {*ROLES}


def test_samplers_and_normalizations_are_as_published() -> None:
    checkpoint = open_checkpoint(TINY)
    shape = checkpoint.shape_sampler
    assert (shape.steps, shape.guidance_strength, shape.guidance_rescale) == (3, 7.5, 0.5)
    assert (shape.guidance_interval, shape.rescale_t, shape.sigma_min) == ((0.6, 1.0), 3.0, 1e-5)
    assert checkpoint.structure_sampler.rescale_t == 5
    assert checkpoint.texture_sampler.guidance_interval == (0.6, 0.9)
    assert checkpoint.shape_normalization.mean[0] == 0.0461
    assert len(checkpoint.texture_normalization.std) == 8


def test_the_tiny_checkpoint_has_its_own_sizes_and_a_published_one_the_constants(
    weights: Path,
) -> None:
    tiny = open_checkpoint(weights).sizes
    assert (tiny.structure, tiny.low, tiny.high) == (8, 128, 256)
    assert tiny.ss == ImageCondition(160, 4) and tiny.tex_1024 == ImageCondition(320, 16, 80)
    change(weights / "pipeline.json", lambda content: content.pop("tiny"))
    sizes = open_checkpoint(weights).sizes
    assert sizes == Sizes()
    assert (sizes.structure, sizes.low, sizes.high) == (32, 512, 1024)
    assert sizes.shape_1024 == ImageCondition(1024, 64, 512) and sizes.ss.naf_target == 0


def test_several_views_have_a_layout_of_their_own(weights: Path) -> None:
    error = refusal(weights, several_views=True)
    assert error.code == "weights_missing" and "pipeline_mv.json" in error.message
    (weights / "pipeline.json").rename(weights / "pipeline_mv.json")
    assert open_checkpoint(weights, several_views=True).models.keys() == {*ROLES}


def test_a_model_of_another_repository_comes_from_its_folder_or_the_hubs_downloads(
    weights: Path, hub: Path
) -> None:
    models = weights / "pipeline.json"
    change(
        models,
        lambda content: content["args"]["models"].update(
            sparse_structure_decoder="Some-one/TRELLIS.2/ckpts/ss_dec_tiny"
        ),
    )
    error = refusal(weights)
    assert error.code == "weights_missing" and "Some-one/TRELLIS.2" in error.message
    snapshot = downloaded(hub, "Some-one/TRELLIS.2", REVISION, TINY)
    found = open_checkpoint(weights).models["sparse_structure_decoder"].weights
    assert found == snapshot / "ckpts" / "ss_dec_tiny.safetensors"
    inside = weights / "Some-one" / "TRELLIS.2" / "ckpts"
    shutil.copytree(TINY / "ckpts", inside)
    found = open_checkpoint(weights).models["sparse_structure_decoder"].weights
    assert found == inside / "ss_dec_tiny.safetensors"


def test_a_repository_is_taken_at_its_pinned_revision_only(hub: Path) -> None:
    error = refusal(PIXAL3D)
    assert error.code == "weights_missing" and PIXAL3D in error.message
    downloaded(hub, PIXAL3D, REVISION, TINY)
    error = refusal(PIXAL3D)
    assert error.code == "weights_mismatch" and REVISIONS[PIXAL3D] in error.remedy
    snapshot = downloaded(hub, PIXAL3D, REVISIONS[PIXAL3D], TINY)
    assert open_checkpoint(PIXAL3D).naf.is_relative_to(snapshot)


def test_the_image_features_may_be_the_hubs(weights: Path, hub: Path) -> None:
    shutil.rmtree(weights / "dinov3-tiny")
    assert DINOV3 in refusal(weights).message
    snapshot = downloaded(hub, DINOV3, REVISION, TINY / "dinov3-tiny")
    assert open_checkpoint(weights).dinov3 == snapshot
    (snapshot / "model.safetensors").unlink()
    assert refusal(weights).code == "weights_missing"


def test_naf_is_taken_as_published_where_it_is_not_safetensors(weights: Path) -> None:
    (weights / "naf-tiny" / "naf_release.safetensors").unlink()
    assert open_checkpoint(weights).naf.name == "naf_release.pth"
    (weights / "naf-tiny" / "naf_release.pth").rename(weights / "naf_release.pth")
    assert open_checkpoint(weights).naf == weights / "naf_release.pth"
    (weights / "naf_release.pth").unlink()
    assert "naf_release.pth" in refusal(weights).message


@pytest.mark.parametrize("name", ["nowhere", "no/where/at/all", "", "a b/c", "../x", "a/..", "\0"])
def test_what_is_neither_a_folder_nor_a_repository_is_told(name: str, hub: Path) -> None:
    assert refusal(name or "no where").code == "weights_missing"


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert error.code == "weights_missing" and "pipeline.json" in error.message


@pytest.mark.parametrize("suffix", ["json", "safetensors"])
def test_a_missing_file_is_named(suffix: str, weights: Path) -> None:
    (weights / "ckpts" / f"shape_dec_tiny.{suffix}").unlink()
    error = refusal(weights)
    assert error.code == "weights_missing" and f"shape_dec_tiny.{suffix}" in error.message


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ss_flow_tiny", "in_channels"), ("ss_flow_tiny", "out_channels"),
        ("ss_dec_tiny", "latent_channels"), ("slat_flow_img2shape_512_tiny", "out_channels"),
        ("slat_flow_img2shape_1024_tiny", "in_channels"), ("shape_dec_tiny", "latent_channels"),
        ("slat_flow_imgshape2tex_1024_tiny", "in_channels"), ("tex_dec_tiny", "latent_channels"),
    ],
)  # fmt: skip
def test_models_that_do_not_go_together_are_refused(name: str, key: str, weights: Path) -> None:
    change(weights / "ckpts" / f"{name}.json", put("args", key, value=5))
    error = refusal(weights)
    assert error.code == "weights_mismatch" and "do not belong together" in error.message


@pytest.mark.parametrize(
    "name",
    ["ckpts/tex_dec_tiny", "dinov3-tiny/model", "naf-tiny/naf_release", "ckpts/ss_flow_tiny"],
)
def test_a_truncated_file_is_told_before_anything_runs(name: str, weights: Path) -> None:
    path = weights / f"{name}.safetensors"
    path.write_bytes(path.read_bytes()[:-5])
    error = refusal(weights)
    assert error.code == "weights_damaged" and path.name in error.message
    assert "5 bytes are missing" in error.message


def put(*keys: str | int, value: object) -> Callable[[Any], None]:
    def how(content: Any) -> None:
        for key in keys[:-1]:
            content = content[key]
        content[keys[-1]] = value

    return how


MODEL, SHAPE = ("args", "models", ROLES[0]), ("args", "shape_slat_sampler", "params")
MEAN, TINY_KEY = ("args", "shape_slat_normalization", "mean"), ("tiny", "image_cond", "ss")


@pytest.mark.parametrize(
    "how",
    [
        lambda content: content.pop("args"),
        lambda content: content["args"]["models"].pop(ROLES[3]),
        *(put(*MODEL, value=value) for value in (None, 3, "", "/etc/x", "../x", "a/../../x")),
        *(put(*MODEL, value=value) for value in ("C:/x", "a\\..\\x", [])),
        *(put(*SHAPE, "steps", value=value) for value in (0, -1, 1.5, "3", True, 10**9, None)),
        *(put(*SHAPE, "rescale_t", value=value) for value in (0, -1, float("nan"), "x")),
        *(put(*SHAPE, "guidance_interval", value=v) for v in ([0.6], [0.9, 0.6], [-1, 1], 3)),
        *(put(*SHAPE, "guidance_strength", value=v) for v in (float("inf"), None, 10**400)),
        put(*SHAPE, "guidance_rescale", value=1.1),
        *(put(*MEAN, value=value) for value in ([], [1.0], [float("nan")] * 8, "12345678x", 3)),
        put("args", "tex_slat_normalization", "std", 2, value=0.0),
        *(put("tiny", "hr_resolution", value=value) for value in (0, 1e3, 1 << 40, None)),
        *(put(*TINY_KEY, "image_size", value=value) for value in (0, "160", None)),
        put("tiny", "image_cond", "more", value={"image_size": 1, "grid_resolution": 1}),
        put("tiny", value=None),
    ],
)
def test_a_layout_that_makes_no_sense_is_damaged(how: Callable, weights: Path, hub: Path) -> None:
    change(weights / "pipeline.json", how)
    error = refusal(weights)
    assert error.code == "weights_damaged" and "pipeline.json" in error.message


@pytest.mark.parametrize("name", ["pipeline.json", "ckpts/ss_flow_tiny.json"])
@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 99_999, b'{"name": 3, "args": {}}', b"{}"],
)
def test_json_that_is_none_is_damaged(name: str, text: bytes, weights: Path) -> None:
    (weights / name).write_bytes(text)
    error = refusal(weights)
    assert error.code == "weights_damaged" and Path(name).name in error.message


def test_a_file_far_too_large_is_not_read_to_its_end(weights: Path) -> None:
    with (weights / "pipeline.json").open("ab") as file:
        file.truncate(1 << 40)
    assert refusal(weights).code == "weights_damaged"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["pipeline.json", "ckpts/ss_flow_tiny.safetensors"])
def test_a_pipe_among_the_weights_is_not_waited_for(name: str, weights: Path) -> None:
    (weights / name).unlink()
    os.mkfifo(weights / name)
    with pytest.raises(PixalError) as caught:
        open_checkpoint(weights)
    assert caught.value.code == "weights_missing"


def test_a_dot_in_a_name_belongs_to_it(weights: Path) -> None:
    for suffix in ("json", "safetensors"):
        (weights / f"ckpts/ss_flow_tiny.{suffix}").rename(weights / f"ckpts/ss_1.3B_tiny.{suffix}")
    change(weights / "pipeline.json", put(*MODEL, value="ckpts/ss_1.3B_tiny"))
    assert open_checkpoint(weights).models[ROLES[0]].weights.name == "ss_1.3B_tiny.safetensors"
