"""The limits that a lender's capital sets: to one customer, to a control group, to those who depend on one another.

Each is a share of a figure of capital that the rule book names; what is used before and after the amount asked stands
beside it. A limit that reaches the lender and cannot be reckoned is said to be unknown, never left out.

Sources: 大额风险暴露管理办法 (2018-1), 集团客户授信业务风险管理指引; figures and articles come with `cites`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hefu.book import Book, Row
from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.core.money import Money, Rounding
from hefu.core.texts import Text
from hefu.credit.config import CreditConfig
from hefu.credit.exposures import Loans, exposure_to
from hefu.credit.figures import figure_of, is_unknown, licence_of, value_of, why_none
from hefu.credit.groups import DEPENDENCES, GROUPS, assessed, dependents_of, groups_of
from hefu.credit.ladder import Measure

_TIER1, _NET = "tier1_minor", "net_capital_minor"
LOANS, EXPOSURE = "gross", "net"


@dataclass(frozen=True, slots=True)
class CapitalRule:
    """One limit: its rule in the rule book, of what capital, on what amount (gross loans or exposure net of margin).

    `circle` says who is taken together: the party alone, its control groups, those who depend on one another.
    """

    code: str
    rule_id: str
    of: str
    on: str
    circle: str
    name: Text


ALONE, GROUP, DEPENDENT, BANK = "alone", "group", "dependent", "bank"

CAPITAL_RULES = (
    CapitalRule(
        "single_loans",
        "exposure.single_loans_max",
        _NET,
        LOANS,
        ALONE,
        Text("Loans to one customer", "单一客户贷款余额"),
    ),
    CapitalRule(
        "single_exposure",
        "exposure.single_max",
        _TIER1,
        EXPOSURE,
        ALONE,
        Text("Exposure to one customer", "单一客户风险暴露"),
    ),
    CapitalRule(
        "interbank_exposure",
        "exposure.interbank_max",
        _TIER1,
        EXPOSURE,
        BANK,
        Text("Exposure to one bank", "同业单一客户风险暴露"),
    ),
    CapitalRule(
        "group_exposure",
        "exposure.group_max",
        _TIER1,
        EXPOSURE,
        GROUP,
        Text("Exposure to a control group", "集团客户风险暴露"),
    ),
    CapitalRule(
        "dependent_exposure",
        "exposure.dependent_max",
        _TIER1,
        EXPOSURE,
        DEPENDENT,
        Text("Exposure to economically dependent customers", "经济依存客户风险暴露"),
    ),
    CapitalRule(
        "group_credit",
        "group.credit_max",
        _NET,
        EXPOSURE,
        GROUP,
        Text("Credit to a control group", "集团客户授信余额"),
    ),
)
"""Every limit of capital, in the order of the ladder."""

NO_CAPITAL = Text("the lender's capital figures are not in the book", "账簿中没有贷款人的资本数据")
OTHER_CURRENCY = Text("the lender's capital figures are in another currency", "贷款人资本数据的币种不同")
NOT_GROUPED = Text("nobody has said who belongs to which control group", "尚未认定集团客户")
NOT_DEPENDENT = Text("nobody has said who depends on whom economically", "尚未认定经济依存关系")


@dataclass(frozen=True, slots=True)
class Capital:
    """A lender's capital by its latest statement, and its licence; None and nothing where the book holds none."""

    lender_id: str
    licence: Licence | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class Held:
    """One limit held against one circle of parties: what is used before and after, by which figure."""

    rule: CapitalRule
    circle_id: str
    members: frozenset[str]
    figure: Figure
    measure: Measure

    @property
    def room(self) -> Money:
        """What may still be lent: nil where the limit is used up."""
        return max(Money(0, self.measure.limit.currency), self.measure.limit - self.measure.before)


@dataclass(frozen=True, slots=True)
class Unheld:
    """One limit that reaches the lender and could not be reckoned, and why."""

    rule: CapitalRule
    why: Text


def capital_of(book: Book, lender_id: str) -> Capital:
    """Return a lender's capital as last stated; by several words of one day the smallest."""
    rows = [row for row in book.rows("lender_capital") if row["lender_id"] == lender_id]
    last = max((row["stated_on"] for row in rows), default=None)
    row = min((row for row in rows if row["stated_on"] == last), key=lambda row: (row[_TIER1], row[_NET]), default=None)
    return Capital(lender_id, licence_of(book, lender_id), row)


def held_against(  # noqa: PLR0913 - one party, one lender, what is asked, and what all of it is read from
    book: Book, loans: Loans, capital: Capital, party_id: str, asked: Money, config: CreditConfig, at: Context
) -> Iterator[Held | Unheld]:
    """Hold every limit of capital that reaches the lender against a party and the circles it stands in.

    `loans` are the lender's by `loans_of`. Limits that do not reach the lender's licence give nothing.
    """
    circles = _circles(book, party_id, config)
    for rule in CAPITAL_RULES:
        figure = figure_of(at, rule.rule_id, {Anchor.EXPOSURE: at.today}, capital.licence)
        if isinstance(figure, NoFigure):
            if is_unknown(figure):
                yield Unheld(rule, why_none(figure))
            continue
        found = circles[rule.circle]
        why = found if isinstance(found, Text) else _why_no_capital(capital, asked.currency)
        if why is not None:
            yield Unheld(rule, why)
        elif not isinstance(found, Text):
            yield from (_held(loans, capital, rule, figure, circle, asked) for circle in found.items())


def _circles(book: Book, party_id: str, config: CreditConfig) -> dict[str, Mapping[str, frozenset[str]] | Text]:
    alone = {party_id: frozenset({party_id})}
    is_bank = any(row["kind"] == "bank" for row in book.rows("parties") if row["party_id"] == party_id)
    grouped = assessed(book, GROUPS)
    dependent = assessed(book, DEPENDENCES)
    return {
        ALONE: {} if is_bank else alone,
        BANK: alone if is_bank else {},
        GROUP: groups_of(book, party_id) if grouped else NOT_GROUPED,
        DEPENDENT: dependents_of(book, party_id, config.dependence_bps_min) if dependent else NOT_DEPENDENT,
    }


def _why_no_capital(capital: Capital, currency: str) -> Text | None:
    if capital.row is None:
        return NO_CAPITAL
    return None if capital.row["currency"] == currency else OTHER_CURRENCY


def _held(
    loans: Loans,
    capital: Capital,
    rule: CapitalRule,
    figure: Figure,
    circle: tuple[str, frozenset[str]],
    asked: Money,
) -> Held:
    circle_id, members = circle
    assert capital.row is not None  # noqa: S101 - asked before
    of = Money(capital.row[rule.of], asked.currency)
    used = exposure_to(loans, members, asked.currency)
    before = used.gross if rule.on == LOANS else used.net
    limit = max(Money(0, asked.currency), of.part_bps(value_of(figure), Rounding.DOWN))
    return Held(rule, circle_id, members, figure, Measure(of, limit, before, before + asked))
