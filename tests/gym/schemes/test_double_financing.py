"""One invoice at two lenders: planted as it says, told in the truth, and nothing else gives it away."""

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.gym.frame import Block
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, LEVELS, PLAIN
from tests.gym.artefacts import planted_blocks, single_row_auc

AUC_MIN, AUC_MAX = 0.4, 0.6


@cache
def blocks_of(strength: str) -> tuple[Block, ...]:
    with pytest.MonkeyPatch.context() as patch:
        return tuple(planted_blocks("double_financing", strength, patch))


@pytest.fixture(scope="module")
def truth(planted_folder: Path) -> pl.DataFrame:
    rows = pl.read_parquet(planted_folder / "truth/rows/*.parquet")
    return rows.filter(pl.col("scheme") == "double_financing")


def frame(book: Book, name: str) -> pl.DataFrame:
    data = pl.from_arrow(book.table(name))
    assert isinstance(data, pl.DataFrame)
    return data


def loans_of(book: Book, truth: pl.DataFrame) -> pl.DataFrame:
    """First and second loan of each instance, side by side."""
    loans = frame(book, "loans").unique("loan_id", keep="first")
    told = truth.filter(pl.col("table") == "loans").join(loans, left_on="row_id", right_on="loan_id")
    first = told.filter(pl.col("role") != "second_loan")
    return first.join(told.filter(pl.col("role") == "second_loan"), on="instance", suffix="_second")


def test_every_row_of_the_truth_stands_in_the_book(planted: Book, truth: pl.DataFrame) -> None:
    for table in truth["table"].unique():
        ids = frame(planted, table)[SCHEMA[table].key]
        assert truth.filter(pl.col("table") == table)["row_id"].is_in(ids.implode()).all()


def test_each_strength_and_the_innocents_are_planted(truth: pl.DataFrame) -> None:
    by_strength = dict(truth.unique("instance").group_by("strength").len().iter_rows())
    assert set(by_strength) == {*LEVELS, "innocent"}
    assert min(by_strength.values()) >= 4


def test_two_lenders_lend_while_the_first_is_owed(planted: Book, truth: pl.DataFrame) -> None:
    guilty = loans_of(planted, truth.filter(~pl.col("innocent")))
    assert guilty.height
    assert (guilty["lender_id"] != guilty["lender_id_second"]).all()
    assert (guilty["borrower_id"] == guilty["borrower_id_second"]).all()
    repaid = (
        frame(planted, "loan_events").filter(pl.col("event") == "repaid").select("loan_id", repaid_on="happened_on")
    )
    both = guilty.join(repaid, left_on="row_id", right_on="loan_id", how="left")
    together = both.filter(pl.col("repaid_on").is_null() | (pl.col("repaid_on") >= pl.col("drawn_on_second")))
    assert together.height * 10 > both.height * 6


def test_the_innocent_repay_before_they_borrow_again(planted: Book, truth: pl.DataFrame) -> None:
    innocent = loans_of(planted, truth.filter(pl.col("innocent")))
    repaid = (
        frame(planted, "loan_events").filter(pl.col("event") == "repaid").select("loan_id", repaid_on="happened_on")
    )
    both = innocent.join(repaid, left_on="row_id", right_on="loan_id")
    assert both.height == innocent.height > 0
    assert (both["repaid_on"] < both["drawn_on_second"]).all()


@pytest.mark.parametrize(("strength", "copies"), [(BLATANT, 0), (PLAIN, 0), (GUARDED, 1), (FAINT, 1)])
def test_only_the_stronger_disguises_show_another_invoice(strength: str, copies: int, truth: pl.DataFrame) -> None:
    some = truth.filter(pl.col("strength") == strength)
    shown = some.filter(pl.col("role") == "second_copy").height
    assert shown == copies * some["instance"].n_unique()


def pairs(planted: Book, truth: pl.DataFrame, strength: str) -> list[tuple[dict[str, object], dict[str, object]]]:
    """The invoice that was financed first and the copy shown to the second lender."""
    rows = {row["invoice_id"]: row for row in planted.rows("invoices")}
    some = truth.filter(pl.col("strength") == strength, pl.col("table") == "invoices")
    first = some.filter(pl.col("role") == "financed_twice")
    both = first.join(some.filter(pl.col("role") == "second_copy"), on="instance", suffix="_second")
    return [(rows[one], rows[two]) for one, two in both.select("row_id", "row_id_second").iter_rows()]


def test_a_guarded_copy_differs_in_one_digit_of_twenty(planted: Book, truth: pl.DataFrame) -> None:
    found = pairs(planted, truth, GUARDED)
    assert found
    for one, two in found:
        assert sum(a != b for a, b in zip(str(one["number"]), str(two["number"]), strict=True)) == 1
        assert (one["payable_minor"], one["issued_on"]) == (two["payable_minor"], two["issued_on"])


def test_a_faint_copy_differs_in_number_amount_and_day_within_its_scale(planted: Book, truth: pl.DataFrame) -> None:
    found = pairs(planted, truth, FAINT)
    assert found
    for one, two in found:
        assert one["number"] != two["number"]
        assert abs(one["payable_minor"] - two["payable_minor"]) * 100 <= 2 * one["payable_minor"] + 100  # type: ignore[operator]  # both whole numbers
        assert abs((one["issued_on"] - two["issued_on"]).days) <= 5  # type: ignore[operator]  # both days
        assert one["order_number"] == two["order_number"]


@pytest.mark.parametrize(
    ("table", "role", "honest"),
    [
        ("loans", "second_loan", pl.col("product").is_in(["保理", "应收账款质押贷款"])),
        ("filings", "second_filing", pl.col("description").str.starts_with("应收账款")),
        ("invoices", "second_copy", pl.col("source_id") != "source:000000000"),
    ],
)
@pytest.mark.parametrize("strength", [GUARDED, FAINT])
def test_no_row_by_itself_gives_it_away(strength: str, table: str, role: str, honest: pl.Expr) -> None:
    auc = single_row_auc(list(blocks_of(strength)), table, {role}, honest)
    assert AUC_MIN <= auc <= AUC_MAX, f"{table}: {auc:.3f}"
