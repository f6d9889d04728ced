"""What every reader takes and gives: a source, and rows gathered for the book.

A reader is a function `(data: bytes, source: Source) -> Rows`. It raises RefusalError with a true reason
where a document cannot be read whole; it never gives half a document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hefu.book.book import Row
from hefu.book.ids import party_id


@dataclass(frozen=True, slots=True)
class Source:
    """The paper a document came on: who controls it, how it was obtained, when we learned it (UTC)."""

    source_id: str
    controlled_by: str
    channel: str
    known_at: datetime
    controller_id: str | None = None
    file_name: str = ""
    sha256: str = ""


class Rows:
    """Rows of one document, table by table, each stamped with its source and moment of knowing."""

    def __init__(self, source: Source, document_kind: str) -> None:
        """Begin with the row of the source itself."""
        self.source = source
        self.document_kind = document_kind
        self._source_id, self._known_at = source.source_id, source.known_at
        self.tables: dict[str, list[Row]] = {"sources": [self._source_row(document_kind)]}
        self._parties: dict[str, Row] = {}

    def add(self, table: str, row: Row) -> None:
        """Add one row; its source and moment are filled in here, in one place."""
        row["source_id"] = self._source_id
        row["known_at"] = self._known_at
        self.tables.setdefault(table, []).append(row)

    def add_party(self, identifiers: list[tuple[str, str]], row: Row) -> str:
        """Add a party as this document names it and return its id.

        A document that names one party twice (as seller and as payee) makes one row; what the second
        mention adds is filled in, what it contradicts stays as first written. Further names and numbers are
        all kept.
        """
        identity = party_id(identifiers, row.get("name") or "", self.source.source_id)
        known = self._parties.get(identity)
        if known is None:
            row["party_id"] = identity
            self._parties[identity] = row
            self.add("parties", row)
        else:
            _merge(known, row)
        return identity

    def _source_row(self, document_kind: str) -> Row:
        source = self.source
        return {
            "source_id": source.source_id,
            "controlled_by": source.controlled_by,
            "controller_id": source.controller_id,
            "channel": source.channel,
            "file_name": source.file_name,
            "sha256": source.sha256,
            "document_kind": document_kind,
            "known_at": source.known_at,
        }


def _merge(known: Row, row: Row) -> None:
    """Add to a party's row what another mention of it says."""
    names = [known.get("name"), *_parts(known.get("other_names")), row.get("name"), *_parts(row.get("other_names"))]
    others = dict.fromkeys([name for name in names if name and name != (known.get("name") or row.get("name"))])
    numbers = dict.fromkeys([*_parts(known.get("other_number")), *_parts(row.get("other_number"))])
    known.update({column: value for column, value in row.items() if value and not known.get(column)})
    if others:
        known["other_names"] = "; ".join(others)
    if numbers:
        known["other_number"] = "; ".join(numbers)


def _parts(joined: str | None) -> list[str]:
    return joined.split("; ") if joined else []


Reader = Callable[[bytes, Source], Rows]
"""The shape of every reader."""
