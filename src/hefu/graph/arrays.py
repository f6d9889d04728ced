"""Types of the arrays that kernels work on."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]
Whole = TypeVar("Whole", Int32s, Int64s)


def sealed(values: Whole) -> Whole:
    """Return the same array, not to be written to, so that a kernel is compiled once for it wherever it comes from."""
    view = np.ascontiguousarray(values).view()
    view.flags.writeable = False
    return view


class Arrows(NamedTuple):
    """Edges gathered by one of their ends: those of node v lie at first[v] up to, not including, last[v].

    `node` holds the other end and `edge` the number of the edge. Within a node edges stand in the order of their
    numbers unless the maker says otherwise.
    """

    first: Int32s
    last: Int32s
    node: Int32s
    edge: Int32s
