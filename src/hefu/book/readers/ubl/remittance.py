"""Reader of UBL RemittanceAdvice: the payer says what is being paid, and for which invoices.

It is a payment in state `information`: the payer's word, and no money at a bank yet. Each invoice named on a line is a
row of `document_references`, with what the line pays of it where the line names one document only.
"""

from __future__ import annotations

from decimal import Decimal

from hefu.book.book import Row
from hefu.book.ids import document_id
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.ubl.document import (
    CAC,
    Document,
    currency_of,
    empty,
    first_text,
    loose_amount,
    minor,
    missing,
    repeated,
    text,
)
from hefu.book.readers.ubl.kept import begin, everything, fresh, joined, noted
from hefu.book.readers.ubl.parties import ACCOUNT
from hefu.book.readers.ubl.shared import ANY, ask_identity, first_of, number_parts, parties
from hefu.book.readers.ubl.steps import Part, Steps, groups, leaves, read
from hefu.book.readers.xml import Element
from hefu.core.decimals import parse_major

_TRANSFERS = ("30", "31", "42", "45", "46", "47", "56", "57", "58")
_BILLS = ("24", "40", "44", "60", "61", "62", "63", "64", "65", "66", "67", "70", "74", "75", "76", "77", "78")
_WAYS = {**dict.fromkeys(_TRANSFERS, "transfer"), **dict.fromkeys(_BILLS, "bill"), "97": "set_off"}
"""Codes of UNCL 4461; any other is another way."""


def read_remittance(root: Element, source: Source) -> Rows:
    """Return the rows of a remittance advice.

    Raises RefusalError: FIELD_MISSING where it has no number, day, payer, payee or total, and what `read_ubl` does.
    """
    document = begin(root, source)
    header = read(document, root, _STEPS, everything)
    ask_identity(root, header)
    payer = first_of(root, header, ("AccountingCustomerParty", "PayerParty"))
    payee = first_of(root, header, ("PayeeParty", "AccountingSupplierParty"))
    identity = document_id("remittance", payer, header["number"])
    if "amount_minor" not in header:
        raise missing(root, "TotalPaymentAmount")
    row: Row = {name: value for name, value in header.items() if name in _COLUMNS}
    row |= {
        "payment_id": identity,
        "payer_id": payer,
        "payee_id": payee,
        "payer_name": _name(document, payer),
        "payee_name": _name(document, payee),
        "currency": document.currency,
        "state": "information",
        "way": _WAYS.get(header.get("means") or "", "other"),
        "statement_number": header["number"],
    }
    document.rows.add("payments", row)
    for account in document.accounts.values():
        account["owner_id"] = payee if account["account_id"] == header.get("payee_account_id") else payer
        document.rows.add("bank_accounts", account)
    number_parts(document, header, identity)
    return document.rows


def _name(document: Document, party_id: str) -> str | None:
    return next(row.get("name") for row in document.rows.tables["parties"] if row["party_id"] == party_id)


def _close_line(document: Document, element: Element, row: Row, _header: Row) -> None:
    """What hangs on the line gets its number; the one document that it pays gets what it pays of it."""
    number = row.get("line_number")
    if not number:
        raise missing(element, "ID")
    own = document.parts[document.mark :]
    for _, _, part in own:
        part["line_number"] = number
    named = [part for table, word, part in own if table == "document_references" and word in _PAID]
    paid = row.get("paid", row.get("debit", _NOTHING) - row.get("credit", _NOTHING))
    if len(named) == 1 and "currency" in row and not row["mixed"]:
        named[0].setdefault("amount_major", paid)
        named[0].setdefault("currency", row["currency"])


def _exact(document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take an amount of the line, and keep it with its path as written; over two currencies nothing is reckoned."""
    if column in row:
        raise repeated(leaf)
    currency = currency_of(leaf)
    row["mixed"] = row.get("mixed", False) or row.setdefault("currency", currency) != currency
    loose_amount(document, leaf, value, row, column)
    row[column] = parse_major(value or empty(leaf))


def _close_payer_account(document: Document, element: Element, said: Row, parent: Row) -> None:
    """Take the account paid from, as a payee's is taken."""
    own: Row = {}
    ACCOUNT.close(document, element, said, own)
    if own:
        parent.setdefault("payer_account_id", own["payee_account_id"])


_NOTHING = Decimal(0)
_COLUMNS = frozenset({"amount_minor", "purpose", "payee_account_id", "payer_account_id"})
_PAID = frozenset(
    f"{name}DocumentReference"
    for name in ("Invoice", "SelfBilledInvoice", "CreditNote", "SelfBilledCreditNote", "DebitNote")
)
_LINE = Part(
    {
        **leaves(text, "ID", "line_number"),
        **leaves(_exact, "DebitLineAmount", "debit"),
        **leaves(_exact, "CreditLineAmount", "credit"),
        **leaves(_exact, "PaidAmount", "paid"),
    },
    _close_line,
)
_STEPS: Steps = {
    **ANY,
    **parties("AccountingCustomerParty AccountingSupplierParty PayeeParty PayerParty"),
    **leaves(minor, "TotalPaymentAmount", "amount_minor"),
    **leaves(noted(joined), "Note", "purpose"),
    **groups(
        "PaymentMeans",
        {
            **leaves(noted(first_text), "PaymentMeansCode", "means"),
            CAC + "PayeeFinancialAccount": fresh(ACCOUNT),
            CAC + "PayerFinancialAccount": Part(ACCOUNT.steps, _close_payer_account),
        },
    ),
    CAC + "RemittanceAdviceLine": _LINE,
}
