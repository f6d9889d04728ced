"""Mappings: the two of the reference page, those a lender needs, and those that do not hold."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hefu.book.readers.tabular.mapping import parse_mapping
from hefu.core.refusals import RefusalError
from tests.book.readers.cells import code_of, made, read
from tests.samples import ROOT

USCC = "91310000MA1FL0000N"
PAGE = (ROOT / "docs" / "reference" / "mapping.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
BANK, GATE = (parse_mapping(block.encode(), "page") for block in BLOCKS)

EXPORT = '''某银行账户明细,,,,,,,,,,
账号,交易日期,币种,借方金额,贷方金额,余额,对方户名,对方账号,附言,流水号,摘要代码
3200 0101,20261120,人民币,0.00,"1,200,000.00","1,300,000.00",乙公司,"=""0622""",货款,T1,X
3200 0101,20261121,人民币,500.10,,"1,299,499.90",丙公司,998877,"=HYPERLINK(""x"")",T2,X

合计,,,500.10,"1,200,000.00",,,,,,
'''


def test_a_bank_export_becomes_payments_in_and_out() -> None:
    rows = read(EXPORT.encode("gb18030"), BANK)
    into, out = made(rows, "payments")
    assert (into["payment_id"], into["amount_minor"]) == ("account:32000101/T1", 120_000_000)
    assert (into["payee_id"], into["payer_account_id"]) == (f"uscc:{USCC}", "account:0622")
    assert into["booked_on"] == date(2026, 11, 20)
    assert (out["payer_account_id"], out["payee_account_id"]) == ("account:32000101", "account:998877")
    assert (out["amount_minor"], out["purpose"]) == (50_010, '=HYPERLINK("x")')
    assert out["payee_id"].startswith("unnamed:")
    assert [row["owner_id"] for row in made(rows, "bank_accounts")] == [f"uscc:{USCC}"]


GATE_HEADER: list[object] = [
    "序号",
    "方向",
    "品名",
    "重量(吨)",
    "货主",
    "货主信用代码",
    "车牌",
    "单号",
    "放货指令",
    "时间",
    "司机",
]


def test_a_gate_log_becomes_movements_in_universal_time() -> None:
    row: list[object] = [7, "出", "热轧卷板", 30.1, "甲", USCC, "沪A1", "PO-1", "", "2026-11-20 08:00:00", "某"]
    rows = read([GATE_HEADER, row], GATE)
    (moved,) = made(rows, "movements")
    assert (moved["movement_id"], moved["direction"], moved["quantity_milli"]) == ("WH-01/7", "out", 30_100)
    assert (moved["owner_id"], moved["happened_at"]) == (f"uscc:{USCC}", datetime(2026, 11, 20, tzinfo=UTC))
    assert "release_token" not in moved


INVOICES = """
[party.seller]
name = "卖方"
uscc = "卖方税号"
[party.buyer]
name = "买方"

[[table]]
name = "invoices"
repeated = true
[table.columns]
seller_id = { party = "seller" }
buyer_id = { party = "buyer" }
invoice_id = { from = "发票号", as = "invoice", of = "seller_id" }
number = "发票号"
kind = { value = "invoice" }
issued_on = "日期"
currency = { value = "CNY" }
gross_minor = "价税合计"

[[table]]
name = "invoice_lines"
[table.columns]
invoice_id = { template = "tax_invoice:{发票号}" }
invoice_line_id = { from = "行号", as = "line", of = "invoice_id" }
line_number = "行号"
item_name = "品名"
quantity_milli = "数量"
currency = { value = "CNY" }
net_minor = "金额"
unit_price_major = "单价"
tax_bps = "税率"
"""
LINES = parse_mapping(INVOICES.encode(), "invoices.toml")
LINES_HEADER = "发票号,日期,卖方,卖方税号,买方,价税合计,行号,品名,数量,单价,金额,税率\n"
LINE = "26312000000000000017,2026-11-01,甲,{uscc},乙,{gross},{line},钢,10.5,9.5238095238095,100.00,13%\n"


def line(number: int, gross: str = "226.00") -> str:
    return LINE.format(uscc=USCC, gross=gross, line=number)


def test_invoice_lines_repeat_their_invoice() -> None:
    rows = read(LINES_HEADER + line(1) + line(2), LINES)
    (invoice,) = made(rows, "invoices")
    first, second = made(rows, "invoice_lines")
    assert (invoice["invoice_id"], invoice["gross_minor"]) == ("tax_invoice:26312000000000000017", 22_600)
    assert (first["invoice_line_id"], first["tax_bps"]) == ("tax_invoice:26312000000000000017#1", 1_300)
    assert second["unit_price_major"] == Decimal("9.5238095238095")


def test_an_invoice_that_differs_between_its_lines_is_refused() -> None:
    code, fields = code_of(LINES_HEADER + line(1) + line(2, gross="226.01"), LINES)
    assert (code, fields["row"], fields["column"], fields["first"]) == ("row_differs", 3, "gross_minor", 2)
    assert code_of(LINES_HEADER + line(1) + line(1), LINES)[0] == "row_repeated"


RECEIVABLE = """
receivable_id = "id"
creditor_id = "c"
debtor_id = "d"
state = "s"
currency = "y"
amount_minor = "a"
"""
FACILITY = """
facility_id = "id"
lender_id = "l"
party_id = "p"
role = "r"
currency = "y"
limit_minor = "a"
used_minor = "b"
valid_from = "f"
"""
LOAN = """
loan_id = "id"
lender_id = "l"
borrower_id = "p"
currency = "y"
amount_minor = "a"
outstanding_minor = "b"
rate_bps = { from = "r", unit = "fraction" }
drawn_on = "f"
state = "s"
"""
AUTHORISATION = """
authorisation_id = "id"
payer_id = "p"
debtor_id = "d"
way = "w"
"""
DELIVERY = """
buyer_id = "b"
seller_id = "s"
delivery_id = { from = "n", as = "delivery", of = "buyer_id" }
number = "n"
issued_on = "f"
"""
LENDERS_OWN = [
    ("receivables", RECEIVABLE, "id,c,d,s,y,a\nR1,uscc:x,uscc:y,free,CNY,10.00\n"),
    ("facilities", FACILITY, "id,l,p,r,y,a,b,f\nF1,uscc:x,uscc:y,seller,CNY,10,0,2026-01-01\n"),
    ("loans", LOAN, "id,l,p,y,a,b,r,f,s\nL1,uscc:x,uscc:y,JPY,10,0,0.0435,2026-01-01,open\n"),
    ("payer_authorisations", AUTHORISATION, "id,p,d,w\nA1,uscc:x,uscc:y,finance_company\n"),
    ("deliveries", DELIVERY, "n,b,s,f\nGR-1,uscc:x,uscc:y,2026-01-01\n"),
]


@pytest.mark.parametrize(("table", "columns", "sheet"), LENDERS_OWN, ids=[case[0] for case in LENDERS_OWN])
def test_a_lenders_own_tables_come_in(table: str, columns: str, sheet: str) -> None:
    mapping = parse_mapping(f'[[table]]\nname = "{table}"\n[table.columns]\n{columns}\n'.encode(), "own.toml")
    assert len(made(read(sheet, mapping), table)) == 1


# Mappings that do not hold


TABLE = '[[table]]\nname = "prices"\n[table.columns]\n'
WRONG = [
    ("a table unknown", '[[table]]\nname = "price"\n', "config_value_wrong"),
    ("a table derived", '[[table]]\nname = "tallies"\n', "config_value_wrong"),
    ("a column unknown", TABLE + 'colour = "x"', "config_value_wrong"),
    ("a column stamped by the reader", TABLE + 'source_id = "x"', "config_value_wrong"),
    ("a required column absent", TABLE + 'commodity = "x"', "config_key_missing"),
    ("a key unknown", 'colour = "x"\n' + BLOCKS[1], "config_key_unknown"),
    ("a key unknown in a column", TABLE + 'unit = { form = "x" }', "config_value_wrong"),
    ("two origins", TABLE + 'unit = { from = "x", value = "y" }', "config_value_wrong"),
    ("an id on a later column", TABLE + 'price_id = { template = "{commodity}" }', "config_value_wrong"),
    ("a party unknown", TABLE + 'price_id = { party = "x" }', "config_value_wrong"),
    ("a format of two-digit years", 'date = "%d/%m/%y"\n' + TABLE, "config_value_wrong"),
    ("one sign for both separators", 'thousands = "."\n' + TABLE, "config_value_wrong"),
    ("a zone by name", 'zone = "Asia/Shanghai"\n' + TABLE, "config_value_wrong"),
    ("an encoding unknown", 'encoding = "latin-1"\n' + TABLE, "config_value_wrong"),
    ("no table", 'date = "%Y"\n', "config_key_missing"),
    ("no TOML", "date = ", "config_unreadable"),
]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_mapping_that_does_not_hold_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        parse_mapping(text.encode(), "wrong.toml")
    assert caught.value.refused.refusal.code == code


@pytest.mark.parametrize(
    ("cell", "code"), [("进", "row_unmapped"), ("", "row_unmapped"), ("出", "")], ids=["other", "blank", "fits"]
)
def test_a_row_that_fits_no_table_is_refused(cell: str, code: str) -> None:
    condition = 'name = "movements"\nwhen = { "方向" = ["出"] }'
    text = BLOCKS[1].replace('name = "movements"', condition)
    row: list[object] = [7, cell, "钢", 1, "甲", USCC, "沪A1", "", "", "2026-11-20 08:00:00", ""]
    mapping = parse_mapping(text.encode(), "gate.toml")
    if code:
        assert code_of([GATE_HEADER, row], mapping)[0] == code
    else:
        assert len(made(read([GATE_HEADER, row], mapping), "movements")) == 1


def test_words_without_a_meaning_and_times_without_a_zone_are_refused() -> None:
    row: list[object] = [7, "横", "钢", 1, "甲", USCC, "沪A1", "", "", "2026-11-20 08:00:00", ""]
    assert code_of([GATE_HEADER, row], GATE)[0] == "cell_unmapped"
    zoneless = BLOCKS[1].replace('zone = "+08:00"\n', "")
    row[1] = "进"
    assert code_of([GATE_HEADER, row], parse_mapping(zoneless.encode(), "gate.toml"))[0] == "cell_refused"
    assert GATE.zone == timezone(timedelta(hours=8))


def test_debit_and_credit_on_one_row_is_refused() -> None:
    both = EXPORT.replace("500.10,,", "500.10,3.00,").encode("gb18030")
    assert code_of(both, BANK)[0] in {"row_repeated", "cell_unmapped"}
