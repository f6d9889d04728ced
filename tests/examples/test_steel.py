"""The steel chain holds together and tells its four stories, whatever the library makes of it."""

import re
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from stdnum.cn import uscc

from hefu.book import Book
from tests.examples.papers import (
    FOLDERS,
    SIZE_MAX_BYTES,
    STEEL,
    VAT,
    Bill,
    Key,
    Line,
    Papers,
    add,
    balances,
    decoded,
    fen,
    papers,
    table,
    xml_files,
)
from tests.samples import ROOT

EVERY_XML = [pytest.param(path, id=path.relative_to(STEEL).as_posix()) for path in xml_files(STEEL)]
LOOK_ALIKE = "91990000MA0H2M4W0Y"


# What holds of every paper


def test_the_example_is_small() -> None:
    assert sum(path.stat().st_size for path in STEEL.rglob("*") if path.is_file()) < SIZE_MAX_BYTES


@pytest.mark.parametrize("path", EVERY_XML)
def test_a_document_is_well_formed_and_declares_no_document_type(path: Path) -> None:
    text = path.read_text()
    ET.fromstring(text)  # noqa: S314 - our own small files
    assert "<!DOCTYPE" not in text


def test_every_credit_code_has_its_check_digit_and_a_region_that_does_not_exist() -> None:
    codes = credit_codes(all_text())
    assert len(codes) == 16
    assert wrong_codes(codes) == []


def test_a_credit_code_with_one_wrong_digit_is_noticed() -> None:
    assert wrong_codes({"91990000MA0Q7K3TXC", "91110000600037341L"}) == ["91110000600037341L", "91990000MA0Q7K3TXC"]


def test_every_company_is_one_of_the_cast() -> None:
    cast = set(re.findall(r"\| ([\u4e00-\u9fff]+公司) \|", (ROOT / "examples" / "README.md").read_text()))
    named = set(re.findall(r"[\u4e00-\u9fff]+有限公司", all_text()))
    passing_by = {"恒坞物资有限公司", "石汀建材有限公司"}
    assert named - passing_by == cast


@pytest.mark.parametrize("name", FOLDERS)
def test_the_sums_of_every_order_and_invoice_are_right_to_the_fen(name: str) -> None:
    found = papers(name)
    for bill in [*found.orders.values(), *found.invoices.values()]:
        assert wrong_sums(bill) == []


def test_an_invoice_that_is_one_fen_out_is_noticed() -> None:
    path = STEEL / "sound" / "from-applicant" / "invoice-26990000000000012011.xml"
    found = Papers()
    add(found, path.read_text().replace("3580037.57", "3580037.58"))
    (bill,) = found.invoices.values()
    assert wrong_sums(bill) == ["gross"]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_line_answers_a_line_of_an_order(name: str) -> None:
    found = papers(name)
    ordered = order_lines(found)
    for invoice in found.invoices.values():
        for line in invoice.lines:
            assert (line.item, line.price) == (ordered[line.key].item, ordered[line.key].price)
            assert line.quantity <= ordered[line.key].quantity
    for carried in [*found.despatches.values(), *found.receipts.values()]:
        assert carried.quantities.keys() <= ordered.keys()


@pytest.mark.parametrize("name", FOLDERS)
def test_every_receipt_repeats_the_despatch_it_answers(name: str) -> None:
    found = papers(name)
    for receipt in found.receipts.values():
        if receipt.answers in found.despatches:
            assert receipt.quantities == found.despatches[receipt.answers].quantities


@pytest.mark.parametrize("name", FOLDERS)
def test_what_a_payment_says_of_invoices_adds_up_to_it(name: str) -> None:
    named = [payment for payment in papers(name).payments if payment.named]
    assert named
    for payment in named:
        assert sum(payment.named.values()) == payment.amount
        assert all(re.fullmatch(r"[0-9]{20}", number) for number in payment.named)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_statement_runs_from_its_opening_to_its_closing_balance(name: str) -> None:
    text = (STEEL / name / "from-bank" / "statement-2026-11.xml").read_text()
    found = Papers()
    add(found, text)
    opening, closing = balances(text)
    assert opening + sum(payment.amount for payment in found.payments) == closing


@pytest.mark.parametrize("name", FOLDERS)
def test_the_request_names_the_parties_and_invoices_of_its_papers(name: str) -> None:
    found = papers(name)
    sides = (found.request["applicant_id"], found.request["debtor_id"])
    assert found.request["invoices"] == sorted(found.invoices)
    assert {(f"uscc:{bill.seller}", f"uscc:{bill.buyer}") for bill in found.invoices.values()} == {sides}


