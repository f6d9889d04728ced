"""Small books for the trade rules, written as one line of text per case.

    order 10@100 + 5@20; despatch 10 + 5; receipt 10 + 5; invoice 10@100 + 5@20; pay 1243 names:I1

Documents are parted by `;`, lines by `+`. A line is a quantity with its unit (`t` where none is written), goods in
brackets where they are not the default, and a price. Orders are O1, O2, invoices I1, I2, in order; every paper answers
O1 unless `order:` says otherwise. Tax is 13 % on the sum of lines. Amounts are in yuan.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hefu.book.book import Book, Row
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, Unassessed
from hefu.trade import TradeConfig, derive

SELLER, BUYER, BANK, LENDER = "uscc:SELLER", "uscc:BUYER", "uscc:BANK", "uscc:LENDER"
KNOWN = datetime(2026, 5, 1, tzinfo=UTC)
AT = Context(as_of=datetime(2026, 6, 1, 9, tzinfo=UTC))
CONFIG = TradeConfig()
TAX_PERCENT = 13

_GOODS = ("coil", "plate", "wire", "rebar", "slab", "tube")
_UNITS = {"": "TNE", "t": "TNE", "kg": "KGM", "pcs": "H87", "吨": "吨", "box": "box"}
_LINE = re.compile(r"(?P<n>-?[\d.]+|-)(?P<unit>kg|pcs|box|t|吨)?(?:\[(?P<goods>.+?)\])?(?:@(?P<price>[\d.]+))?")
_SOURCES = {
    "buyer": ("buyer", BUYER),
    "seller": ("borrower", SELLER),
    "bank": ("bank", BANK),
    "tax": ("tax_office", None),
    "warehouse": ("warehouse", "uscc:WAREHOUSE"),
    "keeper_seller": ("warehouse", SELLER),
    "lender": ("lender", LENDER),
    "other": ("other", None),
}


@dataclass
class Papers:
    """Rows table by table, as papers come in."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, by: str, **row: object) -> None:
        """Add one row said by a controller."""
        self.rows.setdefault(table, []).append({**row, "source_id": by, "known_at": KNOWN})

    def book(self) -> Book:
        """The checked book, with its sources."""
        sources = [
            {"source_id": name, "controlled_by": kind, "controller_id": who, "channel": "upload", "known_at": KNOWN}
            for name, (kind, who) in _SOURCES.items()
        ]
        return Book.of_rows({**self.rows, "sources": sources}).checked()

    def number(self, prefix: str, said: dict[str, str]) -> str:
        """The number the text gives, else the next one."""
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return said.get("no", f"{prefix}{self.counts[prefix]}")


def papers_of(text: str) -> Papers:
    """Read one case."""
    papers = Papers()
    for document in filter(None, (part.strip() for part in text.split(";"))):
        kind, *words = document.split()
        said = dict(word.split(":", 1) for word in words if ":" in word)
        lines = [_line(word) for word in words if ":" not in word and word != "+"]
        _KINDS[kind](papers, said, lines)
    return papers


def book_of(text: str) -> Book:
    """Read one case as a book."""
    return papers_of(text).book()


def with_derived(book: Book, config: TradeConfig = CONFIG, at: Context = AT) -> Book:
    """The book with the tables that rules read."""
    for name, data in derive(book, config, at).items():
        book = book.with_table(name, data)
    return book


def tallied(text: str) -> list[Row]:
    """The tallies of one case, in the order of invoice lines."""
    return with_derived(book_of(text)).rows("tallies")


