"""When a period ends, by articles 201 to 204 of the Civil Code (民法典).

The first day is not counted (201). A period in months or years ends on the corresponding day of its last month, or on
that month's last day (202). Where the last day is a holiday, it ends on the day after the holiday (203). The law or the
parties may say otherwise (204): then use the plain sums.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hefu.rulebook.calendar.workdays import WorkingDays

MONTHS_A_YEAR = 12


def add_months(start: date, months: int) -> date:
    """Return the corresponding day so many months on, or that month's last day; `months` may be negative."""
    year, month0 = divmod(start.year * MONTHS_A_YEAR + start.month - 1 + months, MONTHS_A_YEAR)
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(start.day, last))


def months_spanned(start: date, end: date) -> int:
    """Return the least whole number of months that reaches from `start` to `end`: a day over counts as a month.

    What has at most so many months is held against a ceiling. `end` must not lie before `start`.
    """
    whole = months_completed(start, end)
    return whole if add_months(start, whole) == end else whole + 1


def months_completed(start: date, end: date) -> int:
    """Return how many whole months are over on `end`: a day short does not count. It is held against a floor."""
    if end < start:
        raise ValueError("end must not lie before start")
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def period_end(start: date, working_days: WorkingDays, *, days: int = 0, months: int = 0, years: int = 0) -> date:
    """Return the last day of a period that began on `start`, moved behind a holiday where it falls on one.

    Refused (CALENDAR_YEAR_MISSING) where the year of the last day has no arrangement.
    """
    last = add_months(start, years * MONTHS_A_YEAR + months) + timedelta(days=days)
    return working_days.working_day_from(last)
