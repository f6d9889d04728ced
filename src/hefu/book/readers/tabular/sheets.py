"""Bytes of CSV or Excel as rows of cells. What a cell means is decided elsewhere, by the mapping."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

from hefu.book.readers.container import Container, open_container
from hefu.book.readers.tabular.mapping import Mapping
from hefu.book.readers.xml import Element, local_name, root_of
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

ZIP_MAGIC = b"PK\x03\x04"
DIGITS_KEPT = 15
COLUMNS_MAX, ROWS_MAX = 16_384, 1_048_576
"""Excel's own limits."""

CELLS_MAX = 4_000_000
"""Rows times columns of a sheet, empty cells included."""

_BOM = b"\xef\xbb\xbf"
_LOST = re.compile("\ufffd|锟斤拷")
"""What a converter leaves where it could not read a character, and the same read once more as GBK."""

_NOWHERE = Text("a cell or row names no place on a sheet", "单元格或行的位置无效")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)


class Figure(str):
    """A number cell of Excel in plain decimal digits; no locale applies to it."""

    __slots__ = ()


class LateFigure(Figure):
    """A number cell of a workbook that counts its days from 1904."""

    __slots__ = ()


class Fault(str):
    """What Excel shows where a cell has no value: `#REF!`, or a formula that was never worked out."""

    __slots__ = ()


CellValue = str | date | datetime
"""A cell: text (or one of its two kinds above), a day, or a moment without its zone."""

Numbered = tuple[int, list[CellValue]]
"""A row, and its number as a person counts it."""


def rows_of(data: bytes, mapping: Mapping) -> Iterator[Numbered]:
    """Yield the rows of a table of cells: of Excel where the bytes are a zip, of CSV otherwise."""
    return _excel_rows(data, mapping) if data.startswith(ZIP_MAGIC) else _csv_rows(data, mapping)


