"""Reader of UBL 2.0-2.4: order, despatch advice, receipt advice, invoice, credit note; it hands on further kinds.

UBL is OASIS's Universal Business Language; EN 16931 and Peppol BIS are profiles of it.

Every amount of a document has exactly one place: a money column of its header or line, a row of
`document_taxes`, `document_charges` or `document_references`, or, by its path, a row of `document_amounts`.
(The header's `tax_minor` says the sum of its tax totals once more, as a line's `allowances_minor` and
`charges_minor` say that of its charges.) A document is read whole or refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hefu.book.book import Row
from hefu.book.ids import document_id, invoice_id
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.ubl.document import (
    CAC,
    CBC,
    Document,
    currency_of,
    day,
    days,
    first_text,
    latest_day,
    missing,
    text,
)
from hefu.book.readers.ubl.kept import note
from hefu.book.readers.ubl.lines import CREDIT_LINE, DESPATCH_LINE, INVOICE_LINE, ORDER_LINE, RECEIPT_LINE
from hefu.book.readers.ubl.money import DOCUMENT_CHARGE, HEADER_TAX, TOTALS
from hefu.book.readers.ubl.order_events import ORDER_EVENTS, read_order_event
from hefu.book.readers.ubl.parties import ACCOUNT, party
from hefu.book.readers.ubl.parts import anywhere, reference
from hefu.book.readers.ubl.remittance import read_remittance
from hefu.book.readers.ubl.responses import read_response
from hefu.book.readers.ubl.shared import (
    ANY,
    add_accounts,
    ask_identity,
    first_of,
    number_lines,
    number_parts,
    parties,
    root_name,
)
from hefu.book.readers.ubl.steps import Steps, groups, leaves, read
from hefu.book.readers.ubl.weights import read_weights
from hefu.book.readers.xml import Element, local_name, only, root_of, text_of
from hefu.book.schema import SCHEMA
from hefu.core.money import exponent
from hefu.core.refusals import Refusal, refuse


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of document: its tables and steps, who its parties are, and how its id is made.

    `sellers` and `buyers` are roles, the preferred first. `total` is the group of totals, empty for papers
    without prices; `issuer` is the column of the party that numbers such documents.
    """

    table: str
    lines: str
    line_name: str
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    issuer: str
    identity: Callable[[str, str], str]
    steps: Steps
    total: str = ""


def read_ubl(data: bytes, source: Source) -> Rows:
    """Return the rows of one UBL document.

    Raises RefusalError: KIND_UNKNOWN for another root element; FIELD_MISSING, FIELD_EMPTY, FIELD_REPEATED,
    XML_TEXT_SPLIT with the field's path; CURRENCIES_MIXED and AMOUNT_TOO_FINE for money of the header and of
    line totals; and what `root_of` and the grammars of numbers and days refuse.
    """
    root = root_of(data)
    kind = _KINDS.get(str(root.tag))
    further = None if kind else _FURTHER.get(str(root.tag))
    if further:
        return further(root, source)
    if kind is None:
        raise refuse(Refusal.KIND_UNKNOWN, kind=local_name(root)[:80])
    currency = _currency(root, kind.total) if kind.total else ""
    document = Document(Rows(source, local_name(root)), currency, exponent(currency) if currency else 0)
    header = read(document, root, kind.steps, anywhere)
    identity = _identity(root, kind, header)
    _add_header(document, kind, header, identity)
    if not document.lines:
        raise missing(root, kind.line_name)
    number_lines(document, root, kind.line_name, header, identity, (kind.table, kind.lines))
    number_parts(document, header, identity)
    if kind is _CREDIT_NOTE:
        _add_credits(document, header, identity)
    return document.rows


def _currency(root: Element, total: str) -> str:
    """The document's currency; UBL 2.0 may leave it to the payable amount to say."""
    code = only(root, CBC + "DocumentCurrencyCode")
    if code is not None:
        currency = text_of(code)
        exponent(currency)
        return currency
    payable = root.find(f"{CAC}{total}/{CBC}PayableAmount")
    if payable is None:
        raise missing(root, "DocumentCurrencyCode")
    return currency_of(payable)


