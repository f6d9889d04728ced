"""What the parts of the GLEIF reader share: the rows so far, identifiers, days, states, and what no column takes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from hefu.book.book import Row
from hefu.book.readers.gleif.tree import EXTENSION, Node
from hefu.book.readers.iso20022.camt_message import written_day
from hefu.book.readers.rows import Rows
from hefu.core.identifiers import Scheme, identify, is_valid
from hefu.core.refusals import Refusal, refuse

WITHDRAWN = frozenset(["ANNULLED", "CANCELLED", "DUPLICATE"])
"""Registration states of a record that should never have been."""

ENDED = WITHDRAWN | {"RETIRED", "MERGED"}
"""Registration states of a record that holds no more."""

_STATES = ENDED | {"PENDING_VALIDATION", "LAPSED", "TRANSFERRED", "PENDING_TRANSFER", "PENDING_ARCHIVAL"}
_NODES = {"LEI": "lei", "PNI": "pni"}


class Register:
    """The rows of one GLEIF file while it is read; each record may stand in it once."""

    def __init__(self, rows: Rows) -> None:
        """Begin a file without records."""
        self.rows = rows
        self._records: set[str] = set()

    def begin(self, record: str) -> str:
        """Return the name of a record; refused (FIELD_REPEATED) where it stands in the file a second time."""
        if record in self._records:
            raise refuse(Refusal.FIELD_REPEATED, field=record)
        self._records.add(record)
        return record

    def header(self, header: Node) -> None:
        """Keep what the file says of itself."""
        self.entries(f"gleif/{header.name}", header, {})

    def entries(
        self, record: str, node: Node, about: Row, taken: Collection[str] = (), said: dict[str, Row] | None = None
    ) -> None:
        """Keep every value below a node that no column holds as written.

        `taken` are the paths of those that one does; `said` gives columns that an entry at a path has besides.
        """
        for name, value in node.attributes.items():
            self._entry(record, f"@{name}", value, about)
        for path, leaf in node.leaves():
            if leaf.text and leaf.name.endswith("Date") and not path.startswith(EXTENSION):
                written_day(leaf.text)
            rest = dict(leaf.attributes)
            if leaf.text:
                words: Row = {"type_code": rest.pop("type", None), "language": rest.pop("xml:lang", None)}
                if path not in taken or any(words.values()):
                    self._entry(record, path, leaf.text, {**words, **about, **(said or {}).get(path, {})})
            for name, value in rest.items():
                self._entry(record, f"{path}/@{name}", value, about)

    def _entry(self, record: str, path: str, said: str, columns: Row) -> None:
        if said:
            self.rows.add("register_entries", {"entry_id": f"{record}/{path}", "path": path, "said": said, **columns})


def lei_of(text: str, state: str = "") -> str:
    """Return the id of the party that an LEI names; refused (IDENTIFIER_WRONG) where its check digits are wrong.

    A record that its issuer withdrew may have been withdrawn for that very reason: its LEI is kept as `lei?:…`, which
    never passes for a right one.
    """
    if state in WITHDRAWN and not is_valid(Scheme.LEI, text):
        return f"lei?:{text}"
    return str(identify(Scheme.LEI, text))


def node_id(record: Node, side: str, state: str) -> str:
    """Return the id of a relationship's end: an LEI, or a provisional number of a parent without one (PNI)."""
    scheme = code(record, f"Relationship/{side}/NodeIDType", _NODES)
    number = record.needed(f"Relationship/{side}/NodeID")
    return lei_of(number, state) if scheme == "LEI" else f"pni:{number}"


def code(record: Node, path: str, known: Collection[str]) -> str:
    """Return a word at a path; refused (CODE_UNKNOWN) where it is none of those known."""
    value = record.needed(path)
    if value not in known:
        raise refuse(Refusal.CODE_UNKNOWN, field=f"{record.name}/{path}", value=value[:40])
    return value


def state_of(record: Node, *further: str) -> str:
    """Return the registration status of a record."""
    return code(record, "Registration/RegistrationStatus", _STATES.union(further))


def day_at(record: Node, path: str) -> date | None:
    """Return the day at a path as it stands there, no zone applied; None where there is none."""
    value = record.value(path)
    return written_day(value) if value else None


def day_after(day: date | None) -> date | None:
    """Return the first day on which what ended on a day is true no more."""
    return day + timedelta(days=1) if day and day < date.max else None


def validity(start: date | None, end: date | None) -> Row:
    """Return the columns of a validity. A record withdrawn before it began to hold has no beginning."""
    return {"valid_from": start if not (start and end) or start < end else None, "valid_to": end}


def deleted_on(record: Node) -> date | None:
    """Return the day on which a delta file says that a record was deleted."""
    for path, leaf in record.leaves():
        if path.startswith(EXTENSION) and leaf.name.rpartition(":")[2] == "DeletedAt" and leaf.text:
            return written_day(leaf.text)
    return None
