"""A book from a plan: the same bytes, every table, all or nothing."""

import hashlib
import resource
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from hefu.book.book import Book
from hefu.core.identifiers import Scheme, is_valid
from hefu.core.refusals import RefusalError
from hefu.gym.make import make
from hefu.gym.plan import Plan
from hefu.gym.schemes import SCHEMES, plants

BOOK_TABLES = {
    "sources", "parties", "party_links", "bank_accounts", "guarantees", "contracts", "orders", "order_lines",
    "despatches", "despatch_lines", "deliveries", "delivery_lines", "transport_legs", "invoices",
    "invoice_lines", "invoice_events", "receivables", "confirmations", "payments", "warehouses", "lots",
    "warehouse_receipts", "movements", "certificates", "inspections", "insurances", "trace_events", "devices",
    "readings", "prices", "pledges", "filings", "facilities", "loans", "loan_events", "payer_authorisations",
    "vouchers", "voucher_transfers", "financings", "overdue_lists", "court_cases", "tax_events",
    "lender_capital", "statements", "capacities", "places", "indicators", "input_output", "account_balances",
}  # fmt: skip


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_table_of_the_book_is_filled(honest: Book) -> None:
    assert set(honest.names) >= BOOK_TABLES


def test_an_honest_economy_has_no_truth_to_tell(honest_folder: Path, planted_folder: Path) -> None:
    assert not list((honest_folder / "truth").rglob("*.parquet"))
    assert list((planted_folder / "truth").rglob("*.parquet"))


def test_one_plan_gives_the_same_bytes_whatever_the_workers(tmp_path: Path) -> None:
    plan = Plan(700, 3, 5, plants("all"))
    for workers in (1, 2):
        make(plan, tmp_path / f"by-{workers}", workers=workers)
    one, two = (hashes(tmp_path / f"by-{workers}") for workers in (1, 2))
    assert len(one) > 40
    assert one == two


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    for seed in (1, 2):
        make(Plan(60, 1, seed), tmp_path / str(seed))
    assert hashes(tmp_path / "1") != hashes(tmp_path / "2")


def test_planting_leaves_the_honest_draws_alone(honest: Book, planted: Book) -> None:
    assert planted.table("parties").num_rows == honest.table("parties").num_rows
    said = ["buyer_id", "seller_id", "issued_on", "net_minor", "known_at"]
    before, after = (pl.DataFrame(book.table("orders")).select(said) for book in (honest, planted))
    assert after.height > before.height
    assert not before.join(after, on=said, how="anti").height
    assert planted.table("loans").num_rows > honest.table("loans").num_rows


@pytest.mark.parametrize("size", [50, 251, 999, 1_003])
def test_odd_sizes_hold_to_the_schema(size: int, tmp_path: Path) -> None:
    make(Plan(size, 2, 3, plants("all")), tmp_path / "book")
    companies = [
        row for row in Book.open(tmp_path / "book").rows("parties") if row["industry"] and row["kind"] == "company"
    ]
    assert len(companies) >= size


def test_companies_carry_valid_codes_and_names_of_their_own(honest: Book) -> None:
    rows = [row for row in honest.rows("parties") if row["uscc"]]
    names = [row["name"] for row in rows]
    assert all(is_valid(Scheme.USCC, row["uscc"]) for row in rows)
    assert len(set(names)) == len(names)
    assert all(row["party_id"] == f"uscc:{row['uscc']}" for row in rows)


def test_tax_invoices_carry_twenty_digits_of_their_own(honest: Book) -> None:
    numbers = {row["invoice_id"]: row["number"] for row in honest.rows("invoices")}
    assert all(is_valid(Scheme.TAX_INVOICE, number) for number in numbers.values())
    assert len(set(numbers.values())) == len(numbers)


