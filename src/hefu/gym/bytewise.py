"""Texts of one width built as bytes, straight into Arrow: no Python string is made for a row.

A matrix has shape (rows, width), dtype uint8, and holds UTF-8.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hefu.gym.draw import Bytes, Flags, Ints

_QUAD = np.frombuffer("".join(f"{n:04d}" for n in range(10_000)).encode(), np.uint8).reshape(-1, 4)


def digits(values: Ints, width: int) -> Bytes:
    """Return numbers as zero-padded decimals of one width."""
    quads = -(-width // 4)
    out = np.empty((len(values), quads * 4), np.uint8)
    rest = np.asarray(values, np.int64)
    for at in range(quads - 1, -1, -1):
        rest, low = np.divmod(rest, 10_000)
        out[:, at * 4 : at * 4 + 4] = _QUAD[low]
    return out[:, quads * 4 - width :]


def lettered(values: Ints, width: int, alphabet: str) -> Bytes:
    """Return numbers in the base of an alphabet, padded to one width."""
    letters = np.frombuffer(alphabet.encode(), np.uint8)
    out = np.empty((len(values), width), np.uint8)
    rest = np.asarray(values, np.int64)
    for at in range(width - 1, -1, -1):
        rest, low = np.divmod(rest, len(alphabet))
        out[:, at] = letters[low]
    return out


def joined(rows: int, *parts: Bytes | str) -> Bytes:
    """Put matrices and fixed words side by side."""
    blocks = [
        np.broadcast_to(np.frombuffer(part.encode(), np.uint8), (rows, len(part.encode())))
        if isinstance(part, str)
        else part
        for part in parts
    ]
    return np.concatenate(blocks, axis=1) if blocks else np.empty((rows, 0), np.uint8)


def to_arrow(matrix: Bytes, valid: Flags | None = None) -> pa.Array:
    """Return a matrix as an Arrow string array; rows that are not valid are null."""
    rows, width = matrix.shape
    offsets = np.arange(0, rows * width + 1, width or 1, dtype=np.int32)[: rows + 1]
    data = np.ascontiguousarray(matrix)
    mask = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data), mask)
