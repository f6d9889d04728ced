"""When a period ends (民法典 201-204), beside an oracle that walks day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.refusals import RefusalError
from hefu.rulebook.calendar import WorkingDays, add_months, months_completed, months_spanned, period_end

DAYS = WorkingDays.shipped()
DAY = timedelta(days=1)

MONTHS = """
2026-01-15 |   1 | 2026-02-15
2026-01-31 |   1 | 2026-02-28
2024-01-31 |   1 | 2024-02-29
2024-02-29 |  12 | 2025-02-28
2024-02-29 |  48 | 2028-02-29
2025-12-31 |   6 | 2026-06-30
2025-06-15 |  24 | 2027-06-15
2026-03-31 |  -1 | 2026-02-28
2026-01-15 |   0 | 2026-01-15
2026-01-01 | 360 | 2056-01-01
"""


@pytest.mark.parametrize("line", MONTHS.strip().splitlines())
def test_a_month_ends_on_the_corresponding_day_or_the_month_s_last(line: str) -> None:
    start, months, end = (part.strip() for part in line.split("|"))
    assert add_months(date.fromisoformat(start), int(months)) == date.fromisoformat(end)


def _corresponding(start: date, months: int) -> date:
    """Walk to the month, then to its corresponding day or its last."""
    day = start.replace(day=1)
    for _ in range(months):
        day = (day + 31 * DAY).replace(day=1)
    while day.day < start.day and (day + DAY).month == day.month:
        day += DAY
    return day


@given(start=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(0, 400))
def test_months_are_those_of_the_oracle(start: date, months: int) -> None:
    assert add_months(start, months) == _corresponding(start, months)


@given(start=st.dates(date(1990, 1, 1), date(2060, 1, 1)), days=st.integers(0, 3000))
def test_a_span_is_the_least_that_reaches_and_the_completed_the_most_that_is_over(start: date, days: int) -> None:
    end = start + days * DAY
    spanned, completed = months_spanned(start, end), months_completed(start, end)
    assert add_months(start, completed) <= end < add_months(start, completed + 1)
    assert end <= add_months(start, spanned)
    assert spanned == 0 or add_months(start, spanned - 1) < end


def test_a_day_over_a_month_counts_as_a_month_and_a_day_short_does_not() -> None:
    assert [months_spanned(date(2026, 1, 15), date(2026, 7, day)) for day in (14, 15, 16)] == [6, 6, 7]
    assert [months_completed(date(2026, 1, 15), date(2026, 7, day)) for day in (14, 15, 16)] == [5, 6, 6]
    with pytest.raises(ValueError, match="end"):
        months_completed(date(2026, 1, 15), date(2026, 1, 14))


PERIODS = """
2026-09-01 | 30 days   | 2026-10-08 | 1 Oct is a holiday: the first worked day is the 8th
2026-01-02 | 60 days   | 2026-03-03 | a plain Tuesday
2026-01-15 | 30 days   | 2026-02-14 | a Saturday that is worked
2026-01-16 | 30 days   | 2026-02-24 | 15 Feb is Spring Festival
2025-08-31 | 1 months  | 2025-09-30 | no 31 September: the month's last day
2025-09-04 | 1 months  | 2025-10-09 | National Day runs to the 8th
2024-02-29 | 1 years   | 2025-02-28 | no 29 February: the month's last day
2025-05-31 | 6 months  | 2025-12-01 | 30 Nov is a Sunday
2026-11-20 | 0 days    | 2026-11-20 | nothing to wait for
"""


@pytest.mark.parametrize("line", PERIODS.strip().splitlines())
def test_a_period_ends_as_the_civil_code_says(line: str) -> None:
    start, length, end, _ = (part.strip() for part in line.split("|"))
    count, unit = length.split()
    assert period_end(date.fromisoformat(start), DAYS, **{unit: int(count)}) == date.fromisoformat(end)


def test_a_period_that_ends_in_an_unknown_year_is_refused() -> None:
    with pytest.raises(RefusalError, match="calendar_year_missing"):
        period_end(date(2026, 12, 1), DAYS, months=1)


@given(start=st.dates(date(2024, 1, 1), date(2026, 6, 1)), days=st.integers(0, 200))
def test_a_period_never_ends_early_nor_on_a_holiday(start: date, days: int) -> None:
    end = period_end(start, DAYS, days=days)
    assert end >= start + days * DAY
    assert DAYS.is_working(end)
    assert not any(DAYS.is_working(start + (days + n) * DAY) for n in range((end - start).days - days))
