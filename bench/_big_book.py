"""A lender's book of many companies, made column by column."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from hefu.book import Book
from hefu.book.schema import SCHEMA

LENDER = "uscc:91990000MA0B1Y4P53"
KNOWN = datetime(2026, 10, 1, tzinfo=UTC)
DAY = date(2026, 9, 1)
_PLACES = tuple(
    map(
        "".join,
        zip("江云岭东泽明北南西海平高青石临永长新大和", "州浦北岬川谷原亭渡宁溪陵口门水安桥浦田平", strict=True),
    )
)
_TRADES = tuple(
    map(
        "".join,
        zip("钢重装机物建化电纺食五能管线汽纸塑铝粮科", "材工备械流材工子织品金源业缆配业料业油技", strict=True),
    )
)
_FORMS = ("有限公司", "股份有限公司", "有限责任公司")
_HAN = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 900)])
_Ints = npt.NDArray[np.int64]


def big_book(companies: int, seed: int = 7) -> Book:
    """Return a book of so many companies, each with an account, about one invoice, and their share of the rest.

    Buyers are few and unequal: the largest of 50,000 buyers per million companies has some thousands of suppliers.
    """
    chance = np.random.default_rng(seed)
    ids = pl.Series([f"uscc:91{number:015d}X" for number in range(companies)])
    sellers = chance.integers(0, companies, companies)
    buyers = (companies // 20 * chance.random(companies) ** 2).astype(np.int64)
    number = pl.int_range(companies, eager=True)
    tables = {
        "sources": pl.DataFrame({"source_id": ["src:core"], "controlled_by": ["lender"], "channel": ["feed"]}),
        "parties": pl.DataFrame(
            {"party_id": ids, "kind": "company", "name": _names(chance, companies), "country": "CN"}
        ),
        "bank_accounts": pl.DataFrame(
            {
                "account_id": "account:99" + number.cast(pl.String).str.zfill(14),
                "owner_id": ids,
                "bank_id": ids.gather(chance.integers(0, 50, companies)),
            }
        ),
        "party_links": _links(chance, ids, companies * 3 // 10),
        "invoices": _invoices(ids, sellers, buyers),
        "invoice_lines": _lines(companies),
        "payments": _payments(ids, sellers, buyers, companies * 7 // 10),
        "facilities": _facilities(ids, companies // 5),
        "loans": _loans(ids, companies // 5),
        "lender_capital": _capital(),
    }
    return Book({name: _whole(name, frame).to_arrow() for name, frame in tables.items()})


def _names(chance: np.random.Generator, count: int) -> pl.Series:
    def pick(words: tuple[str, ...]) -> pl.Series:
        return pl.Series(list(words)).gather(chance.integers(0, len(words), count))

    own = pl.Series([""] * count)
    for _ in range(3):
        own = own + pl.Series(_HAN[chance.integers(0, len(_HAN), count)])
    return pick(_PLACES) + own + pick(_TRADES) + pick(_FORMS)


def _links(chance: np.random.Generator, ids: pl.Series, count: int) -> pl.DataFrame:
    ends = [ids.gather(chance.integers(0, len(ids), count)) for _ in range(2)]
    number = pl.int_range(count, eager=True).cast(pl.String)
    return pl.DataFrame(
        {"link_id": "link:" + number, "from_id": ends[0], "to_id": ends[1], "kind": "owns"}
    ).with_columns(share_bps=pl.lit(3_000))


def _invoices(ids: pl.Series, sellers: _Ints, buyers: _Ints) -> pl.DataFrame:
    number = pl.int_range(len(sellers), eager=True).cast(pl.String).str.zfill(20)
    return pl.DataFrame(
        {
            "invoice_id": "tax_invoice:" + number,
            "number": number,
            "kind": "invoice",
            "seller_id": ids.gather(sellers),
            "buyer_id": ids.gather(buyers),
            "issued_on": DAY,
            "due_on": DAY + timedelta(days=90),
            "currency": "CNY",
            "payable_minor": 1_130_000_00,
        }
    )


def _lines(count: int) -> pl.DataFrame:
    invoice = "tax_invoice:" + pl.int_range(count, eager=True).cast(pl.String).str.zfill(20)
    return pl.DataFrame(
        {
            "invoice_line_id": invoice + "#1",
            "invoice_id": invoice,
            "line_number": "1",
            "quantity_milli": 250_000,
            "unit": "t",
            "amount_minor": 1_000_000_00,
            "tax_minor": 130_000_00,
            "tax_bps": 1_300,
            "currency": "CNY",
        }
    )


def _payments(ids: pl.Series, sellers: _Ints, buyers: _Ints, count: int) -> pl.DataFrame:
    number = pl.int_range(count, eager=True).cast(pl.String)
    return pl.DataFrame(
        {
            "payment_id": "payment:" + number,
            "payer_id": ids.gather(buyers[:count]),
            "payee_id": ids.gather(sellers[:count]),
            "amount_minor": 1_130_000_00,
            "currency": "CNY",
            "state": "booked",
            "booked_on": DAY + timedelta(days=60),
            "way": "transfer",
        }
    )


def _facilities(ids: pl.Series, count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "facility_id": "facility:" + pl.int_range(count, eager=True).cast(pl.String),
            "lender_id": LENDER,
            "party_id": ids.head(count),
            "role": pl.Series(["buyer", "seller"]).gather(pl.int_range(count, eager=True) % 2),
            "limit_minor": 50_000_000_00,
            "used_minor": 1_000_000_00,
            "currency": "CNY",
        }
    )


def _loans(ids: pl.Series, count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "loan_id": "loan:" + pl.int_range(count, eager=True).cast(pl.String),
            "lender_id": LENDER,
            "borrower_id": ids.tail(count),
            "amount_minor": 1_000_000_00,
            "outstanding_minor": 400_000_00,
            "currency": "CNY",
            "drawn_on": DAY,
            "due_on": DAY + timedelta(days=180),
            "state": "open",
        }
    )


def _capital() -> pl.DataFrame:
    money = {"net_capital_minor": 10**13, "tier1_minor": 8 * 10**12, "risk_assets_minor": 7 * 10**13}
    row = {
        "capital_id": "capital:1",
        "lender_id": LENDER,
        "licence": "bank",
        **money,
        "currency": "CNY",
        "stated_on": DAY,
    }
    return pl.DataFrame([row])


def _whole(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Add who says it and since when, and the columns that are empty."""
    said = {"source_id": pl.lit("src:core"), "known_at": pl.lit(KNOWN)}
    new = {column: value for column, value in said.items() if column not in frame.columns}
    return frame.with_columns(**new).select([c for c in SCHEMA[name].column_names if c in {*frame.columns, *new}])
