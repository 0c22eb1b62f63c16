"""Weights into modules: mapped, exactly the module's names and shapes, or a refusal."""

import pickle
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from pixal3d_addon.engine.pixal3d.convert import converted
from pixal3d_addon.engine.pixal3d.load import load_pickle, load_weights

TINY = Path(__file__).parents[1] / "reference" / "tiny-pixal3d"


class Flow(nn.Module):
    def __init__(self, width: int = 8) -> None:
        super().__init__()
        self.input_layer = nn.Linear(4, width)
        self.blocks = nn.ModuleList(nn.Linear(width, width) for _ in range(2))


def on_meta(width: int = 8) -> Flow:
    with torch.device("meta"):
        return Flow(width)


@pytest.fixture
def tensors() -> dict[str, Tensor]:
    torch.manual_seed(0)
    return {name: tensor.clone() for name, tensor in Flow().state_dict().items()}


@pytest.fixture
def path(tmp_path: Path, tensors: dict[str, Tensor]) -> Path:
    file = tmp_path / "flow.safetensors"
    save_file({**tensors, "rope_phases": torch.ones(3, dtype=torch.complex64)}, file)
    return file


def test_a_module_gets_what_the_file_holds_and_is_ready_to_run(
    path: Path, tensors: dict[str, Tensor]
) -> None:
    module = on_meta()
    load_weights(module, path, "cpu")
    for name, tensor in module.state_dict().items():
        assert torch.equal(tensor, tensors[name])
    assert not module.training and not any(p.requires_grad for p in module.parameters())


def test_a_converted_file_is_loaded_as_it_is_stored(
    path: Path, tensors: dict[str, Tensor], tmp_path: Path
) -> None:
    module = on_meta()
    load_weights(module, converted(path, tmp_path / "cache", lambda done, total: None), "cpu")
    for name, tensor in module.state_dict().items():
        wanted = tensors[name].bfloat16() if name.startswith("blocks.") else tensors[name]
        assert tensor.dtype == wanted.dtype and torch.equal(tensor, wanted)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.pop("blocks.1.bias"), "missing blocks.1.bias"),
        (lambda t: t.update(extra=torch.ones(1)), "unknown extra"),
        (
            lambda t: t.update({"blocks.0.weight": torch.ones(8, 9)}),
            r"blocks.0.weight is \[8, 9\], not \[8, 8\]",
        ),
        (
            lambda t: t.update({f"x{n}": torch.ones(1) for n in range(9)}),
            "unknown x0, x1, x2 and 6 more",
        ),
        (lambda t: t.update({"a\n\x1b" + "b" * 99: torch.ones(1)}), r"unknown a\?\?b+…"),
    ],
)
def test_a_file_of_another_model_is_refused_by_the_names_that_differ(
    change, said: str, tensors: dict[str, Tensor], path: Path
) -> None:
    change(tensors)
    save_file(tensors, path)
    with pytest.raises(PixalError, match=said) as refused:
        load_weights(on_meta(), path, "cpu")
    assert refused.value.code == "weights_mismatch" and refused.value.remedy


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(
    bad: float, tensors: dict[str, Tensor], path: Path
) -> None:
    tensors["blocks.1.weight"][3, 4] = bad
    save_file({name: tensor.half() for name, tensor in tensors.items()}, path)
    with pytest.raises(PixalError, match=r"blocks\.1\.weight holds") as refused:
        load_weights(on_meta(), path, "cpu")
    assert refused.value.code == "weights_damaged"


def test_the_wide_model_does_not_take_the_narrow_ones_file(path: Path) -> None:
    with pytest.raises(PixalError) as refused:
        load_weights(on_meta(16), path, "cpu")
    assert refused.value.code == "weights_mismatch"


def branch(width: int) -> nn.Module:
    """A stand-in with NAF's names and shapes, taken from the file itself."""
    module = nn.Module()
    for name, tensor in load_file(TINY / "naf-tiny" / "naf_release.safetensors").items():
        inner = module
        *parents, last = name.split(".")
        for parent in parents:
            if not hasattr(inner, parent):
                inner.add_module(parent, nn.Module())
            inner = getattr(inner, parent)
        inner.register_buffer(last, torch.empty_like(tensor))
    return module


def test_the_published_pickle_of_naf_holds_what_its_safetensors_do() -> None:
    one, other = branch(1), branch(1)
    load_pickle(one, TINY / "naf-tiny" / "naf_release.pth", "cpu")
    load_weights(other, open_checkpoint(TINY).naf, "cpu")
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, other.state_dict()[name])


class Trap:
    def __reduce__(self):
        return Path.touch, (Path("trap"),)


@pytest.mark.parametrize("kind", ["code", "raw code", "noise", "empty", "list", "numbers"])
def test_a_pickle_with_anything_but_tensors_is_not_run(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "naf.pth"
    if kind == "code":
        torch.save({"a": Trap()}, file)
    elif kind == "list":
        torch.save([torch.ones(1)], file)
    elif kind == "numbers":
        torch.save({"a": 1}, file)
    else:
        raw = {"raw code": pickle.dumps(Trap()), "noise": bytes(range(256)), "empty": b""}
        file.write_bytes(raw[kind])
    with pytest.raises(PixalError) as refused:
        load_pickle(on_meta(), file, "cpu")
    assert refused.value.code == "weights_damaged"
    assert not Path("trap").exists()


def test_a_missing_pickle_is_told(tmp_path: Path) -> None:
    with pytest.raises(PixalError) as refused:
        load_pickle(on_meta(), tmp_path / "naf.pth", "cpu")
    assert refused.value.code == "weights_missing"
