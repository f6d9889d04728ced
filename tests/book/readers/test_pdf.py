"""PDF: the embedded XML is read as it is alone; the page is a witness; what acts, circles or changed is refused."""

import io
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from hefu.book.readers.einvoice import pdf as pdf_module
from hefu.book.readers.einvoice.ofd import read_ofd
from hefu.book.readers.einvoice.pdf import read_pdf
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.core.refusals import RefusalError
from tests.book.readers.einvoice.sign import signed, updated
from tests.book.readers.einvoice.write import (
    BLUE,
    SOURCE,
    Invoice,
    Item,
    added,
    bytes_of,
    ofd_entries,
    pdf_of,
    pdf_writer,
    words_of,
    xml_of,
    zip_of,
)

ITEM = Item("*黑色金属冶炼压延品*热轧卷板", Decimal("100000.00"), Decimal("13000.00"), "20", "5000")
PLAIN = Invoice((ITEM,))
DEAR = replace(PLAIN, items=(replace(ITEM, net=Decimal("1000000.00"), tax=Decimal("130000.00")),))


def names(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): entry for name, entry in entries.items()})


def plain() -> PdfWriter:
    return pdf_writer(words_of(PLAIN), {"invoice.xml": xml_of(PLAIN)})


def with_root(**entries: PdfObject) -> bytes:
    writer = plain()
    writer.root_object.update(names(**entries))
    return bytes_of(writer)


def code_of(data: bytes) -> str:
    started = time.process_time()
    with pytest.raises(RefusalError) as caught:
        read_pdf(data, SOURCE)
    assert time.process_time() - started < 2
    return caught.value.refused.refusal.code


def is_read(data: bytes) -> bool:
    return read_pdf(data, SOURCE).tables == read_einvoice_xml(xml_of(PLAIN), SOURCE).tables


@pytest.mark.parametrize("invoice", [PLAIN, replace(PLAIN, red=True), replace(PLAIN, special=False)])
def test_xml_ofd_and_pdf_of_one_invoice_give_the_same_rows_and_ids(invoice: Invoice) -> None:
    alone = read_einvoice_xml(xml_of(invoice), SOURCE).tables
    assert read_pdf(pdf_of(invoice), SOURCE).tables == alone
    assert read_ofd(zip_of(ofd_entries(invoice)), SOURCE).tables == alone
    elsewhere = read_pdf(pdf_of(invoice), replace(SOURCE, source_id="paper-2")).tables
    # A party that the paper only names is known within its paper, so its id names the paper.
    assert repr(elsewhere).replace("paper-2", "paper-1") == repr(alone)


# Harmless things that honest files do


def test_ordinary_pdfs_are_read() -> None:
    assert is_read(pdf_of(PLAIN, []))
    assert is_read(
        bytes_of(pdf_writer(words_of(PLAIN), {"a.xml": xml_of(PLAIN), "b.xml": xml_of(PLAIN), "c.txt": b"c"}))
    )
    linked = plain()
    linked.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org/"))
    assert is_read(bytes_of(linked))
    opened = plain()
    first = opened.pages[0].indirect_reference
    assert first is not None
    opened.root_object[NameObject("/OpenAction")] = ArrayObject([first, NameObject("/Fit")])
    assert is_read(bytes_of(opened))
    opened.root_object[NameObject("/OpenAction")] = names(S=NameObject("/GoTo"), D=ArrayObject([first]))
    assert is_read(bytes_of(opened))


def test_a_huge_image_is_never_unpacked() -> None:
    writer = plain()
    image = DecodedStreamObject()
    image.set_data(bytes(100_000_000))
    packed = image.flate_encode()
    packed.update(names(Subtype=NameObject("/Image"), Width=NumberObject(100_000), Height=NumberObject(100_000)))
    resources = writer.pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/XObject")] = names(X=added(writer, packed))
    data = bytes_of(writer)
    started = time.process_time()
    assert is_read(data)
    assert time.process_time() - started < 1


def test_an_unsigned_file_may_be_added_to() -> None:
    writer = updated(bytes_of(plain()))
    writer.add_blank_page(100, 100)
    assert is_read(bytes_of(writer))


# Hostile files


def looped() -> bytes:
    writer = plain()
    pages = writer.root_object.raw_get("/Pages")
    kids = writer.root_object["/Pages"]
    assert isinstance(kids, DictionaryObject)
    kids[NameObject("/Kids")] = ArrayObject([pages])
    return raw_bytes_of(writer)


