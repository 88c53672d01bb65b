"""Memory of this process."""

from __future__ import annotations

from pathlib import Path


def peak_mb() -> float:
    """The most resident MB since this program began; ``ru_maxrss`` has the parent's in it, from before the exec."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("/proc/self/status has no VmHWM line")
