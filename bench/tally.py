"""What torch's operations hold, compute and move, counted one by one, the same on every device.

Where it is `dry`, no floats are computed: an operation whose results are floats gives memory that
nobody has written, of the size, type and layout that it would have had. Whole numbers and flags are
computed all the same, so that a run whose sizes do not depend on floats takes and gives back
exactly the memory that it always does, in a small part of the time.
"""

import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map_only
from torch.utils.flop_counter import flop_registry, sdpa_flop_count

_UNSAFE_VIEW = torch.ops.aten._unsafe_view  # a view that torch does not call one
_IS_FINITE = torch.ops.aten.isfinite  # flags, by way of floats
_CPU_ATTENTION = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
_BAG = torch.ops.aten._embedding_bag_forward_only  # whose whole numbers nobody reads
_SORTS = (torch.ops.aten.sort, torch.ops.aten._unique2)
# Beside its results: CUDA's radix sort of 64-bit keys with their rows keeps a second pair of both.
_SORT_BYTES = 24


@dataclass
class Work:
    """flops: of matrix products, convolutions and attention; a multiplication and its addition are
    two. products: (flops, bytes read and written) of each of those → how often. operations: how
    many did something at all: what a GPU is asked for.
    """

    flops: int = 0
    operations: int = 0
    products: Counter[tuple[int, int]] = field(default_factory=Counter)

    def floor(self, flops_per_second: float, bytes_per_second: float) -> float:
        """Seconds that the products take at least: each is bound by the one or by the other."""
        return sum(
            count * max(flops / flops_per_second, moved / bytes_per_second)
            for (flops, moved), count in self.products.items()
        )


class Tally(TorchDispatchMode):
    """Counts while it is active (`with Tally() as tally`).

    live, peak: bytes of all storages that were made meanwhile and still exist, each once however
    many views there are, and those given to `hold`. Besides, a sort's second pair of keys and rows
    while it runs. Not counted: what a kernel needs only while it runs (attention's statistics and
    matrix products' workspaces, some tens of MB), what the allocator rounds up or keeps in pieces,
    and the device's own context.

    work: what was done since `restart`.
    """

    def __init__(self, dry: bool = False) -> None:
        super().__init__()
        self.dry = dry
        self.live = self.peak = 0
        self.work = Work()
        self._whole: set[Any] = set()  # operations that are not made of others
        self._shapes: dict[Any, list[Any] | None] = {}
        self._alive: dict[int, weakref.ref[Any]] = {}

    def hold(self, tensors: Iterable[Tensor]) -> None:
        """Count `tensors` too, which were there before, for as long as they live."""
        for tensor in tensors:
            self._born(tensor)

    def restart(self) -> None:
        """Begin anew with what is alive now."""
        self.peak, self.work = self.live, Work()

    @contextmanager
    def while_dry(self, dry: bool) -> Iterator[None]:
        """Another way for a while."""
        dry, self.dry = self.dry, dry
        try:
            yield
        finally:
            self.dry = dry

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func not in self._whole:
            honest = self.while_dry(False) if func.overloadpacket == _IS_FINITE else nullcontext()
            with self, honest:
                decomposed = func.decompose(*args, **kwargs)
            if decomposed is not NotImplemented:
                return decomposed
            self._whole.add(func)
        given = _tensors((*args, *kwargs.values()))
        out = self._pretend(func, given, args, kwargs) if self.dry else None
        out = func(*args, **kwargs) if out is None else out
        made = _tensors((out,))
        if not _is_view(func):
            self.work.operations += 1
            self._count(func, given, made, args)
            for tensor in made:
                self._born(tensor)
        if func.overloadpacket in _SORTS:
            self.peak = max(self.peak, self.live + _SORT_BYTES * given[0].numel())
        return out

    def _pretend(self, func: Any, given: list[Tensor], args: Any, kwargs: Any) -> Any:
        """The results without their numbers, or None where they have to be computed."""
        if _is_view(func) or not any(tensor.is_floating_point() for tensor in given):
            return None
        schema = func._schema
        if schema.is_mutable:
            written = [
                value
                for value, argument in zip(args, schema.arguments, strict=False)
                if argument.alias_info is not None and argument.alias_info.is_write
            ]
            written += [kwargs[a.name] for a in schema.arguments if a.is_out and a.name in kwargs]
            if not all(isinstance(t, Tensor) and t.is_floating_point() for t in written):
                return None
            return written[0] if len(written) == 1 else None
        key = (func, _described(args), _described(tuple(kwargs.items())))
        if key not in self._shapes:
            self._shapes[key] = self._foresee(func, args, kwargs)
        if (shapes := self._shapes[key]) is None:
            return None
        device = kwargs.get("device") or given[0].device
        made = [torch.empty_strided(*shape, dtype=dtype, device=device) for *shape, dtype in shapes]
        return made[0] if len(made) == 1 else tuple(made)

    def _foresee(self, func: Any, args: Any, kwargs: Any) -> list[Any] | None:
        try:
            made = _tensors((func(*_on_meta(args), **_on_meta(kwargs)),))
        except (RuntimeError, NotImplementedError):  # its size is in its numbers
            return None
        if not made or not (
            func.overloadpacket == _BAG or all(tensor.is_floating_point() for tensor in made)
        ):
            return None
        return [_shape(tensor) for tensor in made]

    def _count(self, func: Any, given: list[Tensor], made: list[Tensor], args: Any) -> None:
        if flops := _flops(func, given, made, args):
            self.work.flops += flops
            moved = sum(t.numel() * t.element_size() for t in (*given, made[0]))
            self.work.products[flops, moved] += 1

    def _born(self, tensor: Tensor) -> None:
        storage = tensor.untyped_storage()
        key = storage._cdata
        if tensor.is_meta or key in self._alive:
            return
        size = storage.nbytes()
        self._alive[key] = weakref.ref(storage, self._on_death(key, size))
        self.live += size
        self.peak = max(self.peak, self.live)

    def _on_death(self, key: int, size: int) -> Callable[[Any], None]:
        def died(_: Any) -> None:
            del self._alive[key]
            self.live -= size

        return died


def _flops(func: Any, given: list[Tensor], made: list[Tensor], args: Any) -> int:
    if func.overloadpacket in flop_registry:
        return flop_registry[func.overloadpacket](*args, out_val=made[0])
    if func.overloadpacket == _CPU_ATTENTION:
        return sdpa_flop_count(*(tensor.shape for tensor in given[:3]))
    return 0


def _is_view(func: Any) -> bool:
    return func.is_view or func.overloadpacket == _UNSAFE_VIEW


def _tensors(values: Any) -> list[Tensor]:
    """Those of an operation's arguments or results; torch's own way through trees is slow."""
    found = []
    for value in values:
        if isinstance(value, Tensor):
            found.append(value)
        elif isinstance(value, tuple | list):
            found += _tensors(value)
    return found


def _described(values: Any) -> tuple[Any, ...]:
    return tuple(
        _shape(value) if isinstance(value, Tensor)
        else _described(value) if isinstance(value, tuple | list) else value
        for value in values
    )  # fmt: skip


def _shape(tensor: Tensor) -> tuple[Any, ...]:
    return tensor.shape, tensor.stride(), tensor.dtype


def _on_meta(values: Any) -> Any:
    meta = tree_map_only(
        Tensor,
        lambda t: torch.empty_strided(t.shape, t.stride(), dtype=t.dtype, device="meta"),
        values,
    )
    return tree_map_only(torch.device, lambda _: torch.device("meta"), meta)