def raw_bytes_of(writer: PdfWriter) -> bytes:
    """The writer's file, where its own checks would stop at the circle that we make."""
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def deep() -> bytes:
    writer = plain()
    page = writer.pages[0].indirect_reference
    assert page is not None
    node: IndirectObject = page
    for _ in range(30):
        node = added(writer, names(Type=NameObject("/Pages"), Kids=ArrayObject([node]), Count=NumberObject(1)))
    writer.root_object[NameObject("/Pages")] = node
    return bytes_of(writer)


def encrypted(password: str) -> bytes:
    writer = plain()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    return bytes_of(writer)


def unpacking_to(size_bytes: int) -> bytes:
    writer = plain()
    stream = DecodedStreamObject()
    stream.set_data(b"<" + b" " * size_bytes)
    file = names(EF=names(F=added(writer, stream.flate_encode())))
    writer.root_object[NameObject("/AF")] = ArrayObject([added(writer, file)])
    return bytes_of(writer)


def showing(content: bytes) -> bytes:
    writer = plain()
    stream = DecodedStreamObject()
    stream.set_data(content)
    writer.pages[0][NameObject("/Contents")] = added(writer, stream.flate_encode())
    return bytes_of(writer)


def many_objects() -> bytes:
    writer = plain()
    writer.root_object[NameObject("/X")] = ArrayObject(
        [added(writer, names(A=NumberObject(at))) for at in range(21_000)]
    )
    return bytes_of(writer)


SCRIPT = names(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
LAUNCH = names(S=NameObject("/Launch"), F=TextStringObject("calc.exe"))

HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("without data", lambda: bytes_of(pdf_writer(words_of(PLAIN), {})), "pdf_without_data"),
    ("other data", lambda: bytes_of(pdf_writer([], {"a.xml": b"<xbrl/>", "b.txt": b"b"})), "pdf_without_data"),
    (
        "two invoices",
        lambda: bytes_of(pdf_writer([], {"a.xml": xml_of(PLAIN), "b.xml": xml_of(DEAR)})),
        "container_ambiguous",
    ),
    ("page says 100,000, data a million", lambda: pdf_of(DEAR, words_of(PLAIN)), "container_contradicts"),
    ("page of another invoice", lambda: pdf_of(PLAIN, words_of(replace(PLAIN, number=BLUE))), "container_contradicts"),
    ("entity in the data", lambda: bytes_of(pdf_writer([], {"a.xml": b"<!DOCTYPE a><EInvoice/>"})), "xml_doctype"),
    (
        "amount split in the data",
        lambda: bytes_of(pdf_writer([], {"a.xml": xml_of(PLAIN).replace(b">113000.00<", b">113<!-- -->000.00<", 1)})),
        "xml_text_split",
    ),
    ("script at opening", lambda: with_root(OpenAction=SCRIPT), "pdf_active"),
    ("script by name", lambda: with_root(Names=names(JavaScript=names(Names=ArrayObject()))), "pdf_active"),
    ("script behind an action", lambda: with_root(X=names(S=NameObject("/GoTo"), Next=SCRIPT)), "pdf_active"),
    ("launch at opening", lambda: with_root(OpenAction=LAUNCH), "pdf_active"),
    ("address at opening", lambda: with_root(OpenAction=names(S=NameObject("/URI"))), "pdf_active"),
    ("launch further in", lambda: with_root(X=ArrayObject([names(A=LAUNCH)])), "pdf_active"),
    ("action on a page", lambda: with_root(AA=names(WC=names(S=NameObject("/Named")))), "pdf_active"),
    (
        "form with a program of its own",
        lambda: with_root(AcroForm=names(XFA=ArrayObject([NumberObject(0)]))),
        "pdf_active",
    ),
    ("encrypted", lambda: encrypted("secret"), "pdf_encrypted"),
    ("encrypted without a password", lambda: encrypted(""), "pdf_encrypted"),
    ("pages in a circle", looped, "pdf_pages_wrong"),
    ("pages too deep", deep, "pdf_pages_wrong"),
    ("bomb in an embedded file", lambda: unpacking_to(200_000_000), "pdf_too_complex"),
    ("bomb in a page", lambda: showing(b" " * 100_000_000), "pdf_too_complex"),
    ("page without end", lambda: showing(b"BT /F1 9 Tf <00010002> Tj ET\n" * 60_000), "pdf_too_complex"),
    ("too many objects", many_objects, "pdf_too_complex"),
    ("too large", lambda: pdf_of(PLAIN) + b"%" * 9_000_000, "pdf_too_complex"),
    ("cut short", lambda: pdf_of(PLAIN)[:-100], "pdf_broken"),
    ("table of objects elsewhere", lambda: pdf_of(PLAIN).replace(b"startxref\n", b"startxref\n1"), "pdf_broken"),
    ("arrays without end", lambda: pdf_of(PLAIN).replace(b"/Type /Catalog", b"/T [" + b"[" * 9_000, 1), "pdf_broken"),
    ("empty", lambda: b"", "pdf_broken"),
    ("no PDF", lambda: b"%PDF-1.7\n" + b"x" * 5_000_000 + b"\n%%EOF", "pdf_broken"),
]


