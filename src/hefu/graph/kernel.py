"""How a function of arrays is compiled: once per machine, kept on disk, free of the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a function when it is first called, and keep the machine code where Numba finds a place.

    The place is NUMBA_CACHE_DIR, else beside the source, else the user's cache folder. Where none of them can be
    written (a read-only install, no home) the function is compiled in each process anew rather than not at all.
    A kernel calls only kernels of its own file: kept machine code is renewed when that file changes.
    """
    try:
        return cast("Function", njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast("Function", njit(nogil=True)(function))