def test_a_later_invoice_of_a_block_has_the_higher_number(honest_folder: Path) -> None:
    block = pl.read_parquet(honest_folder / "gym" / "invoices.0000.parquet").unique("invoice_id")
    serials = block.with_columns(serial=pl.col("number").str.slice(5)).sort("serial")
    assert serials["issued_on"].is_sorted()


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(49, 1, 1), "gym_size_impossible"),
        (Plan(5_000_001, 1, 1), "gym_size_impossible"),
        (Plan(-1, 1, 1), "gym_size_impossible"),
        (Plan(50, 0, 1), "gym_size_impossible"),
        (Plan(50, 61, 1), "gym_size_impossible"),
        (Plan(50, 1, -1), "gym_size_impossible"),
    ],
)
def test_an_impossible_size_is_refused(plan: Plan, code: str, tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        make(plan, tmp_path / "book")
    assert refused.value.refused.refusal.code == code
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("nothing", "gym_plant_unreadable"),
        ("", "gym_plant_unreadable"),
        ("double_financing", "gym_plant_unreadable"),
        (":faint", "gym_plant_unreadable"),
        ("double_selling:faint", "gym_scheme_unknown"),
        ("double_financing:loud", "gym_strength_unknown"),
        ("double_financing:faint,none", "gym_plant_unreadable"),
    ],
)
def test_an_unknown_scheme_is_refused(wanted: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        plants(wanted)
    assert refused.value.refused.refusal.code == code


def test_plants_are_read_as_written() -> None:
    assert plants("none") == ()
    assert len(plants("all")) == sum(len(scheme.strengths) for scheme in SCHEMES)
    assert [plant.strength for plant in plants("double_financing:faint,double_financing:plain")] == ["faint", "plain"]


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "mine.txt").write_text("kept")
    with pytest.raises(RefusalError) as refused:
        make(Plan(50, 1, 1), tmp_path / "book")
    assert refused.value.refused.refusal.code == "folder_not_empty"
    assert (tmp_path / "book" / "mine.txt").read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


def test_an_empty_folder_and_a_new_one_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    make(Plan(50, 1, 1), tmp_path / "empty")
    make(Plan(50, 1, 1), tmp_path / "new")
    assert hashes(tmp_path / "empty") == hashes(tmp_path / "new")


def test_a_missing_parent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        make(Plan(50, 1, 1), tmp_path / "no" / "book")
    assert refused.value.refused.refusal.code == "folder_missing"


def run(folder: Path, *arguments: str, file_bytes_max: int | None = None) -> subprocess.CompletedProcess[str]:
    """`hefu gym make` in a process of its own, no file of which may grow beyond a limit."""

    def limit() -> None:
        if file_bytes_max is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes_max, file_bytes_max))

    command = [sys.executable, "-m", "hefu.cli", "gym", "make", "--into", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("file_bytes_max", [2_000, 60_000])
def test_where_there_is_no_room_nothing_is_left(workers: str, file_bytes_max: int, tmp_path: Path) -> None:
    made = run(tmp_path / "book", "--companies", "600", "--workers", workers, file_bytes_max=file_bytes_max)
    assert made.returncode == 1
    assert "disk_full" in made.stderr
    assert "Traceback" not in made.stderr
    assert not list(tmp_path.iterdir())


def test_the_command_says_what_it_made_in_both_languages(tmp_path: Path) -> None:
    english = run(tmp_path / "a", "--companies", "50", "--months", "1", "--lang", "en")
    chinese = run(tmp_path / "b", "--companies", "50", "--months", "1", "--lang", "zh")
    assert english.returncode == chinese.returncode == 0
    assert "invoices: " in english.stdout
    assert "已生成" in chinese.stdout
    assert "of" in english.stderr


def test_the_command_refuses_with_a_code(tmp_path: Path) -> None:
    made = run(tmp_path / "book", "--companies", "50", "--plant", "alchemy:faint", "--lang", "zh")
    assert made.returncode == 1
    assert "gym_scheme_unknown" in made.stderr
    assert "没有手法 alchemy" in made.stderr
    assert not list(tmp_path.iterdir())
