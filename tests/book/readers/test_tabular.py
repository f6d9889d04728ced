"""CSV and Excel by a mapping: what was written is what is read, and anything else is refused by row and header."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.readers.rows import Rows
from hefu.book.readers.tabular import cells as cells_module
from hefu.book.readers.tabular import sheets
from hefu.book.readers.tabular.mapping import Mapping, parse_mapping
from hefu.core.refusals import RefusalError
from tests.book.readers.cells import code_of, made, read
from tests.book.readers.excel import Raw, day, error, workbook, zipped

PRICES = """
date = "%d.%m.%Y"
DIALECT
[[table]]
name = "prices"
[table.columns]
commodity = "good"
quoted_on = "on"
currency = "ccy"
price_minor = "price"
unit = { value = "TNE" }
price_id = { template = "{commodity}/{quoted_on}" }
"""


def prices(dialect: str = "") -> Mapping:
    return parse_mapping(PRICES.replace("DIALECT", dialect).encode(), "prices.toml")


# What was written is what is read


# A replacement character says that something was lost before, which is refused.
WRITTEN = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufffd")
WORDS = st.text(WRITTEN, min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "x")
ROWS = st.lists(
    st.tuples(
        WORDS,
        st.dates(date(1950, 1, 1), date(2100, 1, 1)),
        st.sampled_from(["CNY", "JPY", "BHD"]),
        st.integers(0, 10**14),
    ),
    unique_by=lambda row: (row[0], row[1]),
    min_size=1,
    max_size=8,
)
DECIMALS = {"CNY": 2, "JPY": 0, "BHD": 3}
HEADER: list[object] = ["good", "on", "ccy", "price"]
Price = tuple[str, date, str, int]


def kept(rows: Rows) -> list[Price]:
    return [(r["commodity"], r["quoted_on"], r["currency"], r["price_minor"]) for r in made(rows, "prices")]


def shown(minor: int, currency: str, point: str, thousands: str) -> str:
    number = Decimal(minor).scaleb(-DECIMALS[currency])
    return f"{number:,f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


SEPARATORS = st.sampled_from([(".", ""), (".", ","), (",", "."), (",", " "), (".", "'")])


@given(ROWS, SEPARATORS, st.sampled_from([",", ";", "\t"]))
def test_rows_come_back_from_csv(rows: list[Price], separators: tuple[str, str], delimiter: str) -> None:
    point, thousands = separators
    mapping = prices(f'decimal = "{point}"\nthousands = "{thousands}"\ndelimiter = "{delimiter}"'.replace("\t", "\\t"))
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(HEADER)
    for good, on, ccy, minor in rows:
        writer.writerow([good, f"{on:%d.%m.%Y}", ccy, shown(minor, ccy, point, thousands)])
    assert kept(read(file.getvalue(), mapping)) == rows


@given(ROWS)
def test_rows_come_back_from_excel(rows: list[Price]) -> None:
    table: list[list[object]] = [HEADER]
    for good, on, ccy, minor in rows:
        # As Excel stores it: a binary double of the number somebody typed, and a day counted from 1899-12-30.
        table.append([good, day((on - date(1899, 12, 30)).days), ccy, float(Decimal(minor).scaleb(-DECIMALS[ccy]))])
    assert kept(read(table, prices())) == rows


def test_the_round_trip_catches_numbers_taken_as_binary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "DIGITS_KEPT", 17)
    with pytest.raises(RefusalError):
        read([HEADER, ["tin", day(45_000), "CNY", 0.1]], prices())


# What does not hold


def one(good: str = "tin", on: str = "01.02.2026", ccy: str = "CNY", price: str = "5.00") -> str:
    return f"good;on;ccy;price\n{good};{on};{ccy};{price}\n"


SEMI = 'delimiter = ";"'
GROUPED = 'delimiter = ";"\nthousands = ","'
REFUSED = [
    ("a NUL byte", one("t\0in"), SEMI, "table_has_nul", 2, None),
    ("another encoding", one("锡").encode("gb18030"), SEMI, "table_encoding", 2, None),
    ("an unclosed quote", one('"tin'), SEMI, "table_quote_open", 2, None),
    ("text behind a quote", one('"ti"n'), SEMI, "table_quote_open", 2, None),
    ("a row too long", one() + "a;b;c;d;e\n", SEMI, "row_ragged", 3, None),
    ("a row too short", one() + "a;b\n", SEMI, "row_ragged", 3, None),
    ("a header too many", one().replace("price\n", "price;x\n"), SEMI, "header_unknown", None, "x"),
    ("a header absent", one().replace("ccy", "cur"), SEMI, "header_missing", None, "ccy"),
    ("a header twice", one().replace("price\n", "price;price\n"), SEMI, "header_repeated", None, "price"),
    ("no header at all", "", SEMI, "header_missing", None, None),
    ("another delimiter", one().replace(";", ","), SEMI, "header_missing", None, None),
    ("a formula in a number", one(price="=1+1"), SEMI, "cell_formula", 2, "price"),
    ("a command in a number", one(price="@SUM(A1)"), SEMI, "cell_formula", 2, "price"),
    ("a sum in a number", one(price="-A1"), SEMI, "cell_formula", 2, "price"),
    ("a plus sign", one(price="+5"), SEMI, "cell_formula", 2, "price"),
    ("a point for thousands", one(price="1.000,00"), SEMI, "cell_separator", 2, "price"),
    ("an unexpected comma", one(price="1,000.00"), SEMI, "cell_separator", 2, "price"),
    ("groups of the wrong size", one(price="10,00.00"), GROUPED, "cell_separator", 2, "price"),
    ("a comma for decimals", one(price="1,5"), GROUPED, "cell_separator", 2, "price"),
    ("full-width digits", one(price="１００"), SEMI, "cell_full_width", 2, "price"),
    ("other digits", one(price="१००"), SEMI + "\nfull_width = true", "cell_full_width", 2, "price"),
    ("full-width days", one(on="０1.02.2026"), SEMI, "cell_full_width", 2, "on"),
    ("an exponent", one(price="1E2"), SEMI, "cell_refused", 2, "price"),
    ("no number", one(price="NaN"), SEMI, "cell_refused", 2, "price"),
    ("a currency sign", one(price="¥5"), SEMI, "cell_refused", 2, "price"),
    ("a tenth of a fen", one(price="5.001"), SEMI, "cell_refused", 2, "price"),
    ("a negative price", one(price="-5"), SEMI, "cell_refused", 2, "price"),
    ("an unknown currency", one(ccy="XYZ"), SEMI, "cell_refused", 2, "ccy"),
    ("a day that is none", one(on="30.02.2026"), SEMI, "cell_refused", 2, "on"),
    ("a day in another order", one(on="2026-02-01"), SEMI, "cell_refused", 2, "on"),
    ("an empty cell", one(price=""), SEMI, "cell_empty", 2, "price"),
    ("the same thing twice", one() + "tin;01.02.2026;CNY;6.00\n", SEMI, "row_repeated", 3, None),
]


@pytest.mark.parametrize(
    ("data", "dialect", "code", "row", "column"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_csv_that_does_not_hold_is_refused_by_row_and_header(
    data: bytes | str, dialect: str, code: str, row: int | None, column: str | None
) -> None:
    found, fields = code_of(data, prices(dialect))
    assert (found, fields.get("row")) == (code, row)
    assert column is None or fields["column"] == column


HONEST = [
    ("a byte order mark", "\ufeff" + one(), SEMI),
    ("another line ending", one().replace("\n", "\r\n"), SEMI),
    ("blank rows", "\n" + one() + ";;;\n\n", SEMI),
    ("a title above", "Prices of the day\n" + one(), SEMI),
    ("a title above, by number", "Prices;;;\n" + one(), SEMI + "\nheader_row = 2"),
    ("a total below", one() + "Total;;;5.00\n", SEMI + '\nuntil = "Total"'),
    ("an ignored column", one().replace("price\n", "price;x\n").replace("5.00\n", "5.00;y\n"), SEMI + '\nignore = "x"'),
    ("trailing delimiters", one().replace("\n", ";\n"), SEMI),
    ("full width, allowed", one(price="５．００"), SEMI + "\nfull_width = true"),
    ("zeros behind", one(price="5.0000"), SEMI),
]


@pytest.mark.parametrize(("data", "dialect"), [case[1:] for case in HONEST], ids=[case[0] for case in HONEST])
def test_another_form_of_the_same_csv_gives_the_same_row(data: str, dialect: str) -> None:
    assert kept(read(data, prices(dialect))) == [("tin", date(2026, 2, 1), "CNY", 500)]


def sheet(good: object = "tin", price: object = 5) -> list[list[object]]:
    return [HEADER, [good, "01.02.2026", "CNY", price]]


EXCEL_REFUSED = [
    ("an error cell", sheet(price=error("#REF!")), "cell_error", 2, "price"),
    ("an error in a text", sheet(good=error("#N/A")), "cell_error", 2, "good"),
    ("a formula never worked out", sheet(price=Raw("><f>1+1</f></c>")), "cell_error", 2, "price"),
    ("a formula typed as text", sheet(price="=1+1"), "cell_formula", 2, "price"),
    ("digits that Excel lost", sheet(good=6222020200112233445), "cell_digits_lost", 2, "good"),
    ("an amount beyond 15 digits", sheet(price=1234567890123456), "cell_digits_lost", 2, "price"),
    ("a tenth of a fen", sheet(price=5.001), "cell_refused", 2, "price"),
    ("yes for a price", sheet(price=Raw(' t="b"><v>1</v></c>')), "cell_refused", 2, "price"),
    ("no cell", sheet(price=""), "cell_empty", 2, "price"),
]


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"), [case[1:] for case in EXCEL_REFUSED], ids=[case[0] for case in EXCEL_REFUSED]
)
def test_a_sheet_that_does_not_hold_is_refused_by_row_and_header(
    rows: list[list[object]], code: str, row: int, column: str
) -> None:
    found, fields = code_of(rows, prices())
    assert (found, fields["row"], fields["column"]) == (code, row, column)


def test_a_worked_formula_and_whole_numbers_are_read_as_shown() -> None:
    worked = Raw("><f>2+3</f><v>5</v></c>")
    assert kept(read(sheet(good=1001, price=worked), prices())) == [("1001", date(2026, 2, 1), "CNY", 500)]


def test_a_workbook_that_is_none_or_holds_more_than_it_says_is_refused() -> None:
    honest = workbook(sheet())
    assert code_of(b"PK\x03\x04rest", prices())[0] == "container_broken"
    assert code_of(honest[:-100], prices())[0] == "container_broken"
    assert code_of(zipped({"a.txt": b"a"}), prices())[0] == "sheet_unreadable"
    assert code_of(zipped({"xl/worksheets/sheet1.xml": b" " * 10_000_000}), prices())[0] == "container_bomb"
    assert code_of(workbook(sheet(), "Other"), prices('sheet = "Prices"'))[0] == "sheet_missing"


def test_the_refusals_catch_a_reader_that_takes_any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells_module.Cells, "_digits", lambda _self, value, _header: str(value).replace(",", ""))
    assert kept(read(one(price="1,000.00"), prices(SEMI))) == [("tin", date(2026, 2, 1), "CNY", 100_000)]
