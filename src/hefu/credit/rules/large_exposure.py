"""Whether any customer, control group or dependent circle stands above a limit of the lender's capital.

Asked of the whole book, before anything new is lent; what a request adds is in the amount ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pyarrow as pa

from hefu.book import Book, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure
from hefu.core.money import Money, Rounding
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.credit.arrays import ints_of, is_among, sums_by
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
from hefu.credit.config import CreditConfig
from hefu.credit.exposures import exposures_of
from hefu.credit.figures import figure_of, is_unknown, value_of, why_none
from hefu.credit.groups import DEPENDENCES, GROUPS, assessed, banks_of, circles_of, members_of
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
    for lender_id in lenders:
        capital = capital_of(book, lender_id)
        assert capital.row is not None  # noqa: S101 - a lender is asked because it has a row
        used = Used(exposures_of(book, config, lender_id, capital.row["currency"], at.today))
        for rule in CAPITAL_RULES:
            figure = figure_of(at, rule.rule_id, {Anchor.EXPOSURE: at.today}, capital.licence)
            if isinstance(figure, Figure):
                yield from _held(book, used, capital, rule, figure, config)
            elif is_unknown(figure):
                yield _open(Message.of("limit_unknown", limit=rule.name, why=why_none(figure)), lender_id)


class Used:
    """What one lender has at risk in the currency of its capital, summed party by party on each kind of amount."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows
        self._sums = {
            on: sums_by(rows["party_id"], ints_of(rows[f"{on}_minor"])) for on in {rule.on for rule in CAPITAL_RULES}
        }

    def whole(self, on: str) -> int:
        """All that is at risk, more than once where several parties are liable: no circle has more."""
        return int(self._sums[on][1].sum())

    def above(self, on: str, limit_minor: int) -> list[tuple[str, int]]:
        """Return the parties that alone are above a limit, with what is at risk on each."""
        parties, sums = self._sums[on]
        above = np.flatnonzero(sums > limit_minor)
        return list(zip(parties.take(pa.array(above)).to_pylist(), sums[above].tolist(), strict=True))

    def by_party(self, on: str) -> Mapping[str, int]:
        """Return what is at risk on each party."""
        parties, sums = self._sums[on]
        return dict(zip(parties.to_pylist(), sums.tolist(), strict=True))

    def together(self, on: str, members: frozenset[str]) -> int:
        """Return what is at risk on some parties together, each loan and guarantee once."""
        rows = self._rows.filter(pa.array(is_among(self._rows["party_id"], members)))
        return sum(dict(zip(rows["risk_id"].to_pylist(), rows[f"{on}_minor"].to_pylist(), strict=True)).values())


def _held(
    book: Book, used: Used, capital: Capital, rule: CapitalRule, figure: Figure, config: CreditConfig
) -> Iterator[Finding | Unassessed]:
    assert capital.row is not None  # noqa: S101 - asked before
    currency = capital.row["currency"]
    why = _why_no_circle(book, rule) or why_no_capital(capital, rule, currency)
    if why is not None:
        yield _open(Message.of("limit_unknown", limit=rule.name, why=why), capital.lender_id)
        return
    of = Money(capital.row[rule.of], currency)
    limit = max(Money(0, currency), of.part_bps(value_of(figure), Rounding.DOWN))
    if used.whole(rule.on) <= limit.amount_minor:
        return
    for _, members, used_minor in sorted(_circles_above(book, used, capital, rule, limit.amount_minor, config)):
        measure = Measure(of, limit, Money(used_minor, currency), Money(used_minor, currency))
        yield _above(capital, rule, figure, measure, members)


def _why_no_circle(book: Book, rule: CapitalRule) -> Text | None:
    """Return why nobody can say who is taken together."""
    if rule.circle in {GROUP, OWN} and not assessed(book, GROUPS):
        return NOT_GROUPED
    return NOT_DEPENDENT if rule.circle == DEPENDENT and not assessed(book, DEPENDENCES) else None


def _circles_above(
    book: Book, used: Used, capital: Capital, rule: CapitalRule, limit_minor: int, config: CreditConfig
) -> Iterator[tuple[str, list[str], int]]:
    """Give the id, the members and the use of every circle that is above a limit."""
    if rule.circle in {CUSTOMER, ALONE, BANK}:
        banks = banks_of(book)
        for party_id, used_minor in used.above(rule.on, limit_minor):
            if rule.circle == CUSTOMER or (party_id in banks) is (rule.circle == BANK):
                yield party_id, [party_id], used_minor
        return
    circles = circles_of(book, config.dependence_bps_min) if rule.circle == DEPENDENT else members_of(book)
    alone = used.by_party(rule.on)
    for circle_id, members in circles.items():
        asked = rule.circle != OWN or capital.lender_id in members
        # What its members have each by itself is never less than what they have together.
        if asked and sum(alone.get(one, 0) for one in members) > limit_minor:
            used_minor = used.together(rule.on, members)
            if used_minor > limit_minor:
                yield circle_id, sorted(members), used_minor


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
