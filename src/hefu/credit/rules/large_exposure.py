"""Whether any customer, control group or dependent circle stands above a limit of the lender's capital.

Asked of the whole book, before anything new is lent; what a request adds is in the amount ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from hefu.book import Book, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure
from hefu.core.money import Money, Rounding
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.credit.capital import (
    ALONE,
    BANK,
    CAPITAL_RULES,
    CUSTOMER,
    DEPENDENT,
    GROUP,
    NOT_DEPENDENT,
    NOT_GROUPED,
    OWN,
    Capital,
    CapitalRule,
    capital_of,
    why_no_capital,
)
from hefu.credit.claims import frame_of
from hefu.credit.config import CreditConfig
from hefu.credit.exposures import exposure_rows
from hefu.credit.figures import figure_of, is_unknown, value_of, why_none
from hefu.credit.groups import DEPENDENCES, GROUPS, assessed, circle_rows
from hefu.credit.ladder import Measure, percent
from hefu.credit.texts.large_exposure import QUESTION, TEXTS

NAME = "credit.large_exposure"
VERSION = 1

_CLEARS = Message.of("clear_exposure")


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return a finding for each limit that is exceeded already, and for each that could not be asked why."""
    lenders = sorted(set(book.table("lender_capital")["lender_id"].to_pylist()))
    if not lenders:
        yield _open(Message.of("no_capital"))
        return
    rows = exposure_rows(book, config, at.today)
    circles = _circles(book, rows, config)
    for lender_id in lenders:
        capital = capital_of(book, lender_id)
        for rule in CAPITAL_RULES:
            figure = figure_of(at, rule.rule_id, {Anchor.EXPOSURE: at.today}, capital.licence)
            if isinstance(figure, Figure):
                yield from _held(rows, circles[rule.circle], capital, rule, figure)
            elif is_unknown(figure):
                yield _open(Message.of("limit_unknown", limit=rule.name, why=why_none(figure)), lender_id)


def _circles(book: Book, rows: pl.DataFrame, config: CreditConfig) -> dict[str, pl.DataFrame | Text]:
    """Return who is taken together, as circle_id and party_id, for each kind of circle; or why nobody can say."""
    everyone = rows.select("party_id", pl.col("party_id").alias("circle_id")).unique()
    banks = frame_of(book, "parties", "party_id", "kind").filter(pl.col("kind") == "bank").collect()
    found: dict[str, pl.DataFrame | Text] = {
        CUSTOMER: everyone,
        ALONE: everyone.join(banks, on="party_id", how="anti"),
        BANK: everyone.join(banks, on="party_id", how="semi"),
        GROUP: NOT_GROUPED,
        OWN: NOT_GROUPED,
        DEPENDENT: NOT_DEPENDENT,
    }
    if assessed(book, GROUPS):
        groups = frame_of(book, GROUPS, "group_id", "party_id").collect()
        found[GROUP] = found[OWN] = groups.rename({"group_id": "circle_id"})
    if assessed(book, DEPENDENCES):
        pairs = circle_rows(book, config.dependence_bps_min)
        found[DEPENDENT] = pl.DataFrame(pairs, {"circle_id": pl.String, "party_id": pl.String}, orient="row")
    return found


def _held(
    rows: pl.DataFrame, circle: pl.DataFrame | Text, capital: Capital, rule: CapitalRule, figure: Figure
) -> Iterator[Finding | Unassessed]:
    assert capital.row is not None  # noqa: S101 - a lender is asked because it has a row
    currency = capital.row["currency"]
    why = circle if isinstance(circle, Text) else why_no_capital(capital, rule, currency)
    if why is not None or isinstance(circle, Text):
        yield _open(Message.of("limit_unknown", limit=rule.name, why=why or rule.name), capital.lender_id)
        return
    if rule.circle == OWN:
        mine = circle.filter(pl.col("party_id") == capital.lender_id)
        circle = circle.join(mine, on="circle_id", how="semi")
    of = Money(capital.row[rule.of], currency)
    limit = max(Money(0, currency), of.part_bps(value_of(figure), Rounding.DOWN))
    ours = rows.filter((pl.col("lender_id") == capital.lender_id) & (pl.col("currency") == currency))
    once = ours.join(circle, on="party_id").unique(subset=["circle_id", "risk_id"])
    used = once.group_by("circle_id").agg(pl.col(f"{rule.on}_minor").sum().alias("used_minor"))
    above = used.filter(pl.col("used_minor") > limit.amount_minor).sort("circle_id")
    for circle_id, used_minor in above.iter_rows():
        members = circle.filter(pl.col("circle_id") == circle_id)["party_id"].unique().sort().to_list()
        measure = Measure(of, limit, Money(used_minor, currency), Money(used_minor, currency))
        yield _above(capital, rule, figure, measure, members)


def _above(capital: Capital, rule: CapitalRule, figure: Figure, measure: Measure, members: list[str]) -> Finding:
    message = Message.of(
        "above_limit",
        limit_name=rule.name,
        lender=capital.lender_id,
        parties=", ".join(members),
        used=measure.before,
        limit=measure.limit,
        share=percent(measure.before_bps),
    )
    row = capital.row or {}
    return Finding(
        NAME,
        VERSION,
        Severity.HIGH,
        message,
        subjects=tuple(RowRef("parties", one) for one in members),
        evidence=(RowRef("lender_capital", row["capital_id"], row["source_id"]),),
        clears=_CLEARS,
        at_risk=measure.before - measure.limit,
        cites=(figure,),
    )


def _open(reason: Message, lender_id: str = "") -> Unassessed:
    subjects = (RowRef("parties", lender_id),) if lender_id else ()
    return Unassessed(NAME, VERSION, reason, subjects, Message.of("clear_capital"), PaperKind.LENDER_CAPITAL)


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
