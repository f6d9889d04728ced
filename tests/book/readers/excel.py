"""A workbook of one sheet, as small as Excel's format allows; a cell is what Excel would store."""

import io
import zipfile
from xml.sax.saxutils import escape

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Raw(str):
    """A cell's own XML, without its place."""

    __slots__ = ()


def cell(value: object) -> str:
    if isinstance(value, Raw):
        return value
    if isinstance(value, (int, float)):
        return f"><v>{value!r}</v></c>"
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def day(serial: int) -> Raw:
    """A number shown as a day."""
    return Raw(f' s="1"><v>{serial}</v></c>')


def error(shown: str) -> Raw:
    return Raw(f' t="e"><v>{shown}</v></c>')


def workbook(rows: list[list[object]], sheet: str = "Sheet1") -> bytes:
    lines = [
        f'<row r="{n}">' + "".join(f'<c r="{letter(at)}{n}"{cell(one)}' for at, one in enumerate(row)) + "</row>"
        for n, row in enumerate(rows, start=1)
    ]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def relations(*some: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{one}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for one, kind, to in some)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def letter(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)
