"""One cell as a value of one column: strict, by the mapping, and every refusal names row and header."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from hefu.book.book import Row
from hefu.book.columns import Kind
from hefu.book.ids import account_id, document_id, invoice_id, line_id
from hefu.book.readers.tabular import chinese
from hefu.book.readers.tabular.mapping import (
    ACCOUNT,
    CHINESE,
    FIRST,
    INVOICE,
    JOIN,
    LINE,
    UNITS,
    Cell,
    ColumnMap,
    Mapping,
)
from hefu.book.readers.tabular.sheets import DIGITS_KEPT, CellValue, Fault, Figure, LateFigure
from hefu.core.decimals import parse_scaled
from hefu.core.money import exponent, parse_minor
from hefu.core.quantity import parse_quantity_milli
from hefu.core.refusal_kinds.kind import RefusalKind
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Language, Text

Value = str | int | bool | date | datetime | Decimal | None

_NUMBERS = {Kind.MINOR, Kind.MILLI, Kind.BPS, Kind.COUNT, Kind.MAJOR}
_FORMULA = re.compile(r"[=@+]|-(?![0-9.,\s])")
_QUOTED = re.compile(r'="([^"=]+)"')
_OTHER_SEPARATORS = re.compile(r"-?[0-9][0-9.,' ]*", re.ASCII)
_TO_HALF = str.maketrans("０１２３４５６７８９．，－＋／：　", "0123456789.,-+/: ")
_ZERO = re.compile(r"[-+0.,\s¥￥元]*|零元?整?")
_NEGATIVE = re.compile(r"(?:人民币|RMB|CNY)?[¥￥]?\s*-|负")
_PLUS = re.compile(r"\+(?=[0-9])")
_AMOUNT_LENGTH_MAX = 60
_YUAN = "CNY"
_RUN_TOGETHER = re.compile("%[YmdHMS]%[mdHMS]")
"""Of 2026113 under %Y%m%d nobody knows the month: directives that touch are read at their full width only."""

_LENGTHS = re.compile("%[YmdHMS]")
_MAJOR_SCALE = 18
_EXACT = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_LEAST = Text("must not be below {least}", "不得小于 {least}")


class Cells:
    """The cells of one row, by header, and how the mapping reads them."""

    def __init__(self, mapping: Mapping, number: int, cells: dict[str, CellValue]) -> None:
        """Hold one row; `number` is its number as a person counts rows."""
        self.mapping = mapping
        self.number = number
        self._cells = cells

    def has(self, header: str) -> bool:
        """Tell whether there is a column of that header."""
        return header in self._cells

    def filled(self, header: str) -> bool:
        """Tell whether a cell holds anything but a zero."""
        return _ZERO.fullmatch(self._shown(header)) is None

    def is_negative(self, header: str) -> bool:
        """Tell whether a cell holds a negative number."""
        return _NEGATIVE.match(self._shown(header)) is not None

    def _shown(self, header: str) -> str:
        text = str(self._cells[header])
        return text.translate(_TO_HALF).strip() if self.mapping.full_width else text

    def text(self, header: str) -> str:
        """Return a cell as text: words, an identifier, the key of a map."""
        value = self._cells[header]
        if isinstance(value, Fault):
            raise self.refused(Refusal.CELL_ERROR, header, value=str(value))
        if isinstance(value, Figure):
            self._refuse_lost_digits(header, value)
        return value.isoformat() if isinstance(value, date) else str(value)

    def value(self, cell: Cell) -> tuple[CellValue, str]:
        """Return the constant or the one filled cell of some headers, where zeros do not count; and its header."""
        if cell.value is not None:
            return cell.value, cell.shown
        filled = [header for header in cell.headers if self._cells[header] != ""]
        if cell.take == JOIN:
            return " ".join(dict.fromkeys(self.text(header) for header in filled)), cell.shown
        if cell.take == FIRST:
            filled = filled[:1]
        telling = [header for header in filled if self.filled(header)] if len(filled) > 1 else filled
        if len(telling) > 1:
            raise self.refused(Refusal.CELL_UNMAPPED, cell.shown, value=self.text(telling[1]))
        header = (telling or filled or list(cell.headers))[0]
        value = self._cells[header]
        if cell.words and value != "":
            words = dict(cell.words)
            word = self.text(header)
            if word not in words:
                raise self.refused(Refusal.CELL_UNMAPPED, header, value=word[:80])
            return words[word], header
        return value, header

    def written(self, cell: Cell) -> str:
        """Return a cell as text, with its words mapped."""
        value, header = self.value(cell)
        return str(value) if cell.words or cell.value is not None or cell.take == JOIN else self.text(header)

    def refused(self, refusal: RefusalKind, header: str, **fields: str | int | Text) -> RefusalError:
        """Build a refusal that names row and header."""
        return refuse(refusal, row=self.number, column=header, **fields)

    def _refuse_lost_digits(self, header: str, figure: str) -> None:
        if len(figure.lstrip("-0.").replace(".", "")) > DIGITS_KEPT:
            raise self.refused(Refusal.CELL_DIGITS_LOST, header, value=str(figure))

    def typed(self, one: ColumnMap, row: Row) -> Value:
        """Return the value of one column; `row` holds the columns before it. None where the cell is empty."""
        value, header = self.value(one.cell)
        if isinstance(value, Fault):
            raise self.refused(Refusal.CELL_ERROR, header, value=str(value))
        if value == "":
            return None
        try:
            return self._by_kind(one, value, header, row)
        except RefusalError as error:
            raise self._at(header, error) from None

    def _by_kind(self, one: ColumnMap, value: CellValue, header: str, row: Row) -> Value:
        kind = one.column.kind
        if kind in _NUMBERS:
            if kind is Kind.BPS and one.unit == "percent" and isinstance(value, str) and not isinstance(value, Figure):
                value = value.removesuffix("%")
            if kind is Kind.MINOR and row.get("currency", _YUAN) != _YUAN and self._says_yuan(value):
                raise refuse(Refusal.CURRENCY_MISMATCH, left=_YUAN, right=row["currency"])
            digits = chinese.shifted(self._digits(value, header), one.places)
            return self._number(one, digits, header, row)
        if kind in {Kind.DAY, Kind.MOMENT}:
            return self._time(kind, value, header)
        is_plain = one.cell.value is None and not one.cell.words and one.cell.take != JOIN
        text = self.text(header) if is_plain else str(value)
        if kind is Kind.CURRENCY:
            exponent(text)
        if kind is Kind.FLAG:
            if text not in {"true", "false"}:
                raise self.refused(Refusal.CELL_UNMAPPED, header, value=text[:80])
            return text == "true"
        if kind is Kind.CODE and text not in one.column.codes:
            raise self.refused(Refusal.CELL_UNMAPPED, header, value=text[:80])
        return _identity(one, self._identifier(text, header), row) if one.becomes else text

    def _identifier(self, text: str, header: str) -> str:
        """Return what is made into an id. `="0622"` and `'0622` are how exports keep Excel from eating zeros."""
        text = text.removeprefix("'")
        quoted = _QUOTED.fullmatch(text)
        if quoted is None and text.startswith("="):
            raise self.refused(Refusal.CELL_FORMULA, header, value=text[:80])
        return quoted[1] if quoted else text

    def _digits(self, value: CellValue, header: str) -> str:
        """Return a number in plain decimal form, with the mapping's separators taken out."""
        if isinstance(value, Figure):
            self._refuse_lost_digits(header, value)
            return str(value)
        text, places = self._half_width(str(value), header), 0
        if self.mapping.plus_sign and _PLUS.match(text):
            text = text[1:]
        # No amount is longer, and a longer text should cost nothing.
        if self.mapping.chinese_numbers and len(text) <= _AMOUNT_LENGTH_MAX:
            words = None if text.isascii() else chinese.amount_in_words(text)
            if words is not None:
                return words
            text, places = chinese.figure(text)
        if _FORMULA.match(text):
            raise self.refused(Refusal.CELL_FORMULA, header, value=text[:80])
        mapping = self.mapping
        group = re.escape(mapping.thousands)
        whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
        if re.fullmatch(rf"-?(?:{whole})(?:{re.escape(mapping.decimal)}[0-9]+)?", text, re.ASCII):
            plain = text.replace(mapping.thousands, "") if mapping.thousands else text
            return chinese.shifted(plain.replace(mapping.decimal, "."), places)
        if _OTHER_SEPARATORS.fullmatch(text):
            raise self.refused(Refusal.CELL_SEPARATOR, header, value=text[:80])
        return text

    def exact(self, header: str) -> Decimal | None:
        """Return the number in a cell, exactly, whatever its unit; None where the cell is empty."""
        value = self._cells[header]
        if value == "":
            return None
        if isinstance(value, Fault):
            raise self.refused(Refusal.CELL_ERROR, header, value=str(value))
        try:
            return _exact(self._digits(value, header))
        except RefusalError as error:
            raise self._at(header, error) from None

    def minor(self, header: str, currency: str) -> int | None:
        """Return the money in a cell in minor units; None where the cell is empty."""
        number = self.exact(header)
        try:
            return None if number is None else parse_minor(f"{number:f}", currency)
        except RefusalError as error:
            raise self._at(header, error) from None

    def _at(self, header: str, error: RefusalError) -> RefusalError:
        """Return a refusal with row and header, if it does not name them already."""
        if "row" in dict(error.refused.fields):
            return error
        reason = Text(error.refused.render(Language.EN), error.refused.render(Language.ZH))
        return self.refused(Refusal.CELL_REFUSED, header, reason=reason)

    def _says_yuan(self, value: CellValue) -> bool:
        return self.mapping.chinese_numbers and chinese.says_yuan(str(value))

    def _half_width(self, text: str, header: str) -> str:
        if self.mapping.full_width:
            text = text.translate(_TO_HALF).strip()
        if not text.isascii() and any(c.isdigit() and not c.isascii() for c in text):
            raise self.refused(Refusal.CELL_FULL_WIDTH, header, value=text[:80])
        return text

    def _number(self, one: ColumnMap, digits: str, header: str, row: Row) -> int | Decimal:
        number = _parsed(one, digits, row)
        if one.absolute and number < 0:
            number = -number
        least = one.column.least
        if least is not None and number < least:
            reason = Text(_LEAST.en.format(least=least), _LEAST.zh.format(least=least))
            raise self.refused(Refusal.CELL_REFUSED, header, reason=reason)
        return number

    def _time(self, kind: Kind, value: CellValue, header: str) -> date | datetime:
        wanted = self.mapping.date if kind is Kind.DAY else self.mapping.moment
        if isinstance(value, datetime):
            moment = value
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the mapping's zone is added below
        else:
            moment = self._written_time(kind, wanted, value, self._half_width(value, header))
        if kind is Kind.DAY:
            return moment.date()
        if moment.tzinfo is None:
            if self.mapping.zone is None:
                raise refuse(Refusal.DATE_UNKNOWN, value=f"{moment:%Y-%m-%d %H:%M:%S}")
            moment = moment.replace(tzinfo=self.mapping.zone)
        return moment.astimezone(UTC)

    def _written_time(self, kind: Kind, wanted: str, value: CellValue, text: str) -> datetime:
        found = None
        if wanted == CHINESE:
            day = chinese.day(text) if kind is Kind.DAY else None
            found = datetime.combine(day, time()) if day else chinese.moment(text)
            if found is None and isinstance(value, Figure):
                found = chinese.serial_moment(text, late=isinstance(value, LateFigure))
        elif _RUN_TOGETHER.search(wanted) is None or len(text) == len(_LENGTHS.sub(_digits_of, wanted)):
            try:
                found = datetime.strptime(text, wanted)  # noqa: DTZ007 - the mapping's zone is added by who asks
            except ValueError:
                found = None
        if found is None:
            raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])
        return found


