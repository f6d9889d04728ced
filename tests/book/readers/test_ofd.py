"""OFD: the attached XML is read, the same as alone; labels and pages are witnesses; everything else is refused."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from hefu.book.readers.einvoice import ofd as ofd_module
from hefu.book.readers.einvoice.ofd import read_ofd
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.core.refusals import RefusalError
from tests.book.readers.einvoice.write import (
    BLUE,
    SOURCE,
    Invoice,
    Item,
    labels_of,
    ofd_entries,
    words_of,
    xml_of,
    zip_of,
)

ITEM = Item("*黑色金属冶炼压延品*热轧卷板", Decimal("1000.00"), Decimal("130.00"), "2", "500")
PLAIN = Invoice((ITEM,))
ATTACHED = "Doc_0/Attachs/original_invoice.xml"
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def code_of(entries: dict[str, bytes]) -> str:
    started = time.process_time()
    with pytest.raises(RefusalError) as caught:
        read_ofd(zip_of(entries), SOURCE)
    assert time.process_time() - started < 2
    return caught.value.refused.refusal.code


@pytest.mark.parametrize("invoice", [PLAIN, replace(PLAIN, red=True), replace(PLAIN, special=False)])
def test_an_ofd_gives_the_same_rows_as_its_xml(invoice: Invoice) -> None:
    alone = read_einvoice_xml(xml_of(invoice), SOURCE)
    assert read_ofd(zip_of(ofd_entries(invoice)), SOURCE).tables == alone.tables


def test_labels_and_pages_that_say_nothing_are_no_contradiction() -> None:
    alone = read_einvoice_xml(xml_of(PLAIN), SOURCE)
    assert read_ofd(zip_of(ofd_entries(PLAIN, {}, [])), SOURCE).tables == alone.tables
    torn = ["¥ 1 1 3 0 . 0 0", "（小写）", "¥", "1130.00", "备注：订单金额 ¥9.99", "¥1,130.00"]
    assert read_ofd(zip_of(ofd_entries(PLAIN, None, torn)), SOURCE).tables == alone.tables


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("发票号码", BLUE),
        ("合计金额", "10000.00"),
        ("合计金额", "-1000.00"),
        ("合计金额", "1E3"),
        ("合计税额", "13.00"),
        ("价税合计", "1130.01"),
        ("开票日期", "2026年09月15日"),
        ("开票日期", "昨日"),
        ("购买方纳税人识别号", "91990200MA0C7X2N71"),
        ("销售方纳税人识别号", "91990300MA0E4B9U4M"),
    ],
)
def test_a_label_that_contradicts_the_invoice_is_refused(label: str, value: str) -> None:
    assert code_of(ofd_entries(PLAIN, {**labels_of(PLAIN), label: value})) == "container_contradicts"


@pytest.mark.parametrize(
    ("at", "words"),
    [(0, f"发票号码：{BLUE}"), (2, "价税合计（小写） ¥100.00"), (2, "价税合计（小写）￥-1130.00"), (2, "¥11,300.00")],
)
def test_a_page_that_contradicts_the_invoice_is_refused(at: int, words: str) -> None:
    shown = words_of(PLAIN)
    shown[at] = words
    assert code_of(ofd_entries(PLAIN, None, shown)) == "container_contradicts"


def without(entries: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {one: data for one, data in entries.items() if one != name}


HOSTILE: list[tuple[str, Callable[[], dict[str, bytes]], str]] = [
    ("pages only", lambda: without(ofd_entries(PLAIN), ATTACHED), "ofd_without_data"),
    ("no OFD", lambda: {"xl/workbook.xml": b"<workbook/>"}, "kind_unknown"),
    ("another root", lambda: {**ofd_entries(PLAIN), "OFD.xml": b"<OFD/>"}, "kind_unknown"),
    (
        "two invoices",
        lambda: {**ofd_entries(PLAIN), "Doc_0/Attachs/b.xml": xml_of(replace(PLAIN, number=BLUE))},
        "container_ambiguous",
    ),
    (
        "one label twice",
        lambda: {
            **ofd_entries(PLAIN),
            "OFD.xml": ofd_entries(PLAIN)["OFD.xml"].replace(
                b"<ofd:CustomDatas>", '<ofd:CustomDatas><ofd:CustomData Name="合计金额">1</ofd:CustomData>'.encode()
            ),
        },
        "field_repeated",
    ),
    (
        "entity in the invoice",
        lambda: {**ofd_entries(PLAIN), ATTACHED: b"<!DOCTYPE EInvoice [<!ENTITY a 'b'>]>" + xml_of(PLAIN)[55:]},
        "xml_doctype",
    ),
    ("entity in a page", lambda: {**ofd_entries(PLAIN), PAGE: b"<!DOCTYPE a><a/>"}, "xml_doctype"),
    ("broken page", lambda: {**ofd_entries(PLAIN), PAGE: b"<a>"}, "xml_malformed"),
    ("zip inside", lambda: {**ofd_entries(PLAIN), "Doc_0/Attachs/a.zip": zip_of({"a": b""})}, "container_nested"),
]


@pytest.mark.parametrize(("make", "code"), [pytest.param(make, code, id=case) for case, make, code in HOSTILE])
def test_a_hostile_ofd_is_refused_with_its_own_code(make: Callable[[], dict[str, bytes]], code: str) -> None:
    assert code_of(make()) == code


def test_the_same_invoice_attached_twice_is_one() -> None:
    entries = {**ofd_entries(PLAIN), "Doc_0/Attachs/copy.xml": xml_of(PLAIN)}
    assert len(read_ofd(zip_of(entries), SOURCE).tables["invoices"]) == 1


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("check_labels", ofd_entries(PLAIN, {**labels_of(PLAIN), "合计金额": "10000.00"})),
        ("check_page", ofd_entries(PLAIN, None, ["¥11,300.00"])),
    ],
)
def test_a_planted_defect_shows(monkeypatch: pytest.MonkeyPatch, name: str, entries: dict[str, bytes]) -> None:
    assert code_of(entries) == "container_contradicts"
    monkeypatch.setattr(ofd_module, name, lambda *_: None)
    read_ofd(zip_of(entries), SOURCE)
