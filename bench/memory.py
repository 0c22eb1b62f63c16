"""The most memory that a process has held."""

import sys
from pathlib import Path


def peak_memory_mb() -> float:
    """The most memory that this process has held at once; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.is_file():  # Linux hands its parent's peak down in ru_maxrss
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
