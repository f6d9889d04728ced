"""Hostile files, by their number in the list of twenty bad inputs, each with the code it is refused with.

All are made here from small honest ones. A file's name ends in what its reader is told by: `.csv` and `.xlsx` files are
read by the mapping below.
"""

import io
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from hefu.book.readers.container import open_container
from tests.book.readers import test_container as containers
from tests.book.readers import test_pdf as pdfs
from tests.book.readers.einvoice.write import ofd_entries, pdf_of, words_of, zip_of
from tests.book.readers.excel import workbook
from tests.samples import ROOT

OWN = ROOT / "tests" / "book" / "readers"
INVOICE = (OWN / "ubl" / "invoice.xml").read_bytes()
STATEMENT = (OWN / "data" / "camt" / "statement_v8.xml").read_bytes()
EVENTS = (OWN / "epcis" / "coils.jsonld").read_bytes()

MAPPING = """document_kind = "prices"
[[table]]
name = "indicators"
[table.columns]
indicator_id = "no"
name = "good"
period_from = "from"
period_to = "to"
value_milli = "value"
unit = { value = "TNE" }
"""
HEADER = "no,good,from,to,value\n"
ROW = "1,tin,2026-01-01,2026-01-31,100.5\n"

Make = Callable[[], bytes]


class Bad(NamedTuple):
    """One bad input: its number in the list, its file's name, how to make it, the code of its refusal."""

    number: int
    name: str
    make: Make
    code: str


def invoice(old: bytes, new: bytes) -> Make:
    """The sample invoice with one thing changed."""

    def make() -> bytes:
        assert old in INVOICE, old
        return INVOICE.replace(old, new, 1)

    return make


def events(old: bytes, new: bytes) -> Make:
    """The sample events with one thing changed."""

    def make() -> bytes:
        assert old in EVENTS, old
        return EVENTS.replace(old, new, 1)

    return make


def table(text: str | bytes) -> Make:
    """A table of cells."""
    return lambda: text.encode() if isinstance(text, str) else text


def value(cell: str) -> Make:
    """A table with one figure."""
    return table(HEADER + ROW.replace("100.5", f'"{cell}"'))


def with_doctype(text: str, encoding: str = "utf-8") -> Make:
    """The sample invoice under a document type."""
    head, rest = INVOICE.decode().split("?>", 1)
    head = head.replace("UTF-8", encoding.upper())
    return lambda: f"{head}?>{text}{rest}".encode(encoding)


def laughs() -> str:
    """Ten entities, each ten of the one before: a thousand million laughs."""
    lines = [f"<!ENTITY a{at} '{f'&a{at - 1};' * 10}'>" for at in range(1, 10)]
    return f"<!DOCTYPE Invoice [<!ENTITY a0 'ha'>{''.join(lines)}]>"


