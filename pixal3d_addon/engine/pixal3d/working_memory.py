"""How many bytes each network needs on the device beside its weights, while it runs. No torch."""

from .checkpoint import Checkpoint
from .cost import Counts, whole_number, whole_numbers

_HALF, _SINGLE, _NEIGHBORS, _KEYS = 2, 4, (27 + 12) * 4, 4 * 8
_GROWTH = 4  # voxels of a surface from one level to the next


def working_bytes(checkpoint: Checkpoint, counts: Counts, budget: int) -> dict[str, int]:
    """Role → its peak, where it may make `budget` bytes on the way.

    Raises PixalError `weights_mismatch` for arguments that make no sense.
    """
    models = checkpoint.models
    side = whole_number(models["sparse_structure_flow_model"].args, "resolution")
    tokens = {
        "sparse_structure_flow_model": side**3,
        "shape_slat_flow_model_512": counts.coarse,
        "shape_slat_flow_model_1024": counts.fine,
        "tex_slat_flow_model_1024": counts.fine,
    }
    found = {}
    for role, count in tokens.items():
        args = models[role].args
        channels = whole_number(args, "model_channels")
        pixels = whole_number({"proj_in_channels": channels, **args}, "proj_in_channels")
        # Features, query, key, value and what was attended; pixels, once in float32; phases.
        row = _HALF * 6 * channels + (_HALF + _SINGLE) * pixels + _SINGLE * 2 * 64
        found[role] = count * row
    last = whole_numbers(models["sparse_structure_decoder"].args, "channels")[-1]
    found["sparse_structure_decoder"] = 8 * _SINGLE * last * (4 * side) ** 3
    for role in ("shape_slat_decoder", "tex_slat_decoder"):
        before, last = whole_numbers(models[role].args, "model_channels")[-2:]
        # The last level: its features, what comes of them, keys. The one before: features twice.
        found[role] = counts.voxels * (_HALF * last + _SINGLE * 7 + _KEYS)
        found[role] += counts.voxels // _GROWTH * (2 * _HALF * before + _NEIGHBORS + _KEYS)
    return {role: size + budget + budget // 2 for role, size in found.items()}
