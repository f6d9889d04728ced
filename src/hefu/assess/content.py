"""What a row says, in one line that a person can read, and who controls its source."""

from __future__ import annotations

from typing import Any

from hefu.book import Book, Row
from hefu.book.columns import Kind, Table
from hefu.book.schema import SCHEMA
from hefu.book.voices import statements
from hefu.core.canonical import plain
from hefu.core.findings import RowRef
from hefu.core.money import Money
from hefu.core.quantity import Quantity
from hefu.core.texts import Language, Text, Value, show

_FIRST = ("number", "line_number", "name", "item_name", "payer_name", "payee_name", "purpose")
_CODES = {
    ("receivables", "state"): {
        "free": Text("free", "未处分"),
        "assigned": Text("assigned", "已转让"),
        "pledged": Text("pledged", "已质押"),
        "vouchered": Text("vouchered", "已开凭证"),
        "collected": Text("collected", "已收回"),
        "diluted": Text("diluted", "已稀释"),
    },
    ("financings", "state"): {"open": Text("still financed", "融资未结清"), "closed": Text("closed", "已结清")},
    ("loans", "state"): {
        "open": Text("outstanding", "未结清"),
        "repaid": Text("repaid", "已还清"),
        "overdue": Text("overdue", "逾期"),
        "written_off": Text("written off", "已核销"),
    },
    ("filings", "state"): {
        "live": Text("filed", "登记有效"),
        "cancelled": Text("filing cancelled", "登记已注销"),
        "expired": Text("filing expired", "登记已到期"),
        "objected": Text("filing objected to", "登记有异议"),
    },
    ("movements", "direction"): {"in": Text("in", "入库"), "out": Text("out", "出库")},
}
"""Codes that say what became of a thing. Other codes tell a reader of the evidence nothing new."""


class Contents:
    """Looks rows up by reference and says what they hold. Built once per dossier."""

    def __init__(self, book: Book) -> None:
        """Index nothing until a table is asked for."""
        self._book = book
        self._rows: dict[str, dict[str, list[Row]]] = {}
        self._sources = {row["source_id"]: row for row in book.rows("sources")}

    def row(self, ref: RowRef) -> Row | None:
        """Return the row that a reference names, or None where the book has no such row.

        Where the reference names no source, the most independent one speaks.
        """
        if ref.table not in self._rows:
            key = SCHEMA[ref.table].key
            by_id: dict[str, list[Row]] = {}
            derived = SCHEMA[ref.table].derived
            for row in self._book.rows(ref.table) if derived else statements(self._book, ref.table):
                by_id.setdefault(row[key], []).append(row)
            self._rows[ref.table] = by_id
        rows = self._rows[ref.table].get(ref.row_id, [])
        return next((row for row in rows if row.get("source_id") == ref.source_id), rows[0] if rows else None)

    def controlled_by(self, row: Row | None) -> str | None:
        """Return the kind of party that controls the row's source."""
        source = self._sources.get(row.get("source_id", "")) if row else None
        return source["controlled_by"] if source else None

    def evidence(self, ref: RowRef) -> dict[str, Any]:
        """Return one line of an evidence table: the row, what it says, who controls its source, known when."""
        row = self.row(ref)
        says = row_text(SCHEMA[ref.table], row) if row else Text("no such row", "没有该行")
        return {
            "table": ref.table,
            "row_id": ref.row_id,
            "content": says.plain(),
            "controlled_by": self.controlled_by(row),
            "known_at": plain(row["known_at"]) if row and row.get("known_at") else None,
        }


def evidence_of(contents: Contents, refs: tuple[RowRef, ...]) -> list[dict[str, Any]]:
    """Return the evidence table of a finding: one controller's word for one thing stands once, as first known.

    Ten papers of one hand that name the same company are one voice, and ten lines would hide the others.
    """
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    for line in sorted((contents.evidence(ref) for ref in refs), key=lambda line: line["known_at"] or ""):
        first.setdefault((line["table"], line["row_id"], line["controlled_by"] or "", line["content"]["en"]), line)
    order = {(ref.table, ref.row_id): at for at, ref in reversed(list(enumerate(refs)))}
    return sorted(first.values(), key=lambda line: order[line["table"], line["row_id"]])


def row_text(table: Table, row: Row) -> Text:
    """Return a row in one line: what it is called, how much, and when."""
    values = _values(table, row)
    return Text(*(" · ".join(show(value, language) for value in values) for language in (Language.EN, Language.ZH)))


def _values(table: Table, row: Row) -> list[Value]:
    called: list[Value] = [row[name] for name in _FIRST if row.get(name)]
    became: list[Value] = [words[row[column]] for (name, column), words in _CODES.items() if name == table.name]
    amounts: list[Value] = []
    days: list[Value] = []
    for column in table.columns:
        value = row.get(column.name)
        if value is None:
            continue
        if column.kind is Kind.MINOR and value and row.get("currency"):
            amounts.append(Money(value, row["currency"]))
        elif column.kind is Kind.MILLI and value and column.name.startswith("quantity"):
            amounts.append(Quantity(value, row.get("unit") or ""))
        elif column.kind is Kind.DAY:
            days.append(value)
    return [*called[:3], *became, *amounts[-1:], *days[:1]]