@pytest.mark.parametrize(("make", "code"), [pytest.param(make, code, id=case) for case, make, code in HOSTILE])
def test_a_hostile_pdf_is_refused_with_its_own_code(make: Callable[[], bytes], code: str) -> None:
    assert code_of(make()) == code


# Changed after signing


def swapped(data: bytes) -> PdfWriter:
    """An update that puts a dearer invoice in the place of the embedded one."""
    writer = updated(data)
    writer.add_attachment("invoice.xml", xml_of(DEAR))
    root_names = writer.root_object["/Names"]
    assert isinstance(root_names, DictionaryObject)
    files = root_names["/EmbeddedFiles"]
    assert isinstance(files, DictionaryObject)
    pairs = files["/Names"]
    assert isinstance(pairs, ArrayObject)
    files[NameObject("/Names")] = ArrayObject(list.__getitem__(pairs, slice(-2, None)))
    return writer


def test_a_signed_file_is_read_and_may_be_signed_again() -> None:
    once = signed(plain())
    assert is_read(once)
    assert is_read(once + b"\n")
    twice = signed(updated(once), "Signature2")
    assert twice.startswith(once)
    assert is_read(twice)


def cut_loose() -> bytes:
    writer = swapped(signed(plain()))
    del writer.root_object["/AcroForm"]
    return bytes_of(writer)


def covering(old: bytes, new: bytes) -> bytes:
    data = signed(plain())
    assert old in data
    return data.replace(old, new.ljust(len(old)), 1)


CHANGED: list[tuple[str, Callable[[], bytes]]] = [
    ("the amount swapped by an update", lambda: bytes_of(swapped(signed(plain())))),
    ("the amount swapped and the signature cut loose", cut_loose),
    ("the amount swapped and signed again", lambda: signed(swapped(signed(plain())), "Signature2")),
    ("anything behind", lambda: signed(plain()) + b"% a comment\n%%EOF\n"),
    ("a cover that does not begin at the beginning", lambda: covering(b"/ByteRange [0 ", b"/ByteRange [9 ")),
    ("a cover of the head only", lambda: signed(plain()).replace(b"/ByteRange [0 ", b"/ByteRange [0 9 9 0]%", 1)),
]


@pytest.mark.parametrize("make", [pytest.param(make, id=case) for case, make in CHANGED])
def test_a_file_changed_after_signing_is_refused(make: Callable[[], bytes]) -> None:
    assert code_of(make()) == "pdf_changed_after_signing"


def outcome(data: bytes) -> str:
    try:
        read_pdf(data, SOURCE)
    except RefusalError as error:
        return error.refused.refusal.code
    return "read"


@pytest.mark.parametrize(
    ("name", "defect", "make", "code"),
    [
        pytest.param(name, defect, make, code, id=case)
        for case, name, defect, make, code in (
            (
                "page unread",
                "check_page",
                lambda *_: None,
                lambda: pdf_of(DEAR, words_of(PLAIN)),
                "container_contradicts",
            ),
            ("signature unseen", "signed_ends", lambda *_: [], CHANGED[0][1], "pdf_changed_after_signing"),
            ("last one only", "signed_ends", lambda data, _: [len(data)], CHANGED[2][1], "pdf_changed_after_signing"),
            ("keyless", "refuse_encrypted", lambda _: None, lambda: encrypted(""), "pdf_encrypted"),
            ("circle", "refuse_page_tree", lambda _: None, looped, "pdf_pages_wrong"),
        )
    ],
)
def test_a_planted_defect_shows(
    monkeypatch: pytest.MonkeyPatch, name: str, defect: object, make: Callable[[], bytes], code: str
) -> None:
    data = make()
    assert outcome(data) == code
    monkeypatch.setattr(pdf_module, name, defect)
    assert outcome(data) != code
