"""How long a loan may run and by how much it may be extended: calendar months, shares of the days agreed."""

from __future__ import annotations

import calendar
from datetime import date

from hefu.core.money import BPS_WHOLE


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that has no such day (民法典 202)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def runs_over(first: date, last: date, months: int) -> bool:
    """Tell whether the time from `first` to `last` is longer than so many months; exactly as long is not longer."""
    return last > add_months(first, months)


def extension_days_max(drawn_on: date, due_on: date, share_bps: int) -> int:
    """Return by how many days in all a loan may be extended: a share of the days first agreed, whole days, down."""
    return (due_on - drawn_on).days * share_bps // BPS_WHOLE
