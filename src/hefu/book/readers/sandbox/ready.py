"""What the fork server loads once, so that no child loads it again: the child's side, and the readers most papers take.

Nothing is read, computed or allocated by it: a fork copies no threads, so neither Arrow nor Polars may begin any here.
"""

from __future__ import annotations

import importlib

import pyarrow as pa

READERS = (
    "hefu.book.readers.sandbox.child",
    "hefu.book.readers.judged",
    "hefu.book.readers.ubl.reader",
    "hefu.book.readers.iso20022.camt",
    "hefu.book.readers.tabular.reader",
)
"""The readers of a request's usual papers. Others are loaded by the child that meets their first document."""

for _name in READERS:
    importlib.import_module(_name)
# Arrow looks for pandas when it makes its first array, and loads all of it where it is installed.
pa.array([None])
