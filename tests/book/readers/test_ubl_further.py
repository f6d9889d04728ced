"""Papers that follow an order or an invoice: what they do to it, and whole chains of papers by their ids."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from hefu.book.book import Book, Row
from hefu.book.readers.rows import Source
from hefu.book.readers.ubl.reader import read_ubl
from hefu.core.context import Context
from hefu.core.findings import Finding
from hefu.core.refusals import RefusalError
from hefu.trade import TradeConfig
from hefu.trade.rules import order_state
from tests.samples import SHARED, samples

_OWN = Path(__file__).parent / "ubl"
_KNOWN = datetime(2026, 6, 1, tzinfo=UTC)
_SELLER, _BUYER = "uscc:91440600MA4W7XJ34F", "uscc:91330200744973411W"


def _read(text: str) -> dict[str, list[Row]]:
    return read_ubl(text.encode(), Source("file:1", "buyer", "upload", _KNOWN)).tables


def _text(name: str) -> str:
    return (_OWN / f"{name}.xml").read_text(encoding="utf-8")


def _book(paths: list[Path]) -> Book:
    """All papers of one scenario in one book, each from its own source."""
    tables: dict[str, list[Row]] = {}
    for ordinal, path in enumerate(paths):
        source = Source(f"file:{ordinal}", "buyer", "upload", _KNOWN)
        for table, rows in read_ubl(path.read_bytes(), source).tables.items():
            tables.setdefault(table, []).extend(rows)
    return Book.of_rows(tables).checked()


def _said_against(book: Book) -> list[str]:
    findings = order_state.RULE.check(book, TradeConfig(), Context(as_of=_KNOWN))
    return [answer.message.code for answer in findings if isinstance(answer, Finding)]


def test_our_trade_is_followed_from_order_to_answer_by_its_ids() -> None:
    names = "order order_response order_change despatch_advice receipt_advice weight_statement invoice invoice_response"
    book = _book([_OWN / f"{name}.xml" for name in (*names.split(), "remittance_advice")])
    (order,) = book.rows("orders")
    events = {row["event"]: row for row in book.rows("order_events")}
    assert set(events) == {"accepted_with_changes", "changed"}
    assert {row["order_id"] for row in events.values()} == {order["order_id"]}
    lines = {row["line_number"] for row in book.rows("order_lines")}
    assert {row["order_line_number"] for row in book.rows("order_event_lines")} == lines
    (despatch,), (delivery,), (invoice,) = (book.rows(table) for table in ("despatches", "deliveries", "invoices"))
    assert despatch["order_number"] == invoice["order_number"] == order["number"]
    assert delivery["despatch_number"] == despatch["number"] == book.rows("weighings")[0]["shipment_number"]
    answered = {row["event"]: row["invoice_id"] for row in book.rows("invoice_events")}
    assert answered["under_query"] == invoice["invoice_id"]
    paid = {row["number"]: row for row in book.rows("document_references") if row["document_id"].startswith("remit")}
    assert paid[invoice["number"]]["amount_major"] * 100 == invoice["payable_minor"]
    assert _said_against(book) == ["invoice_under_query"]


_SCENARIOS = [
    pytest.param(folder, expected, id=folder)
    for folder, expected in (
        ("advanced-ordering-sc1", "accepted_with_changes cancelled changed"),
        ("advanced-ordering-sc2", "accepted changed"),
        ("advanced-ordering-sc3", "accepted_with_changes cancelled changed"),
        ("advanced-ordering-sc4", "accepted cancelled"),
        ("advanced-ordering-sc5", "cancelled rejected"),
    )
    if SHARED
]


@pytest.mark.parametrize(("folder", "expected"), _SCENARIOS)
def test_a_scenario_of_peppol_is_one_chain(folder: str, expected: str) -> None:
    assert SHARED
    order = SHARED / "peppol-p2p/use-case-examples/advanced-ordering-sc1/Order_sc1.xml"
    papers = sorted((SHARED / "peppol-p2p/use-case-examples" / folder).glob("*.xml"))
    book = _book([order, *(path for path in papers if path != order)])
    ids = {row["order_id"] for row in book.rows("orders")}
    assert {row["order_id"] for row in book.rows("order_events")} == ids
    assert len(ids) == 1
    assert " ".join(sorted(row["event"] for row in book.rows("order_events"))) == expected
    named = {row["order_line_number"] for row in book.rows("order_event_lines")}
    assert named <= {row["line_number"] for row in book.rows("order_lines")}


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("AP", "accepted"), ("29", "accepted"), ("CA", "accepted_with_changes"), ("30", "accepted_with_changes"),
        ("RE", "rejected"), ("27", "rejected"), ("AB", "received"), ("ap", "answered"), ("XX", "answered"),
        ("", "answered"),
    ],
)  # fmt: skip
def test_an_order_is_accepted_only_by_a_code_that_says_so(code: str, event: str) -> None:
    (row,) = _read(_text("order_response").replace("ResponseCode>CA<", f"ResponseCode>{code}<"))["order_events"]
    assert (row["event"], row["event_code"]) == (event, code or None)


@pytest.mark.parametrize(("said", "event"), [("true", "accepted"), ("1", "accepted"), ("0", "rejected")])
def test_a_simple_response_accepts_or_rejects(said: str, event: str) -> None:
    (row,) = _read(_text("order_response_simple").replace(">false<", f">{said}<"))["order_events"]
    assert row["event"] == event


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("AB", "received"), ("IP", "in_process"), ("UQ", "under_query"), ("CA", "conditionally_accepted"),
        ("RE", "rejected"), ("AP", "accepted"), ("PD", "paid"), ("PPD", "answered"), ("ap", "answered"),
    ],
)  # fmt: skip
def test_an_invoice_is_accepted_only_by_a_code_that_says_so(code: str, event: str) -> None:
    row = _read(_text("invoice_response").replace(">UQ<", f">{code}<"))["invoice_events"][0]
    assert (row["event"], row["event_code"]) == (event, code)


def test_an_answer_says_which_invoice_when_and_why() -> None:
    query, accepted = _read(_text("invoice_response"))["invoice_events"]
    assert (query["invoice_id"], query["number"]) == (f"invoice:{_SELLER}/inv-2026-001", "INV-2026-001")
    assert (query["seller_id"], query["buyer_id"], query["by_number"]) == (_SELLER, _BUYER, "IR-6")
    assert query["happened_on"] == date(2026, 3, 11)
    assert query["reason"] == "REF; Order number missing on line 2; BT-132 20; PIN"
    issuer = accepted["seller_id"]
    assert accepted["invoice_id"] == f"credit_note:{issuer}/cn-7"
    assert (accepted["happened_on"], issuer != _SELLER, accepted["buyer_id"] != _BUYER) == (
        date(2026, 3, 12),
        True,
        True,
    )


@pytest.mark.parametrize("kind", ["mlr", "mls"])
def test_that_a_file_was_well_formed_is_no_answer_to_an_invoice(kind: str) -> None:
    technical = _text("invoice_response").replace(":invoice_response:", f":{kind}:").replace(">UQ<", ">AP<")
    tables = _read(technical)
    assert "invoice_events" not in tables
    assert next(row["said"] for row in tables["document_notes"] if row["path"].endswith("/ResponseCode")) == "AP"


def test_one_paper_cancels_every_order_that_it_names() -> None:
    first, second = _read(_text("order_cancellation"))["order_events"]
    assert [first["order_number"], second["order_number"]] == ["PO-10", "PO-11"]
    assert first["event_id"] != second["event_id"]
    assert {first["reason"], second["reason"], first["event"], second["event"]} == {"Project stopped", "cancelled"}


def test_what_a_paper_says_of_a_line_is_kept() -> None:
    tables = _read(_text("order_response"))
    coil, slitting = tables["order_event_lines"]
    assert (coil["event"], coil["order_number"], coil["order_line_number"]) == ("accepted", "PO-9", "10")
    assert (slitting["event"], slitting["quantity_milli"], slitting["backorder_milli"]) == ("changed", 500, 250)
    assert (slitting["unit_price_major"], slitting["deliver_by"]) == (Decimal(310), date(2026, 3, 12))
    assert tables["order_events"][0]["deliver_by"] == date(2026, 3, 4)
    offered = [row for row in tables["document_notes"] if row["said"] == "Slitting by night"]
    assert [(row["line_number"], row["path"].split("/")[2]) for row in offered] == [("2", "SellerSubstitutedLineItem")]


def test_a_changed_order_has_its_new_totals() -> None:
    (row,) = _read(_text("order_change"))["order_events"]
    assert (row["event"], row["payable_minor"], row["tax_minor"], row["currency"]) == ("changed", 96615, 11115, "CNY")


def test_a_remittance_advice_is_the_payers_word_and_no_money_yet() -> None:
    tables = _read(_text("remittance_advice"))
    (row,) = tables["payments"]
    assert (row["state"], row["way"], row["amount_minor"]) == ("information", "transfer", 78100)
    assert (row["payer_id"], row["payee_id"]) == (_BUYER, "lei:5493001KJTIIGC8Y1R12")
    owners = {account["account_id"]: account["owner_id"] for account in tables["bank_accounts"]}
    assert owners == {row["payer_account_id"]: row["payer_id"], row["payee_account_id"]: row["payee_id"]}
    parts = {ref["number"]: (ref["amount_major"], ref["line_number"]) for ref in tables["document_references"]}
    assert parts == {"INV-2026-001": (Decimal("1007.00"), "1"), "CN-7": (Decimal("-226.00"), "2")}


def test_a_line_over_two_currencies_or_two_invoices_says_no_part() -> None:
    two = '<cbc:CreditLineAmount currencyID="USD">1.00</cbc:CreditLineAmount>\n    <cbc:BalanceAmount'
    mixed = _read(_text("remittance_advice").replace("<cbc:BalanceAmount", two))
    more = "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>B</cbc:ID></cac:InvoiceDocumentReference>"
    text = _text("remittance_advice")
    several = _read(text.replace("<cac:BillingReference>", f"{more}</cac:BillingReference><cac:BillingReference>", 1))
    for tables in (mixed, several):
        assert tables["document_references"][0].get("amount_major") is None


def test_a_weight_is_gross_dated_and_has_its_weigher() -> None:
    first, second = _read(_text("weight_statement"))["weighings"]
    assert (first["quantity_milli"], first["quantity_major"], first["unit"]) == (4730, Decimal("4.7305"), "TNE")
    assert (first["weighed_on"], first["equipment_number"]) == (date(2026, 2, 27), "TRHU1652173")
    assert first["weigher_id"] == second["weigher_id"]
    assert first["weigher_id"].startswith("unnamed:")
    assert (second["quantity_milli"], second["unit"], second["method_code"]) == (25_730_000, "KGM", "SM2")


_REFUSED = """
order_response        | <cbc:ID>PO-9</cbc:ID>                     |                                 | field_missing
order_response        | cac:OrderReference>                       | cac:QuotationDocumentReference> | field_missing
order_response        | <cbc:IssueDate>2026-01-06</cbc:IssueDate> |                                 | field_missing
order_response        | cac:BuyerCustomerParty>                   | cac:OriginatorCustomerParty>    | field_missing
order_response        | <cbc:ID>2</cbc:ID>                        | <cbc:ID>1</cbc:ID>              | field_repeated
order_response        | unitCode="EA">0.25<                       | unitCode="KGM">0.25<            | units_mixed
order_response_simple | >false<                                   | >perhaps<                       | code_unknown
order_change          | currencyID="CNY">966.15<                  | currencyID="EUR">966.15<        | currencies_mixed
order_change          | ">966.15<                                 | ">966.155<                      | amount_too_fine
order_cancellation    | <cbc:ID>OX-3</cbc:ID>                     |                                 | field_missing
invoice_response      | cac:SenderParty>                          | cac:OtherParty>                 | field_missing
invoice_response      | cac:DocumentResponse>                     | cac:OtherResponse>              | field_missing
invoice_response      | <cbc:ResponseCode>UQ</cbc:ResponseCode>   |                                 | field_missing
invoice_response      | <cbc:ID>CN-7</cbc:ID>                     |                                 | field_missing
invoice_response      | >2026-03-11<                              | >11.03.2026<                    | date_unknown
remittance_advice     | cbc:TotalPaymentAmount                    | cbc:TotalAmount                 | field_missing
remittance_advice     | cac:AccountingCustomerParty>              | cac:OtherParty>                 | field_missing
remittance_advice     | <cbc:ID>2</cbc:ID>                        |                                 | field_missing
remittance_advice     | ">781.00<                                 | ">781.001<                      | amount_too_fine
weight_statement      | cac:VerifiedGrossMass>                    | cac:OtherMass>                  | field_missing
weight_statement      | unitCode="KGM">25730<                     | >25730<                         | field_missing
weight_statement      | unitCode="KGM">25730<                     | unitCode="KGM">25,730<          | number_not_plain
"""


@pytest.mark.parametrize(
    ("name", "written", "instead", "code"),
    [tuple(cell.strip() for cell in line.split("|")) for line in _REFUSED.strip().splitlines()],
)
def test_a_paper_that_leaves_out_what_it_is_about_is_refused(name: str, written: str, instead: str, code: str) -> None:
    text = _text(name)
    assert written in text
    with pytest.raises(RefusalError) as raised:
        _read(text.replace(written, instead))
    assert raised.value.refused.refusal.code == code


def test_a_factored_invoice_names_the_factor_as_payee_and_keeps_the_words_of_the_assignment() -> None:
    terms = "Assigned to Southern Factoring Ltd; pay to no other account"
    tables = _read(_text("invoice").replace(">2% within 10 days<", f">{terms}<").replace("Code>380<", "Code>393<"))
    (head,), (account,) = tables["invoices"], tables["bank_accounts"]
    assert (head["seller_id"], head["payee_id"], head["type_code"]) == (_SELLER, "lei:5493001KJTIIGC8Y1R12", "393")
    assert (account["owner_id"], head["payee_account_id"]) == (head["payee_id"], account["account_id"])
    assert [(row["path"], row["said"]) for row in tables["document_notes"]] == [("Invoice/PaymentTerms/Note", terms)]
    assert not {"receivables", "pledges", "filings"} & set(tables)


def test_an_account_in_a_strangers_name_is_not_taken_for_the_sellers() -> None:
    text = _text("invoice")
    start, end = text.index("  <cac:PayeeParty>"), text.index("  <cac:TaxRepresentativeParty>")
    alone = text[:start] + text[end:]
    (account,) = _read(alone)["bank_accounts"]
    assert (account["owner_name"], account.get("owner_id")) == ("Southern Factoring Ltd", None)
    named = "<cbc:Name>Southern Factoring Ltd</cbc:Name>"
    for own in ("<cbc:Name>LIANGANG  steel</cbc:Name>", "<cbc:Name>佛山联钢有限公司</cbc:Name>", ""):
        assert _read(alone.replace(named, own))["bank_accounts"][0]["owner_id"] == _SELLER


@pytest.mark.parametrize("path", samples("tests/book/readers/ubl/*.xml"))
def test_every_kind_of_paper_stands_in_a_checked_book(path: Path) -> None:
    assert _book([path]).names
