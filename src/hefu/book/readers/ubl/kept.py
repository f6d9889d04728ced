"""Further kinds of UBL documents keep every value: what no column takes stands in `document_notes` by its path.

Of orders and invoices the notes would be many and nobody's question; of a response or an advice they are few, and they
say what the other side wants.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hefu.book.book import Row
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.ubl.document import CBC, Document, currency_of, latest_day
from hefu.book.readers.ubl.parts import anywhere
from hefu.book.readers.ubl.steps import Group, LeafStep, Part, Step
from hefu.book.readers.xml import Element, local_name, only, path_of, text_of
from hefu.core.money import exponent

Grouping = TypeVar("Grouping", bound=Group | Part)


def everything(tag: str) -> Step | None:
    """Say what is done with an element of that full name which has no step where it stands: it is kept."""
    if tag.endswith("BinaryObject"):
        return None
    step = anywhere(tag)
    if step is None or isinstance(step, tuple):
        return step or ((note, "path") if tag.startswith(CBC) else None)
    # The steps of `anywhere` are few and last as long as the program.
    return _OWN.setdefault(id(step), fresh(step))


def note(document: Document, leaf: Element, value: str, _row: Row, _column: str) -> None:
    """Keep a value as written, with its path; the unit of a quantity has a row of its own."""
    path, unit = path_of(leaf), leaf.get("unitCode")
    for said_at, said in ((path, value), (f"{path}/@unitCode", unit)):
        if said:
            document.parts.append(("document_notes", "note", {"path": said_at, "said": said}))


def noted(step: LeafStep) -> LeafStep:
    """Return a step that keeps the value as written besides."""

    def both(document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
        note(document, leaf, value, row, column)
        step(document, leaf, value, row, column)

    return both


def joined(_document: Document, _leaf: Element, value: str, row: Row, column: str) -> None:
    """Gather texts behind one another."""
    if value:
        row[column] = f"{row[column]}; {value}" if row.get(column) else value


noted_latest_day = noted(latest_day)


def fresh(step: Grouping) -> Grouping:
    """Return the same step to be used beside `everything`: how a shape is read is kept with its step."""
    return replace(step, programs=[])


def begin(root: Element, source: Source) -> Document:
    """Return the document to be read. Its currency is that it says, else that of its first amount, else none."""
    code = only(root, CBC + "DocumentCurrencyCode")
    priced = (leaf for leaf in root.iter(f"{CBC}*") if local_name(leaf).endswith("Amount"))
    first = None if code is not None else next(priced, None)
    currency = text_of(code) if code is not None else currency_of(first) if first is not None else ""
    return Document(Rows(source, local_name(root)), currency, exponent(currency) if currency or code is not None else 0)


_OWN: dict[int, Group | Part] = {}
