"""Where compiled kernels are kept between runs: settled before a command's modules are imported."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator, MutableMapping
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"


def settle_kernel_cache(environment: MutableMapping[str, str]) -> None:
    """Set NUMBA_CACHE_DIR where it is not set: in the user's cache folder, else in the temporary folder.

    Kept machine code is run when it is read back, so a folder that others can write to is never taken. Where none can
    be had the variable stays unset, and kernels are compiled in each process.
    """
    if environment.get(VARIABLE):
        return
    for folder in _candidates(environment):
        if _is_ours(folder):
            environment[VARIABLE] = str(folder)
            return


def _candidates(environment: MutableMapping[str, str]) -> Iterator[Path]:
    named = environment.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    home = environment.get("HOME") or environment.get("USERPROFILE") or ""
    if Path(named).is_absolute():
        yield Path(named) / "hefu" / "kernels"
    elif Path(home).is_absolute():
        cache = "Library/Caches" if sys.platform == "darwin" else ".cache"
        yield Path(home) / cache / "hefu" / "kernels"
    user = os.getuid() if hasattr(os, "getuid") else "user"
    yield Path(tempfile.gettempdir()) / f"hefu-kernels-{user}"


def _is_ours(folder: Path) -> bool:
    """Make the folder if need be; tell whether we can write to it and nobody else."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
