"""What the tests of tables of cells share: one way to read, and to see what was refused."""

from datetime import UTC, datetime

import pytest

from hefu.book.book import Book, Row
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.tabular.mapping import Mapping
from hefu.book.readers.tabular.reader import read_tabular
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language
from tests.book.readers.excel import workbook

SOURCE = Source("file:test", "lender", "feed", datetime(2026, 11, 21, tzinfo=UTC))


def read(data: bytes | str | list[list[object]], mapping: Mapping) -> Rows:
    if isinstance(data, list):
        data = workbook(data, mapping.sheet or "Sheet1")
    return read_tabular(data.encode() if isinstance(data, str) else data, SOURCE, mapping)


def made(rows: Rows, table: str) -> list[Row]:
    Book.of_rows(rows.tables).checked()
    return rows.tables.get(table, [])


def code_of(data: bytes | str | list[list[object]], mapping: Mapping) -> tuple[str, dict[str, object]]:
    with pytest.raises(RefusalError) as caught:
        read(data, mapping)
    refused = caught.value.refused
    assert refused.render(Language.ZH)
    assert refused.render(Language.EN)
    return refused.refusal.code, dict(refused.fields)
