"""Puts a signature's place into PDFs for tests. The signature itself is zeros: nothing here verifies one."""

import io
import re

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.book.readers.einvoice.write import added, bytes_of

_PLACE = 1_111_111_111
_UNSET = re.compile(rb"/ByteRange \[ ?0 1111111111 1111111111 1111111111 ?\]")


def signed(writer: PdfWriter, name: str = "Signature1") -> bytes:
    """The writer's file with a signature that covers all of it but its own place."""
    signature = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/ByteRange"): ArrayObject([NumberObject(0), *[NumberObject(_PLACE)] * 3]),
            NameObject("/Contents"): ByteStringObject(bytes(64)),
        }
    )
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject(name),
            NameObject("/V"): added(writer, signature),
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([added(writer, field)])})
    writer.root_object[NameObject("/AcroForm")] = added(writer, form)
    return _covered(bytes_of(writer))


def _covered(data: bytes) -> bytes:
    (place,) = _UNSET.finditer(data)
    begin = data.index(b"<" + b"00" * 64, place.start())
    end = data.index(b">", begin) + 1
    span = f"/ByteRange [0 {begin} {end} {len(data) - end}]".encode().ljust(len(place[0]))
    return data[: place.start()] + span + data[place.end() :]


def updated(data: bytes) -> PdfWriter:
    """A writer that adds to a file and leaves its bytes as they are."""
    return PdfWriter(io.BytesIO(data), incremental=True)


def page_count(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data), strict=True).pages)
