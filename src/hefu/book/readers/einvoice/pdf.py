"""Reader of an e-invoice in PDF: pages, with the invoice's XML embedded as a file.

Only the embedded XML is read; a PDF without it is refused (PDF_WITHOUT_DATA), for the words of a page are no
data. They are a witness, though: where they can be read they must name the same number and total. Images are
never unpacked. Signatures are not verified here, so nothing read here counts as signed; but what was changed
behind a signature is refused.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import DictionaryObject, StreamObject

from hefu.book.readers.einvoice.pdf_safety import (
    Graph,
    changed,
    refuse_encrypted,
    refuse_page_tree,
    signed_ends,
    value,
    walk,
)
from hefu.book.readers.einvoice.reader import ROOT, read_stated
from hefu.book.readers.einvoice.shown import check_page
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.xml import root_of
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

FILE_MAX_BYTES = 8 * 1024 * 1024
"""An invoice with a whole Chinese font in it has two or three million bytes."""

BEHIND_MAX_BYTES = 1024
"""How much may stand behind the end mark; readers look for it in the last 1,024 bytes (ISO 32000, annex H)."""

REVISIONS_MAX = 50
"""How often a file may have been added to."""

STREAM_MAX_BYTES = 8 * 1024 * 1024
"""What embedded XML may unpack to, each file and all together."""

FILES_MAX = 20
PAGE_MAX_BYTES = 1024 * 1024
"""What one page's content may unpack to; an invoice's has some ten thousand bytes."""

PAGES_MAX_BYTES = 1_500_000
"""What all pages' contents may unpack to together: about a second and a half of taking words from them."""

FORM_USES_MAX = 40
"""How often a page may show images and forms (drawings kept aside), each of which is gone through again."""

_FILES = Configuration(
    maximum_declared_stream_length=FILE_MAX_BYTES,
    array_based_stream_maximum_output_length=STREAM_MAX_BYTES,
    lzw_maximum_output_length=STREAM_MAX_BYTES,
    run_length_maximum_output_length=STREAM_MAX_BYTES,
    zlib_maximum_output_length=STREAM_MAX_BYTES,
    zlib_maximum_recovery_input_length=0,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=4 * STREAM_MAX_BYTES,
    jbig2dec_binary=None,
    disable_legacy_handling=True,
)
_PAGES = _FILES.with_overwrites(
    array_based_stream_maximum_output_length=PAGE_MAX_BYTES,
    lzw_maximum_output_length=PAGE_MAX_BYTES,
    run_length_maximum_output_length=PAGE_MAX_BYTES,
    zlib_maximum_output_length=PAGE_MAX_BYTES,
    stream_parsing_work_maximum_count=200_000,
    xform_maximum_invocations_per_extraction=FORM_USES_MAX,
)
_TOO_MANY_FILES = Text("too many embedded files", "嵌入文件过多")
_TOO_LARGE = Text("the file, a stream or a page is too large", "文件、数据流或页面过大")
_TOO_MANY_REVISIONS = Text("it was added to too often", "追加修改次数过多")
_NO_END = Text("its end mark is missing", "缺少结束标记")
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<")

# pypdf reports what it mends; who is told nothing by it would find it on the console.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class _Content:
    """What a PDF, or an earlier state of it, carries and shows."""

    invoices: frozenset[bytes]
    words: str
    graph: Graph


def read_pdf(data: bytes, source: Source) -> Rows:
    """Return the rows of the e-invoice embedded in a PDF.

    Raises RefusalError: PDF_BROKEN, PDF_ENCRYPTED, PDF_ACTIVE, PDF_PAGES_WRONG, PDF_TOO_COMPLEX,
    PDF_CHANGED_AFTER_SIGNING; PDF_WITHOUT_DATA; CONTAINER_AMBIGUOUS where two different invoices are embedded;
    CONTAINER_CONTRADICTS where pages and invoice differ; and what `read_einvoice_xml` refuses.
    """
    # First by the bytes alone: what was added behind a signature need not even be a PDF any more.
    signed_ends(data, Graph())
    content = _content(data)
    for end in signed_ends(data, content.graph)[:-1]:
        # A later signature may be added to an earlier one; invoice and pages must stay what was signed first.
        earlier = _content(data[:end])
        if (earlier.invoices, earlier.words) != (content.invoices, content.words):
            raise changed(data, end)
    if not content.invoices:
        raise refuse(Refusal.PDF_WITHOUT_DATA)
    if len(content.invoices) > 1:
        raise refuse(Refusal.CONTAINER_AMBIGUOUS, found=len(content.invoices))
    rows, stated = read_stated(next(iter(content.invoices)), source)
    check_page(stated, content.words)
    return rows


