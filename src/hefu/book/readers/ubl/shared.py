"""What all kinds of UBL documents do alike: name their parties, and give what waits for the document's id that id."""

from __future__ import annotations

from hefu.book.book import Row
from hefu.book.ids import line_id
from hefu.book.readers.ubl.document import CAC, Document, day, missing, text
from hefu.book.readers.ubl.parties import party
from hefu.book.readers.ubl.steps import Steps, leaves
from hefu.book.readers.xml import Element, local_name
from hefu.book.schema import SCHEMA
from hefu.core.names import fold_name
from hefu.core.refusals import Refusal, refuse

ANY: Steps = {
    **leaves(text, "ID", "number"),
    **leaves(day, "IssueDate", "issued_on"),
}
"""Steps of what every document has."""

_KEYS = {name: SCHEMA[name].key for name in SCHEMA if name.startswith("document_")}


def root_name(name: str) -> str:
    """Return the full name of the root element of that kind of document."""
    return f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}"


def parties(names: str) -> Steps:
    """Give each party of these names a step; its id goes into the column of its own name."""
    return {CAC + name: party(name, once=True) for name in names.split()}


def first_of(root: Element, header: Row, roles: tuple[str, ...]) -> str:
    """Return the id of the first of these parties that the document names; naming none is refused (FIELD_MISSING)."""
    for role in roles:
        if role in header:
            return str(header[role])
    raise missing(root, roles[-1])


def ask_identity(root: Element, header: Row) -> None:
    """Ask for what every document must have: its number and its day of issue (FIELD_MISSING)."""
    for name, column in (("ID", "number"), ("IssueDate", "issued_on")):
        if not header.get(column):
            raise missing(root, name)


def add_accounts(document: Document, payee_id: str) -> None:
    """Add the accounts to pay into. The payee owns one that names no owner, or names the payee as such.

    An account in another name (a factor's, of whom the paper says no more) is nobody's that we know: to take it for the
    seller's would hide where the money goes.
    """
    payees = [row for row in document.rows.tables["parties"] if row["party_id"] == payee_id]
    names = {fold_name(name) for row in payees for name in _names(row)}
    for row in document.accounts.values():
        owner = fold_name(row.get("owner_name") or "")
        if not owner or not names or owner in names:
            row["owner_id"] = payee_id
        document.rows.add("bank_accounts", row)


def _names(party_row: Row) -> list[str]:
    return [name for name in (party_row.get("name"), *(party_row.get("other_names") or "").split("; ")) if name]


def number_lines(document: Document, root: Element, name: str, header: Row, identity: str, tables: Tables) -> None:
    """Add the document's lines with their ids; two lines of one number are refused (FIELD_REPEATED).

    `name` is that of a line's element, `tables` are those of headers and of lines.
    """
    header_key, line_key = (SCHEMA[table].key for table in tables)
    seen: set[str] = set()
    for row in document.lines:
        number = row["line_number"]
        if number in seen:
            raise refuse(Refusal.FIELD_REPEATED, field=f"{local_name(root)}/{name}/ID {number}")
        seen.add(number)
        row[line_key] = line_id(identity, number)
        row[header_key] = identity
        if document.currency:
            row["currency"] = document.currency
        if row.get("order_line_number") and row["order_number"] is None:
            row["order_number"] = header.get("order_number")
        document.rows.add(tables[1], row)


def number_parts(document: Document, header: Row, identity: str) -> None:
    """Add what hangs on the document; ids are document / kind / ordinal."""
    ordinals: dict[str, int] = {}
    for table, word, row in document.parts:
        ordinal = ordinals[table] = ordinals.get(table, 0) + 1
        row[_KEYS[table]] = f"{identity}/{word}/{ordinal}"
        row["document_id"] = identity
        if word == "OrderLineReference" and row.get("number") is None:
            row["number"] = header.get("order_number")
        document.rows.add(table, row)


Tables = tuple[str, str]
"""The table of a kind's headers and that of its lines."""
