"""How much memory this process holds and how to give it back, with the standard library alone."""

import ctypes
import gc
import os
import sys


def resident_mb() -> float:
    """Memory that this process holds now, in MiB (its peak on macOS); 0 where unknown."""
    try:
        if sys.platform == "win32":
            return _windows_working_set() / 2**20
        if sys.platform == "darwin":
            import resource

            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123  twenty times a second
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError):
        return 0.0


def physical_mb() -> float:
    """Memory of this machine in MiB; 0 where unknown."""
    try:
        if sys.platform == "win32":
            status = (ctypes.c_ulonglong * 8)()  # MEMORYSTATUSEX: two DWORDs, seven DWORDLONGs
            status[0] = 64
            ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(status)
            return status[1] / 2**20
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20
    except (OSError, ValueError):
        return 0.0


def available_mb() -> float:
    """Memory that programs can still have without others being swapped out, MiB; 0 where unknown.

    A guess on macOS, whose programs cannot ask without its own tools: half of all.
    """
    try:
        if sys.platform == "linux":
            with open("/proc/meminfo", "rb") as file:  # noqa: PTH123
                lines = dict(line.split(b":") for line in file)
            return int(lines[b"MemAvailable"].split()[0]) / 2**10
        if sys.platform == "win32":
            status = (ctypes.c_ulonglong * 8)()  # see physical_mb
            status[0] = 64
            ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(status)
            return status[2] / 2**20
    except (OSError, ValueError, KeyError, IndexError):
        return 0.0
    return physical_mb() / 2


def give_back() -> None:
    """Return freed memory to the system; glibc would keep it for a job that may never come."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


if sys.platform == "win32":

    def _windows_working_set() -> int:
        """`PROCESS_MEMORY_COUNTERS.WorkingSetSize`: after two DWORDs and one SIZE_T."""
        counters = (ctypes.c_size_t * 9)()
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        query = kernel.K32GetProcessMemoryInfo
        query.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
        query(kernel.GetCurrentProcess(), counters, ctypes.sizeof(counters))
        return counters[2]
