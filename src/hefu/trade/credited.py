"""What was taken back of an invoice: credit notes, red-letter invoices (红字发票), voids; and from which lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from hefu.book.book import Row
from hefu.core.names import fold_number
from hefu.trade.papers import Papers, grouped, is_known, payable_minor, same_parties, share_out
from hefu.trade.units import goods_keys

_TAKES_BACK = {"red_letter", "void", "credit"}


@dataclass(frozen=True, slots=True)
class Credit:
    """One amount taken back of one invoice, with tax, and the row that says so."""

    invoice_id: str
    amount_minor: int
    table: str
    row: Row
    note_lines: tuple[Row, ...] = ()

    @property
    def row_id(self) -> str:
        """The id of the row that says so."""
        return str(self.row["event_id" if self.table == "invoice_events" else "invoice_id"])


def find_credits(papers: Papers) -> list[Credit]:
    """Return what events and credit notes take back. A note that an event already speaks for counts once."""
    told = list(_told_by_events(papers))
    spoken = {credit.row["by_invoice_id"] for credit in told}
    notes = [note for note_id, note in papers.credit_notes.items() if note_id not in spoken]
    return told + list(_told_by_notes(papers, notes))


def credited_by_invoice(found: list[Credit]) -> dict[str, int]:
    """Return the minor units taken back of each invoice."""
    totals: dict[str, int] = defaultdict(int)
    for credit in found:
        totals[credit.invoice_id] += credit.amount_minor
    return dict(totals)


def credited_by_line(papers: Papers, found: list[Credit]) -> dict[str, int]:
    """Return the minor units taken back of each invoice line; an invoice's lines sum to what is taken back of it."""
    parts: dict[str, int] = defaultdict(int)
    for credit in found:
        for line_id, part in _spread(papers, credit):
            parts[line_id] += part
    return dict(parts)


def _told_by_events(papers: Papers) -> Iterator[Credit]:
    seen: set[tuple[str, str]] = set()
    for event in papers.events:
        invoice = papers.invoices.get(event["invoice_id"])
        pair = (event["invoice_id"], event["by_invoice_id"] or event["event_id"])
        if event["event"] not in _TAKES_BACK or invoice is None or pair in seen:
            continue
        if event["currency"] not in {None, invoice["currency"]}:
            continue
        seen.add(pair)
        note_lines = tuple(papers.lines.get(event["by_invoice_id"] or "", ()))
        yield Credit(event["invoice_id"], _event_minor(papers, event, invoice), "invoice_events", event, note_lines)


def _event_minor(papers: Papers, event: Row, invoice: Row) -> int:
    """An event that names no amount takes back what its note says, and without a note the whole invoice."""
    if event["amount_minor"] is not None:
        return int(event["amount_minor"])
    source = papers.credit_notes.get(event["by_invoice_id"] or "", invoice)
    return abs(payable_minor(source, papers.lines.get(source["invoice_id"], ())))


def _told_by_notes(papers: Papers, notes: list[Row]) -> Iterator[Credit]:
    if not notes:
        return
    by_number = papers.by_number()
    by_order = grouped(papers.invoices.values(), lambda row: fold_number(row["order_number"] or ""))
    for note in notes:
        lines = tuple(papers.lines.get(note["invoice_id"], ()))
        named = _named_by(papers, note, by_number) or _same_order(note, by_order)
        weights = [max(0, payable_minor(invoice, papers.lines.get(invoice["invoice_id"], ()))) for invoice in named]
        # Over several invoices the note's own lines no longer say which line of which invoice.
        own = lines if len(named) == 1 else ()
        for invoice, part in zip(named, share_out(abs(payable_minor(note, lines)), weights), strict=True):
            yield Credit(invoice["invoice_id"], part, "invoices", note, own)


def _named_by(papers: Papers, note: Row, by_number: dict[str, list[Row]]) -> list[Row]:
    numbers = {fold_number(reference["number"]) for reference in papers.references.get(note["invoice_id"], ())}
    named = [invoice for number in sorted(numbers) for invoice in by_number.get(number, ())]
    return [invoice for invoice in named if _belong(note, invoice)]


def _same_order(note: Row, by_order: dict[str, list[Row]]) -> list[Row]:
    """The invoice of the same order between the same identified parties, if there is exactly one."""
    if not note["order_number"] or not (is_known(note["seller_id"]) and is_known(note["buyer_id"])):
        return []
    found = [row for row in by_order.get(fold_number(note["order_number"]), ()) if _belong(note, row)]
    return found if len(found) == 1 else []


def _belong(note: Row, invoice: Row) -> bool:
    return same_parties(note, invoice) and note["currency"] == invoice["currency"]


def _spread(papers: Papers, credit: Credit) -> Iterator[tuple[str, int]]:
    """Each line of the note goes to the invoice line it names or equals; the rest falls on all lines alike."""
    lines = papers.lines.get(credit.invoice_id, [])
    by_key: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in lines:
        for key in _line_keys(line):
            by_key[key].add(line["invoice_line_id"])
    rest = credit.amount_minor
    shares = share_out(credit.amount_minor, [abs(line["net_minor"] or 0) for line in credit.note_lines])
    for note_line, part in zip(credit.note_lines, shares, strict=True):
        hit = next((ids for key in _line_keys(note_line) if len(ids := by_key.get(key, set())) == 1), None)
        if hit:
            rest -= part
            yield next(iter(hit)), part
    weights = [max(0, part) for part in papers.gross_by_line(papers.invoices[credit.invoice_id]).values()]
    for line, part in zip(lines, share_out(rest, weights), strict=True):
        yield line["invoice_line_id"], part


def _line_keys(line: Row) -> list[tuple[str, ...]]:
    order = (fold_number(line["order_number"] or ""), fold_number(line["order_line_number"] or ""))
    return ([("order", *order)] if all(order) else []) + [("goods", *key) for key in goods_keys(line)]
