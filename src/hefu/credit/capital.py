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
from hefu.credit.exposures import Risks, exposure_to
from hefu.credit.figures import figure_of, is_unknown, licence_of, value_of, why_none
from hefu.credit.groups import DEPENDENCES, GROUPS, assessed, banks_of, dependents_of, groups_of
from hefu.credit.ladder import Measure

_TIER1, _NET = "tier1_minor", "net_capital_minor"
_RISK_ASSETS, _NET_ASSETS = "risk_assets_minor", "net_assets_minor"
LOANS, EXPOSURE = "loans", "net"


@dataclass(frozen=True, slots=True)
class CapitalRule:
    """One limit: its rule in the rule book, of what capital, on what amount (loans, or exposure net of margin).

    `circle` says who is taken together: the party alone, its control groups, those who depend on one another, the group
    that the lender itself belongs to.
    """

    code: str
    rule_id: str
    of: str
    on: str
    circle: str
    name: Text


ALONE, BANK, CUSTOMER, GROUP, DEPENDENT, OWN = "alone", "bank", "customer", "group", "dependent", "own"
"""A customer who is no bank, one who is, either; its groups; those who depend on one another; the lender's own
group."""

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
    CapitalRule(
        "factor_one_debtor",
        "factor.one_debtor_max",
        _RISK_ASSETS,
        LOANS,
        CUSTOMER,
        Text("Receivables of one debtor", "受让同一债务人的应收账款"),
    ),
    CapitalRule(
        "factor_related",
        "factor.related_max",
        _RISK_ASSETS,
        LOANS,
        OWN,
        Text("Receivables of the factor's own group", "受让关联企业的应收账款"),
    ),
    CapitalRule(
        "guarantor_one_client",
        "guarantor.one_client_max",
        _NET_ASSETS,
        EXPOSURE,
        CUSTOMER,
        Text("Guarantees for one client", "对同一被担保人的担保责任余额"),
    ),
    CapitalRule(
        "guarantor_related_clients",
        "guarantor.related_clients_max",
        _NET_ASSETS,
        EXPOSURE,
        GROUP,
        Text("Guarantees for one client and its group", "对同一被担保人及其关联方的担保责任余额"),
    ),
)
"""Every limit of capital, in the order of the ladder."""

NO_CAPITAL = Text("the lender's capital figures are not in the book", "账簿中没有贷款人的资本数据")
OTHER_CURRENCY = Text("the lender's capital figures are in another currency", "贷款人资本数据的币种不同")
NO_SUCH_FIGURE = Text("the lender's statement lacks the figure of capital", "贷款人资本数据缺少所需项目")
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


def held_against(
    book: Book, risks: Risks, capital: Capital, party_id: str, asked: Money, config: CreditConfig, at: Context
) -> Iterator[Held | Unheld]:
    """Hold every limit of capital that reaches the lender against a party and the circles it stands in.

    `risks` are the lender's by `risks_of`. Limits that do not reach the lender's licence give nothing.
    """
    circles = _circles(book, party_id, capital.lender_id, config)
    for rule in CAPITAL_RULES:
        figure = figure_of(at, rule.rule_id, {Anchor.EXPOSURE: at.today}, capital.licence)
        if isinstance(figure, NoFigure):
            if is_unknown(figure):
                yield Unheld(rule, why_none(figure))
            continue
        found = circles[rule.circle]
        if not found:
            continue
        why = found if isinstance(found, Text) else why_no_capital(capital, rule, asked.currency)
        if why is not None:
            yield Unheld(rule, why)
        elif not isinstance(found, Text):
            yield from (_held(risks, capital, rule, figure, circle, asked) for circle in found.items())


def _circles(
    book: Book, party_id: str, lender_id: str, config: CreditConfig
) -> dict[str, Mapping[str, frozenset[str]] | Text]:
    alone = {party_id: frozenset({party_id})}
    is_bank = party_id in banks_of(book)
    grouped = assessed(book, GROUPS)
    groups = groups_of(book, party_id) if grouped else {}
    dependent = assessed(book, DEPENDENCES)
    return {
        ALONE: {} if is_bank else alone,
        BANK: alone if is_bank else {},
        CUSTOMER: alone,
        GROUP: groups if grouped else NOT_GROUPED,
        OWN: {one: some for one, some in groups.items() if lender_id in some} if grouped else NOT_GROUPED,
        DEPENDENT: dependents_of(book, party_id, config.dependence_bps_min) if dependent else NOT_DEPENDENT,
    }


def why_no_capital(capital: Capital, rule: CapitalRule, currency: str) -> Text | None:
    """Return why a limit cannot be taken of the lender's capital; None where it can."""
    if capital.row is None:
        return NO_CAPITAL
    if capital.row["currency"] != currency:
        return OTHER_CURRENCY
    return NO_SUCH_FIGURE if capital.row[rule.of] is None else None


def _held(
    risks: Risks,
    capital: Capital,
    rule: CapitalRule,
    figure: Figure,
    circle: tuple[str, frozenset[str]],
    asked: Money,
) -> Held:
    circle_id, members = circle
    assert capital.row is not None  # noqa: S101 - asked before
    of = Money(capital.row[rule.of], asked.currency)
    used = exposure_to(risks, members, asked.currency)
    before = used.loans if rule.on == LOANS else used.net
    limit = max(Money(0, asked.currency), of.part_bps(value_of(figure), Rounding.DOWN))
    return Held(rule, circle_id, members, figure, Measure(of, limit, before, before + asked))
