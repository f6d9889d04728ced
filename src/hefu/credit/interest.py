"""Interest, penalty interest and compound interest on a loan in whole minor units, each rounded once.

Every amount is one exact fraction, principal x rate x days over the year, settled by the rule that is named where it is
rounded. Nothing here knows a legal figure: rates, uplifts and the days of the year are given.

Source: 人民币利率管理规定 (1999) art. 20, 银发〔2003〕251号 art. 3: penalty interest replaces interest from the day
after maturity; interest that is not paid bears compound interest, at the rate of the loan until it matures and at the
penalty rate thereafter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hefu.core.money import BPS_WHOLE, Rounding, divide
from hefu.credit.payment_order import Owed, Part, settle

INTEREST_ROUNDING = Rounding.HALF_UP
"""How interest of every kind is settled to the minor unit: once for each stretch of days at one rate."""


def simple_interest(principal_minor: int, rate_bps: int, days: int, year_days: int) -> int:
    """Return interest in minor units for so many days at a yearly rate, ACT over `year_days`, rounded half up."""
    return divide(principal_minor * rate_bps * days, BPS_WHOLE * year_days, INTEREST_ROUNDING)


def penalty_interest(principal_minor: int, rate_bps: int, uplift_bps: int, days: int, year_days: int) -> int:
    """Return penalty interest in minor units: the rate of the loan raised by a share of itself, rounded half up once.

    The raised rate need not be whole basis points (4.35 % raised by half is 6.525 %), so it is never rounded itself.
    """
    numerator = principal_minor * rate_bps * (BPS_WHOLE + uplift_bps) * days
    return divide(numerator, BPS_WHOLE * BPS_WHOLE * year_days, INTEREST_ROUNDING)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a loan was agreed at. `settles_on` is the day of the month on which interest falls due (20, say).

    A loan that is not compounded bears no interest on interest.
    """

    rate_bps: int
    uplift_bps: int
    drawn_on: date
    due_on: date
    settles_on: int
    year_days: int
    compounds: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """What accrued in the days from `first` until before `until`, at one rate on one principal, in minor units."""

    first: date
    until: date
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    compound_minor: int


@dataclass(frozen=True, slots=True)
class Account:
    """A loan on a day: what accrued stretch by stretch, and what is owed, in minor units.

    `interest_minor` is ordinary interest, due or accrued since; what is paid beyond everything owed is `excess_minor`.
    """

    stretches: tuple[Stretch, ...]
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    compound_minor: int
    excess_minor: int


@dataclass(slots=True)
class _Open:
    """The account while it is reckoned: `due` interest bears compound interest, `accrued` does not yet."""

    principal: int
    due: int = 0
    accrued: int = 0
    penalty: int = 0
    compound: int = 0
    excess: int = 0


def account_on(principal_minor: int, terms: Terms, paid: Mapping[date, int], until: date) -> Account:
    """Return a loan's account at the start of `until`: the first day bears interest, the day of repayment does not.

    `paid` gives what was paid on a day, in minor units. It goes to the interest that is due, then to penalty interest,
    compound interest and principal (民法典 561, no costs). Interest of the running month is due on its settlement day.
    Penalty and compound interest bear none themselves.
    """
    opened, stretches = _Open(principal_minor), []
    days = [terms.drawn_on, *_turning_days(terms, paid, until), until]
    for first, last in pairwise(days):
        if first in paid:
            _pay(opened, paid[first])
        stretches.append(_accrue(opened, terms, first, last))
        if _is_settled(terms, last):
            opened.due, opened.accrued = opened.due + opened.accrued, 0
    return Account(
        stretches=tuple(stretches),
        principal_minor=opened.principal,
        interest_minor=opened.due + opened.accrued,
        penalty_minor=opened.penalty,
        compound_minor=opened.compound,
        excess_minor=opened.excess,
    )


def _turning_days(terms: Terms, paid: Iterable[date], until: date) -> list[date]:
    """The days strictly inside the time reckoned on which a rate, a base or the principal changes."""
    months = range(terms.drawn_on.year * 12 + terms.drawn_on.month - 1, until.year * 12 + until.month)
    settled = {date(one // 12, one % 12 + 1, terms.settles_on) + timedelta(days=1) for one in months}
    return sorted(day for day in {*settled, *paid, terms.due_on} if terms.drawn_on < day < until)


def _is_settled(terms: Terms, day: date) -> bool:
    """Tell whether the interest until before `day` has fallen due: the month was settled, or the loan is due."""
    return (day - timedelta(days=1)).day == terms.settles_on or day == terms.due_on


def _accrue(opened: _Open, terms: Terms, first: date, last: date) -> Stretch:
    days, matured = (last - first).days, first >= terms.due_on
    uplift = terms.uplift_bps if matured else 0
    compound = penalty_interest(opened.due, terms.rate_bps, uplift, days, terms.year_days) if terms.compounds else 0
    accrued = penalty_interest(opened.principal, terms.rate_bps, uplift, days, terms.year_days)
    interest, penalty = (0, accrued) if matured else (accrued, 0)
    opened.accrued += interest
    opened.penalty += penalty
    opened.compound += compound
    return Stretch(first, last, opened.principal, interest, penalty, compound)


def _pay(opened: _Open, paid_minor: int) -> None:
    owed = Owed(interest_minor=opened.due + opened.penalty + opened.compound, principal_minor=opened.principal)
    parts = settle(paid_minor, owed)
    left = parts[Part.INTEREST]
    for kind in ("due", "penalty", "compound"):
        taken = min(left, getattr(opened, kind))
        setattr(opened, kind, getattr(opened, kind) - taken)
        left -= taken
    opened.principal -= parts[Part.PRINCIPAL]
    opened.excess += parts[Part.EXCESS]
