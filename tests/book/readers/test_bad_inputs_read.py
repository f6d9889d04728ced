"""Bad inputs that are no fault of a file: read as they are given, counted for no more than they are, found by rules."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from stdnum.cn.uscc import calc_check_digit

from hefu import parties, trade
from hefu.book.book import Book
from hefu.book.readers import files
from hefu.book.readers.folder import ReadReport, read_folder
from hefu.cli.main import main
from hefu.core.context import Context
from hefu.core.findings import Finding
from hefu.core.refusals import RefusalError
from hefu.parties.config import PartiesConfig
from hefu.trade.config import TradeConfig
from tests.book.readers.einvoice.write import Invoice, Item, xml_of
from tests.book.readers.hostile import AMOUNT, INVOICE, STATEMENT, invoice

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
NOW = Context(AT)
UBL = Path(__file__).parent / "ubl"


def read(folder: Path, **papers: bytes) -> ReadReport:
    """Put papers into a folder and read it."""
    folder.mkdir(exist_ok=True)
    for name, data in papers.items():
        (folder / f"{name}.xml").write_bytes(data)
    return read_folder(folder, AT)


def codes(report: ReadReport) -> dict[str, str]:
    return {file.name: file.refused.refusal.code for file in report.refusals if file.refused}


# 3 and 4: signatures are not verified yet, so whatever carries one counts as unsigned.

_HEAD, _REST = INVOICE.split(b"<cbc:UBLVersionID>", 1)
_EXTENSION = (
    b'<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">'
    b"<ext:UBLExtension><ext:ExtensionContent>%s</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
    b"<cbc:UBLVersionID>"
)
_SIGNATURE = (
    b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>'
    b'<ds:SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/>%s</ds:SignedInfo>'
    b"<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA"
    b"</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
)
_TRANSFORM = (
    b'<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">'
    b'<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">'
    b"<xsl:copy-of select=\"document('file:///etc/passwd')\"/></xsl:template></xsl:stylesheet></ds:Transform>"
    b"</ds:Transforms></ds:Reference>"
)


def extended(content: bytes, root: bytes = INVOICE) -> bytes:
    """An invoice that carries something in an extension."""
    head, rest = root.split(b"<cbc:UBLVersionID>", 1)
    return head + _EXTENSION % content + rest


def signed(reference: bytes) -> bytes:
    return extended(_SIGNATURE % reference)


def moved() -> bytes:
    """The true invoice, signed, under an extension; a forged one in its place."""
    true = INVOICE.split(b"?>", 1)[1].replace(b"<Invoice ", b'<Invoice Id="true" ', 1)
    forged = invoice(b">" + AMOUNT + b"</cbc:PayableAmount", b">9007.00</cbc:PayableAmount")()
    return extended(_SIGNATURE % b'<ds:Reference URI="#true"/>' + true, forged)


@pytest.mark.parametrize(
    ("data", "payable_minor"),
    [
        (signed(b'<ds:Reference URI=""/>'), 1007_00),
        (signed(b""), 1007_00),
        (signed(b'<ds:Reference URI="#header"/>'), 1007_00),
        (signed(_TRANSFORM), 1007_00),
        (moved(), 9007_00),
    ],
)
def test_the_root_is_the_invoice_and_a_signature_adds_nothing(data: bytes, payable_minor: int, tmp_path: Path) -> None:
    report = read(tmp_path, a=data)
    assert codes(report) == {}
    (row,) = report.book.checked().rows("invoices")
    assert row["payable_minor"] == payable_minor
    (source,) = report.book.rows("sources")
    assert (source["controlled_by"], source["channel"]) == ("borrower", "upload")
    bare = read(tmp_path / "bare", a=INVOICE).book
    assert report.book.table("invoice_lines").num_rows == bare.table("invoice_lines").num_rows


# 14: look-alikes are kept as given and pointed out.

ITEM = Item("*黑色金属冶炼压延品*热轧卷板", Decimal("100000.00"), Decimal("13000.00"), "20", "5000")
PAPER = Invoice((ITEM,))
NAME = PAPER.seller[0]


def code_like(number: int) -> str:
    body = f"91440606{number:09d}"
    return body + calc_check_digit(body)


def named(name: str, code: str, number: str = PAPER.number) -> bytes:
    return xml_of(replace(PAPER, number=number, seller=(name, code)))


def found(book: Book, rules: tuple[object, ...], config: object) -> dict[str, set[str]]:
    """What rules find: the messages by rule."""
    said: dict[str, set[str]] = {}
    for rule in rules:
        for answer in rule.check(book, config, NOW):  # type: ignore[attr-defined]  # rules of either package
            if isinstance(answer, Finding):
                said.setdefault(rule.name, set()).add(answer.message.code)  # type: ignore[attr-defined]  # as above
    return said


LATIN = "Carrefour Trading Ltd"
CODE = PAPER.seller[1]


@pytest.mark.parametrize(
    ("true", "other", "code", "message"),
    [
        (NAME, NAME[:2] + "\u200b" + NAME[2:], code_like(7), "altered_name"),
        (LATIN, LATIN.replace("a", "\u0430"), code_like(7), "altered_name"),
        (LATIN, LATIN.replace("C", "\uff23"), code_like(7), "same_name"),
        (NAME, NAME, CODE[:-1] + "0", "identifier_one_off"),
        (NAME, "无锡恒远仓储有限公司", code_like(7)[:-1] + "0", "identifier_wrong"),
    ],
)
def test_a_look_alike_is_stored_as_given_and_pointed_out(
    true: str, other: str, code: str, message: str, tmp_path: Path
) -> None:
    report = read(tmp_path, true=named(true, CODE), other=named(other, code, "26322000000012345999"))
    assert codes(report) == {}
    book = report.book.checked()
    assert other in {row["name"] for row in book.rows("parties")}
    assert message in found(book, parties.RULES, PartiesConfig())["parties.look_alike"]


def test_one_number_with_another_dash_is_one_invoice_in_two_versions(tmp_path: Path) -> None:
    other = invoice(b">" + AMOUNT + b"</cbc:PayableAmount", b">9007.00</cbc:PayableAmount")()
    report = read(tmp_path, a=INVOICE, b=other.replace(b"INV-2026-001", "INV‐2026‐001".encode()))
    book = report.book.checked()
    assert {row["number"] for row in book.rows("invoices")} == {"INV-2026-001", "INV‐2026‐001"}
    assert len({row["invoice_id"] for row in book.rows("invoices")}) == 1
    assert "trade.exact_duplicate_invoice" in found(book, trade.RULES, TradeConfig())


# 15: a trade that contradicts itself.

CONTRADICTIONS: list[tuple[bytes, bytes]] = [
    (b">1000.00</cbc:LineExtensionAmount", b">1100.00</cbc:LineExtensionAmount"),
    (b'<cbc:TaxAmount currencyID="CNY">127.40', b'<cbc:TaxAmount currencyID="CNY">137.40'),
    (b'unitCode="TNE">2.5<', b'unitCode="TNE">-2.5<'),
    (b"<cbc:PaymentDueDate>2026-05-09", b"<cbc:PaymentDueDate>2026-01-09"),
]


@pytest.mark.parametrize(("old", "new"), CONTRADICTIONS)
def test_figures_that_contradict_each_other_are_read_and_pointed_out(old: bytes, new: bytes, tmp_path: Path) -> None:
    sound = found(read(tmp_path / "sound", a=INVOICE).book.checked(), trade.RULES, TradeConfig())
    report = read(tmp_path / "bad", a=invoice(old, new)())
    assert codes(report) == {}
    now = found(report.book.checked(), trade.RULES, TradeConfig())
    assert now["trade.invoice_arithmetic"] > sound.get("trade.invoice_arithmetic", set())


def test_goods_that_left_after_they_came_in_are_read_and_pointed_out(tmp_path: Path) -> None:
    despatch, receipt = ((UBL / f"{name}.xml").read_bytes() for name in ("despatch_advice", "receipt_advice"))
    sound = found(read(tmp_path / "sound", a=despatch, b=receipt).book.checked(), trade.RULES, TradeConfig())
    assert "trade.order_of_dates" not in sound
    late = despatch.replace(b"<cbc:ActualDespatchDate>2026-02-28", b"<cbc:ActualDespatchDate>2026-04-28")
    report = read(tmp_path / "late", a=late, b=receipt)
    assert (late == despatch, codes(report)) == (False, {})
    assert found(report.book.checked(), trade.RULES, TradeConfig())["trade.order_of_dates"] == {"received_before_sent"}


# 20: what stands in a folder.


def test_only_plain_files_are_opened_whatever_they_are_called(tmp_path: Path) -> None:
    for at, name in enumerate(("-rf", "a\nb.xml", "$(id).xml", "\x1b[2J.xml", "a b.xml")):
        (tmp_path / name).write_bytes(STATEMENT.replace(b"S-324", b"S-%d" % at))
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "device.xml").symlink_to("/dev/zero")
    (tmp_path / "folder.xml").mkdir()
    (tmp_path / "link.xml").symlink_to(tmp_path / "-rf")
    report = read_folder(tmp_path, AT)
    assert codes(report) == dict.fromkeys(("device.xml", "link.xml", "pipe.xml"), "file_not_regular")
    assert all(file.name.isprintable() for file in report.files)
    assert len(report.book.checked().rows("sources")) == 5


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"<!-- more -->")


def shrink(path: Path) -> None:
    os.truncate(path, 9)


@pytest.mark.parametrize("change", [grow, shrink])
def test_a_file_that_changes_while_it_is_read_is_refused(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(STATEMENT)
    really = os.fstat
    looks: list[os.stat_result] = []

    def fstat(handle: int) -> os.stat_result:
        looks.append(really(handle))
        if len(looks) == 1:
            change(path)
        return looks[-1]

    monkeypatch.setattr(os, "fstat", fstat)
    with pytest.raises(RefusalError) as caught:
        files.read_bytes(path, "a.xml")
    assert caught.value.refused.refusal.code == "file_changing"
    assert caught.value.refused.refusal.retryable


def test_a_device_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert Path("/dev/zero").is_char_device()
    with pytest.raises(RefusalError) as caught:
        files.read_bytes(Path("/dev/zero"), "zero")
    assert caught.value.refused.refusal.code == "file_not_regular"
    assert not list(tmp_path.iterdir())


def test_an_unknown_key_stops_the_reading(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nfiles = "*"\ncontrolled_by = "bank"\nchanel = "feed"\n')
    with pytest.raises(RefusalError) as caught:
        read_folder(tmp_path, AT)
    assert caught.value.refused.refusal.code in {"config_key_unknown", "config_key_missing"}


def test_nothing_that_is_printed_steers_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "\x1b]0;owned\x07.xml").write_bytes(b"<a/>")
    (tmp_path / "papers" / "b.json").write_bytes(b'{"@context": "\xc2\x9b2J", "a": "b"} \x1b[2J')
    said = CliRunner().invoke(
        main, ["read", str(tmp_path / "papers"), "--into", str(tmp_path / "book"), "--lang", "en"]
    )
    assert said.exit_code == 1
    assert "json_trailing" in said.output
    assert not [c for c in said.output if c != "\n" and not c.isprintable()]
