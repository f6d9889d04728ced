"""Papers that are kept as no file: e-invoices in OFD and PDF, a bank statement of a thousand rows in CSV and Excel."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hefu.book.readers.tabular.builtin import builtin_mapping
from hefu.book.readers.tabular.mapping import Mapping
from tests.book.readers.einvoice.write import Invoice, Item, ofd_entries, pdf_of, zip_of
from tests.book.readers.excel import workbook

ROWS = 1_000

_HEADER = [
    "凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "发生额",
    "对方行号", "摘要", "用途", "对方单位名称", "余额", "个性化信息",
]  # fmt: skip
_BEGAN = datetime(2026, 11, 3, 9, tzinfo=UTC)
_INVOICE = Invoice(
    tuple(
        Item("*黑色金属冶炼压延品*热轧卷板", Decimal("100000.00"), Decimal("13000.00"), "20", "5000") for _ in range(5)
    )
)

MAPPING: Mapping = replace(builtin_mapping("cn-statement-flag"), given={"币种": "人民币", "户名": "广东联钢有限公司"})
"""How the statement is read: by a mapping that comes with Hefu."""


def statement_csv() -> bytes:
    """A statement as banks export it, in GB18030."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows(_statement())
    return sheet.getvalue().encode("gb18030")


def statement_xlsx() -> bytes:
    """The same statement as a workbook."""
    return workbook([[*row] for row in _statement()])


def invoice_ofd() -> bytes:
    """An e-invoice of five lines in OFD."""
    return zip_of(ofd_entries(_INVOICE))


def invoice_pdf() -> bytes:
    """The same e-invoice as a PDF that carries its XML."""
    return pdf_of(_INVOICE)


def _statement() -> list[list[str]]:
    rows, balance_cents = [_HEADER], 0
    for at in range(ROWS):
        amount_cents = 100_000 + at
        balance_cents += amount_cents
        moment = f"{_BEGAN + timedelta(minutes=at):%Y-%m-%d %H:%M:%S}"
        money = [f"{cents // 100:,}.{cents % 100:02d}" for cents in (amount_cents, balance_cents)]
        to = [
            f"{9_900_000 + at}",
            moment,
            "贷",
            money[0],
            "102100099996",
            "货款",
            f"合同2026-{at}",
            "宁波重工股份有限公司",
        ]
        rows.append([f"{at}", "3200010199", *to, money[1], ""])
    return rows