def _identity(root: Element, kind: _Kind, header: Row) -> str:
    """The document's id; what every document must have is asked for here."""
    ask_identity(root, header)
    header["seller_id"] = first_of(root, header, kind.sellers)
    header["buyer_id"] = first_of(root, header, kind.buyers)
    if kind.table == "invoices" and "payable_minor" not in header:
        raise missing(root, f"{kind.total}/PayableAmount")
    return kind.identity(header[kind.issuer], header["number"])


def _add_header(document: Document, kind: _Kind, header: Row, identity: str) -> None:
    if kind.table == "invoices":
        header["kind"] = "credit_note" if kind is _CREDIT_NOTE else "invoice"
        due = header.get("payment_due", ())
        if "due_on" not in header and len(due) == 1:
            header["due_on"] = min(due)
        add_accounts(document, str(header.get("payee_id", header["seller_id"])))
    header.setdefault("received_on", header.get("line_received_on"))
    header.setdefault("despatch_number", header.get("line_despatch_number"))
    if kind.total:
        header["currency"] = document.currency
    header[SCHEMA[kind.table].key] = identity
    columns = _COLUMNS[kind.table]
    document.rows.add(kind.table, {name: value for name, value in header.items() if name in columns})


def _add_credits(document: Document, header: Row, identity: str) -> None:
    """Say of each invoice that a credit note names that it was credited.

    The amount is the credit note's total; where it names several invoices, or its total is below zero, the
    amount for each is not said.
    """
    named = [row["number"] for table, word, row in document.parts if word in _CREDITED]
    numbers = list(dict.fromkeys(named))
    amount: int = header["gross_minor" if "gross_minor" in header else "payable_minor"]
    for ordinal, number in enumerate(numbers, 1):
        row: Row = {
            "event_id": f"{identity}/credit/{ordinal}",
            "invoice_id": invoice_id(header["seller_id"], number),
            "event": "credit",
            "by_invoice_id": identity,
            "amount_minor": amount if len(numbers) == 1 and amount >= 0 else None,
            "currency": document.currency,
            "happened_on": header["issued_on"],
            "reason": header.get("credit_reason"),
        }
        document.rows.add("invoice_events", row)


_CREDITED = frozenset({"InvoiceDocumentReference", "SelfBilledInvoiceDocumentReference"})
_COLUMNS = {name: frozenset(SCHEMA[name].column_names) for name in ("orders", "despatches", "deliveries", "invoices")}

_PRICED: Steps = {
    **groups(
        "PaymentMeans",
        {**leaves(days, "PaymentDueDate", "payment_due"), CAC + "PayeeFinancialAccount": ACCOUNT},
    ),
    CAC + "AllowanceCharge": DOCUMENT_CHARGE,
    CAC + "TaxTotal": HEADER_TAX,
}
_BILLED: Steps = {
    **ANY,
    **_PRICED,
    **parties("AccountingSupplierParty AccountingCustomerParty"),
    **leaves(day, "DueDate", "due_on"),
    **leaves(text, "InvoiceTypeCode CreditNoteTypeCode", "type_code"),
    **leaves(text, "CustomizationID", "follows"),
    **groups("LegalMonetaryTotal", TOTALS, once=True),
    **groups("DiscrepancyResponse", leaves(first_text, "Description", "credit_reason")),
    # What says to whom a claim was assigned has no field of its own: it stands in words.
    **leaves(note, "Note", "path"),
    **groups("PaymentTerms", leaves(note, "Note", "path")),
    CAC + "PayeeParty": party("payee_id", once=True),
    CAC + "OrderReference": reference("order_number", once=True),
    CAC + "ContractDocumentReference": reference("contract_number"),
}
_CARRIER: Steps = {CAC + "CarrierParty": party("carrier_id")}
_TRUCK: Steps = groups("TransportMeans", groups("RoadTransport", leaves(first_text, "LicensePlateID", "vehicle")))
_SENT: Steps = groups(
    "Shipment",
    {
        **groups("Consignment", _CARRIER),
        **groups("ShipmentStage", {**_CARRIER, **_TRUCK}),
        **groups(
            "Delivery",
            {
                **_CARRIER,
                **groups("EstimatedDeliveryPeriod", leaves(latest_day, "EndDate", "deliver_by")),
                **groups("Despatch", leaves(latest_day, "ActualDespatchDate", "despatched_on")),
            },
        ),
    },
)
_RECEIVED: Steps = groups("Shipment", groups("Delivery", leaves(latest_day, "ActualDeliveryDate", "received_on")))

