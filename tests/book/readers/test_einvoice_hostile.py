"""Hostile e-invoices, and defects planted into the reader: each is seen."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import ModuleType

import pytest

from hefu.book.book import Row
from hefu.book.readers.einvoice import lines as einvoice_lines
from hefu.book.readers.einvoice import reader as einvoice
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.book.readers.xml import Element
from hefu.core.refusals import RefusalError
from tests.book.readers.einvoice.write import SOURCE, Invoice, Item, xml_of

COIL = Item("*黑色金属冶炼压延品*热轧卷板", Decimal("3705.56"), Decimal("481.72"), "0.8234567", "4500.001")
SLAB = Item("*黑色金属冶炼压延品*板坯", Decimal("1000.00"), Decimal("130.00"), "2.00000000", "500")
REBATED = replace(SLAB, discount=Decimal("100.00"), discount_tax=Decimal("13.00"))
PLAIN = Invoice((COIL, SLAB))


def code_of(act: Callable[[], object]) -> str:
    started = time.process_time()
    with pytest.raises(RefusalError) as caught:
        act()
    assert time.process_time() - started < 2
    return caught.value.refused.refusal.code


def _spliced(old: bytes, new: bytes) -> bytes:
    data = xml_of(PLAIN)
    assert old in data
    return data.replace(old, new, 1)


_TOTAL = b"<TotalTax-includedAmount>5317.28<"


@pytest.mark.parametrize(
    ("case", "data", "code"),
    [
        (
            "external entity",
            _spliced(b"<EInvoice>", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><EInvoice>"),
            "xml_doctype",
        ),
        (
            "billion laughs",
            _spliced(
                b"<EInvoice>",
                b"<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><EInvoice>",
            ),
            "xml_doctype",
        ),
        ("split by a comment", _spliced(_TOTAL, b"<TotalTax-includedAmount>5317<!-- -->.28<"), "xml_text_split"),
        ("split by CDATA", _spliced(_TOTAL, b"<TotalTax-includedAmount>53<![CDATA[17.28]]><"), "xml_text_split"),
        ("split by an instruction", _spliced(_TOTAL, b"<TotalTax-includedAmount>5317<?a?>.28<"), "xml_text_split"),
        ("split by an element", _spliced(_TOTAL, b"<TotalTax-includedAmount>5317<a/>.28<"), "xml_text_split"),
        (
            "a second invoice hidden",
            _spliced(b"<UndefinedLabel>", b"<UndefinedLabel><EInvoiceData/>"),
            "field_repeated",
        ),
        (
            "two totals",
            _spliced(_TOTAL, b"<TotalTax-includedAmount>1.00</TotalTax-includedAmount>" + _TOTAL),
            "field_repeated",
        ),
        ("cut short", xml_of(PLAIN)[:-40], "xml_malformed"),
        ("empty", b"", "document_empty"),
        ("another kind", b"<Invoice/>", "kind_unknown"),
        ("deep", b"<EInvoice>" + b"<a>" * 100_000, "xml_malformed"),
        ("long number", _spliced(b">5317.28<", b">" + b"9" * 5_000 + b"<"), "number_too_long"),
        (
            "no lines",
            re.sub(rb"<IssuItemInformation>.*</IssuItemInformation>", b"", xml_of(PLAIN), flags=re.DOTALL),
            "field_missing",
        ),
    ],
)
def test_a_hostile_file_is_refused_at_once_with_its_own_code(case: str, data: bytes, code: str) -> None:
    assert case
    assert code_of(lambda: read_einvoice_xml(data, SOURCE)) == code


def _as_line(parent: Element, field: str) -> str:
    if field == "TotalTax-includedAmount":
        return str(parent.getroottree().findtext(".//TotaltaxIncludedAmount"))
    return str(parent.findtext(field))


def _lowest_net() -> int:
    lines = _tables(replace(PLAIN, red=True))["invoice_lines"]
    return min(int(line["net_minor"]) for line in lines)


def _is_read(data: bytes) -> bool:
    try:
        read_einvoice_xml(data, SOURCE)
    except RefusalError:
        return False
    return True


def _tables(invoice: Invoice) -> dict[str, list[Row]]:
    return read_einvoice_xml(xml_of(invoice), SOURCE).tables


# Planted defects: each guarantee above is one that a broken reader would break.


@pytest.mark.parametrize(
    ("module", "name", "defect", "seen"),
    [
        # The line's amount with tax taken for the document's.
        (einvoice, "filled", _as_line, lambda: _tables(PLAIN)["invoices"][0]["gross_minor"]),
        # Signs of red letters left as they are.
        (einvoice, "read_lines", lambda data, **_: einvoice_lines.read_lines(data, red=False), _lowest_net),
        # Discounts left unfolded.
        (
            einvoice_lines,
            "_is_discount",
            lambda *_: False,
            lambda: len(_tables(Invoice((REBATED,)))["invoice_lines"]),
        ),
        # Quantities cut to thousandths.
        (
            einvoice_lines,
            "parse_fine_quantity",
            lambda text: (int(Decimal(text) * 1000), None),
            lambda: _tables(PLAIN)["invoice_lines"][0]["quantity_major"],
        ),
        # CDATA let through.
        (
            einvoice,
            "_refuse_cdata",
            lambda *_: None,
            lambda: _is_read(_spliced(_TOTAL, b"<TotalTax-includedAmount><![CDATA[5317.28]]><")),
        ),
    ],
)
def test_a_planted_defect_shows(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, defect: object, seen: Callable[[], object]
) -> None:
    before = seen()
    monkeypatch.setattr(module, name, defect)
    assert seen() != before
