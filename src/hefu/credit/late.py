"""Interest on a late payment for goods or services to a small or medium firm (保障中小企业款项支付条例, Order 802).

The debtor pays late from the day after the last day for paying. That is the day agreed; where none is agreed so
many days from delivery or acceptance; and for a public body at most so many days from it, whatever was agreed.
What is disputed waits; what is not must be paid in time (art. 15). The yearly rate agreed applies unless it is
below the one-year LPR at signing, which then takes its place; where no rate is agreed a daily one applies.
Interest is reckoned once on the days that are late and rounded half up to the minor unit.

The LPR is read from `indicators`: name `lpr_1y`, unit `bps`, `value_milli` in thousandths of a basis point (so
3.00 % is 300000), from the day it was published until the day before the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hefu.book import Book
from hefu.core.law import Figure
from hefu.core.money import BPS_WHOLE, Rounding, divide

LPR_NAME, LPR_UNIT = "lpr_1y", "bps"
_MILLI = 1_000
LATE_ROUNDING = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class LateRate:
    """A rate of late interest: a share of what is owed for each day, exactly, and by which of three ways it came."""

    a_day: Fraction
    basis: str


def late_rate(
    agreed_bps: int | None, lpr_milli_bps: int | None, default_bps_a_day: int, year_days: int
) -> LateRate | None:
    """Return the rate that applies; None where a rate is agreed and the LPR it must not fall below is not known.

    `agreed_bps` is yearly and so is the LPR, in thousandths of a basis point; both are shared over `year_days`.
    """
    if agreed_bps is None:
        return LateRate(Fraction(default_bps_a_day, BPS_WHOLE), "default")
    if lpr_milli_bps is None:
        return None
    agreed = agreed_bps * _MILLI
    basis = "agreed" if agreed >= lpr_milli_bps else "lpr"
    return LateRate(Fraction(max(agreed, lpr_milli_bps), _MILLI * BPS_WHOLE * year_days), basis)


def late_interest(owed_minor: int, rate: LateRate, days: int) -> int:
    """Return the interest on what is owed and not disputed for so many days late, in minor units, rounded half up."""
    exact = owed_minor * rate.a_day * days
    return divide(exact.numerator, exact.denominator, LATE_ROUNDING)


def last_day(agreed_on: date | None, delivered_on: date | None, default_days: int, days_max: int | None) -> date | None:
    """Return the last day for paying; None where it hangs on a delivery whose day is not known.

    `days_max` from delivery is the most that may be agreed, None where the law sets no such bound.
    """
    if agreed_on is not None and days_max is None:
        return agreed_on
    if delivered_on is None:
        return None
    if agreed_on is None:
        return delivered_on + timedelta(days=default_days)
    assert days_max is not None  # noqa: S101 - the first question left this
    return min(agreed_on, delivered_on + timedelta(days=days_max))


def lpr_milli_bps(book: Book, day: date) -> int | None:
    """Return the one-year LPR in force on a day in thousandths of a basis point; by several words the highest."""
    return max(
        (
            row["value_milli"]
            for row in book.rows("indicators")
            if (row["name"], row["unit"]) == (LPR_NAME, LPR_UNIT) and row["period_from"] <= day <= row["period_to"]
        ),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class LateDebt:
    """What one invoice's debtor owes for being late, with its working.

    `last_day` is the last day on which paying was in time, `days` how many have passed since, `interest_minor` the
    interest on `owed_minor`, which leaves out what is disputed.
    """

    owed_minor: int
    last_day: date
    days: int
    rate: LateRate
    interest_minor: int
    cites: tuple[Figure, ...] = ()


def late_debt(owed_minor: int, last: date, rate: LateRate, until: date, cites: tuple[Figure, ...] = ()) -> LateDebt:
    """Return what is owed for being late if it is paid on `until`: that day bears interest, the last day does not."""
    days = max(0, (until - last).days)
    return LateDebt(owed_minor, last, days, rate, late_interest(owed_minor, rate, days), cites)
