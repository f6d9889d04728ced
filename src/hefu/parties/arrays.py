"""Columns as arrays for the kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl


def array(column: pl.Series, kind: type[np.generic]) -> np.ndarray[Any, Any]:
    """Return a column as an array of its own.

    Writable and in one piece, so that a kernel is compiled for one shape only.
    """
    return np.array(column.to_numpy(), dtype=kind)
