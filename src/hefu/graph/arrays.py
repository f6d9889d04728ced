"""Types of the arrays that kernels work on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]


class Arrows(NamedTuple):
    """Edges gathered by one of their ends: those of node v lie at first[v] up to, not including, last[v].

    `node` holds the other end and `edge` the number of the edge. Within a node edges stand in the order of their
    numbers unless the maker says otherwise.
    """

    first: Int32s
    last: Int32s
    node: Int32s
    edge: Int32s
