"""How much working capital a company needs, by the formula of the annex of the 2010 rule, in exact fractions.

    need     = last year's sales x (1 - margin) x (1 + growth) / turns
    turns    = days of the year / (days of stock + receivables - payables + prepayments - advances)
    new loan = need - own funds - working-capital loans there are - other channels

Days of a balance are its average of two year-ends over the year's sales (receivables, advances received) or
cost (stock, payables, prepayments). Nothing is rounded until the end, and then down to the minor unit, against
the borrower.

Source: 流动资金贷款需求量的测算参考 (银监会令 2010-1, annex); asked for again by 流动资金贷款管理办法 (NFRA 2024-2).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from hefu.book import Book, Row
from hefu.book.voices import one_voice
from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, NoFigure
from hefu.core.money import BPS_WHOLE, Rounding, divide
from hefu.core.texts import Text
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, licence_of, value_of, why_none
from hefu.credit.ladder import Ask

YEAR_DAYS = range(363, 368)
"""How long a statement's period may be to count as a year."""

_RULES = ("need_required", "need_formula", "need_days_basis", "new_loan_formula")


@dataclass(frozen=True, slots=True)
class Accounts:
    """A company's accounts for a year, in minor units of one currency; `profit_minor` gives the margin on sales."""

    sales_minor: int
    cost_minor: int
    profit_minor: int
    stock_minor: int
    receivables_minor: int
    payables_minor: int
    prepaid_minor: int
    advances_minor: int


@dataclass(frozen=True, slots=True)
class Funds:
    """What the need is met with already, in minor units: own funds, working-capital loans there are, other channels."""

    own_minor: int
    loans_minor: int
    other_minor: int


@dataclass(frozen=True, slots=True)
class Need:
    """The need and its working. `turns` is None where the cycle ties up no money; then nothing is needed.

    `new_loan_minor` is rounded toward zero and may be negative: more is there than is needed.
    """

    need: Fraction
    turns: Fraction | None
    growth: Fraction
    funds: Funds
    new_loan_minor: int
    cites: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Unneeded:
    """Why the need, which the law asks for, could not be worked out."""

    why: Text


def working_capital_need(year: Accounts, before: Accounts, funds: Funds, basis_days: int, growth_bps_max: int) -> Need:
    """Return the need from two years' accounts.

    Sales are taken to grow as they did, by `growth_bps_max` at most. Raises ValueError where sales or cost of either
    year are not above nil: no turn can be taken of them.
    """
    if min(year.sales_minor, year.cost_minor, before.sales_minor) <= 0:
        raise ValueError("sales and cost must be above nil")
    growth = min(Fraction(year.sales_minor, before.sales_minor) - 1, Fraction(growth_bps_max, BPS_WHOLE))

    def days(name: str, over_minor: int) -> Fraction:
        average = Fraction(getattr(year, name) + getattr(before, name), 2)
        return average * Fraction(basis_days, over_minor)

    cycle = (
        days("stock_minor", year.cost_minor)
        + days("receivables_minor", year.sales_minor)
        - days("payables_minor", year.cost_minor)
        + days("prepaid_minor", year.cost_minor)
        - days("advances_minor", year.sales_minor)
    )
    turns = Fraction(basis_days * cycle.denominator, cycle.numerator) if cycle > 0 else None
    margin = Fraction(year.profit_minor, year.sales_minor)
    # Divided by the turns: times the share of the year that one cycle takes.
    need = year.sales_minor * (1 - margin) * (1 + growth) * max(Fraction(0), cycle) * Fraction(1, basis_days)
    left = need - funds.own_minor - funds.loans_minor - funds.other_minor
    return Need(need, turns, growth, funds, divide(left.numerator, left.denominator, Rounding.DOWN))


def need_for(book: Book, ask: Ask, config: CreditConfig, at: Context) -> Need | Unneeded | None:
    """Return the applicant's need from its statements; None where the law asks for none of this product or lender.

    Loans there are: everything open to the applicant under this product, of any lender in the book.
    """
    day = ask.starts_on or at.today
    licence = licence_of(book, ask.lender_id)
    found = [
        figure_of(at, f"working_capital.{rule}", {Anchor.LOAN_SIGNING: day}, licence, ask.product) for rule in _RULES
    ]
    missing = [one for one in found if isinstance(one, NoFigure)]
    if missing:
        return Unneeded(why_none(missing[0])) if is_unknown(missing[0]) else None
    cites = tuple(one for one in found if isinstance(one, Figure))
    return _from_statements(book, ask, config, at, cites)


def _from_statements(
    book: Book, ask: Ask, config: CreditConfig, at: Context, cites: tuple[Figure, ...]
) -> Need | Unneeded:
    rows = [row for row in one_voice(book, "statements") if _is_year(row, ask) and row["period_to"] <= at.today]
    year = max(rows, key=lambda row: row["period_to"], default=None)
    if year is None:
        return Unneeded(Text("no accounts of a year in this currency", "没有该币种的年度财务报表"))
    eve = year["period_from"] - timedelta(days=1)
    before = next((row for row in rows if row["period_to"] == eve), None)
    if before is None:
        return Unneeded(Text("no accounts of the year before", "没有上一年度的财务报表"))
    latest, earlier = _accounts(year), _accounts(before)
    own, other = year["own_working_minor"], year["other_working_minor"]
    if latest is None or earlier is None or own is None or other is None:
        return Unneeded(Text("the accounts lack a figure that the formula needs", "财务报表缺少公式所需的数据"))
    funds = Funds(own, _loans_minor(book, ask), other)
    basis_days = value_of(next(one for one in cites if one.rule_id.endswith("need_days_basis")))
    try:
        need = working_capital_need(latest, earlier, funds, basis_days, config.growth_bps_max)
    except ValueError:
        return Unneeded(Text("sales or cost of sales are not above nil", "营业收入或营业成本不大于零"))
    return dataclasses.replace(need, cites=cites)


def _is_year(row: Row, ask: Ask) -> bool:
    ours = row["party_id"] == ask.applicant_id and row["currency"] == ask.amount.currency
    return ours and (row["period_to"] - row["period_from"]).days + 1 in YEAR_DAYS


def _accounts(row: Row) -> Accounts | None:
    values = [row[field.name] for field in dataclasses.fields(Accounts)]
    return None if None in values else Accounts(*values)


def _loans_minor(book: Book, ask: Ask) -> int:
    owed: dict[str, int] = {}
    wanted = (ask.applicant_id, ask.product, ask.amount.currency)
    for row in book.rows("loans"):
        if (row["borrower_id"], row["product"], row["currency"]) == wanted and row["state"] in {"open", "overdue"}:
            owed[row["loan_id"]] = max(row["outstanding_minor"], owed.get(row["loan_id"], 0))
    return sum(owed.values())
