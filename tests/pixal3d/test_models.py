"""Every network of a checkpoint from its description and its file."""

from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.checkpoint import ROLES, open_checkpoint
from pixal3d_addon.engine.pixal3d.models import build_model, load_model
from pixal3d_addon.engine.pixal3d.weights_file import read_header

TINY = Path(__file__).parents[1] / "reference" / "tiny-pixal3d"
MODELS = open_checkpoint(TINY).models


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_every_tensor_of_its_file(role: str, tmp_path: Path) -> None:
    module = load_model(MODELS[role], "cpu", tmp_path, lambda done, total: None)
    stored = read_header(MODELS[role].weights).tensors
    assert {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()} == {
        name: tensor.shape for name, tensor in stored.items()
    }
    assert not any(tensor.is_meta for tensor in (*module.parameters(), *module.buffers()))
    assert not module.training


@pytest.mark.parametrize("role", ROLES)
def test_a_network_without_weights_takes_no_memory(role: str) -> None:
    assert all(parameter.is_meta for parameter in build_model(MODELS[role]).parameters())


@pytest.mark.parametrize("role", ROLES)
def test_a_network_of_another_role_or_an_unknown_one_is_refused(role: str) -> None:
    others = {model.kind for model in MODELS.values()} - {MODELS[role].kind}
    for kind in (*others, "", "os.system", "\x1b[2J"):
        with pytest.raises(PixalError) as refused:
            build_model(replace(MODELS[role], kind=kind))
        assert refused.value.code == "weights_mismatch" and refused.value.message.isprintable()


@pytest.mark.parametrize("role", ROLES)
def test_a_file_of_another_role_is_refused(role: str, tmp_path: Path) -> None:
    for other in ROLES:
        same = {role, other} == {"shape_slat_flow_model_512", "shape_slat_flow_model_1024"}
        if other != role and not same:
            swapped = replace(MODELS[role], weights=MODELS[other].weights)
            with pytest.raises(PixalError) as refused:
                load_model(swapped, "cpu", tmp_path, lambda done, total: None)
            assert refused.value.code == "weights_mismatch"


@pytest.mark.parametrize(
    ("role", "own", "phases", "published"),
    [
        ("sparse_structure_flow_model", (16, 8, 8, 1024), 16**3 * 64 * 8, 5_359_822_584),
        ("shape_slat_flow_model_512", (32, 32, 32, 2048), 0, 5_546_764_048),
        ("shape_slat_flow_model_1024", (64, 32, 32, 2048), 0, 5_546_764_048),
        ("tex_slat_flow_model_1024", (64, 64, 32, 2048), 0, 5_546_960_656),
    ],
)
def test_a_flow_of_the_published_sizes_has_the_published_tensors(
    role: str, own: tuple[int, ...], phases: int, published: int
) -> None:
    """The file: 700 tensors of float32, the structure's complex phases, and a header."""
    names = ("resolution", "in_channels", "out_channels", "proj_in_channels")
    sizes = {"model_channels": 1536, "num_heads": 12, "num_blocks": 30, "cond_channels": 1024}
    args = {**sizes, "mlp_ratio": 5.3334, **dict(zip(names, own, strict=True))}
    module = build_model(replace(MODELS[role], args={**MODELS[role].args, **args}))
    parameters = list(module.parameters())
    assert len(parameters) == 700
    header = published - phases - sum(4 * parameter.numel() for parameter in parameters)
    assert 70_000 < header < 100_000