def _digits_of(directive: re.Match[str]) -> str:
    return "0000" if directive[0] == "%Y" else "00"


def _parsed(one: ColumnMap, digits: str, row: Row) -> int | Decimal:
    kind = one.column.kind
    if kind is Kind.MINOR:
        if not row.get("currency"):
            raise refuse(Refusal.FIELD_MISSING, field="currency")
        return parse_minor(digits, row["currency"])
    if kind is Kind.MILLI:
        return parse_quantity_milli(digits)
    if kind is Kind.BPS:
        return parse_scaled(digits, UNITS[one.unit], Refusal.RATE_TOO_FINE)
    if kind is Kind.COUNT:
        return parse_scaled(digits, 0, Refusal.NUMBER_NOT_PLAIN)
    return _exact(digits)


def _exact(digits: str) -> Decimal:
    """Return a decimal of at most 18 places on either side of the point."""
    match = _EXACT.fullmatch(digits)
    if match is None:
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=digits[:80])
    if len((match[2] or "").rstrip("0")) > _MAJOR_SCALE:
        raise refuse(Refusal.AMOUNT_TOO_FINE, value=digits[:80], decimals=_MAJOR_SCALE)
    if len(match[1].lstrip("0")) > _MAJOR_SCALE:
        raise refuse(Refusal.NUMBER_TOO_LARGE, value=digits[:80])
    return Decimal(digits)


def _identity(one: ColumnMap, text: str, row: Row) -> str:
    if one.becomes == ACCOUNT:
        return account_id(text)
    whose = row.get(one.issuer)
    if not whose:
        raise refuse(Refusal.FIELD_MISSING, field=one.issuer)
    if one.becomes == LINE:
        return line_id(whose, text)
    return invoice_id(whose, text) if one.becomes == INVOICE else document_id(one.becomes, whose, text)