_ORDER = _Kind(
    "orders",
    "order_lines",
    "OrderLine",
    ("SellerSupplierParty",),
    ("BuyerCustomerParty",),
    "buyer_id",
    lambda issuer, number: document_id("order", issuer, number),
    {
        **ANY,
        **_PRICED,
        **parties("SellerSupplierParty BuyerCustomerParty"),
        **groups("Contract", leaves(first_text, "ID", "contract_number")),
        **groups(
            "Delivery",
            {
                **leaves(latest_day, "LatestDeliveryDate", "deliver_by"),
                **groups("RequestedDeliveryPeriod", leaves(latest_day, "EndDate", "deliver_by")),
            },
        ),
        **groups("AnticipatedMonetaryTotal", TOTALS),
        CAC + "OrderLine": ORDER_LINE,
    },
    "AnticipatedMonetaryTotal",
)
_DESPATCH = _Kind(
    "despatches",
    "despatch_lines",
    "DespatchLine",
    ("SellerSupplierParty", "DespatchSupplierParty"),
    ("BuyerCustomerParty", "DeliveryCustomerParty"),
    "seller_id",
    lambda issuer, number: document_id("despatch", issuer, number),
    {
        **ANY,
        **_SENT,
        **parties("SellerSupplierParty DespatchSupplierParty BuyerCustomerParty DeliveryCustomerParty"),
        CAC + "OrderReference": reference("order_number"),
        CAC + "DespatchLine": DESPATCH_LINE,
    },
)
_RECEIPT = _Kind(
    "deliveries",
    "delivery_lines",
    "ReceiptLine",
    ("SellerSupplierParty", "DespatchSupplierParty"),
    ("BuyerCustomerParty", "DeliveryCustomerParty"),
    "buyer_id",
    lambda issuer, number: document_id("delivery", issuer, number),
    {
        **ANY,
        **_RECEIVED,
        **parties("SellerSupplierParty DespatchSupplierParty BuyerCustomerParty DeliveryCustomerParty"),
        CAC + "OrderReference": reference("order_number"),
        CAC + "DespatchDocumentReference": reference("despatch_number"),
        CAC + "ReceiptLine": RECEIPT_LINE,
    },
)
_INVOICE = _Kind(
    "invoices",
    "invoice_lines",
    "InvoiceLine",
    ("AccountingSupplierParty",),
    ("AccountingCustomerParty",),
    "seller_id",
    invoice_id,
    {**_BILLED, CAC + "InvoiceLine": INVOICE_LINE},
    "LegalMonetaryTotal",
)
_CREDIT_NOTE = _Kind(
    "invoices",
    "invoice_lines",
    "CreditNoteLine",
    ("AccountingSupplierParty",),
    ("AccountingCustomerParty",),
    "seller_id",
    lambda issuer, number: document_id("credit_note", issuer, number),
    {**_BILLED, CAC + "CreditNoteLine": CREDIT_LINE},
    "LegalMonetaryTotal",
)
_KINDS = {
    root_name(name): kind
    for name, kind in (
        ("Order", _ORDER),
        ("DespatchAdvice", _DESPATCH),
        ("ReceiptAdvice", _RECEIPT),
        ("Invoice", _INVOICE),
        ("CreditNote", _CREDIT_NOTE),
    )
}
_FURTHER: dict[str, Callable[[Element, Source], Rows]] = {
    **{root_name(name): read_order_event for name in ORDER_EVENTS},
    root_name("ApplicationResponse"): read_response,
    root_name("RemittanceAdvice"): read_remittance,
    root_name("WeightStatement"): read_weights,
}
