"""The score of a small book counted by hand: recall, false alarms, precision, days, money stopped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hefu.book import Book
from hefu.core.findings import Severity
from hefu.core.refusals import RefusalError
from hefu.gym.outside import Label, Loaded, write_loaded
from hefu.gym.score import Truth, read_answers, read_truth, score
from hefu.gym.score.figures import SCREEN
from hefu.gym.score.interval import wilson

KNOWN = datetime(2025, 1, 1, tzinfo=UTC)
SAID = {"source_id": "s", "known_at": KNOWN}
SOURCE = {"source_id": "s", "controlled_by": "bank", "channel": "feed", "known_at": KNOWN}
FIRMS = ("guilty", "sly", "twin", "plain", "calm")


def _invoice(seller: str) -> dict[str, Any]:
    ends = {"seller_id": seller, "buyer_id": "buyer"}
    return {
        "invoice_id": f"i-{seller}",
        "number": seller,
        "kind": "invoice",
        **ends,
        "issued_on": date(2025, 1, 1),
        "currency": "CNY",
        **SAID,
    }


def _loan(borrower: str, drawn_on: date) -> dict[str, Any]:
    return {
        "loan_id": f"l-{borrower}",
        "lender_id": "bank",
        "borrower_id": borrower,
        "amount_minor": 100,
        "outstanding_minor": 100,
        "currency": "CNY",
        "drawn_on": drawn_on,
        "state": "open",
        **SAID,
    }


BOOK = Book.of_rows(
    {
        "sources": [SOURCE],
        "parties": [{"party_id": firm, "kind": "company", **SAID} for firm in FIRMS],
        "invoices": [_invoice(firm) for firm in FIRMS],
        "loans": [_loan("guilty", date(2025, 3, 1)), _loan("sly", date(2025, 1, 10))],
    }
)


def _instance(name: str, strength: str, amount_minor: int, *, innocent: bool = False) -> dict[str, Any]:
    return {
        "instance": name,
        "scheme": "twice",
        "strength": strength,
        "innocent": innocent,
        "first_on": date(2025, 1, 5),
        "first_visible_on": date(2025, 1, 6),
        "amount_minor": amount_minor,
        "currency": "CNY",
    }


TRUTH = Truth(
    pl.DataFrame(
        [
            _instance("guilty", "blatant", 7_000),
            _instance("sly", "blatant", 900),
            _instance("twin", "innocent", 0, innocent=True),
        ]
    ),
    pl.DataFrame(
        [
            {"instance": name, "innocent": name == "twin", "table": table, "row_id": row_id}
            for name, table, row_id in (
                ("guilty", "invoices", "i-guilty"),
                ("guilty", "loans", "l-guilty"),
                ("sly", "invoices", "i-sly"),
                ("sly", "loans", "l-sly"),
                ("twin", "invoices", "i-twin"),
            )
        ]
    ),
)


def _findings(*found: tuple[str, str, str, str, str, date]) -> Book:
    """Findings from (rule, severity, part, table, row, day)."""
    findings, rows = [], []
    for at, (rule, severity, part, table, row_id, day) in enumerate(found):
        findings.append(
            {
                "finding_id": f"F-{at}",
                "rule": rule,
                "rule_version": 1,
                "severity": severity,
                "code": "c",
                "said_en": "e",
                "said_zh": "z",
                "found_at": datetime(day.year, day.month, day.day, tzinfo=UTC),
            }
        )
        rows.append(
            {
                "finding_row_id": f"F-{at}/0",
                "finding_id": f"F-{at}",
                "part": part,
                "table_name": table,
                "row_id": row_id,
            }
        )
    return Book.of_rows({"findings": findings, "finding_rows": rows})


FOUND = _findings(
    ("a", "stop", "subject", "invoices", "i-guilty", date(2025, 2, 4)),
    ("a", "high", "subject", "invoices", "i-guilty", date(2025, 1, 15)),
    ("b", "medium", "evidence", "loans", "l-sly", date(2025, 4, 5)),
    ("b", "medium", "subject", "invoices", "i-plain", date(2025, 4, 5)),
    ("b", "medium", "subject", "invoices", "i-twin", date(2025, 4, 5)),
    ("b", "note", "subject", "invoices", "i-calm", date(2025, 4, 5)),
    ("b", "stop", "evidence", "parties", "calm", date(2025, 4, 5)),
)


def _figures(kind: str, rule: str, found: Book = FOUND, base_rate_bps: int = 100) -> dict[str, Any]:
    given = score(BOOK, TRUTH, read_answers(found, Severity.MEDIUM), base_rate_bps)
    (row,) = [row for row in getattr(given, kind) if row["rule"] == rule]
    return dict(row)


@pytest.mark.parametrize(("rule", "found", "recall"), [("a", 1, 0.5), ("b", 1, 0.5), (SCREEN, 2, 1.0)])
def test_an_instance_is_found_by_an_alarm_that_names_one_of_its_rows(rule: str, found: int, recall: float) -> None:
    row = _figures("schemes", rule)
    assert (row["instances"], row["found"], row["recall"]) == (2, found, recall)
    assert (row["recall_low"], row["recall_high"]) == tuple(round(end, 4) for end in wilson(found, 2))


def test_days_to_alarm_run_from_the_first_day_to_the_first_alarm() -> None:
    assert _figures("schemes", "a")["days_to_alarm_median"] == 10
    assert _figures("schemes", "b")["days_to_alarm_median"] == 90


def test_money_counts_as_stopped_only_where_the_alarm_rang_by_the_day_it_left() -> None:
    row = _figures("schemes", SCREEN)
    assert (row["stopped_minor"], row["paid_out_minor"]) == (7_000, 7_900)


def test_false_alarms_are_honest_companies_named_for_nothing_and_a_twin_is_honest() -> None:
    row = _figures("rules", "b")
    assert row["honest_companies_named"] == 2
    assert row["false_alarms_per_10000"] == round(10_000 * 2 / 3, 4)
    assert _figures("rules", "a")["honest_companies_named"] == 0


def test_precision_is_that_of_the_stated_share_of_guilty_companies() -> None:
    row = _figures("rules", "b", base_rate_bps=1_000)
    assert row["precision"] == round(0.1 * 0.5 / (0.1 * 0.5 + 0.9 * 2 / 3), 4)


def test_a_twin_that_is_named_is_told() -> None:
    assert (_figures("twins", "b")["named"], _figures("twins", "a")["named"]) == (1, 0)


def test_findings_that_name_nothing_planted_find_nothing() -> None:
    nothing = _findings(("a", "stop", "subject", "invoices", "i-calm", date(2025, 2, 4)))
    assert _figures("schemes", SCREEN, nothing)["found"] == 0
    assert _figures("schemes", SCREEN, nothing)["days_to_alarm_median"] is None


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    # Newcombe (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_the_literature(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_outside_data_carries_its_labels_as_truth(tmp_path: Path) -> None:
    write_loaded(Loaded(BOOK, (Label("twice", "1", "invoices", "i-sly", date(2025, 1, 5)),)), tmp_path / "book")
    given = score(Book.open(tmp_path / "book"), read_truth(tmp_path / "book"), read_answers(FOUND, Severity.NOTE), 100)
    assert [(row["strength"], row["found"]) for row in given.schemes if row["rule"] == SCREEN] == [("labelled", 0)]


def test_a_folder_that_holds_something_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(RefusalError) as refused:
        write_loaded(Loaded(BOOK, ()), tmp_path)
    assert refused.value.refused.refusal.code == "folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("spoil", ["absent", "no_parquet", "other_columns"])
def test_a_truth_that_is_none_is_refused(spoil: str, tmp_path: Path) -> None:
    write_loaded(Loaded(BOOK, ()), tmp_path / "book")
    path = tmp_path / "book" / "truth" / "rows" / "0000.parquet"
    path.unlink()
    if spoil == "no_parquet":
        path.write_bytes(b"no")
    if spoil == "other_columns":
        pl.DataFrame({"x": [1]}).write_parquet(path)
    with pytest.raises(RefusalError):
        read_truth(tmp_path / "book")
