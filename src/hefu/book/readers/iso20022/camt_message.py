"""One camt message while it is read: values by element name, amounts that must not be lost, ids given once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

from lxml import etree

from hefu.book.book import Row
from hefu.book.readers.rows import Rows
from hefu.book.readers.xml import Element, children, day_of, local_name, only, path_of, text_of
from hefu.core.money import Money, exponent, parse_minor
from hefu.core.refusals import Refusal, refuse

_TIME = re.compile(r"T[0-2]\d:[0-5]\d:[0-6]\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:[0-5]\d)?", re.ASCII)
_DAY_LENGTH = len("2026-11-20")

# Elements of the standard that hold money without naming its currency: it is the account's.
_IMPLIED = {"BdryAmt", "FrAmt", "ToAmt", "EQAmt", "NEQAmt", "TtlNetNtryAmt", "Sum"}
_SUMMARY = "TxsSummry"


class Message:
    """What the parts of the reader share: rows so far, amounts already taken, ids already given."""

    def __init__(self, rows: Rows, namespace: str) -> None:
        """Begin an empty message whose elements are in one namespace."""
        self.rows = rows
        self.account_rows: dict[str, Row] = {}
        self._in = f"{{{namespace}}}"
        self._taken: set[Element] = set()
        self._given: Counter[str] = Counter()
        self._ordinals: Counter[str] = Counter()

    def child(self, parent: Element | None, path: str) -> Element | None:
        """Return the one element at a path (`Acct/Id/IBAN`) or None; a repeated one is refused."""
        found = parent
        for name in path.split("/"):
            found = None if found is None else only(found, self._in + name)
        return found

    def every(self, parent: Element | None, path: str) -> list[Element]:
        """Return all elements at a path, in order."""
        found = [] if parent is None else [parent]
        for name in path.split("/"):
            found = [child for above in found for child in above.iterchildren(self._in + name)]
        return found

    def text(self, parent: Element | None, *paths: str) -> str:
        """Return the value at the first of some paths that holds one; empty where none does."""
        for path in paths:
            leaf = self.child(parent, path)
            value = text_of(leaf) if leaf is not None else ""
            if value:
                return value
        return ""

    def needed(self, parent: Element, path: str) -> Element:
        """Return the element at a path; refused (FIELD_MISSING) where there is none."""
        found = self.child(parent, path)
        if found is None:
            raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(parent)}/{path}")
        return found

    def day(self, parent: Element | None, path: str) -> date | None:
        """Return the day of a date choice (`Dt` or `DtTm`), as it stands there: no zone is applied."""
        choice = self.child(parent, path)
        if choice is None:
            return None
        leaves = [leaf for leaf in (self.child(choice, "Dt"), self.child(choice, "DtTm")) if leaf is not None]
        return written_day(text_of((leaves or [choice])[0]))

    def sign(self, parent: Element) -> int | None:
        """Return +1 for CRDT, -1 for DBIT, None where the element does not say."""
        leaf = self.child(parent, "CdtDbtInd")
        if leaf is None:
            return None
        value = text_of(leaf)
        if value not in {"CRDT", "DBIT"}:
            raise refuse(Refusal.CODE_UNKNOWN, field=path_of(leaf), value=value[:40])
        return 1 if value == "CRDT" else -1

    def money(self, leaf: Element) -> Money:
        """Return an amount element as money."""
        currency = leaf.get("Ccy")
        if currency is None:
            raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(leaf)}/@Ccy")
        return _money(leaf, currency)

    def take(self, leaf: Element) -> Money:
        """Return an amount element as money that has its place in a row, so that `sweep` passes it over."""
        self._taken.add(leaf)
        return self.money(leaf)

    def sweep(self, element: Element, document_id: str, currency: str) -> None:
        """Keep every amount below an element that nobody took; `currency` is that of the account."""
        for leaf in element.iter(etree.Element):
            if leaf not in self._taken and _is_amount(leaf):
                named = leaf.get("Ccy") or (currency if _is_implied(leaf) else None)
                if named is None and not str(leaf.tag).startswith(self._in):
                    continue
                if not named:
                    raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(leaf)}/@Ccy")
                self._taken.add(leaf)
                self._keep(leaf, document_id, _money(leaf, named))

    def reference(self, document_id: str, kind: str, number: str, **more: object) -> None:
        """Keep another document's number; a blank one says nothing."""
        if number:
            row: Row = {"document_id": document_id, "kind": kind, "number": number, **more}
            self.rows.add("document_references", {"reference_id": self.ordinal(document_id, kind), **row})

    def role(self, document_id: str, role: str, party_id: str) -> None:
        """Keep a party's part in a document."""
        row: Row = {"document_id": document_id, "role": role, "party_id": party_id}
        self.rows.add("document_parties", {"document_party_id": self.ordinal(document_id, role), **row})

    def ordinal(self, document_id: str, kind: str) -> str:
        """Return `DOCUMENT/KIND/N`, N counting from 1."""
        named = f"{document_id}/{kind}"
        self._ordinals[named] += 1
        return f"{named}/{self._ordinals[named]}"

    def given_once(self, identity: str) -> str:
        """Return an id; where the message gives it again, with `~2`, `~3` behind."""
        self._given[identity] += 1
        count = self._given[identity]
        return identity if count == 1 else f"{identity}~{count}"

    def _keep(self, leaf: Element, document_id: str, money: Money) -> None:
        path = path_of(leaf)
        row: Row = {
            "amount_id": self.ordinal(document_id, path),
            "document_id": document_id,
            "path": path,
            "amount_major": major(money),
            "currency": money.currency,
        }
        self.rows.add("document_amounts", row)


def written_day(text: str) -> date:
    """Return the day of an xsd:date or xsd:dateTime as written, zone or none, down to nanoseconds."""
    day, time = text[:_DAY_LENGTH], text[_DAY_LENGTH:]
    if time.startswith("T") and not _TIME.fullmatch(time):
        raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])
    return day_of(day if time.startswith("T") else text)


def major(money: Money) -> Decimal:
    """Return money as an exact decimal of its major unit."""
    return Decimal(money.amount_minor).scaleb(-exponent(money.currency))


def _money(leaf: Element, currency: str) -> Money:
    text = text_of(leaf)
    if not text:
        raise refuse(Refusal.FIELD_EMPTY, field=path_of(leaf))
    return Money(parse_minor(text, currency), currency)


def _is_amount(leaf: Element) -> bool:
    if leaf.get("Ccy") is not None:
        return True
    name = local_name(leaf)
    return (name == "Sum" or name.endswith("Amt")) and next(children(leaf), None) is None


def _is_implied(leaf: Element) -> bool:
    if local_name(leaf) in _IMPLIED:
        return True
    return any(local_name(above) == _SUMMARY for above in leaf.iterancestors())
