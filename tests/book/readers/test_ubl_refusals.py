"""UBL documents that are hostile or defective are refused with the right reason; odd but lawful ones are read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hefu.book.book import Row
from hefu.book.readers.rows import Source
from hefu.book.readers.ubl.reader import read_ubl
from hefu.core.refusals import RefusalError

_SOURCE = Source("file:1", "borrower", "upload", datetime(2026, 4, 1, tzinfo=UTC))
_UBL = Path(__file__).parent / "ubl"
_INVOICE = (_UBL / "invoice.xml").read_text(encoding="utf-8")
_CREDIT_NOTE = (_UBL / "credit_note.xml").read_text(encoding="utf-8")
_ORDER = (_UBL / "order.xml").read_text(encoding="utf-8")
_RECEIPT = (_UBL / "receipt_advice.xml").read_text(encoding="utf-8")
_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)
_OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _read(text: str) -> dict[str, list[Row]]:
    return read_ubl(text.encode(), _SOURCE).tables


def _code(data: bytes) -> str:
    with pytest.raises(RefusalError) as error:
        read_ubl(data, _SOURCE)
    return error.value.refused.refusal.code


# What stands in our invoice, what is put in its place, and the refusal.
_DEFECTS = """
<cbc:ID>INV-2026-001</cbc:ID>                  |                                                | field_missing
<cbc:ID>INV-2026-001</cbc:ID>                  | <cbc:ID>  </cbc:ID>                            | field_missing
<cbc:ID>INV-2026-001</cbc:ID>                  | <cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>           | field_repeated
<cbc:ID>INV-2026-001</cbc:ID>                  | <cbc:ID>INV<!-- -->-2026</cbc:ID>              | xml_text_split
<cbc:ID>INV-2026-001</cbc:ID>                  | <cbc:ID>INV<?x y?>-2026</cbc:ID>               | xml_text_split
<cbc:ID>INV-2026-001</cbc:ID>                  | <cbc:ID>INV<b/>-2026</cbc:ID>                  | xml_text_split
<cbc:IssueDate>2026-03-10+08:00</cbc:IssueDate> |                                                | field_missing
<cbc:IssueDate>2026-03-10+08:00</cbc:IssueDate> | <cbc:IssueDate/>                               | field_empty
2026-03-10+08:00                               | 10/03/2026                                     | date_unknown
2026-03-10+08:00                               | 2026-02-30                                     | date_unknown
2026-03-10+08:00                               | 2026-03-10T10:00:00                            | date_unknown
2026-03-10+08:00                               | 2026-03-10+15:00                               | date_unknown
2026-03-10+08:00                               | ２０２６-03-10                                 | date_unknown
<cbc:DocumentCurrencyCode>CNY                  | <cbc:DocumentCurrencyCode>RMB                  | currency_unknown
<cbc:DocumentCurrencyCode>CNY                  | <cbc:DocumentCurrencyCode>EUR                  | currencies_mixed
EUR</cbc:TaxCurrencyCode>                      | EUR</cbc:TaxCurrencyCode><cbc:DocumentCurrencyCode/> | field_repeated
AccountingSupplierParty                        | SellerSupplierParty                            | field_missing
AccountingCustomerParty                        | BuyerCustomerParty                             | field_missing
cac:PayeeParty>                                | cac:AccountingSupplierParty>                   | field_repeated
<cac:PaymentTerms>                             | <cac:LegalMonetaryTotal/><cac:PaymentTerms>    | field_repeated
<cac:PaymentTerms>                             | <cac:OrderReference/><cac:PaymentTerms>        | field_repeated
">1007.00<                                     | "><                                            | field_empty
">1007.00<                                     | ">1007.005<                                    | amount_too_fine
">1007.00<                                     | ">1,007.00<                                    | number_not_plain
">1007.00<                                     | ">1.007E3<                                     | number_not_plain
">1007.00<                                     | ">+1007.00<                                    | number_not_plain
">1007.00<                                     | ">１００７.00<                                 | number_not_plain
">1007.00<                                     | ">1007 .00<                                    | number_not_plain
">1007.00<                                     | ">1 007.00<                                    | number_not_plain
">1007.00<                                     | ">NaN<                                         | number_not_plain
">1007.00<                                     | ">INF<                                         | number_not_plain
">1007.00<                                     | ">1007.<                                       | number_not_plain
">1007.00<                                     | ">99999999999999999999.00<                     | number_too_large
">1007.00<                                     | ">00000000000000000000000000000000000001007.00< | number_too_long
">1007.00<                                     | ">10<!-- -->07.00<                             | xml_text_split
<cbc:PayableAmount currencyID="CNY">           | <cbc:PayableAmount>                            | field_missing
<cbc:PayableAmount currencyID="CNY">           | <cbc:PayableAmount currencyID="USD">           | currencies_mixed
<cbc:PayableAmount currencyID="CNY">           | <cbc:PayableAmount currencyID="XYZ">           | currency_unknown
>700.00<                                       | >700.001<                                      | amount_too_fine
">127.40</cbc:TaxAmount>                       | ">127.401</cbc:TaxAmount>                      | amount_too_fine
>-0.396<                                       | >-0,396<                                       | number_not_plain
>-0.396<                                       | >-0.3960000000000000001<                       | amount_too_fine
<cbc:TaxAmount currencyID="CNY">-0.396</cbc:TaxAmount> |                                                | field_missing
<cbc:ID>2</cbc:ID>                             | <cbc:ID>1</cbc:ID>                             | field_repeated
<cbc:ID>2</cbc:ID>                             |                                                | field_missing
<cbc:ID>2</cbc:ID>                             | <cbc:ID/>                                      | field_missing
cbc:LineExtensionAmount currencyID="CNY">700.00</cbc:LineExtensionAmount | cbc:Note/ | field_missing
unitCode="TNE">2.5<                            | unitCode="TNE">2,5<                            | number_not_plain
unitCode="TNE">1<                              | unitCode="TNE">0.0001<                         | quantity_too_fine
<cbc:Percent>13.00<                            | <cbc:Percent>13.005<                           | rate_too_fine
<cbc:Percent>13.00<                            | <cbc:Percent>13%<                              | number_not_plain
<cbc:ChargeIndicator>true<                     | <cbc:ChargeIndicator>yes<                      | code_unknown
<cbc:ChargeIndicator>true</cbc:ChargeIndicator> |                                                | field_missing
<cbc:Amount currencyID="CNY">30.00</cbc:Amount> |                                                | field_missing
<cbc:ID>C-2025-11</cbc:ID>                     |                                                | field_missing
<cbc:ID>FRAME-3</cbc:ID>                       |                                                | field_missing
<cbc:Name>Cold rolled coil</cbc:Name>          | <cbc:Name>Coil</cbc:Name><cbc:Name>Gold</cbc:Name> | field_repeated
<cac:PaymentTerms>                             | <cac:Payment>                                  | xml_malformed
佛山联钢有限公司                               | &company;                                      | xml_malformed
xsd:Invoice-2                                  | xsd:Invoice-3                                  | kind_unknown
"""
_ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in _DEFECTS.strip().splitlines()]


@pytest.mark.parametrize(("stands", "planted", "expected"), _ROWS)
def test_a_defect_is_refused_by_its_name(stands: str, planted: str, expected: str) -> None:
    assert stands in _INVOICE
    assert _code(_INVOICE.replace(stands, planted).encode()) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "document_empty"),
        (b" \n\t ", "document_empty"),
        (b"not XML", "xml_malformed"),
        (_INVOICE.encode()[:-30], "xml_malformed"),
        (_INVOICE.encode() + b"<a/>", "xml_malformed"),
        (_INVOICE.encode().replace("佛".encode(), b"\xff\xfe"), "xml_malformed"),
        (b"<a>" * 300 + b"</a>" * 300, "xml_malformed"),
        (_INVOICE.replace(_DECLARED, _DECLARED + _LAUGHS).encode(), "xml_doctype"),
        (_INVOICE.replace(_DECLARED, _DECLARED + _OUTSIDE).encode(), "xml_doctype"),
        (_INVOICE.replace(_DECLARED, _DECLARED + "<!-- a --><?b c?>" + _LAUGHS).encode(), "xml_doctype"),
        (_INVOICE.replace(_DECLARED, "\ufeff" + _LAUGHS).encode(), "xml_doctype"),
        (_INVOICE.replace("UTF-8", "UTF-16").replace("?>\n", "?>" + _LAUGHS, 1).encode("utf-16"), "xml_doctype"),
        (b"<Invoice/>", "kind_unknown"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', "kind_unknown"),
        (b'<testSet xmlns="http://difi.no/xsd/vefa/validator/1.0"/>', "kind_unknown"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "field_missing"),
    ],
)
def test_what_is_no_ubl_document_is_refused(data: bytes, expected: str) -> None:
    assert _code(data) == expected


def test_a_refusal_says_where() -> None:
    with pytest.raises(RefusalError) as error:
        _read(_INVOICE.replace(">-0.396<", "><"))
    assert dict(error.value.refused.fields)["field"] == "Invoice/InvoiceLine/TaxTotal/TaxAmount"


def test_an_order_line_of_two_items_and_a_receipt_in_two_units_are_refused() -> None:
    assert _code(_ORDER.replace("SellerProposedSubstituteLineItem", "LineItem").encode()) == "field_repeated"
    mixed = _RECEIPT.replace('<cbc:RejectedQuantity unitCode="TNE">', '<cbc:RejectedQuantity unitCode="KGM">')
    assert _code(mixed.encode()) == "units_mixed"


def test_a_document_type_named_in_a_comment_or_text_is_none() -> None:
    assert _read(_INVOICE.replace(_DECLARED, _DECLARED + "<!-- <!DOCTYPE a> -->"))
    assert _read(_INVOICE.replace("Bulk rebate", "<![CDATA[<!DOCTYPE a>]]>"))


def test_blanks_around_values_are_not_part_of_them() -> None:
    spread = _INVOICE.replace(">1007.00<", ">\n\t 1007.00 \r\n<").replace(">INV-2026-001<", ">  INV-2026-001 \n<")
    assert _read(spread)["invoices"] == _read(_INVOICE)["invoices"]


def test_an_ideographic_blank_is_part_of_a_name() -> None:
    assert _read(_INVOICE.replace("佛山联钢", "佛山\u3000联钢"))["parties"][1]["name"] == "佛山\u3000联钢有限公司"


def test_every_encoding_of_one_document_reads_alike() -> None:
    wide = _INVOICE.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    chinese = _INVOICE.replace('encoding="UTF-8"', 'encoding="GB18030"').encode("gb18030")
    assert read_ubl(wide, _SOURCE).tables == read_ubl(chinese, _SOURCE).tables == _read(_INVOICE)


@pytest.mark.parametrize("written", ["2005-06-20", "2005-06-20Z", "2005-06-20+08:00", "2005-06-20-14:00"])
def test_a_day_with_a_zone_is_that_day(written: str) -> None:
    head = _read(_INVOICE.replace("2026-03-10+08:00", written))["invoices"][0]
    assert head["issued_on"] == date(2005, 6, 20)


def test_tax_in_another_currency_has_its_own_and_leaves_the_header_alone() -> None:
    tables = _read(_INVOICE.replace('currencyID="EUR">16.03', 'currencyID="EUR">16.031'))
    assert tables["invoices"][0]["tax_minor"] == 12740


def test_a_price_in_another_currency_is_kept_apart() -> None:
    tables = _read(_INVOICE.replace('"CNY">286.0000000000017', '"USD">40.1'))
    assert tables["invoice_lines"][0].get("unit_price_major") is None
    kept = [row for row in tables["document_amounts"] if row["path"].endswith("PriceAmount")]
    assert [(str(row["amount_major"]), row["currency"], row["line_number"]) for row in kept] == [("40.1", "USD", "1")]


def test_a_base_in_another_currency_than_its_tax_is_kept_apart() -> None:
    tables = _read(_INVOICE.replace('"CNY">980.00</cbc:TaxableAmount>', '"USD">137.2</cbc:TaxableAmount>'))
    subtotal = next(row for row in tables["document_taxes"] if row["part"] == "subtotal")
    assert (subtotal["currency"], str(subtotal["taxable_major"])) == ("USD", "137.2")
    assert [row["path"] for row in tables["document_amounts"]][3] == "Invoice/TaxTotal/TaxSubtotal/TaxAmount"


def test_a_credit_of_several_invoices_does_not_say_how_much_of_each() -> None:
    second = "<cac:InvoiceDocumentReference><cbc:ID>B-2</cbc:ID></cac:InvoiceDocumentReference>"
    twice = _CREDIT_NOTE.replace("<cac:BillingReferenceLine>", second + "<cac:BillingReferenceLine>", 1)
    events = _read(twice)["invoice_events"]
    assert [event["amount_minor"] for event in events] == [None, None]
    assert [event["invoice_id"].rpartition("/")[2] for event in events] == ["inv-2026-001", "b-2"]


@pytest.mark.parametrize(
    ("factor", "amount", "base", "rate_bps"),
    [
        ("5", "50.00", "1000.00", 500),
        ("0.05", "50.00", "1000.00", 500),
        ("0.0333", "33.30", "1000.00", 333),
        ("0.0333333", "33.33", "1000.00", None),
        ("5", "70.00", "1000.00", None),
        ("5", "0.00", "0.00", None),
        ("0", "0.00", "1000.00", 0),
    ],
)
def test_a_factor_means_what_gives_the_amount_from_its_base(
    factor: str, amount: str, base: str, rate_bps: int | None
) -> None:
    text = _INVOICE.replace("Numeric>5<", f"Numeric>{factor}<").replace(
        '"CNY">50.00</cbc:Amount>', f'"CNY">{amount}</cbc:Amount>'
    )
    row = _read(text.replace('"CNY">1000.00</cbc:BaseAmount>', f'"CNY">{base}</cbc:BaseAmount>'))["document_charges"][0]
    assert row.get("rate_bps") == rate_bps


def test_goods_under_two_tax_rates_have_none_of_their_own() -> None:
    again = "<cac:ClassifiedTaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent></cac:ClassifiedTaxCategory>"
    line = _read(_INVOICE.replace("<cac:ClassifiedTaxCategory>", again + "<cac:ClassifiedTaxCategory>"))[
        "invoice_lines"
    ][0]
    assert (line["tax_bps"], line["tax_category"]) == (None, None)


def test_an_invoice_due_on_several_days_has_no_one_day() -> None:
    more = "<cac:PaymentMeans><cbc:PaymentDueDate>2026-06-09</cbc:PaymentDueDate></cac:PaymentMeans><cac:PaymentTerms>"
    assert "due_on" not in _read(_INVOICE.replace("<cac:PaymentTerms>", more))["invoices"][0]