def cases(table: str) -> list[tuple[str, str]]:
    """Read a table of cases: papers, `->`, what is expected. Lines that begin with `#` are remarks."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip() and not line.startswith("#")]
    pairs = (case.split("->") for case in "\n".join(lines).replace("\n->", " ->").splitlines())
    return [(papers.strip(), " ".join(expected.split())) for papers, expected in pairs]


def short(answer: Answer) -> str:
    """One answer as the tables of cases write it: severity and code."""
    if isinstance(answer, Finding):
        return f"{answer.severity.code} {answer.message.code}"
    return f"{'unassessed' if isinstance(answer, Unassessed) else 'not_applicable'} {answer.reason.code}"


def _line(word: str) -> Row:
    match = _LINE.fullmatch(word)
    assert match, word
    quantity = None if match["n"] == "-" else int(Decimal(match["n"]) * 1000)
    return {
        "quantity_milli": quantity,
        "unit": _UNITS[match["unit"] or ""],
        "goods": match["goods"],
        "price": match["price"],
    }


def _day(said: dict[str, str], name: str, default: str | None) -> date | None:
    text = said.get(name, default)
    if text in {None, "none"}:
        return None
    assert text is not None
    return date.fromisoformat(f"2026-{text}" if len(text) == 5 else text)


def _goods(line: Row, place: int) -> Row:
    return {
        "item_name": line["goods"] or _GOODS[place],
        "quantity_milli": line["quantity_milli"],
        "unit": line["unit"],
    }


def _priced(line: Row) -> Row:
    price = Decimal(line["price"] or 0)
    scaled = price * (1000 if line["quantity_milli"] is None else line["quantity_milli"]) / 10
    return {
        "net_minor": int(scaled),
        "unit_price_major": price,
        "price_base_milli": 1000,
        "currency": "CNY",
        "tax_bps": 1300,
    }


def _order(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    number, by = papers.number("O", said), said.get("by", "buyer")
    issued, deliver = _day(said, "on", "03-01"), _day(said, "deliver", "03-20")
    papers.add(
        "orders", by, order_id=f"order/{number}", number=number, buyer_id=said.get("buyer", BUYER), seller_id=SELLER,
        issued_on=issued, deliver_by=deliver, currency="CNY",
    )  # fmt: skip
    for place, line in enumerate(lines):
        row = {**_goods(line, place), **_priced(line), "currency": said.get("currency", "CNY")}
        row |= {"order_id": f"order/{number}", "line_number": str(place + 1)}
        papers.add("order_lines", by, order_line_id=f"order/{number}#{place + 1}", **row)


def _answers(said: dict[str, str], place: int) -> Row:
    if said.get("order") == "none":
        return {}
    named = said.get("line", str(place + 1))
    return {"order_number": said.get("order", "O1"), "order_line_number": None if named == "none" else named}


def _order_event(event: str) -> Callable[[Papers, dict[str, str], list[Row]], None]:
    """A paper that follows order O1: `change 5 line:2 state:cancelled`, `cancel`, `respond kind:rejected`."""

    def add(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
        number, by = papers.number("X", said), said.get("by", "buyer")
        key, order = f"{event}/{number}", said.get("order", "O1")
        papers.add(
            "order_events", by, event_id=key, order_id=f"order/{order}", order_number=order, number=number,
            buyer_id=said.get("buyer", BUYER), seller_id=SELLER, event=said.get("kind", event),
            issued_on=_day(said, "on", "03-05"),
        )  # fmt: skip
        for line, named in zip(lines, said.get("line", "1,2,3").split(","), strict=False):
            row = {"line_number": named, "order_line_number": named, "event": said.get("state", "changed")}
            row |= {"event_id": key, **_goods(line, int(named) - 1)}
            papers.add("order_event_lines", by, event_line_id=f"{key}#{named}", **row)

    return add


def _despatch(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    number, by = papers.number("D", said), said.get("by", "seller")
    key = f"despatch/{number}"
    papers.add(
        "despatches", by, despatch_id=key, number=number, buyer_id=BUYER, seller_id=SELLER,
        issued_on=_day(said, "on", "03-10"), despatched_on=_day(said, "sent", None),
    )  # fmt: skip
    for place, line in enumerate(lines):
        row = {**_goods(line, place), **_answers(said, place), "despatch_id": key, "line_number": str(place + 1)}
        papers.add("despatch_lines", by, despatch_line_id=f"{key}#{place + 1}", **row)


def _receipt(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    number, by = papers.number("R", said), said.get("by", "buyer")
    key, day = f"delivery/{number}", _day(said, "on", "03-12")
    papers.add(
        "deliveries", by, delivery_id=key, number=number, buyer_id=BUYER, seller_id=SELLER,
        issued_on=_day(said, "written", day.isoformat() if day else None), received_on=day,
        despatch_number=said.get("despatch"),
    )  # fmt: skip
    for place, line in enumerate(lines):
        answers = {"despatch_line_number": str(place + 1)} if "despatch" in said else _answers(said, place)
        row = {**_goods(line, place), **answers, "delivery_id": key, "line_number": str(place + 1)}
        row["rejected_milli"] = int(Decimal(said["rejected"]) * 1000) if "rejected" in said else None
        papers.add("delivery_lines", by, delivery_line_id=f"{key}#{place + 1}", **row)


def _leg(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    """A leg of transport: `leg of:D1 left:03-10T08:00 arrived:03-11T17:30`."""
    del lines
    moments = {
        f"{name}_at": datetime.fromisoformat(f"2026-{said[name]}+00:00") for name in ("left", "arrived") if name in said
    }
    papers.add(
        "transport_legs", said.get("by", "other"), leg_id=papers.number("T", said),
        despatch_id=f"despatch/{said['of']}", **moments,
    )  # fmt: skip


def _gate(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    for place, line in enumerate(lines):
        papers.add(
            "movements", said.get("by", "warehouse"), movement_id=papers.number("G", {}), warehouse_id="W",
            direction=said.get("direction", "in"), goods=_goods(line, place)["item_name"],
            quantity_milli=line["quantity_milli"], unit=line["unit"], order_number=said.get("order", "O1"),
            happened_at=datetime(2026, 3, 12, tzinfo=UTC),
        )  # fmt: skip


def _invoice(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    number, by = papers.number("I", said), said.get("by", "seller")
    key = said.get("id", f"invoice/{number}")
    _bill(papers, said, lines, key, number, by, "invoice")


def _note(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    number, by = papers.number("C", said), said.get("by", "seller")
    key = f"invoice/{number}"
    _bill(papers, said, lines, key, number, by, "credit_note")
    if "of" in said:
        papers.add(
            "document_references",
            by,
            reference_id=f"{key}/1",
            document_id=key,
            kind="BillingReference",
            number=said["of"],
        )


def _bill(papers: Papers, said: dict[str, str], lines: list[Row], key: str, number: str, by: str, kind: str) -> None:
    nets = [_priced(line)["net_minor"] for line in lines]
    net, tax = sum(nets), sum(nets) * TAX_PERCENT // 100
    payable = int(Decimal(said["payable"]) * 100) if "payable" in said else net + tax
    papers.add(
        "invoices", by, invoice_id=key, number=number, kind=kind, seller_id=said.get("seller", SELLER),
        buyer_id=said.get("buyer", BUYER), issued_on=_day(said, "on", "03-15"), due_on=_day(said, "due", "06-15"),
        payee_account_id=said.get("account"), payee_id=said.get("payee"),
        type_code=said.get("type"), order_number=None, currency="CNY", lines_minor=net, net_minor=net,
        tax_minor=tax, gross_minor=net + tax, payable_minor=payable,
    )  # fmt: skip
    for place, line in enumerate(lines):
        row = {**_goods(line, place), **_priced(line), **_answers(said, place), "invoice_id": key}
        row |= {"line_number": str(place + 1), "despatch_number": said.get("despatch")}
        papers.add("invoice_lines", by, invoice_line_id=f"{key}#{place + 1}", **row)
    papers.add(
        "document_taxes", by, tax_id=f"{key}/1", document_id=key, part="subtotal", category="S", tax_bps=1300,
        taxable_major=Decimal(net) / 100, tax_major=Decimal(tax) / 100, currency="CNY",
    )  # fmt: skip


def _pay(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    number, by = papers.number("P", said), said.get("by", "bank")
    key = f"{said.get('account', 'account:BUYER')}/{number}"
    papers.add(
        "payments", by, payment_id=key, payer_id=said.get("payer", BUYER), payee_id=said.get("payee", SELLER),
        amount_minor=lines[0]["quantity_milli"] // 10, currency=said.get("currency", "CNY"),
        state=said.get("state", "booked"), booked_on=_day(said, "on", "04-10"), way="transfer",
        purpose=said.get("purpose", "").replace("_", " ") or None, end_to_end_number=said.get("e2e"),
        payer_account_id="account:BUYER", payee_account_id="account:SELLER",
    )  # fmt: skip
    for place, named in enumerate(filter(None, said.get("names", "").split(","))):
        invoice, _, amount = named.partition("=")
        papers.add(
            "document_references", by, reference_id=f"{key}/{place}", document_id=key, kind="CINV", number=invoice,
            amount_major=Decimal(amount) if amount else None, currency="CNY" if amount else None,
        )  # fmt: skip


def _event(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    papers.add(
        "invoice_events", said.get("by", "tax"), event_id=papers.number("E", {}),
        invoice_id=said.get("id", f"invoice/{said['of']}"), number=said["of"], seller_id=said.get("seller"),
        event=said.get("kind", "credit"), amount_minor=lines[0]["quantity_milli"] // 10 if lines else None,
        currency="CNY", by_invoice_id=said.get("note"), happened_on=_day(said, "on", "04-01"),
    )  # fmt: skip


def _statement(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    """A bank statement of the seller's account: `statement from:04-01 to:04-30`."""
    del lines
    number = papers.number("S", said)
    for code, name in (("OPBD", "from"), ("CLBD", "to")):
        papers.add(
            "account_balances", "bank", balance_id=f"{number}/{code}", account_id="account:SELLER",
            statement_number=number, type_code=code, balance_minor=0, currency="CNY", balance_on=_day(said, name, None),
        )  # fmt: skip
    if papers.counts["S"] == 1:
        papers.add("bank_accounts", "bank", account_id="account:SELLER", owner_id=SELLER)