def test_the_gate_logs_come_in_three_forms() -> None:
    logs = {path.parent.parent.name: path for path in STEEL.glob("*/from-warehouse/*")}
    assert logs["undelivered"].suffix == ".xlsx"
    assert logs["financed-twice"].read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        logs["sound"].read_text(encoding="utf-8")
    assert "车牌号" in decoded(logs["sound"].read_bytes())


# The four stories


@pytest.mark.parametrize("name", ["sound", "financed-twice", "look-alike-payer"])
def test_what_is_billed_was_received_and_came_through_the_gate(name: str) -> None:
    found = papers(name)
    assert billed(found) == found.received()
    assert gate_tonnes(found) == by_order(found.received())
    assert len(found.receipts) == 2


def test_sound_one_delivery_and_one_invoice_serve_two_orders_and_one_payment_two_invoices() -> None:
    found = papers("sound")
    assert max(len({order for order, _ in receipt.quantities}) for receipt in found.receipts.values()) == 2
    assert max(len({line.key[0] for line in invoice.lines}) for invoice in found.invoices.values()) == 2
    assert max(len(payment.named) for payment in found.payments) == 2


def test_sound_whoever_pays_is_the_debtor_or_on_its_list() -> None:
    found = papers("sound")
    assert strangers(found) == set()
    assert {payment.payer for payment in found.payments if payment.ultimate_payer} == {"91990400MA0F6L4W8Y"}


def test_sound_asks_less_than_four_fifths_of_what_is_still_owed() -> None:
    found = papers("sound")
    paid = sum(amount for p in found.payments for number, amount in p.named.items() if number in found.invoices)
    owed = sum(bill.payable for bill in found.invoices.values()) - paid
    assert Decimal(found.request["amount"]) < owed * Decimal("0.8")


def test_financed_twice_the_invoice_secures_an_open_loan_of_the_lender() -> None:
    (number,) = papers("financed-twice").invoices
    (claim,) = [row for row in table("receivables") if row["invoice_id"] == f"tax_invoice:{number}"]
    (loan,) = [row for row in table("loans") if row["loan_id"] == claim["loan_id"]]
    assert (claim["state"], loan["state"]) == ("assigned", "open")
    assert int(loan["outstanding_minor"]) > 0


@pytest.mark.parametrize("name", ["sound", "undelivered", "look-alike-payer"])
def test_no_invoice_of_the_others_is_in_the_book(name: str) -> None:
    offered = {f"tax_invoice:{number}" for number in papers(name).invoices}
    held = {row["invoice_id"] for part in ("receivables", "financings", "invoices") for row in table(part)}
    assert not offered & held


def test_undelivered_only_the_seller_says_that_anything_was_sent() -> None:
    found = papers("undelivered")
    (invoice,) = found.invoices.values()
    lines = {line.key for line in invoice.lines}
    sent = {key for despatch in found.despatches.values() for key in despatch.quantities}
    assert sent == lines
    assert not lines & found.received().keys()
    assert not {order for order, _ in lines} & gate_tonnes(found).keys()
    vehicles = {vehicle for despatch in found.despatches.values() for vehicle in despatch.vehicles}
    since_then = {row["车牌号"] for row in found.gate if row["进出时间"] > "2026-10-27"}
    assert len(since_then) > 5
    assert not vehicles & since_then


def test_undelivered_the_earlier_order_of_the_two_did_come() -> None:
    found = papers("undelivered")
    assert found.received()
    assert gate_tonnes(found) == by_order(found.received())


def test_look_alike_payer_a_stranger_whose_name_differs_in_one_character_paid_an_offered_invoice() -> None:
    found = papers("look-alike-payer")
    assert strangers(found) == {LOOK_ALIKE}
    (paid,) = [payment for payment in found.payments if payment.payer == LOOK_ALIKE]
    (debtor,) = {p.payer_name for p in found.payments if f"uscc:{p.payer}" == found.request["debtor_id"]}
    assert sum(one != other for one, other in zip(paid.payer_name, debtor, strict=True)) == 1
    assert paid.named.keys() <= found.invoices.keys()
    linked = {row[side] for row in table("party_links") for side in ("from_id", "to_id")}
    assert f"uscc:{LOOK_ALIKE}" not in linked


# The lender's book


def test_the_book_opens_and_every_row_holds_to_the_schema() -> None:
    assert Book.open(STEEL / "book").broken_rows() == []


def test_every_row_of_the_book_was_known_before_the_assessment() -> None:
    as_of = tomllib.loads((STEEL / "expected.toml").read_text())["as_of"]
    names = sorted(path.stem for path in (STEEL / "book").glob("*.csv"))
    assert max(row["known_at"] for name in names for row in table(name)) < as_of