def _content(data: bytes) -> _Content:
    """Open a PDF and take from it what we look at; whatever pypdf cannot make sense of is refused."""
    if len(data) > FILE_MAX_BYTES:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_LARGE)
    if data.count(b"startxref") > REVISIONS_MAX:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_MANY_REVISIONS)
    if b"%%EOF" not in data[-BEHIND_MAX_BYTES:]:
        raise refuse(Refusal.PDF_BROKEN, reason=_NO_END)
    try:
        with apply_configuration(_FILES):
            reader = PdfReader(io.BytesIO(data), strict=True)
            refuse_encrypted(reader)
            refuse_page_tree(reader)
            graph = walk(reader)
            invoices = frozenset(_invoices(graph))
        with apply_configuration(_PAGES):
            return _Content(invoices, _words(reader), graph)
    except RefusalError:
        raise
    except (DependencyError, FileNotDecryptedError, NotImplementedError):
        raise refuse(Refusal.PDF_ENCRYPTED) from None
    except LimitReachedError:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_LARGE) from None
    except Exception as error:  # noqa: BLE001 - pypdf answers a broken file with nearly any error there is
        raise refuse(Refusal.PDF_BROKEN, reason=f"{type(error).__name__} {error}"[:200]) from None


def _invoices(graph: Graph) -> Iterator[bytes]:
    """Every embedded file that is an e-invoice's XML."""
    if len(graph.files) > FILES_MAX:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_MANY_FILES)
    seen: set[int] = set()
    budget_bytes = STREAM_MAX_BYTES
    for stream in (stream for description in graph.files for stream in _streams(value(description, "/EF"))):
        if id(stream) in seen:
            continue
        seen.add(id(stream))
        data = stream.get_data()
        if data.lstrip().startswith(_XML_STARTS):
            budget_bytes -= len(data)
            if budget_bytes < 0:
                raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_LARGE)
            if root_of(data).tag == ROOT:
                yield data


def _streams(found: object) -> Iterator[StreamObject]:
    """The one file that a description names, once for each kind of system."""
    if isinstance(found, DictionaryObject):
        for name in dict.keys(found):
            stream = value(found, str(name))
            if isinstance(stream, StreamObject):
                yield stream


def _words(reader: PdfReader) -> str:
    """The words of the pages, one page to a paragraph; a page whose words cannot be read has none."""
    words: list[str] = []
    if sum(map(_weight_bytes, reader.pages)) > PAGES_MAX_BYTES:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_LARGE)
    for page in reader.pages:
        try:
            words.append(page.extract_text())
        except LimitReachedError:
            raise
        except Exception:  # noqa: BLE001, S112 - a font that pypdf does not know must not hide the invoice
            continue
    return "\n\n".join(words)


def _weight_bytes(page: PageObject) -> int:
    """What there is to go through on a page: its content, and its forms as often as they may be shown."""
    content = page.get_contents()
    shown = b"" if content is None else content.get_data()
    forms = [form.get_data() for form in _forms(page)]
    uses = sum(data.count(b"Do") for data in (shown, *forms))
    # Beyond this pypdf would leave forms out, and a page read in part is no witness.
    if uses > FORM_USES_MAX:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_LARGE)
    return len(shown) + uses * sum(map(len, forms))


def _forms(page: PageObject) -> Iterator[StreamObject]:
    """The forms in a page's resources, and in theirs, once each."""
    waiting, seen = [value(page, "/Resources")], set[int]()
    while waiting:
        resources = waiting.pop()
        drawings = value(resources, "/XObject") if isinstance(resources, DictionaryObject) else None
        if not isinstance(drawings, DictionaryObject):
            continue
        for name in dict.keys(drawings):
            form = value(drawings, str(name))
            if isinstance(form, StreamObject) and id(form) not in seen and value(form, "/Subtype") == "/Form":
                seen.add(id(form))
                yield form
                waiting.append(value(form, "/Resources"))
