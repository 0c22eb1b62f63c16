"""What a run takes, foretold from the published arguments."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.checkpoint import Checkpoint, open_checkpoint
from pixal3d_addon.engine.pixal3d.cost import Counts, expected, seconds
from pixal3d_addon.engine.pixal3d.published import SamplerParams, Sizes
from pixal3d_addon.engine.pixal3d.schedule import evaluations
from pixal3d_addon.engine.pixal3d.working_memory import working_bytes

TINY = Path(__file__).parents[1] / "reference" / "tiny-pixal3d"
FLOW = {
    "model_channels": 1536, "num_heads": 12, "num_blocks": 30, "cond_channels": 1024,
    "proj_in_channels": 2048, "mlp_ratio": 5.3334, "resolution": 16,
}  # fmt: skip
UNET = {"model_channels": [1024, 512, 256, 128, 64], "num_blocks": [4, 16, 8, 4, 0]}
DENSE = {"channels": [512, 128, 32], "num_res_blocks": 2, "latent_channels": 8}
SAMPLER = SamplerParams(12, 7.5, 0.7, (0.6, 1.0), 3.0, 1e-5)


@pytest.fixture(scope="module")
def published() -> Checkpoint:
    """The tiny checkpoint's files, described as the published ones are."""
    tiny = open_checkpoint(TINY)

    def args(role: str) -> dict[str, Any]:
        if "flow" in role:
            return FLOW
        return DENSE if "structure" in role else UNET

    models = {role: replace(model, args=args(role)) for role, model in tiny.models.items()}
    return replace(
        tiny,
        models=models,
        sizes=Sizes(),
        structure_sampler=replace(SAMPLER, rescale_t=5.0),
        shape_sampler=SAMPLER,
        texture_sampler=replace(SAMPLER, guidance_strength=1.0),
    )


def test_a_step_inside_the_guidance_interval_asks_the_network_twice() -> None:
    assert evaluations(replace(SAMPLER, guidance_interval=(0.0, 1.0))) == 24
    assert evaluations(replace(SAMPLER, guidance_interval=(0.61, 0.61))) == 12
    assert evaluations(replace(SAMPLER, guidance_strength=1.0)) == 12
    # t = 5 u / (1 + 4 u) ≥ 0.6 for u ≥ 3/13, the first 10 of 12 steps.
    assert evaluations(replace(SAMPLER, rescale_t=5.0)) == 22


def test_shapes_take_their_guidances_share_more_than_textures_do(published: Checkpoint) -> None:
    plan = seconds(published, Counts(4096, 32_768, 8_000_000, 1024), "cuda")
    assert plan["Shape"] == pytest.approx(21 / 12 * plan["Texture"], rel=0.15)
    assert plan["Shape"] > 5 * plan["Coarse Shape"] > 0
    assert all(value > 0 for value in plan.values())


def test_matrix_products_and_attention_are_counted_as_written_down(published: Checkpoint) -> None:
    tokens = 32_768
    linear = 1536 * (6 * 1536 + 2048 + 2 * 1536 * 5.3334)
    flops = 30 * (2 * tokens * linear + 4 * tokens**2 * 1536)
    few, many = (
        seconds(published, Counts(1, count, 1, 1024), "cuda")["Texture"] for count in (1, tokens)
    )
    assert (many - few) * 1e14 == pytest.approx(12 * flops, rel=0.01)


def test_more_of_anything_takes_longer(published: Checkpoint) -> None:
    one = seconds(published, Counts(4096, 16_384, 4_000_000, 1024), "cuda")
    more = seconds(published, Counts(4096, 32_768, 8_000_000, 1024), "cuda", 3, 5_000_000_000)
    for stage in ("Weights", "Photo", "Shape", "Texture", "Surface", "Colors"):
        assert more[stage] > one[stage]
    assert more["Structure"] == one["Structure"]


def test_a_lower_resolution_is_foretold_where_tokens_are_limited(published: Checkpoint) -> None:
    assert expected(published, 1536, 98_304).resolution == 1536
    limited = expected(published, 1536, 20_000)
    assert 1024 <= limited.resolution < 1536 and limited.fine < 20_000
    assert expected(published, 1024, 1024).resolution == 1024
    known = expected(published, 1024, 49_152, coarse=5120)
    assert known.coarse == 5120 and known.fine == 2 * expected(published, 1024, 49_152).fine


def test_working_memory_is_of_the_size_that_was_aimed_at(published: Checkpoint) -> None:
    """6 GB in all at 1024 with 32k tokens, of which a flow's weights are 2.8."""
    found = working_bytes(published, Counts(4096, 32_768, 8_000_000, 1024), 256 << 20)
    assert 0.5e9 < found["tex_slat_flow_model_1024"] < 3.2e9
    assert 1.5e9 < found["shape_slat_decoder"] < 5e9


@pytest.mark.parametrize(
    ("role", "name", "value"),
    [
        ("shape_slat_flow_model_512", "num_blocks", "30"),
        ("sparse_structure_flow_model", "resolution", 0),
        ("shape_slat_decoder", "model_channels", [1024]),
        ("sparse_structure_decoder", "channels", [512, None]),
        ("tex_slat_flow_model_1024", "mlp_ratio", "wide"),
        ("tex_slat_decoder", "num_blocks", 7),
    ],
)
def test_arguments_of_no_sense_are_refused(
    published: Checkpoint, role: str, name: str, value: object
) -> None:
    model = published.models[role]
    broken = replace(model, args={**model.args, name: value})
    checkpoint = replace(published, models={**published.models, role: broken})
    with pytest.raises(PixalError) as caught:
        seconds(checkpoint, Counts(1, 1, 1, 1024), "cpu")
    assert caught.value.code == "weights_mismatch" and name in caught.value.message
