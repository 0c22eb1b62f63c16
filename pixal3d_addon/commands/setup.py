"""`setup`: the runtimes that engines run in, planned, installed, repaired and removed."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..core.errors import PixalError
from ..engine.pixal3d.hub_cache import in_hub
from ..setup.bundle import open_bundle
from ..setup.environment import HOME
from ..setup.make import ensure, remove, size_of
from ..setup.plan import RUNTIMES, SetupPlan, plan_runtime
from ..setup.registry import halvable, missing, weight_sets, weights_folder
from ..setup.source import Listener, Source
from ..setup.trial import damaged, try_environment
from ..setup.weights_folder import free_bytes
from .answer import told
from .transfer import Transfer

Say = Callable[[str], None]


def setup(arguments: argparse.Namespace) -> int:
    """Returns the exit status."""
    with told(str(home_of(arguments)), arguments.json, "runtime") as facts:
        if arguments.action == "status":
            facts.update(_status(arguments))
        else:
            facts.update(act(arguments, _say))
    return int(facts["status"])


def act(arguments: argparse.Namespace, say: Say) -> dict[str, Any]:
    """Do `arguments.action` for `arguments.runtime`. Returns what there is to tell.

    Raises PixalError.
    """
    planned = _plan(arguments, arguments.runtime)
    environment = planned.environment
    if arguments.action == "remove":
        freed = remove(environment, Listener(say))
        return {"output": f"removed, {freed / 1e9:.1f} GB freed", "bytes": freed}
    lines = [f"{name:<9} {text}" for name, text in planned.lines().items()]
    problem = planned.problem()
    if arguments.action == "plan":
        problems = [str(problem)] if problem else []
        return {"output": planned.what, "notes": [*lines, *problems]}
    if problem:
        raise problem
    if planned.source.wheels is not None:
        say("Checking the folder of wheels")
        open_bundle(planned.source.wheels, arguments.runtime).check()
    anew = False
    if arguments.action == "repair" and environment.ready():
        wrong = damaged(environment)
        anew = bool(wrong) or not _runs(planned)
        if not anew:
            return {"output": f"{planned.what} is whole, nothing is to be repaired"}
        say(f"Damaged: {', '.join(wrong) or 'what it computes with'}. Making it anew.")
    with Transfer(sys.stderr, planned.download_mb * 1_000_000) as transfer:
        ensure(environment, Listener(say, transfer.step), planned.source, anew)
    words = try_environment(environment, planned.torch)
    return {
        "output": f"{planned.what} is ready",
        "notes": [words],
        "folder": str(environment.folder),
    }


def _runs(planned: SetupPlan) -> bool:
    try:
        try_environment(planned.environment, planned.torch)
    except PixalError:
        return False
    return True


def _plan(arguments: argparse.Namespace, runtime: str) -> SetupPlan:
    bundle = open_bundle(Path(arguments.wheels).absolute(), runtime) if arguments.wheels else None
    return plan_runtime(
        runtime,
        home_of(arguments),
        Source(arguments.index, bundle.folder if bundle else None),
        bundle.build if bundle else arguments.build,
        arguments.torch_index,
        python=bundle.python if bundle else None,
    )


def home_of(arguments: argparse.Namespace) -> Path:
    """The folder that has the runtimes."""
    return Path(arguments.home).absolute() if arguments.home else HOME


def _status(arguments: argparse.Namespace) -> dict[str, Any]:
    """All that an interface shows of the runtimes and the weights, and what their buttons do."""
    runtimes = {}
    for name in RUNTIMES:
        planned = _plan(arguments, name)
        environment, problem = planned.environment, planned.problem()
        state = environment.state()
        runtimes[name] = {
            "what": planned.what,
            "state": state,
            "folder": str(environment.folder),
            "python": str(environment.python),
            "plan": planned.lines(),
            "problem": asdict(problem.problem) if problem else None,
            "bytes": 0 if state == "missing" else size_of(environment.folder),
        }
    folder = Path(arguments.weights).absolute() if arguments.weights else weights_folder()
    weights = {}
    free = free_bytes(folder)
    for each in weight_sets().values():
        absent = missing([each], folder)
        here = [file for file in absent if in_hub(file)]
        weights[each.name] = {
            "what": each.what,
            "bytes": each.size,
            "missing": len(absent),
            "files": len(each.files),
            "halvable": halvable([each], folder),
            "missing_bytes": sum(file.size for file in absent if file not in here),
            "hub_bytes": sum(file.size for file in here),
            "licenses": [[r.name, r.license, r.terms] for r in each.repositories],
            "folder": str(folder),
            "free_bytes": free,
        }
    return {"output": "looked", "runtimes": runtimes, "weights": weights}


def _say(text: str) -> None:
    print(text, flush=True)
