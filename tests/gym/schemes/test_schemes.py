"""All schemes alike: every public case is covered, every strength is planted and told, and the page says so."""

from pathlib import Path

import polars as pl
import pytest

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.gym.make import make
from hefu.gym.plan import Plan
from hefu.gym.schemes import SCHEMES, instances, plants
from hefu.gym.schemes.scheme import INNOCENT, LEVELS, Scheme
from hefu.gym.schemes_page import CASES, NAME, page

ROWS_OF_CASES = 20
PAGE = Path(__file__).parents[3] / "docs/reference" / NAME
A_HANDFUL = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("schemes") / "book"
    make(Plan(2_000, 12, 7, plants("all")), into)
    return into


@pytest.fixture(scope="module")
def told(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "truth/instances/*.parquet")


@pytest.fixture(scope="module")
def rows(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "truth/rows/*.parquet")


@pytest.fixture(scope="module")
def book(folder: Path) -> Book:
    return Book.open(folder)


def test_every_public_case_is_covered() -> None:
    assert len(CASES) == ROWS_OF_CASES
    assert {row for one in SCHEMES for row in one.cases} == set(range(1, ROWS_OF_CASES + 1))


def test_the_page_says_what_the_schemes_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda one: one.name)
def test_a_scheme_has_four_strengths_and_a_twin_in_both_languages(scheme: Scheme) -> None:
    assert scheme.strength_names == LEVELS
    says = [scheme.says, scheme.innocents_say, *(one.says for one in scheme.strengths)]
    assert all(text.en.strip() and text.zh.strip() for text in says)
    assert len({text.en for text in says}) == len(says)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda one: one.name)
def test_two_thousand_companies_have_a_handful_of_each(scheme: Scheme, told: pl.DataFrame) -> None:
    counts = dict(told.filter(scheme=scheme.name).group_by("strength").len().iter_rows())
    assert set(counts) == {*LEVELS, INNOCENT}
    assert min(counts.values()) >= A_HANDFUL - 1, counts


def test_every_row_that_is_told_stands_in_the_book(book: Book, rows: pl.DataFrame) -> None:
    for table in rows["table"].unique():
        ids = pl.Series(book.table(table)[SCHEMA[table].key].to_pylist())
        missing = rows.filter(pl.col("table") == table, ~pl.col("row_id").is_in(ids.implode()))
        assert not missing.height, missing.head(3)


def test_a_loan_that_a_scheme_draws_is_told_with_its_payout(book: Book, rows: pl.DataFrame) -> None:
    """Loans that stand beside a payout in the truth are drawn by it: the same sum on the same day."""
    loans = pl.from_arrow(book.table("loans"))
    payments = pl.from_arrow(book.table("payments"))
    assert isinstance(loans, pl.DataFrame)
    assert isinstance(payments, pl.DataFrame)
    paid = rows.filter(role="payout").join(payments, left_on="row_id", right_on="payment_id")
    lent = rows.filter(table="loans").join(loans, left_on="row_id", right_on="loan_id")
    assert paid.height > len(SCHEMES) * A_HANDFUL
    drawn = lent.select("instance", "amount_minor_right", payee_id="borrower_id", booked_on="drawn_on")
    assert not paid.join(drawn, on=drawn.columns, how="anti").height


def test_it_shows_after_it_began_and_before_the_end(told: pl.DataFrame) -> None:
    plan = Plan(2_000, 12, 7)
    end = pl.lit(plan.end_day).cast(pl.Int32).cast(pl.Date)
    assert told.filter(pl.col("first_visible_on") < pl.col("first_on")).height == 0
    assert told.filter(pl.col("first_visible_on") >= end).height == 0
    assert told.filter(~pl.col("innocent"), pl.col("amount_minor") <= 0).height == 0


def test_no_two_schemes_of_goods_or_claims_share_a_row(rows: pl.DataFrame) -> None:
    once = rows.filter(pl.col("table").is_in(["invoices", "lots", "warehouse_receipts", "vouchers"]))
    shared = once.group_by("table", "row_id").agg(pl.col("scheme").n_unique()).filter(pl.col("scheme") > 1)
    assert not shared.height, shared.head(3)


def test_a_share_of_a_block_is_at_least_one() -> None:
    class Few:
        companies = range(3)

    assert instances(Few(), 10) == 1  # type: ignore[arg-type]  # only its companies are counted
