"""What the other side said later: of an order (response, change, cancellation) and of an invoice (the buyer's answer).

Papers identify one company by different numbers, so what is said finds its invoice by id or, failing that, by number
between parties that may be the same. A later word replaces an earlier one only where it comes from a source that is no
nearer to the borrower: a borrower cannot clear its buyer's refusal with a paper of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.book.voices import Controller, controller_of, controllers, one_voice
from hefu.core.names import fold_number
from hefu.trade.papers import Papers, grouped, same_parties

_AGAINST = ("rejected", "dispute", "under_query", "conditionally_accepted")
"""Answers that an invoice may not be lent on as it is, the gravest first."""

_FOR = ("accepted", "paid")


@dataclass(frozen=True, slots=True)
class OrderLineWord:
    """What was last said of one line of an order, and the paper that says it."""

    event: Row
    line: Row


class Answers:
    """All that was said later, looked up by invoice and by order."""

    def __init__(self, book: Book, papers: Papers) -> None:
        """Read the events of a book."""
        self._known: Mapping[str, Controller] = controllers(book)
        self._orders = grouped(one_voice(book, "order_events"), lambda row: fold_number(row["order_number"]))
        self._lines = grouped(one_voice(book, "order_event_lines"), lambda row: str(row["event_id"]))
        self._invoices: dict[str, list[Row]] = defaultdict(list)
        by_number = papers.by_number()
        for event in one_voice(book, "invoice_events"):
            if event["event"] in (*_AGAINST, *_FOR):
                for invoice_id in _meant(event, papers, by_number):
                    self._invoices[invoice_id].append(event)

    def standing(self, invoice_id: str) -> Row | None:
        """Return the answer against an invoice that stands, or None where there is none or it was cleared."""
        stands: Row | None = None
        for event in sorted(self._invoices.get(invoice_id, ()), key=_answer_order):
            if stands is None or self._rank(event) <= self._rank(stands) or _grave(event) < _grave(stands):
                stands = event
        return stands if stands and stands["event"] in _AGAINST else None

    def of_order(self, number: str, invoice: Row) -> list[Row]:
        """Return what papers between the invoice's parties did to the order of that number, in order of days."""
        found = [row for row in self._orders.get(fold_number(number), ()) if same_parties(row, invoice)]
        return sorted(found, key=lambda row: (row["issued_on"], row["event_id"]))

    def of_lines(self, events: Iterable[Row]) -> dict[str, OrderLineWord]:
        """Return what was last said of each line that these papers name, by its number in folded form.

        A response that only accepts a line, or says nothing of it, leaves the earlier word standing.
        """
        last: dict[str, OrderLineWord] = {}
        for event in events:
            for line in self._lines.get(event["event_id"], ()):
                if line["event"] in _LINE_WORDS:
                    last[fold_number(line["order_line_number"])] = OrderLineWord(event, line)
        return last

    def _rank(self, row: Row) -> int:
        return controller_of(row, self._known).rank


_LINE_WORDS = ("added", "cancelled", "changed", "rejected")


def _meant(event: Row, papers: Papers, by_number: Mapping[str, list[Row]]) -> Sequence[str]:
    """The invoice an answer is about. Where its number fits several, what speaks against counts for each."""
    if event["invoice_id"] in papers.invoices:
        return [event["invoice_id"]]
    if event["invoice_id"].startswith("credit_note:"):
        return []
    invoices = by_number.get(fold_number(event["number"] or ""), ())
    found = [row["invoice_id"] for row in invoices if same_parties(row, event)]
    return found if len(found) == 1 or event["event"] in _AGAINST else []


def _answer_order(event: Row) -> tuple[date, int, str]:
    """By days; of two answers of one day the graver is taken for the later."""
    return event["happened_on"], -_grave(event), event["event_id"]


def _grave(event: Row) -> int:
    return _AGAINST.index(event["event"]) if event["event"] in _AGAINST else len(_AGAINST)