DOCTYPES = {
    "file": with_doctype("<!DOCTYPE Invoice [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
    "address": with_doctype("<!DOCTYPE Invoice [<!ENTITY a SYSTEM 'http://169.254.169.254/'>]>"),
    "parameter": with_doctype("<!DOCTYPE Invoice [<!ENTITY % a SYSTEM 'http://127.0.0.1/a.dtd'> %a;]>"),
    "laughs": with_doctype(laughs()),
    "one_many_times": with_doctype(f"<!DOCTYPE Invoice [<!ENTITY a '{'a' * 50_000}'>]><!-- {'&a;' * 50_000} -->"),
    "bare": with_doctype("<!DOCTYPE Invoice>"),
    "behind_a_comment": with_doctype("<!-- <a> --><!DOCTYPE Invoice>"),
    "utf16": with_doctype("<!DOCTYPE Invoice>", "utf-16"),
}

SPLIT = {
    "comment": b"100<!-- -->0000",
    "instruction": b"100<?a b?>0000",
    "character_data": b"100<![CDATA[0000]]>",
    "element": b"100<b/>0000",
}
AMOUNT = INVOICE.split(b"<cbc:PayableAmount", 1)[1].split(b">", 1)[1].split(b"<", 1)[0]

CONTEXT = b'"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"'
QUANTITY = b'"quantity": 42.5'
NUMBERS = {
    "nan": (b"NaN", "json_not_finite"),
    "infinity": (b"-Infinity", "json_not_finite"),
    "vast": (b"1e9999999", "json_exponent"),
    "exponent": (b"1E2", "json_exponent"),
    "minus_zero": (b"-0", "json_minus_zero"),
    "five_thousand_digits": (b"9" * 5_000, "number_too_long"),
    "exponent_in_a_string": (b'"1E2"', "field_malformed"),
}
KEYS = {
    "twice": b'"quantity": 42.5, "quantity": 999999.5',
    "twice_by_case": b'"quantity": 42.5, "Quantity": 999999.5',
    "twice_by_escape": b'"quantity": 42.5, "quantit\\u0079": 999999.5',
    "twice_by_form": ('"mill:é": 1, "mill:' + unicodedata.normalize("NFD", "é") + '": 2').encode(),
}

FORMULAS = ("=1+1", "+1", "@SUM(1)", "=cmd|'/c calc'!A1")
SEPARATORS = ("1.000,00", "1,000.00")


def _xml() -> Iterator[Bad]:
    for name, make in DOCTYPES.items():
        yield Bad(1, f"doctype_{name}.xml", make, "xml_doctype")
    for name, text in SPLIT.items():
        yield Bad(
            2,
            f"split_by_{name}.xml",
            invoice(b">" + AMOUNT + b"</cbc:PayableAmount", b">" + text + b"</cbc:PayableAmount"),
            "xml_text_split",
        )
    twins = b'<cbc:UBLVersionID Id="a">2.3</cbc:UBLVersionID>'
    yield Bad(
        3, "one_id_twice.xml", invoice(b"<cbc:UBLVersionID>2.3</cbc:UBLVersionID>", twins + twins), "xml_id_repeated"
    )


def _json() -> Iterator[Bad]:
    for name, text in KEYS.items():
        yield Bad(5, f"key_{name}.json", events(QUANTITY, text), "json_key_repeated")
    for name, (text, code) in NUMBERS.items():
        yield Bad(6, f"number_{name}.json", events(QUANTITY, b'"quantity": ' + text), code)
    yield Bad(7, "deep.json", lambda: b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "json_too_deep")
    yield Bad(7, "open.json", lambda: b'{"a": ' + b"[" * 50, "json_malformed")
    yield Bad(
        7,
        "long_string.json",
        events(b'"disposition": "active"', b'"disposition": "' + b"a" * 10_000_000 + b'"'),
        "code_unknown",
    )
    yield Bad(7, "half_a_character.json", events(b"Q235B", b"\\ud83d"), "json_lone_surrogate")
    yield Bad(7, "byte_order_mark.json", lambda: b"\xef\xbb\xbf" + EVENTS, "json_byte_order_mark")
    yield Bad(7, "utf16.json", lambda: EVENTS.decode().encode("utf-16-le"), "json_not_utf8")
    yield Bad(7, "two_documents.json", lambda: EVENTS + b"{}", "json_trailing")
    for name, address in (
        ("inside", b"http://169.254.169.254/a.jsonld"),
        ("file", b"file:///etc/passwd"),
        ("changing", b"https://example.org/today.jsonld"),
    ):
        yield Bad(8, f"context_{name}.json", events(CONTEXT, CONTEXT + b', "' + address + b'"'), "context_remote")
    yield Bad(
        8,
        "context_redefines.json",
        events(b'{"mill":', b'{"quantity": "https://example.org/other", "mill":'),
        "context_redefines",
    )


def _tables() -> Iterator[Bad]:
    for at, formula in enumerate(FORMULAS):
        yield Bad(9, f"formula_{at}.csv", value(formula), "cell_formula")
    yield Bad(
        9,
        "comma_for_a_point.csv",
        table(HEADER + "".join(f'{at},tin,2026-01-01,2026-01-31,"{one}"\n' for at, one in enumerate(SEPARATORS))),
        "cell_separator",
    )
    yield Bad(9, "full_width.csv", value("１００"), "cell_full_width")
    yield Bad(
        9, "header_twice.csv", table(HEADER.replace("\n", ",value\n") + ROW.replace("\n", ",7\n")), "header_repeated"
    )
    yield Bad(20, "escapes.csv", value("\x1b[2J\x1b]0;a\x07\u202e1"), "cell_refused")
    yield Bad(10, "nul.csv", table(HEADER + ROW.replace("tin", "t\0in")), "table_has_nul")
    yield Bad(10, "open_quote.csv", table(HEADER + '1,"' + "tin,2026\n" * 2_000_000), "table_quote_open")
    yield Bad(10, "ragged.csv", table(HEADER + ROW.replace("\n", ",more\n")), "row_ragged")
    yield Bad(
        10, "another_encoding.csv", lambda: (HEADER + ROW.replace("tin", "锡锭")).encode("gb18030"), "table_encoding"
    )
    yield Bad(10, "ten_million_columns.csv", lambda: b"a," * 10_000_000, "table_too_wide")
    yield Bad(10, "ten_million_cells.csv", lambda: (HEADER + ROW).encode() + b"ab," * 10_000_000, "table_too_wide")
    yield Bad(
        9,
        "formula.xlsx",
        lambda: workbook([[*HEADER.strip().split(",")], ["1", "tin", "2026-01-01", "2026-01-31", "=1+1"]]),
        "cell_formula",
    )


def _bomb() -> bytes:
    """A container that declares a thousand bytes and unpacks to two hundred million."""
    data = zip_of({**ofd_entries(pdfs.PLAIN), "Doc_0/a.xml": bytes(200_000_000)})
    size = struct.pack("<L", 200_000_000)
    assert data.count(size) == 2
    return data.replace(size, struct.pack("<L", 1_000))


def _ofd(name: str, data: bytes) -> Make:
    return lambda: containers.written([*ofd_entries(pdfs.PLAIN).items(), (name, data)])


def _linked() -> bytes:
    info = zipfile.ZipInfo("Doc_0/a.xml")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return containers.written([*ofd_entries(pdfs.PLAIN).items(), (info, b"/etc/passwd")])


def _containers() -> Iterator[Bad]:
    yield Bad(12, "upwards.ofd", _ofd("../../x.xml", b"<a/>"), "container_path_unsafe")
    yield Bad(12, "absolute.ofd", _ofd("/etc/x.xml", b"<a/>"), "container_path_unsafe")
    yield Bad(12, "link.ofd", _linked, "container_link")
    yield Bad(12, "one_name_twice.ofd", _ofd("OFD.xml", b"<a/>"), "container_name_repeated")
    yield Bad(12, "size_lies.ofd", _bomb, "container_size_wrong")
    yield Bad(12, "zip_in_zip.ofd", _ofd("a.zip", zip_of({"a": b"a"})), "container_nested")
    yield Bad(12, "swelling.ofd", _ofd("Doc_0/a.xml", bytes(100_000_000)), "container_bomb")
    yield Bad(12, "upwards.xlsx", lambda: _beside(workbook([["no"]])), "container_path_unsafe")


def sheet(cells: str) -> Make:
    """A workbook with a second row of cells, as XML."""

    def make() -> bytes:
        container = open_container(workbook([[*HEADER.strip().split(",")]]))
        parts = {name: container.read(name) for name in container.names}
        name = "xl/worksheets/sheet1.xml"
        return zip_of({**parts, name: parts[name].replace(b"</sheetData>", f"{cells}</sheetData>".encode())})

    return make


def _sheets() -> Iterator[Bad]:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield Bad(10, "far_corner.xlsx", sheet(far), "sheet_too_large")
    for name, cells in {
        "row_beyond": '<row r="99999999999999"><c><v>1</v></c></row>',
        "column_beyond": '<row r="2"><c r="DMMMMMMMMMMMMMMMMMMMM2"><v>1</v></c></row>',
        "cell_below_all": '<row r="2"><c r="A4294967295"><v>1</v></c></row>',
        "row_of_none": '<row r="-1"><c><v>1</v></c></row>',
    }.items():
        yield Bad(10, f"{name}.xlsx", sheet(cells), "sheet_unreadable")


def _beside(book: bytes) -> bytes:
    """A workbook with an entry that points out of it."""
    buffer = io.BytesIO(book)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("../../x.xml", b"<a/>")
    return buffer.getvalue()


def _pdfs() -> Iterator[Bad]:
    yield Bad(13, "changed.pdf", pdfs.CHANGED[0][1], "pdf_changed_after_signing")
    yield Bad(13, "page_says_less.pdf", lambda: pdf_of(pdfs.DEAR, words_of(pdfs.PLAIN)), "container_contradicts")
    yield Bad(13, "script.pdf", lambda: pdfs.with_root(OpenAction=pdfs.SCRIPT), "pdf_active")
    yield Bad(13, "launch.pdf", lambda: pdfs.with_root(OpenAction=pdfs.LAUNCH), "pdf_active")
    yield Bad(13, "encrypted.pdf", lambda: pdfs.encrypted(""), "pdf_encrypted")
    yield Bad(13, "circle.pdf", pdfs.looped, "pdf_pages_wrong")
    yield Bad(
        15, "no_such_day.xml", invoice(b"<cbc:IssueDate>2026-03-10+08:00", b"<cbc:IssueDate>2027-02-29"), "date_unknown"
    )
    yield Bad(11, "a_table_of_somebodys.parquet", lambda: b"PAR1" + bytes(90) + b"PAR1", "kind_unknown")


ALL: tuple[Bad, ...] = (*_xml(), *_json(), *_tables(), *_sheets(), *_containers(), *_pdfs())
"""All that are refused as files. What is wrong with a trade, not with a file, is read and found by rules."""