def _csv_rows(data: bytes, mapping: Mapping) -> Iterator[Numbered]:
    text = _text(data, mapping.encoding)
    _refuse_width(text, mapping.delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise refuse(Refusal.TABLE_QUOTE_OPEN, row=number, reason=str(error)[:100]) from None
        if cells is None:
            return
        yield number, [cell.strip() for cell in cells]


def _refuse_width(text: str, delimiter: str) -> None:
    """Refuse (TABLE_TOO_WIDE) a line of more cells than Excel has columns, before a list is made of them."""
    for row, line in enumerate(io.StringIO(text) if text.count(delimiter) >= COLUMNS_MAX else (), start=1):
        if line.count(delimiter) >= COLUMNS_MAX:
            raise refuse(Refusal.TABLE_TOO_WIDE, row=row, found=COLUMNS_MAX)


def _text(data: bytes, encoding: str) -> str:
    """Return the text of a CSV file; refused (TABLE_ENCODING) where it is surely in another encoding.

    Much UTF-8 decodes as GB18030 without complaint, into other characters: what is valid UTF-8 beyond ASCII is
    UTF-8, since Chinese text in GB18030 hardly ever is. A text that was once read wrongly and saved again has lost
    characters, which nobody can bring back.
    """
    if b"\0" in data:
        raise refuse(Refusal.TABLE_HAS_NUL, row=data[: data.index(b"\0")].count(b"\n") + 1)
    other = _first_beyond_ascii(data) if encoding != "utf-8" and _is_utf8(data) else None
    data = data.removeprefix(_BOM)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        other, text = error.start, ""
    lost = _LOST.search(text)
    if other is None and lost is None:
        return text
    before = data[:other].count(b"\n") if lost is None else text[: lost.start()].count("\n")
    raise refuse(Refusal.TABLE_ENCODING, row=before + 1, encoding=encoding)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _first_beyond_ascii(data: bytes) -> int | None:
    match = re.search(rb"[\x80-\xff]", data.removeprefix(_BOM))
    return match.start() if match else None


def _excel_rows(data: bytes, mapping: Mapping) -> Iterator[Numbered]:
    container = open_container(data)
    for name in container.names:
        # The reader of sheets unpacks by itself: nothing may hold more than it says.
        container.read(name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        name = mapping.sheet if mapping.sheet is not None else names[0] if len(names) == 1 else ""
        if name not in names:
            raise refuse(Refusal.SHEET_MISSING, sheet=name or ", ".join(names))
        root = root_of(container.read(_sheet_path(container, name)))
        _refuse_extent(root)
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise refuse(Refusal.SHEET_UNREADABLE, reason=str(error)[:200]) from None
    faults = _faults(root)
    figure = LateFigure if _counts_from_1904(container) else Figure
    for number, row in enumerate(rows, start=1):
        yield number, [faults.get((number, at)) or _excel_cell(cell, figure) for at, cell in enumerate(row, start=1)]


def _counts_from_1904(container: Container) -> bool:
    settings = root_of(container.read("xl/workbook.xml")).find(f"{_MAIN}workbookPr")
    return settings is not None and settings.get("date1904") in {"1", "true"}


def _excel_cell(cell: object, figure: type[Figure]) -> CellValue:
    """Return a cell of Excel as what it shows.

    Excel keeps numbers as binary doubles but shows, and lets a person type, 15 significant digits: 0.1 is kept
    as 0.1000000000000000055. So a number is taken at 15 digits, which gives back what was typed, and is exact
    from there on. Of a number with more digits the rest is lost, which `cells` refuses.
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return figure(cell)
    if isinstance(cell, float):
        return figure(f"{Decimal(f'{cell:.{DIGITS_KEPT}g}'):f}")
    if isinstance(cell, date):
        return cell
    return str(cell).strip()


def _refuse_extent(sheet: Element) -> None:
    """Refuse a sheet that reaches further than is read: the reader of sheets makes a cell for every place up to there.

    One cell at the far corner of a sheet means 17 thousand million. Raises RefusalError: SHEET_TOO_LARGE,
    SHEET_UNREADABLE where a cell or row says that it stands nowhere.
    """
    row = column = last_row = last_column = 0
    for element in sheet.iter("{*}row", "{*}c"):
        written = element.get("r")
        if local_name(element) == "row":
            row, column = _row_number(written) if written is not None else row + 1, 0
            continue
        place = _PLACE.fullmatch(written.upper()) if written is not None else None
        if written is not None and not place:
            raise refuse(Refusal.SHEET_UNREADABLE, reason=_NOWHERE)
        at_row, column = _numbers(place) if place else (row, column + 1)
        if max(at_row, row) > ROWS_MAX or column > COLUMNS_MAX:
            raise refuse(Refusal.SHEET_UNREADABLE, reason=_NOWHERE)
        if len(element):
            last_row, last_column = max(last_row, at_row), max(last_column, column)
    if last_row * last_column > CELLS_MAX:
        raise refuse(Refusal.SHEET_TOO_LARGE, rows=last_row, columns=last_column, limit=CELLS_MAX)


def _row_number(written: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", written, re.ASCII) or int(written) > ROWS_MAX:
        raise refuse(Refusal.SHEET_UNREADABLE, reason=_NOWHERE)
    return int(written)


def _faults(sheet: Element) -> dict[tuple[int, int], Fault]:
    """Return the cells that show an error or an unworked formula; the reader of sheets gives them as empty."""
    found: dict[tuple[int, int], Fault] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        value, formula = cell.findtext(f"{_MAIN}v"), cell.findtext(f"{_MAIN}f")
        place = _PLACE.fullmatch(cell.get("r", ""))
        if place and cell.get("t") == "e":
            found[_numbers(place)] = Fault(value or "#")
        elif place and formula is not None and value is None:
            found[_numbers(place)] = Fault(f"={formula}"[:80])
    return found


def _sheet_path(container: Container, sheet: str) -> str:
    sheets = root_of(container.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    relation = next((one.get(_RELATION) for one in sheets if one.get("name") == sheet), None)
    for one in root_of(container.read("xl/_rels/workbook.xml.rels")):
        if one.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
    raise refuse(Refusal.SHEET_MISSING, sheet=sheet)


def _numbers(place: re.Match[str]) -> tuple[int, int]:
    column = 0
    for letter in place[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(place[2]), column
