"""The reader of tables of cells: CSV and Excel, by the mapping of their sender."""

from __future__ import annotations

from hefu.book.readers.mapping import Mapping
from hefu.book.readers.rows import Rows, Source
from hefu.core.refusals import Refusal, refuse


def read_tabular(data: bytes, source: Source, mapping: Mapping) -> Rows:
    """Read one table of cells."""
    del data, source
    raise refuse(Refusal.KIND_UNKNOWN, kind=mapping.name)
