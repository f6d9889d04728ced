"""Find invoices that already serve somebody, or that exist in two versions.

| Finding | Severity |
|---|---|
| the invoice is assigned, pledged, vouchered, filed or financed, for all it asks | STOP |
| two ids, one content; a 20-digit tax invoice whose papers differ | STOP |
| the same for a part of what it asks; one number with two contents; papers that differ | HIGH |
| credited in full; collected in full; to be paid to somebody else than the seller, as an assigned claim is | HIGH |
| parts financed apart that fit into the invoice, in a book of granted loans | NOTE |

Not a duplicate: equal invoices under different numbers (rent, instalments), the same paper twice, a
financing that is repaid, rows of one lender about one loan. `TradeConfig.financings_allowed_count` says
whether the invoices are asked for (0) or already granted (1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hefu.book.book import Book, Row
from hefu.book.rule import Rule
from hefu.book.voices import controller_of, controllers, one_voice, one_voice_of, statements
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.identifiers import Scheme, is_valid
from hefu.core.money import Money
from hefu.core.names import fold_name, fold_number
from hefu.core.texts import Message, Value
from hefu.trade.config import TradeConfig
from hefu.trade.credited import credited_by_invoice, find_credits
from hefu.trade.papers import Papers, grouped, may_be_same, payable_minor
from hefu.trade.report import NOT_WRITTEN, Report, written
from hefu.trade.texts.exact_duplicate_invoice import CONTROLLERS_WORDS, FIGURES, QUESTION, TEXTS
from hefu.trade.uses import SAYS_USED, Use, live_uses

REPORT = Report("trade.exact_duplicate_invoice", 1)
Answer = Finding | Unassessed

_FACTORED = "393"


def check(book: Book, config: TradeConfig, at: Context) -> Iterator[Answer]:
    """Yield uses, versions and cancellations of every invoice, in the order of ids."""
    papers = Papers.of(book)
    if papers.invoices and not set(SAYS_USED) & set(book.names):
        reason, clears = Message.of("no_financings_known"), Message.of("send_own_book")
        yield REPORT.unassessed(reason, clears, subjects=[_ref(row) for row in papers.invoices.values()])
    yield from _financed(book, papers, config, at.today)
    yield from _two_ids(papers)
    yield from _differing(book)
    yield from _credited(papers)
    if config.financings_allowed_count == 0:
        yield from _collected(book, papers)
        yield from _assigned(book, papers)


RULE: Rule[TradeConfig] = Rule(REPORT.rule, REPORT.version, QUESTION, "number", TEXTS, check)


def _financed(book: Book, papers: Papers, config: TradeConfig, today: date) -> Iterator[Finding]:
    live = live_uses(book, today)
    names = _names(book, {row.lender_id for uses in live.values() for use in uses for row in use})
    for invoice_id, uses in live.items():
        invoice = papers.invoices.get(invoice_id)
        if invoice is None or len(uses) <= config.financings_allowed_count:
            continue
        payable = _payable(papers, invoice)
        parts = [_part_minor(use, invoice) for use in uses]
        # An unstated amount is taken for the whole: unknown is never room for another loan.
        total = sum(payable if part is None else part for part in parts)
        granted = config.financings_allowed_count > 0
        fits = total <= payable if granted else total < payable
        severity = (Severity.NOTE if granted else Severity.HIGH) if fits else Severity.STOP
        code = "financed_in_part" if fits else "financed"
        for use, part in list(zip(uses, parts, strict=True))[config.financings_allowed_count :]:
            message = Message.of(code, number=invoice["number"], **_who_and_when(use, part, invoice, names))
            yield _about(severity, message, "send_release", [invoice], [row.ref for row in use], payable)


def _who_and_when(
    use: Sequence[Use], part: int | None, invoice: Row, names: Mapping[str, str | None]
) -> dict[str, Value]:
    lender = next((row.lender_id for row in use if row.lender_id), "")
    since = min((row.since for row in use if row.since), default=None)
    return {
        "lender": written(names.get(lender) or lender),
        "since": since or NOT_WRITTEN,
        "amount": NOT_WRITTEN if part is None else Money(part, invoice["currency"]),
        "by": ", ".join(sorted(row.ref.row_id for row in use)),
    }


def _part_minor(use: Sequence[Use], invoice: Row) -> int | None:
    stated = [row.amount_minor for row in use if row.currency == invoice["currency"] and row.amount_minor is not None]
    return max(stated, default=None)


def _two_ids(papers: Papers) -> Iterator[Finding]:
    """One number of one seller, or one 20-digit tax invoice number of anybody, under two ids."""

    def identity(row: Row) -> tuple[str, str]:
        number = fold_number(row["number"])
        return number, "" if is_valid(Scheme.TAX_INVOICE, number) else row["seller_id"]

    for (number, _), twins in sorted(grouped(papers.invoices.values(), identity).items()):
        if len(twins) > 1:
            contents = {(row["buyer_id"], row["issued_on"], row["currency"], _payable(papers, row)) for row in twins}
            severity, code = (Severity.STOP, "same_twice") if len(contents) == 1 else (Severity.HIGH, "number_twice")
            ids = ", ".join(sorted(row["invoice_id"] for row in twins))
            message = Message.of(code, number=number, ids=ids)
            at_risk = max(_payable(papers, row) for row in twins)
            yield _about(severity, message, "send_tax_record", twins, [], at_risk)


def _differing(book: Book) -> Iterator[Finding]:
    known = controllers(book)
    for invoice_id, papers in grouped(statements(book, "invoices"), lambda row: str(row["invoice_id"])).items():
        first = papers[0]
        for name, figure in FIGURES.items():
            other = next((paper for paper in papers[1:] if _differs(first[name], paper[name])), None)
            if other is None:
                continue
            message = Message.of(
                "papers_differ",
                number=first["number"],
                figure=figure,
                one=_value(first, name),
                other=_value(other, name),
                one_by=CONTROLLERS_WORDS[controller_of(first, known).controlled_by],
                other_by=CONTROLLERS_WORDS[controller_of(other, known).controlled_by],
            )
            # A 数电票 is never changed, only red-lettered: two contents of one number cannot both be true.
            severity = Severity.STOP if invoice_id.startswith("tax_invoice:") else Severity.HIGH
            at_risk = max(payable_minor(paper) for paper in (first, other))
            yield _about(severity, message, "send_tax_record", [first], [_ref(other)], at_risk)


def _differs(one: object, other: object) -> bool:
    """What one paper leaves out cannot differ; parties differ where both are identified."""
    if one is None or other is None:
        return False
    if isinstance(one, str) and isinstance(other, str) and ":" in one + other:
        return not may_be_same(one, other)
    return one != other


def _value(paper: Row, name: str) -> Value:
    value: Value = paper[name]
    return Money(value, paper["currency"]) if isinstance(value, int) else value


def _credited(papers: Papers) -> Iterator[Finding]:
    found = find_credits(papers)
    for invoice_id, credited in sorted(credited_by_invoice(found).items()):
        invoice = papers.invoices[invoice_id]
        payable = _payable(papers, invoice)
        if 0 < payable <= credited:
            rows = [credit for credit in found if credit.invoice_id == invoice_id]
            amounts = {"credited": Money(credited, invoice["currency"]), "payable": Money(payable, invoice["currency"])}
            refs = [RowRef(c.table, c.row_id, c.row["source_id"]) for c in rows]
            message = Message.of("credited_in_full", number=invoice["number"], **amounts)
            yield _about(Severity.HIGH, message, "send_new_invoice", [invoice], refs, payable)


def _collected(book: Book, papers: Papers) -> Iterator[Finding]:
    collected = [row for row in one_voice(book, "receivables") if row["state"] == "collected" and row["invoice_id"]]
    for invoice_id, rows in sorted(grouped(collected, lambda row: str(row["invoice_id"])).items()):
        invoice = papers.invoices.get(invoice_id)
        same = [row for row in rows if invoice and row["currency"] == invoice["currency"]]
        total = sum(row["amount_minor"] for row in same)
        if invoice and 0 < _payable(papers, invoice) <= total:
            message = Message.of(
                "collected_in_full", number=invoice["number"], collected=Money(total, invoice["currency"])
            )
            refs = [RowRef("receivables", row["receivable_id"], row["source_id"]) for row in same]
            yield _about(Severity.HIGH, message, "send_new_invoice", [invoice], refs, _payable(papers, invoice))


def _assigned(book: Book, papers: Papers) -> Iterator[Finding]:
    """Invoices that name another payee, or call themselves factored (UNTDID 1001, code 393); the lender may be it."""
    paid = {row[column] for row in papers.invoices.values() if row["payee_id"] for column in ("payee_id", "seller_id")}
    names = _names(book, paid)
    lenders = {who.controller_id for who in controllers(book).values() if who.controlled_by == "lender"}
    for invoice in papers.invoices.values():
        payee, seller = invoice["payee_id"], invoice["seller_id"]
        other = payee and payee != seller and not _same_name(names.get(payee), names.get(seller))
        if payee not in lenders and (other or invoice["type_code"] == _FACTORED):
            code = "paid_to_another" if other else "factored"
            fields: dict[str, Value] = {"payee": written(names.get(payee) or payee)} if other else {}
            message = Message.of(code, number=invoice["number"], **fields)
            yield _about(Severity.HIGH, message, "send_release", [invoice], [], _payable(papers, invoice))


def _names(book: Book, party_ids: set[str]) -> dict[str, str | None]:
    return {row["party_id"]: row["name"] for row in one_voice_of(book, "parties", party_ids)}


def _same_name(one: str | None, other: str | None) -> bool:
    return bool(one and other) and fold_name(one or "") == fold_name(other or "")


def _payable(papers: Papers, invoice: Row) -> int:
    return payable_minor(invoice, papers.lines.get(invoice["invoice_id"], ()))


def _about(
    severity: Severity, message: Message, clears: str, invoices: Sequence[Row], others: Sequence[RowRef], at_risk: int
) -> Finding:
    refs = [_ref(row) for row in invoices]
    risk = Money(at_risk, invoices[0]["currency"])
    return REPORT.finding(severity, message, Message.of(clears), subjects=refs, evidence=[*refs, *others], at_risk=risk)


def _ref(invoice: Row) -> RowRef:
    return RowRef("invoices", invoice["invoice_id"], invoice["source_id"])
