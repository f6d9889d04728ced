"""Reader of 数电票, China's fully digitalised e-invoice, as the tax administration's XML (root `EInvoice`).

Signs. A blue invoice (`InIssuType` Y) bills; its amounts are kept as written. A red-letter invoice (N) takes back,
wholly or in part, and writes every amount and quantity below zero; here it is a credit note whose amounts
and quantities are turned, so that what it takes back is above zero, and an event `red_letter` at the blue
invoice that it names. A flag and a total that disagree are refused.

The day of the invoice is that of `RequestTime` (开票日期), not of `IssueTime`. The tax administration's signature
is not verified here, so nothing read here counts as signed. The seller's bank account is kept as the seller's;
the paper does not say that it is to be paid into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Row
from hefu.book.ids import account_id, invoice_id, line_id
from hefu.book.readers.einvoice.lines import CURRENCY, amount_minor, read_lines, tax_minor
from hefu.book.readers.einvoice.parts import child, contradiction, filled, missing, refuse_repeated, word
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.xml import Element, local_name, only, path_of, root_of
from hefu.core.dates import parse_date
from hefu.core.identifiers import Scheme, identify, is_valid
from hefu.core.refusals import Refusal, refuse

ROOT = "EInvoice"
_RED, _BLUE = "N", "Y"
_TYPES = {"01": "vat_special", "02": "vat_general"}
_TYPE_WORDS = {"vat_special": "专用", "vat_general": "普通"}
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?", re.ASCII)
_BLUE_IN_REMARK = re.compile(r"被红冲蓝字[^0-9]{0,20}号码[^0-9]{0,3}([0-9]{20})(?![0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stated:
    """What an e-invoice's data say, as written: amounts of a red-letter invoice are below zero here.

    A container that shows the same invoice (OFD, PDF) is held against it.
    """

    number: str
    issued_on: date
    net_minor: int
    tax_minor: int | None
    gross_minor: int
    seller_number: str
    buyer_number: str
    red: bool


def read_einvoice_xml(data: bytes, source: Source) -> Rows:
    """Return the rows of one 数电票.

    Raises RefusalError: KIND_UNKNOWN for another root element; FIELD_MISSING, FIELD_EMPTY, FIELD_REPEATED and
    XML_TEXT_SPLIT with the field's path; CODE_UNKNOWN for an unknown flag, type or rate; IDENTIFIER_WRONG for a
    number that has not 20 digits; DOCUMENT_CONTRADICTS where flag and sign, or two statements of one thing,
    differ; and what `root_of` and the grammars of numbers and dates refuse.
    """
    return read_stated(data, source)[0]


def read_stated(data: bytes, source: Source) -> tuple[Rows, Stated]:
    """Return the rows of one 数电票 and what it says, for a container to be held against."""
    root = root_of(data)
    if root.tag != ROOT:
        raise refuse(Refusal.KIND_UNKNOWN, kind=local_name(root)[:80])
    _refuse_cdata(data, root)
    invoice = child(root, "EInvoiceData")
    stated = _stated(root, invoice)
    rows = Rows(source, ROOT)
    header = _header(root, invoice, stated, rows)
    rows.add("invoices", header)
    _add_lines(invoice, header, rows, red=stated.red)
    if stated.red:
        _add_red_letter(invoice, header, rows)
    return rows, stated


def _refuse_cdata(data: bytes, root: Element) -> None:
    """A parser joins the two halves of `100<![CDATA[0000]]>`, and leaves no trace that a person reads 100."""
    if b"<![CDATA[" in data.replace(b"\0", b""):
        raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(root))
    for name in ("Header", "EInvoiceData", "TaxSupervisionInfo"):
        # A second copy anywhere, also below another element, is how a forged invoice rides on a true one.
        refuse_repeated(root.iter(name))


# The header


def _stated(root: Element, invoice: Element) -> Stated:
    basic = child(invoice, "BasicInformation")
    gross_minor = amount_minor(filled(basic, "TotalTax-includedAmount"))
    tax = word(basic, "TotalTaxAm")
    return Stated(
        number=_number(root),
        issued_on=_day(filled(basic, "RequestTime")),
        net_minor=amount_minor(filled(basic, "TotalAmWithoutTax")),
        tax_minor=tax_minor(tax) if tax else None,
        gross_minor=gross_minor,
        seller_number=filled(child(invoice, "SellerInformation"), "SellerIdNum"),
        buyer_number=word(child(invoice, "BuyerInformation"), "BuyerIdNum"),
        red=_is_red(root, gross_minor, basic),
    )


def _number(root: Element) -> str:
    """The 20 digits, said at the head and again by the tax administration; one may be left out."""
    head = word(child(root, "Header"), "EIid")
    tail = word(only(root, "TaxSupervisionInfo"), "InvoiceNumber")
    number = head or tail
    if not number:
        raise missing(root, "Header/EIid")
    if tail and tail != number:
        raise contradiction("Header/EIid", head, "TaxSupervisionInfo/InvoiceNumber", tail)
    # Compact, so that a number written with blanks does not become another one.
    return identify(Scheme.TAX_INVOICE, number).value


def _day(text: str) -> date:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])
    return parse_date(match[1])


def _is_red(root: Element, gross_minor: int, basic: Element) -> bool:
    """Whether the invoice takes back. The flag says so; where early files lack it, the sign of the total does."""
    flag = _label(root, "InIssuType")
    if flag not in {_RED, _BLUE, ""}:
        raise refuse(Refusal.CODE_UNKNOWN, field="InIssuType/LabelCode", value=flag[:40])
    if (flag == _BLUE and gross_minor < 0) or (flag == _RED and gross_minor > 0):
        total = filled(basic, "TotalTax-includedAmount")
        raise contradiction("InIssuType/LabelCode", flag, "TotalTax-includedAmount", total)
    return flag == _RED or gross_minor < 0


def _type(root: Element) -> str | None:
    code, name = _label(root, "GeneralOrSpecialVAT"), _label(root, "GeneralOrSpecialVAT", "LabelName")
    if not code:
        return None
    if code not in _TYPES:
        raise refuse(Refusal.CODE_UNKNOWN, field="GeneralOrSpecialVAT/LabelCode", value=code[:40])
    kind = _TYPES[code]
    if any(other in name for one, other in _TYPE_WORDS.items() if one != kind):
        raise contradiction("GeneralOrSpecialVAT/LabelCode", code, "GeneralOrSpecialVAT/LabelName", name)
    return kind


def _label(root: Element, name: str, part: str = "LabelCode") -> str:
    labels = only(child(root, "Header"), "InherentLabel")
    return "" if labels is None else word(only(labels, name), part)


def _header(root: Element, invoice: Element, stated: Stated, rows: Rows) -> Row:
    sign = -1 if stated.red else 1
    seller_id = _party(child(invoice, "SellerInformation"), "Seller", rows)
    net_minor, gross_minor = sign * stated.net_minor, sign * stated.gross_minor
    return {
        "invoice_id": invoice_id(seller_id, stated.number),
        "number": stated.number,
        "kind": "credit_note" if stated.red else "invoice",
        "type_code": _type(root),
        "seller_id": seller_id,
        "buyer_id": _party(child(invoice, "BuyerInformation"), "Buyer", rows),
        "issued_on": stated.issued_on,
        "currency": CURRENCY,
        # 合计 is the sum of the lines and, as no allowance or charge stands on the whole, the total without tax.
        "lines_minor": net_minor,
        "net_minor": net_minor,
        "tax_minor": None if stated.tax_minor is None else sign * stated.tax_minor,
        "gross_minor": gross_minor,
        # 价税合计 is what is billed; the paper knows no prepayment and no rounding.
        "payable_minor": gross_minor,
    }


# Parties


def _party(element: Element, role: str, rows: Rows) -> str:
    """Add seller or buyer; a buyer may be a person without a number, a seller never."""
    name, number = word(element, f"{role}Name"), word(element, f"{role}IdNum")
    if not name:
        raise missing(element, f"{role}Name")
    is_company = is_valid(Scheme.USCC, number)
    row: Row = {
        "kind": "company" if is_company else "unknown",
        "name": name,
        "uscc": number if is_company else None,
        "tax_number": None if is_company else number or None,
        "address": word(element, f"{role}Addr") or None,
        "phone": word(element, f"{role}TelNum") or None,
    }
    party_id = rows.add_party([("uscc", number)], row)
    _add_account(element, role, party_id, name, rows)
    return party_id


def _add_account(element: Element, role: str, party_id: str, name: str, rows: Rows) -> None:
    number, bank = word(element, f"{role}BankAccNum"), word(element, f"{role}BankName")
    identity = account_id(number)
    known = {row["account_id"] for row in rows.tables.get("bank_accounts", ())}
    # A number with stars in it stands for many accounts.
    if not number or "*" in number or identity in known:
        return
    bank_id = rows.add_party([], {"kind": "bank", "name": bank}) if bank else None
    rows.add("bank_accounts", {"account_id": identity, "owner_id": party_id, "owner_name": name, "bank_id": bank_id})


# Lines, and what is taken back


def _add_lines(invoice: Element, header: Row, rows: Rows, *, red: bool) -> None:
    """Add the lines, and what hangs on them or on the whole; ids are document / kind / ordinal."""
    found = read_lines(invoice, red=red)
    identity = header["invoice_id"]
    for row in found.rows:
        number = row["line_number"]
        rows.add("invoice_lines", {**row, "invoice_id": identity, "invoice_line_id": line_id(identity, number)})
    ordinals: dict[str, int] = {}
    for table, key, kind, row in found.parts:
        ordinal = ordinals[table] = ordinals.get(table, 0) + 1
        rows.add(table, {**row, key: f"{identity}/{kind}/{ordinal}", "document_id": identity})


def _add_red_letter(invoice: Element, header: Row, rows: Rows) -> None:
    remark, blue, confirmation = _remark(invoice), *_red_reference(invoice)
    told = _BLUE_IN_REMARK.search(remark)
    if told and blue and told[1] != blue:
        raise contradiction("RedEInvoice/OriginalInvoiceCode", blue, "Remark", told[1])
    number = blue or (told[1] if told else "")
    if not number:
        raise missing(invoice, "SpecificInformation/RedEInvoice/OriginalInvoiceCode")
    identity = header["invoice_id"]
    for ordinal, (kind, value) in enumerate((("OriginalInvoice", number), ("RedConfirmation", confirmation)), 1):
        if value:
            row = {"reference_id": f"{identity}/{kind}/{ordinal}", "document_id": identity, "kind": kind}
            rows.add("document_references", {**row, "number": value})
    event = {
        "event_id": f"{identity}/red_letter",
        "invoice_id": invoice_id(header["seller_id"], number),
        "event": "red_letter",
        "by_invoice_id": identity,
        "amount_minor": header["gross_minor"],
        "currency": CURRENCY,
        "happened_on": header["issued_on"],
        "reason": remark or None,
    }
    rows.add("invoice_events", event)


def _red_reference(invoice: Element) -> tuple[str, str]:
    """The blue invoice's number and the number of the confirmation (红字发票信息确认单)."""
    specific = only(invoice, "SpecificInformation")
    red = None if specific is None else only(specific, "RedEInvoice")
    return word(red, "OriginalInvoiceCode"), word(red, "CreditNoteNumber")


def _remark(invoice: Element) -> str:
    return word(only(invoice, "AdditionalInformation"), "Remark")