@pytest.mark.parametrize("role", ["seller", "buyer"])
def test_what_is_used_of_a_line_is_what_its_open_loans_owe(role: str) -> None:
    side = {"seller": "creditor_id", "buyer": "debtor_id"}[role]
    of_loan = {row["loan_id"]: row[side] for row in table("receivables") if row["loan_id"]}
    owed: Counter[str] = Counter()
    for loan in table("loans"):
        owed[of_loan[loan["loan_id"]]] += int(loan["outstanding_minor"])
    lines = {row["party_id"]: int(row["used_minor"]) for row in table("facilities") if row["role"] == role}
    assert {party: owed[party] for party in lines} == lines


def test_the_sister_of_the_debtor_is_an_innocent_twin() -> None:
    names = {row["party_id"]: row["name"] for row in table("parties")}
    debtor = names["uscc:91990400MA0H2L8R26"]
    sister = names["uscc:91990400MA0H2L9AX0"]
    assert (
        sum(a != b for a, b in zip(debtor.removesuffix("股份有限公司"), sister.removesuffix("有限公司"), strict=True))
        == 1
    )
    owners = {
        row["to_id"]: row["from_id"] for row in table("party_links") if row["from_id"].startswith("uscc:91990400MA0G")
    }
    assert owners["uscc:91990400MA0H2L8R26"] == owners["uscc:91990400MA0H2L9AX0"]


def test_equal_invoices_recur_under_different_numbers() -> None:
    same = Counter((row["seller_id"], row["buyer_id"], row["gross_minor"]) for row in table("invoices"))
    assert max(same.values()) == 3
    assert len({row["number"] for row in table("invoices")}) == len(table("invoices"))


# The measures used above


def all_text() -> str:
    """Every text of the example."""
    texts = [decoded(p.read_bytes()) for p in STEEL.rglob("*") if p.suffix in {".xml", ".toml", ".csv"}]
    return "\n".join(texts) + "".join(cell for row in papers("undelivered").gate for cell in row.values())


def credit_codes(text: str) -> set[str]:
    """Return what stands in a text as a credit code."""
    return set(re.findall(r"\b9[0-9]{7}[0-9A-Z]{10}\b(?<![0-9]{18})", text))


def wrong_codes(codes: set[str]) -> list[str]:
    """Return the codes whose check digit is wrong or whose region may exist."""
    return sorted(code for code in codes if not uscc.is_valid(code) or not code[2:].startswith("99"))


def wrong_sums(bill: Bill) -> list[str]:
    """Return the figures of an order or invoice that do not follow from its quantities and prices."""
    net = sum((fen(line.quantity * line.price) for line in bill.lines), Decimal(0))
    tax = sum((fen(line.net * VAT) for line in bill.lines), Decimal(0))
    figures = (
        ("lines", net, sum((line.net for line in bill.lines), Decimal(0))),
        ("net", net, bill.net),
        ("tax", fen(net * VAT), bill.tax),
        ("tax by line", tax, bill.tax),
        ("gross", net + tax, bill.gross),
        ("payable", bill.gross, bill.payable),
    )
    return [name for name, right, written in figures if right != written][:1]


def order_lines(found: Papers) -> dict[Key, Line]:
    """Return every line ordered, by its key."""
    return {line.key: line for order in found.orders.values() for line in order.lines}


def billed(found: Papers) -> dict[Key, Decimal]:
    """What the invoices bill of each order line."""
    return {line.key: line.quantity for invoice in found.invoices.values() for line in invoice.lines}


def by_order(quantities: dict[Key, Decimal]) -> dict[str, Decimal]:
    """Sum what is said of each order's lines."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for (order, _), quantity in quantities.items():
        total[order] += quantity
    return total


def gate_tonnes(found: Papers) -> dict[str, Decimal]:
    """What came in at the gate for each order."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in found.gate:
        if row["方向"] == "进" and row["订单号"] in found.orders:
            total[row["订单号"]] += Decimal(row["重量（吨）"]).quantize(Decimal("0.001"))
    return total


def strangers(found: Papers) -> set[str]:
    """Who paid an invoice without being the debtor or on the debtor's list."""
    debtor = found.request["debtor_id"]
    listed = {row["payer_id"] for row in table("payer_authorisations") if row["debtor_id"] == debtor}
    paid = {f"uscc:{payment.payer}" for payment in found.payments if payment.named}
    return {payer.removeprefix("uscc:") for payer in paid - listed - {debtor}}
