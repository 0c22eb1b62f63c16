"""Tensors from a file straight into a module: mapped, checked by name and shape, no second copy."""

import pickle
from collections.abc import Collection, Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from ...core.errors import PixalError, short_path
from .checkpoint import Model
from .convert import CONVERSION, Progress, converted, runs_in_bfloat16
from .weights_file import printable, read_header

_GET_AGAIN = "Delete the file and get the weights again."
_NAMED = 3  # tensors that a message names


def weights_of(model: Model, cache: Path, progress: Progress) -> Path:
    """The file to load `model` from: converted into `cache` on the first call where that is due."""
    return converted(model.weights, cache, progress) if runs_in_bfloat16(model) else model.weights


def check_names(module: nn.Module, path: Path) -> list[str]:
    """The names of `module`'s tensors in the order of the file `path`, from its header alone.

    Raises PixalError `weights_missing`, `weights_damaged`, or `weights_mismatch` where it has
    others or others' shapes.
    """
    tensors = read_header(path).tensors
    return _check(path, module, {name: tensor.shape for name, tensor in tensors.items()})


def load_weights(module: nn.Module, path: Path, device: torch.device | str) -> None:
    """Give `module` the tensors of the safetensors file `path`, on `device`, as they are stored.

    Build it under `torch.device("meta")`, so that nothing is allocated twice; on a CPU its
    parameters then are the mapped file itself. Afterwards it is in eval mode without gradients.

    Raises PixalError `weights_missing`, `weights_damaged`, or `weights_mismatch` where names or
    shapes are not exactly the module's; `rope_phases`, a constant, is passed over.
    """
    names = check_names(module, path)
    trusted = CONVERSION in read_header(path).metadata  # converting has looked at every number
    state = {}
    try:
        with safe_open(path, "pt", device=str(device)) as file:
            for name in names:
                state[name] = file.get_tensor(name)
                if not trusted:
                    _check_numbers(path, name, state[name])
    except (SafetensorError, OSError) as error:
        raise PixalError(
            "weights_damaged", f"The weights {short_path(path)} could not be read.", _GET_AGAIN
        ) from error
    _assign(module, state, device)


def load_pickle(module: nn.Module, path: Path, device: torch.device | str) -> None:
    """The same from a `.pth` of tensors alone, as NAF is published; code in it is never run."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise PixalError(
            "weights_missing",
            f"The weights {short_path(path)} are not there.",
            "Get the weights, or name the folder that has them.",
        ) from error
    except (pickle.UnpicklingError, RuntimeError, OSError, EOFError, ValueError, KeyError) as error:
        raise PixalError(
            "weights_damaged",
            f"{short_path(path)} is damaged, or holds more than tensors; it was not loaded.",
            _GET_AGAIN,
        ) from error
    if not isinstance(state, dict) or not all(
        isinstance(name, str) and isinstance(tensor, Tensor) for name, tensor in state.items()
    ):
        raise PixalError(
            "weights_damaged", f"{short_path(path)} is not a table of tensors.", _GET_AGAIN
        )
    for name in _check(path, module, {name: tuple(state[name].shape) for name in state}):
        _check_numbers(path, name, state[name])
    _assign(module, {name: tensor.to(device) for name, tensor in state.items()}, device)


def _check(path: Path, module: nn.Module, found: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The names to load: all of the module's, in the file's order."""
    found = {name: shape for name, shape in found.items() if not name.endswith("rope_phases")}
    wanted = {
        name: tuple(tensor.shape)
        for name, tensor in module.state_dict().items()
        if not name.endswith("rope_phases")
    }
    missing, unknown = wanted.keys() - found.keys(), found.keys() - wanted.keys()
    misshapen = [name for name in wanted if name in found and found[name] != wanted[name]]
    wrong = [f"missing {_some(missing)}"] if missing else []
    wrong += [f"unknown {_some(unknown)}"] if unknown else []
    wrong += [
        f"{printable(name)} is {list(found[name])}, not {list(wanted[name])}"
        for name in misshapen[:_NAMED]
    ]
    if wrong:
        raise PixalError(
            "weights_mismatch",
            f"The weights {short_path(path)} are not this model's: {'; '.join(wrong)}.",
            "A file of another model or version is in its place: get the weights again.",
        )
    return [*found]


def _some(names: Collection[str]) -> str:
    """A few of `names`, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(map(printable, sorted(names)[:_NAMED])) + more


def _check_numbers(path: Path, name: str, tensor: Tensor) -> None:
    if not bool(tensor.isfinite().all()):
        raise PixalError(
            "weights_damaged",
            f"The weights {short_path(path)} are damaged: {printable(name)} holds values that "
            "are no numbers.",
            _GET_AGAIN,
        )


def _assign(module: nn.Module, state: Mapping[str, Tensor], device: torch.device | str) -> None:
    keys = module.load_state_dict(state, strict=False, assign=True)
    left = [name for name in keys.missing_keys if not name.endswith("rope_phases")]
    assert not left and not keys.unexpected_keys
    module.to(device).eval().requires_grad_(False)
