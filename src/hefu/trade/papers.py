"""The papers of a book, read once: one voice per thing, looked up by id and by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from hefu.book.book import Book, Row
from hefu.book.voices import one_voice
from hefu.core.money import allocate
from hefu.core.names import fold_number

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Papers:
    """The invoices, with what they are beside; `lines` are the billed lines by invoice, in their order."""

    invoices: dict[str, Row]
    credit_notes: dict[str, Row]
    lines: dict[str, list[Row]]
    references: dict[str, list[Row]] = field(repr=False)
    events: list[Row] = field(repr=False)

    @classmethod
    def of(cls, book: Book) -> Papers:
        """Read what every part of the match needs, once per book."""
        tables = ("invoices", "invoice_lines", "document_references", "invoice_events", "sources")
        return book.remembered(("trade.papers", *tables), lambda: cls._read(book))

    @classmethod
    def _read(cls, book: Book) -> Papers:
        rows = one_voice(book, "invoices")
        lines = sorted(one_voice(book, "invoice_lines"), key=lambda line: line_order(line["line_number"]))
        return cls(
            {row["invoice_id"]: row for row in rows if row["kind"] == "invoice"},
            {row["invoice_id"]: row for row in rows if row["kind"] == "credit_note"},
            grouped(lines, lambda line: str(line["invoice_id"])),
            references_of(book),
            one_voice(book, "invoice_events"),
        )

    def by_number(self) -> dict[str, list[Row]]:
        """Return the invoices under each number in folded form."""
        return self._by_number

    @cached_property
    def _by_number(self) -> dict[str, list[Row]]:
        return grouped(self.invoices.values(), lambda row: fold_number(row["number"]))

    def gross_by_line(self, invoice: Row) -> dict[str, int]:
        """Share what is payable on an invoice over its lines by their net amounts; the parts sum to the whole.

        So document allowances, charges, tax, prepayment and rounding fall on every line alike.
        """
        lines = self.lines.get(invoice["invoice_id"], [])
        return {line["invoice_line_id"]: share for line, share in zip(lines, gross_shares(invoice, lines), strict=True)}


def folded_numbers(book: Book) -> list[str]:
    """Return the number of each row of the table `invoices`, in folded form."""
    return book.remembered(
        ("trade.folded_numbers", "invoices"),
        lambda: [fold_number(number) for number in book.table("invoices")["number"].to_pylist()],
    )


def references_of(book: Book) -> dict[str, list[Row]]:
    """Return what each document or payment refers to, by its id."""
    return book.remembered(
        ("trade.references", "document_references", "sources"),
        lambda: grouped(one_voice(book, "document_references"), lambda row: str(row["document_id"])),
    )


def gross_shares(invoice: Row, lines: Sequence[Row]) -> tuple[int, ...]:
    """Return what is payable on an invoice, shared over its lines by their net amounts."""
    return share_out(payable_minor(invoice, lines), [line["net_minor"] or 0 for line in lines])


def payable_minor(invoice: Row, lines: Iterable[Row] = ()) -> int:
    """Return what an invoice asks for: its payable amount, else its total with tax, else what its parts give."""
    for name in ("payable_minor", "gross_minor"):
        if invoice[name] is not None:
            return int(invoice[name])
    net_minor = invoice["net_minor"]
    if net_minor is None:
        net_minor = sum(line["net_minor"] or 0 for line in lines)
    return int(net_minor + (invoice["tax_minor"] or 0))


def share_out(whole: int, weights: list[int]) -> tuple[int, ...]:
    """Share a whole over weights so that the parts sum to it; a negative weight (a rebate line) takes a negative part.

    Without any usable weight the shares are equal.
    """
    if len(weights) <= 1:
        return (whole,) * len(weights)
    total = sum(weights)
    if total <= 0:
        return allocate(whole, [1] * len(weights))
    if min(weights) >= 0:
        return allocate(whole, weights)
    parts = [whole * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(whole * weights[at] % total), at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def line_order(number: str) -> tuple[int, int, str]:
    """Return the sort key under which line 9 stands before line 10, and words behind numbers."""
    return (0, int(number), number) if number.isascii() and number.isdigit() else (1, 0, number)


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Return rows under their keys, in the order they came."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)


def is_known(party_id: str | None) -> bool:
    """Tell whether a party is identified; one that a paper only names is not."""
    return bool(party_id) and not str(party_id).startswith("unnamed:")


def may_be_same(one: str | None, other: str | None) -> bool:
    """Tell whether two ids may be one party: equal, or at least one unknown, or of schemes that cannot be compared.

    A code with a wrong check digit (`uscc?:`) is compared with right ones, and is another.
    """
    if one is None or other is None or not is_known(one) or not is_known(other):
        return True
    return one == other or _scheme(one) != _scheme(other)


def same_parties(one: Row, other: Row) -> bool:
    """Tell whether two documents may be between the same buyer and seller."""
    return may_be_same(one["buyer_id"], other["buyer_id"]) and may_be_same(one["seller_id"], other["seller_id"])


def _scheme(party_id: str) -> str:
    return party_id.partition(":")[0].rstrip("?")
