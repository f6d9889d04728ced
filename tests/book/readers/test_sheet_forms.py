"""Forms of Chinese sheets that a mapping allows: titles, other headers, words, day counts, totals; else refused."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, date, datetime

import pytest

from hefu.book.book import Row
from hefu.book.readers.tabular.mapping import Mapping, parse_mapping
from hefu.book.readers.tabular.sums import Totals
from hefu.core.refusals import RefusalError
from tests.book.readers.cells import code_of, made, read
from tests.book.readers.excel import day, workbook, zipped

LOANS = """
KEYS
[[table]]
name = "loans"
[table.columns]
loan_id = "借据号"
lender_id = "贷款人"
borrower_id = { value = "uscc:91310000MA1FL0000N" }
currency = "币种"
amount_minor = AMOUNT
outstanding_minor = "余额"
drawn_on = "放款日"
state = { value = "open" }
product = { join = ["品种", "备注"] }
"""
CHINESE = 'date = "chinese"\nthousands = ","\nfull_width = true\nchinese_numbers = true\noptional = ["品种", "备注"]'
HEADER = ["借据号", "贷款人", "币种", "放款金额", "余额", "放款日"]
Cells = list[list[object]]


def mapping(keys: str = CHINESE, amount: str = '"放款金额"', more: str = "") -> Mapping:
    return parse_mapping((LOANS.replace("KEYS", keys).replace("AMOUNT", amount) + more).encode(), "loans.toml")


def loan(
    amount: object = "100.00", on: object = "2026-11-03", balance: object = "100.00", currency: str = "CNY"
) -> Cells:
    return [list(HEADER), ["L1", "甲银行", currency, amount, balance, on]]


def csv_of(rows: Cells) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


def one(data: Cells | str | bytes, by: Mapping) -> Row:
    (row,) = made(read(data, by), "loans")
    return row


AMOUNTS = [
    ("1,234.56元", 123_456),
    ("¥1,234.56", 123_456),
    ("人民币1,234.56", 123_456),
    ("１，２３４．５６", 123_456),
    ("526.00万元", 526_000_000),
    ("1.23456789亿元", 12_345_678_900),
    ("壹仟贰佰叁拾肆元伍角陆分", 123_456),
    ("伍佰贰拾陆万元整", 526_000_000),
    ("90,071,992,547,409.93元", 9_007_199_254_740_993),
]


@pytest.mark.parametrize(("amount", "fen"), AMOUNTS)
def test_an_amount_in_any_chinese_form_is_the_same_fen(amount: str, fen: int) -> None:
    assert one(csv_of(loan(amount)), mapping())["amount_minor"] == fen


def test_a_column_in_ten_thousands_is_read_in_yuan() -> None:
    by = mapping(amount='{ from = "放款金额", times = 10000 }')
    assert one(csv_of(loan("526.01")), by)["amount_minor"] == 526_010_000
    assert one(loan(526.01), by)["amount_minor"] == 526_010_000


REFUSED_AMOUNTS = [
    ("1,234.567元", "CNY"),
    ("0.0000001万元", "CNY"),
    ("12,34元", "CNY"),
    ("一千二", "CNY"),
    ("1234.56美元", "CNY"),
    ("100元", "USD"),
    ("壹佰元整", "USD"),
    ("人民币100", "USD"),
    ("=100元", "CNY"),
    ("+100", "CNY"),
]


@pytest.mark.parametrize(("amount", "currency"), REFUSED_AMOUNTS)
def test_an_amount_in_doubt_is_refused_by_row_and_header(amount: str, currency: str) -> None:
    code, fields = code_of(csv_of(loan(amount, currency=currency)), mapping())
    assert code in {"cell_refused", "cell_separator", "cell_formula"}
    assert (fields["row"], fields["column"]) == (2, "放款金额")


@pytest.mark.parametrize(
    "amount",
    ["1" + " " * 100_000 + "x", "壹仟" * 100_000, "1" * 1_000_000, "¥" * 1_000_000],
    ids=["blanks", "words", "digits", "signs"],
)
def test_a_hostile_amount_costs_nothing(amount: str) -> None:
    started = time.process_time()
    code, fields = code_of(csv_of(loan(amount)).replace("\r", ""), mapping())
    assert code in {"cell_refused", "table_quote_open"}
    assert time.process_time() - started < 1
    assert fields["row"] == 2


def test_chinese_forms_are_read_only_where_the_mapping_allows_them() -> None:
    plain = mapping('thousands = ","\noptional = ["品种", "备注"]')
    for amount in ("100元", "526.00万元", "壹佰元整"):
        assert code_of(csv_of(loan(amount)), plain)[0] == "cell_refused"
    assert code_of(csv_of(loan("１００")), plain)[0] == "cell_full_width"
    assert code_of(csv_of(loan(on="2026年11月3日")), plain)[0] == "cell_refused"


ON = [
    "2026年11月3日",
    "20261103",
    "2026/11/3",
    "2026.11.03",
    "２０２６－１１－０３",
    day(46_329),
    46_329,
    46_329.4375,
    20_261_103,
]


@pytest.mark.parametrize("on", ON, ids=repr)
def test_a_day_in_any_chinese_form_or_as_excel_counts_is_the_same_day(on: object) -> None:
    assert one(loan(on=on), mapping())["drawn_on"] == date(2026, 11, 3)


def test_a_bare_day_count_of_a_workbook_from_1904_is_its_own_day() -> None:
    parts = workbook(loan(on=44_867))
    assert one(parts, mapping())["drawn_on"] == date(2022, 11, 2)
    assert one(_counting_from_1904(parts), mapping())["drawn_on"] == date(2026, 11, 3)


def _counting_from_1904(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    return zipped(parts)


@pytest.mark.parametrize("on", ["46329", "2026113", "03.11.2026", 1_000, 463_290])
def test_a_day_in_doubt_is_refused(on: object) -> None:
    data = csv_of(loan(on=on)) if isinstance(on, str) else loan(on=on)
    assert code_of(data, mapping())[0] == "cell_refused"


def test_run_together_days_are_read_at_full_width_only() -> None:
    keys = CHINESE.replace('"chinese"', '"%Y%m%d"')
    assert one(csv_of(loan(on="20261103")), mapping(keys))["drawn_on"] == date(2026, 11, 3)
    assert code_of(csv_of(loan(on="2026113")), mapping(keys))[0] == "cell_refused"


MOVED = """
moment = "chinese"
zone = "+08:00"
[[table]]
name = "movements"
[table.columns]
movement_id = "n"
warehouse_id = { value = "W" }
direction = { value = "in" }
quantity_milli = { from = "q", times = 1000 }
unit = { value = "KGM" }
happened_at = "t"
"""


@pytest.mark.parametrize("at", ["2026年11月3日 18时30分", "20261103 18:30:00", "20261103183000", 46_329.7708333333])
def test_a_moment_in_any_chinese_form_is_the_same_moment(at: object) -> None:
    (row,) = made(read([["n", "q", "t"], ["1", 2.5, at]], parse_mapping(MOVED.encode(), "m")), "movements")
    assert row["happened_at"] == datetime(2026, 11, 3, 10, 30, tzinfo=UTC)
    assert row["quantity_milli"] == 2_500_000


# What stands above the header, and other names of it

TITLED = (
    CHINESE + '\n[also]\n"放款金额" = ["贷款金额（元）"]\n[title]\n"贷款人" = ["贷款机构", "放款行"]\n"币种" = ["币种"]'
)
BELOW: Cells = [["借据号", "贷款金额(元)", "余额", "放 款 日"], ["L1", "100.00", "100.00", "20261103"]]
TITLES: list[tuple[str, Cells]] = [
    ("beside", [["贷款明细"], ["贷款机构", "甲银行", "币种", "CNY"]]),
    ("behind a colon", [["贷款机构：甲银行"], ["币种：CNY"]]),
    ("several in a cell", [["放款行: 甲银行  币种: CNY  打印: 2026"]]),
    ("several with one blank", [["放款行：甲银行 币种：CNY"]]),
    ("with a colon and beside", [["贷款机构：", "", "甲银行", "币种:", "CNY"]]),
]


@pytest.mark.parametrize("above", [case[1] for case in TITLES], ids=[case[0] for case in TITLES])
def test_what_the_title_says_holds_for_every_row(above: Cells) -> None:
    rows = [[*row, *[""] * (5 - len(row))] for row in [*above, *BELOW]]
    row = one(rows, mapping(TITLED))
    assert (row["lender_id"], row["currency"], row["amount_minor"]) == ("甲银行", "CNY", 10_000)


def test_a_title_that_says_two_things_or_nothing_is_refused() -> None:
    two = "贷款机构：甲银行\n放款行：乙银行\n币种：CNY\n" + csv_of(BELOW)
    assert code_of(two, mapping(TITLED))[0] == "row_differs"
    # The word is there, but only as the beginning of another.
    other = "贷款机构名录：甲银行\n币种：CNY\n" + csv_of(BELOW)
    code, fields = code_of(other, mapping(TITLED))
    assert (code, fields["column"]) == ("cell_empty", "贷款人")


def test_two_headers_of_one_meaning_are_refused() -> None:
    rows = [[*row, row[1]] for row in BELOW]
    rows[0][-1] = "放款金额"
    data = "贷款机构：甲银行\n币种：CNY\n" + csv_of(rows)
    assert code_of(data, mapping(TITLED))[0] == "header_repeated"


# Totals

TOTAL = '\n[[total]]\nstarts = ["合计", "总计"]\nsums = ["放款金额", "余额"]\nrequired = true\n'
SUBTOTAL = '[[total]]\nstarts = "小计"\nsums = "余额"\nrestarts = true\n'
L2: list[object] = ["L2", "甲银行", "CNY", "0.10", "0.2", "20261103"]
L3: list[object] = ["L3", "甲银行", "CNY", "0.20", "0.1", "20261103"]
TOTALS: list[tuple[str, Cells, str]] = [
    ("both", [L2, L3, ["合计", "", "", "100.30", "100.30", ""]], ""),
    ("one of the two", [L2, L3, ["总计：", "", "", "", "100.30元", ""]], ""),
    ("short", [L2, L3, ["合计", "", "", "100.30"]], ""),
    ("in words", [["合计", "", "", "壹佰元整", "100", ""]], ""),
    (
        "with subtotals",
        [["小计", "", "", "", "100", ""], L2, L3, ["小计", "", "", "", "0.3", ""], ["合计", "", "", "", "100.3", ""]],
        "",
    ),
    ("a fen off", [L2, L3, ["合计", "", "", "100.31", "100.30", ""]], "total_broken"),
    ("a subtotal off", [L2, ["小计", "", "", "", "100", ""], ["合计", "", "", "", "100.2", ""]], "total_broken"),
    ("no number", [["合计", "", "", "多", "", ""]], "cell_refused"),
    ("none", [L2], "total_missing"),
    ("a row behind it that is none", [["合计", "", "", "", "100", ""], ["制表人", "", "", "", "", ""]], "cell_empty"),
]


@pytest.mark.parametrize(("rows", "code"), [case[1:] for case in TOTALS], ids=[case[0] for case in TOTALS])
def test_a_total_is_held_against_the_rows_above(rows: Cells, code: str) -> None:
    data = csv_of([*loan(), *rows])
    by = mapping(more=TOTAL + SUBTOTAL)
    if code:
        assert code_of(data, by)[0] == code
    else:
        assert made(read(data, by), "loans")


def test_the_totals_catch_a_reader_that_loses_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Totals, "add", lambda *_: None)
    with pytest.raises(RefusalError, match="total_broken"):
        read(csv_of([*loan(), ["合计", "", "", "100", "", ""]]), mapping(more=TOTAL))


# Encodings, blanks, one cell of several

ENCODED = [
    ("GB18030 as declared", 'encoding = "gb18030"', "gb18030", ""),
    ("GBK, which is part of it", 'encoding = "gb18030"', "gbk", ""),
    ("UTF-8 declared as GB18030", 'encoding = "gb18030"', "utf-8", "table_encoding"),
    ("UTF-8 with its mark", 'encoding = "gb18030"', "utf-8-sig", "table_encoding"),
    ("GB18030 declared as UTF-8", "", "gb18030", "table_encoding"),
    ("UTF-16", 'encoding = "gb18030"', "utf-16", "table_has_nul"),
]


@pytest.mark.parametrize(("key", "encoding", "code"), [case[1:] for case in ENCODED], ids=[case[0] for case in ENCODED])
def test_another_encoding_than_the_declared_is_refused(key: str, encoding: str, code: str) -> None:
    rows = [[cell.replace("银行", "公司") if isinstance(cell, str) else cell for cell in row] for row in loan()]
    data = csv_of(rows).replace("币种", "幣種").encode(encoding)
    by = mapping(f"{CHINESE}\n{key}" + '\n[also]\n"币种" = ["幣種"]')
    if code:
        found, fields = code_of(data, by)
        assert found == code
        assert fields["row"] == 1
    else:
        assert one(data, by)["lender_id"] == "甲公司"


@pytest.mark.parametrize("lost", ["\N{REPLACEMENT CHARACTER}", "锟斤拷"])
def test_a_text_that_lost_characters_before_is_refused(lost: str) -> None:
    data = csv_of(loan()).replace("甲银行", f"甲{lost}行")
    code, fields = code_of(data, mapping())
    assert (code, fields["row"]) == ("table_encoding", 2)


def test_blanks_are_named_and_texts_are_joined() -> None:
    rows: Cells = [[*HEADER, "品种", "备注"], [*loan()[1], "保理", "保理"], [*L2, "--", "展期"], [*L3, "保理", "展期"]]
    loans = made(read(csv_of(rows), mapping(CHINESE + '\nblank = ["--"]')), "loans")
    assert [row["product"] for row in loans] == ["保理", "展期", "保理 展期"]


def test_the_first_filled_cell_and_the_first_filled_template_count() -> None:
    text = LOANS.replace('"借据号"', '{ template = ["{合同号}", "{source}/{row}"] }').replace(
        '"放款日"', '{ first = ["起息日", "放款日"] }'
    )
    keys = 'optional = ["合同号", "起息日", "品种", "备注"]'
    by = parse_mapping(text.replace("KEYS", keys).replace("AMOUNT", '"放款金额"').encode(), "loans.toml")
    head: list[object] = ["合同号", "起息日", "贷款人", "币种", "放款金额", "余额", "放款日"]
    below: list[object] = ["甲银行", "CNY", "1", "1", "2026-11-03"]
    rows: Cells = [head, ["C1", "", *below], ["", "2026-11-02", *below]]
    loans = made(read(csv_of(rows), by), "loans")
    assert [row["loan_id"] for row in loans] == ["C1", "file:test/3"]
    assert [row["drawn_on"].day for row in loans] == [3, 2]


WRONG = [
    ("a factor of three", CHINESE, '{ from = "放款金额", times = 3 }', "", "config_value_wrong"),
    ("two ways to take", CHINESE, '{ from = "放款金额", first = ["余额"] }', "", "config_value_wrong"),
    ("a total of nothing", CHINESE, '"放款金额"', '\n[[total]]\nstarts = "合计"\n', "config_key_missing"),
    ("a total without a beginning", CHINESE, '"放款金额"', '\n[[total]]\nsums = "余额"\n', "config_key_missing"),
    ("balances of nothing that moves", CHINESE, '"放款金额"', '\n[running]\ncolumn = "余额"\n', "config_key_missing"),
    ("an order unknown", CHINESE, '"放款金额"', '\n[running]\ncolumn = "余额"\norder = "up"\n', "config_value_wrong"),
    ("loans that move", CHINESE, '"放款金额"', '\n[[table]]\nname = "loans"\nmoves = "in"\n', "config_key_missing"),
    ("a total's key unknown", CHINESE, '"放款金额"', TOTAL + "sum = 1", "config_key_unknown"),
]


@pytest.mark.parametrize(
    ("keys", "amount", "more", "code"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_a_mapping_that_does_not_hold_is_refused(keys: str, amount: str, more: str, code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        mapping(keys, amount, more)
    assert caught.value.refused.refusal.code == code
