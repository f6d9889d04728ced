"""Bank statements as China's banks export them, read by the mappings that come with Hefu."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Row
from hefu.book.content import content
from hefu.book.readers.folder import read_folder
from hefu.book.readers.rows import Rows
from hefu.book.readers.tabular import sums
from hefu.book.readers.tabular.builtin import builtin_mapping, builtin_names
from hefu.book.readers.tabular.mapping import Mapping
from hefu.core.refusals import RefusalError
from tests.book.readers.cells import code_of, made, read
from tests.samples import ROOT

OWN = ROOT / "tests" / "book" / "readers" / "data" / "statements"
USCC = "91310000MA1FL0000N"
TWO, SIGNED, FLAG = "two-columns", "signed", "flag"
SAID = {"币种": "人民币", "户名": "丁示例公司", "统一社会信用代码": USCC}
GIVEN: dict[str, dict[str, str]] = {TWO: {}, SIGNED: {}, FLAG: SAID}


def mapping(layout: str, **given: str) -> Mapping:
    return replace(builtin_mapping(f"cn-statement-{layout}"), given={**GIVEN[layout], **given})


def text(layout: str) -> str:
    return (OWN / f"{layout}.csv").read_bytes().decode("gb18030")


def statement(layout: str) -> Rows:
    return read((OWN / f"{layout}.csv").read_bytes(), mapping(layout))


def moved(rows: Rows) -> list[tuple[str, int, str, str]]:
    """Each payment as (way, fen, state, other side's account), into the account or out of it."""
    (account,) = made(rows, "bank_accounts")
    found = []
    for row in made(rows, "payments"):
        into = row.get("payee_account_id") == account["account_id"]
        other = row.get("payer_account_id" if into else "payee_account_id", "")
        found.append(("in" if into else "out", row["amount_minor"], row["state"], other.removeprefix("account:")))
    return found


def test_three_layouts_come_with_hefu() -> None:
    assert builtin_names() == ("cn-statement-flag", "cn-statement-signed", "cn-statement-two-columns")


def test_debits_and_credits_in_two_columns() -> None:
    rows = statement(TWO)
    assert moved(rows) == [
        ("in", 120_000_000, "booked", "0622020011"),
        ("out", 50_000_000, "booked", "6222000011"),
        ("out", 1_050, "booked", ""),
        # A debit in red is money that came back.
        ("in", 50_000_000, "reversed", "6222000011"),
    ]
    payments = rows.tables["payments"]
    assert [row["payment_id"].partition("/")[2] for row in payments] == ["T0001", "T0002", "T0002~2", "T0003"]
    assert (payments[1]["purpose"], payments[1]["booked_on"]) == ("电子转账 九月货款", date(2026, 11, 4))
    (account,) = rows.tables["bank_accounts"]
    title = (account["account_id"], account["owner_name"], account["currency"])
    assert title == ("account:3200010123456780001", "江苏示例钢铁有限公司", "CNY")
    balances = [row["balance_minor"] for row in rows.tables["account_balances"]]
    assert balances == [130_000_000, 80_000_000, 79_998_950, 129_998_950]


def test_one_signed_amount_newest_first_in_full_width_and_with_yuan_behind() -> None:
    rows = statement(SIGNED)
    assert moved(rows) == [
        ("out", 1_050, "booked", ""),
        ("in", 100_000, "booked", "9901"),
        ("in", 20_000, "booked", "9901"),
    ]
    assert {row["booked_on"] for row in rows.tables["payments"]} == {date(2026, 11, day) for day in (3, 4, 5)}


def test_one_amount_and_a_mark_in_words_and_in_ten_thousands() -> None:
    rows = statement(FLAG)
    assert moved(rows) == [
        ("in", 20_000, "booked", "9901"),
        ("out", 10_000, "booked", "9902"),
        ("out", 10_000, "booked", ""),
    ]
    assert {row["owner_id"] for row in rows.tables["bank_accounts"]} == {f"uscc:{USCC}"}


@pytest.mark.parametrize("layout", [TWO, SIGNED, FLAG])
def test_the_same_statement_in_excel_gives_the_same_payments(layout: str) -> None:
    cells = list(csv.reader(io.StringIO(text(layout))))
    plain = [[cell.removeprefix("=").strip('"') for cell in row] for row in cells]
    width = max(map(len, plain))
    ours = statement(layout)
    theirs = read([[*row, *([""] * (width - len(row)))] for row in plain], mapping(layout))
    key = [row["payment_id"] for row in ours.tables["payments"]]
    assert [row["payment_id"] for row in theirs.tables["payments"]] == key
    for one in key:
        assert content(ours.tables, "payments", one) == content(theirs.tables, "payments", one)


# What a statement says of itself must hold

BROKEN = [
    (TWO, '"799,989.50"', '"799,989.51"', "balance_broken", 8),
    (TWO, '"500,000.00",0.00', '"500,000.01",0.00', "total_broken", 10),
    (TWO, '"500,000.00",0.00', '"500,000.00",5.00', "row_both_ways", 7),
    (TWO, '10.50,0.00,"799,989.50"', '0.00,0.00,"799,989.50"', "row_unmapped", 8),
    (TWO, '合计,,10.50,"1,200,000.00"', '合计,,10.50,"1,200,000.01"', "total_broken", 10),
    (TWO, "合计,,10.50", "合计,,11.50", "total_broken", 10),
    (SIGNED, '"1,200.00"', '"1,200.01"', "balance_broken", 3),
    (FLAG, '"1,100.00"', '"1,300.00"', "balance_broken", 3),
    (FLAG, "借,壹佰元整", "贷,壹佰元整", "balance_broken", 3),
    (FLAG, "借,0.01万元", "借,0.0101万元", "balance_broken", 4),
    (FLAG, "借,0.01万元", "冲,0.01万元", "row_unmapped", 4),
    (FLAG, "借,0.01万元", "借,", "row_unmapped", 4),
    (FLAG, "借,0.01万元", "借,一百多元", "cell_refused", 4),
    (FLAG, "2026-11-05 09:00:00", "2026115", "cell_refused", 4),
    (FLAG, "2026-11-05 09:00:00", "", "cell_empty", 4),
    (FLAG, "个性化信息", "个性化", "header_unknown", None),
    (TWO, "江苏示例钢铁有限公司  币种：人民币", "江苏示例钢铁有限公司  币种：卢布", "cell_unmapped", 6),
]


@pytest.mark.parametrize(("layout", "before", "after", "code", "row"), BROKEN)
def test_a_statement_that_contradicts_itself_is_refused(
    layout: str, before: str, after: str, code: str, row: int | None
) -> None:
    changed = text(layout).replace(before, after, 1)
    assert changed != text(layout)
    found, fields = code_of(changed.encode("gb18030"), mapping(layout))
    assert (found, fields.get("row")) == (code, row)


def test_what_sources_toml_says_may_not_differ_from_the_sheet() -> None:
    data = text(FLAG).encode("gb18030")
    assert code_of(data, mapping(FLAG, 账号="3200010198"))[0] == "cell_contradicts"
    assert moved(read(data, mapping(FLAG, 账号="3200010199")))
    title = text(TWO).encode("gb18030")
    assert code_of(title, mapping(TWO, 户名="别家公司"))[0] == "row_differs"


def test_a_statement_without_its_currency_is_refused_not_guessed() -> None:
    bare = replace(mapping(FLAG), given={})
    assert code_of(text(FLAG).encode("gb18030"), bare)[0] == "cell_empty"


def test_utf8_that_is_declared_gb18030_is_refused_even_where_it_would_decode() -> None:
    for layout in (TWO, SIGNED, FLAG):
        assert code_of(text(layout).encode(), mapping(layout))[0] == "table_encoding"


# Any statement whose balances hold is read, and any single wrong figure is found

MOVES = st.lists(st.integers(-(10**10), 10**10).filter(bool), min_size=2, max_size=12)


def rows_of(opening_fen: int, moves: list[int], *, newest_first: bool) -> list[list[str]]:
    rows, balance = [], opening_fen
    for n, move in enumerate(moves, start=1):
        balance += move
        debit, credit = (f"{-move / 100:.2f}", "") if move < 0 else ("0.00", f"{move / 100:.2f}")
        rows.append(["32000101", "人民币", "2026/11/3", debit, credit, f"{balance / 100:.2f}", f"R{n}"])
    return rows[::-1] if newest_first else rows


HEADER = ["账号", "币种", "交易日期", "借方发生额", "贷方发生额", "余额", "流水号"]


def csv_of(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in [HEADER, *rows]).encode("gb18030")


@given(opening=st.integers(-(10**10), 10**10), moves=MOVES, newest_first=st.booleans())
def test_every_statement_whose_balances_hold_is_read(opening: int, moves: list[int], *, newest_first: bool) -> None:
    rows = read(csv_of(rows_of(opening, moves, newest_first=newest_first)), mapping(TWO))
    signs = Counter(fen if way == "in" else -fen for way, fen, _, _ in moved(rows))
    assert signs == Counter(moves)


def check_a_wrong_figure_is_found(moves: list[int], at: int, column: int) -> None:
    rows = rows_of(0, moves, newest_first=False)
    if column == 5 or rows[at][column] not in {"", "0.00"}:
        rows[at][column] = f"{float(rows[at][column]) + 0.01:.2f}"
    else:
        rows[at] = rows[at][:3] + (["0.01", ""] if column == 3 else ["", "0.01"]) + rows[at][5:]
    with pytest.raises(RefusalError, match="balance_broken"):
        read(csv_of(rows), mapping(TWO))


@given(moves=MOVES, data=st.data())
def test_a_single_wrong_figure_is_found_unless_it_is_the_first_amount(moves: list[int], data: st.DataObject) -> None:
    # Before the first row nobody knows the balance, so its amount stands alone.
    at = data.draw(st.integers(1, len(moves) - 1))
    check_a_wrong_figure_is_found([abs(move) % 10**6 + 7 for move in moves], at, data.draw(st.sampled_from([4, 5])))


def test_the_check_catches_a_reader_that_believes_balances(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums.Balances, "check", lambda _: None)
    with pytest.raises(pytest.fail.Exception):
        check_a_wrong_figure_is_found([100, 200, 300], 1, 5)


# By name in sources.toml

SOURCES = """
[[source]]
files = "*.csv"
controlled_by = "bank"
channel = "feed"
mapping = "builtin:cn-statement-flag"
values = { "币种" = "人民币", "户名" = "丁示例公司" }
"""


def folder_of(tmp_path: Path, sources: str) -> Path:
    (tmp_path / "sources.toml").write_text(sources, encoding="utf-8")
    (tmp_path / "flag.csv").write_bytes((OWN / "flag.csv").read_bytes())
    return tmp_path


def test_a_builtin_mapping_is_named_in_sources_toml(tmp_path: Path) -> None:
    report = read_folder(folder_of(tmp_path, SOURCES), datetime(2026, 12, 1, tzinfo=UTC))
    assert report.refusals == ()
    rows: list[Row] = report.book.rows("payments")
    assert len(rows) == 3
    assert report.documents_by_kind() == {"bank_statement": 1}


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("statement-flag", "statement-flags", "builtin:cn-statement-two-columns"),
        ('"户名" =', '"户主" =', "no header of the mapping"),
        ("builtin:", "builtin:../", "is none of"),
    ],
    ids=["an unknown name", "an unknown header", "a path"],
)
def test_a_builtin_mapping_that_does_not_hold_is_refused(tmp_path: Path, before: str, after: str, says: str) -> None:
    with pytest.raises(RefusalError, match=says):
        read_folder(folder_of(tmp_path, SOURCES.replace(before, after)), datetime(2026, 12, 1, tzinfo=UTC))
