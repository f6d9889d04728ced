"""The figures of a score: recall, false alarms, precision, days to alarm, money stopped before it left.

A planted instance is found by a rule if one of the rule's alarms names one of its rows. A false alarm is a company
that has no part in any planted scheme and is named by an alarm that names no planted row either. Recall and false
alarms carry Wilson's 95 % interval; precision is what they would give at a stated share of guilty companies.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from hefu.book import Book
from hefu.gym.score.interval import wilson
from hefu.gym.score.owners import owners
from hefu.gym.score.read import Answers, Truth

SCREEN = "*"
"""As a rule's name: all rules together, the whole screen."""

PER = 10_000
Figures = list[dict[str, Any]]
"""Rows of one table of the score."""


@dataclass(frozen=True, slots=True)
class Score:
    """`schemes`: per scheme, strength and rule; `rules`: per rule and the whole screen; both ready for JSON."""

    schemes: Figures
    rules: Figures
    twins: Figures
    honest_companies: int
    base_rate_bps: int
    moments: int

    def json(self) -> str:
        """Return the score as JSON. Shares are rounded to four decimals, so equal counts give equal bytes."""
        return json.dumps(self._plain(), ensure_ascii=False, indent=1) + "\n"

    def _plain(self) -> dict[str, Any]:
        return {
            "format": "hefu-gym-score/1",
            "honest_companies": self.honest_companies,
            "base_rate_bps": self.base_rate_bps,
            "moments": self.moments,
            "schemes": self.schemes,
            "rules": self.rules,
            "twins": self.twins,
        }


def score(book: Book, truth: Truth, answers: Answers, base_rate_bps: int) -> Score:
    """Return the score of some answers about a book. `book` is the book that was screened, with its payouts."""
    hits = _hits(truth, answers)
    planted = truth.instances.filter(~pl.col("innocent"))
    names = [*sorted(answers.alarms["rule"].unique()), SCREEN]
    honest, accused = _honest(book, truth, answers)
    rules = [_rule(name, hits, planted, accused, honest.len(), base_rate_bps) for name in names]
    schemes = [
        _scheme(keys, instances, hits, name, _payouts(book, truth))
        for keys, instances in planted.group_by("scheme", "strength", maintain_order=True)
        for name in names
    ]
    twins = [
        _twin(str(keys[0]), instances, hits, name)
        for keys, instances in truth.instances.filter("innocent").group_by("scheme", maintain_order=True)
        for name in names
    ]
    return Score(schemes, rules, twins, honest.len(), base_rate_bps, answers.moments)


def _hits(truth: Truth, answers: Answers) -> pl.DataFrame:
    """Return (instance, rule, alarm_on): the first day on which each rule rang for each instance."""
    met = truth.rows.select("instance", "table", "row_id").join(answers.alarms, on=["table", "row_id"])
    by_rule = met.group_by("instance", "rule").agg(pl.col("alarm_on").min())
    first = met.group_by("instance").agg(pl.col("alarm_on").min())
    return pl.concat([by_rule, first.select("instance", pl.lit(SCREEN).alias("rule"), "alarm_on")])


def _honest(book: Book, truth: Truth, answers: Answers) -> tuple[pl.Series, pl.DataFrame]:
    """Return the honest companies, and (company, rule) for those of them that a rule named for nothing."""
    planted = truth.rows.filter(~pl.col("innocent")).select("table", "row_id").unique()
    guilty = owners(book, planted)["company"].unique()
    companies = pl.from_arrow(book.table("parties", ("party_id", "kind")))
    assert isinstance(companies, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    all_companies = companies.filter(pl.col("kind") == "company")["party_id"].unique().sort()
    honest = all_companies.filter(~all_companies.is_in(guilty.implode()))
    true_alarms = answers.alarms.join(planted, on=["table", "row_id"], how="semi")["finding_id"].unique()
    false = answers.alarms.filter((pl.col("part") == "subject") & ~pl.col("finding_id").is_in(true_alarms.implode()))
    named = false.join(owners(book, false.select("table", "row_id")), on=["table", "row_id"])
    accused = named.filter(pl.col("company").is_in(honest.implode())).select("company", "rule").unique()
    whole = accused.select("company", pl.lit(SCREEN).alias("rule")).unique()
    return honest, pl.concat([accused, whole])


def _rule(
    name: str, hits: pl.DataFrame, planted: pl.DataFrame, accused: pl.DataFrame, honest: int, base_rate_bps: int
) -> dict[str, Any]:
    found = hits.filter((pl.col("rule") == name) & pl.col("instance").is_in(planted["instance"].implode())).height
    false = accused.filter(pl.col("rule") == name).height
    low, high = wilson(false, honest)
    recall = found / planted.height if planted.height else 0.0
    return {
        "rule": name,
        "instances": planted.height,
        "found": found,
        "honest_companies_named": false,
        "false_alarms_per_10000": _rounded(PER * false / honest if honest else 0.0),
        "false_alarms_per_10000_low": _rounded(PER * low),
        "false_alarms_per_10000_high": _rounded(PER * high),
        "precision": _precision(recall, false / honest if honest else 0.0, base_rate_bps),
    }


def _precision(recall: float, false_share: float, base_rate_bps: int) -> float | None:
    """Return which share of named companies would be guilty; None where nobody is named."""
    guilty, honest = base_rate_bps * recall, (PER - base_rate_bps) * false_share
    return _rounded(guilty / (guilty + honest)) if guilty + honest else None


def _scheme(
    keys: tuple[object, ...], instances: pl.DataFrame, hits: pl.DataFrame, name: str, payouts: pl.DataFrame
) -> dict[str, Any]:
    mine = instances.join(hits.filter(pl.col("rule") == name), on="instance").join(payouts, on="instance", how="left")
    low, high = wilson(mine.height, instances.height)
    days = (mine["alarm_on"] - mine["first_on"]).dt.total_days()
    paid = instances.join(payouts, on="instance")
    in_time = mine.filter(pl.col("alarm_on") <= pl.col("paid_out_on"))
    return {
        "scheme": str(keys[0]),
        "strength": str(keys[1]),
        "rule": name,
        "instances": instances.height,
        "found": mine.height,
        "recall": _rounded(mine.height / instances.height),
        "recall_low": _rounded(low),
        "recall_high": _rounded(high),
        "days_to_alarm_median": None if mine.is_empty() else int(float(str(days.median() or 0))),
        "stopped_minor": int(in_time["amount_minor"].sum()),
        "paid_out_minor": int(paid["amount_minor"].sum()),
    }


def _twin(scheme: str, instances: pl.DataFrame, hits: pl.DataFrame, name: str) -> dict[str, Any]:
    named = instances.join(hits.filter(pl.col("rule") == name), on="instance").height
    low, high = wilson(named, instances.height)
    return {
        "scheme": scheme,
        "rule": name,
        "twins": instances.height,
        "named": named,
        "share": _rounded(named / instances.height),
        "share_low": _rounded(low),
        "share_high": _rounded(high),
    }


def _payouts(book: Book, truth: Truth) -> pl.DataFrame:
    """Return (instance, paid_out_on): the day money first left on it, by the loans among its rows."""
    loans = pl.DataFrame({"row_id": book.table("loans")["loan_id"], "paid_out_on": book.table("loans")["drawn_on"]})
    mine = truth.rows.filter(pl.col("table") == "loans").join(loans, on="row_id")
    return mine.group_by("instance").agg(pl.col("paid_out_on").min())


def _rounded(figure: float) -> float:
    return round(figure, 4)