def _receivable(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    papers.add(
        "receivables", "lender", receivable_id=papers.number("V", said), invoice_id=f"invoice/{said['of']}",
        creditor_id=SELLER, debtor_id=BUYER, holder_id=said.get("holder", LENDER), state=said.get("state", "assigned"),
        amount_minor=lines[0]["quantity_milli"] // 10, currency="CNY", loan_id=said.get("loan"),
        valid_from=_day(said, "on", "03-20"), valid_to=_day(said, "until", None),
    )  # fmt: skip


def _loan(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    papers.add(
        "loans", "lender", loan_id=papers.number("L", said), lender_id=said.get("lender", LENDER), borrower_id=SELLER,
        amount_minor=lines[0]["quantity_milli"] // 10, outstanding_minor=0, currency="CNY",
        drawn_on=date(2026, 3, 20), state=said.get("state", "open"),
    )  # fmt: skip


def _pledge(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    del lines
    papers.add(
        "pledges", "lender", pledge_id=papers.number("Z", said), pledgor_id=SELLER, kind="receivable",
        pledgee_id=said.get("lender", LENDER), receivable_id=said["of"], loan_id=said.get("loan"),
        perfected_by="filing", valid_from=date(2026, 3, 21),
    )  # fmt: skip


def _filing(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    papers.add(
        "filings", "lender", filing_id=papers.number("F", said), debtor_id=SELLER, kind="factoring",
        creditor_id=said.get("lender", LENDER), invoice_id=f"invoice/{said['of']}", state=said.get("state", "live"),
        amount_minor=lines[0]["quantity_milli"] // 10 if lines else None, currency="CNY",
        filed_at=datetime(2026, 3, 22, tzinfo=UTC),
    )  # fmt: skip


def _financing(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    papers.add(
        "financings", "other", financing_id=papers.number("N", said), invoice_id=f"invoice/{said['of']}",
        lender_id=said.get("lender", "uscc:OTHER"), state=said.get("state", "open"), currency="CNY",
        amount_minor=lines[0]["quantity_milli"] // 10 if lines else None, financed_on=date(2026, 3, 18),
    )  # fmt: skip


def _voucher(papers: Papers, said: dict[str, str], lines: list[Row]) -> None:
    day = date(2026, 3, 16)
    due = _day(said, "due", (day + timedelta(days=90)).isoformat())
    papers.add(
        "vouchers", "other", voucher_id=papers.number("K", said), issuer_id=BUYER, holder_id=said.get("holder", SELLER),
        parent_id=said.get("parent"), invoice_id=f"invoice/{said['of']}", currency="CNY", issued_on=day,
        amount_minor=lines[0]["quantity_milli"] // 10, due_on=due, state=said.get("state", "open"),
    )  # fmt: skip


_KINDS = {
    "order": _order,
    "respond": _order_event("accepted"),
    "change": _order_event("changed"),
    "cancel": _order_event("cancelled"),
    "despatch": _despatch,
    "receipt": _receipt,
    "leg": _leg,
    "gate": _gate,
    "invoice": _invoice,
    "note": _note,
    "pay": _pay,
    "event": _event,
    "statement": _statement,
    "receivable": _receivable,
    "loan": _loan,
    "pledge": _pledge,
    "filing": _filing,
    "financing": _financing,
    "voucher": _voucher,
}
