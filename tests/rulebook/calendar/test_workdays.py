"""Working days of the PRC, beside a slow twin that walks a list written out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.law import Certainty
from hefu.core.refusals import RefusalError
from hefu.rulebook.calendar import WorkingDays
from hefu.rulebook.calendar.workdays import YEARS, load_years
from hefu.rulebook.shipped import shipped_files

DAYS = WorkingDays.shipped()
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)

TABLE = """
2024-01-01 | off    | New Year
2024-02-04 | worked | Sunday made up for Spring Festival
2024-02-09 | worked | New Year's Eve: firms are only encouraged to give it
2024-02-10 | off    | Spring Festival begins
2024-02-17 | off    | and ends
2024-02-18 | worked | Sunday made up
2024-04-07 | worked | Sunday made up
2024-05-11 | worked | Saturday made up
2024-06-10 | off    | Dragon Boat Festival
2024-09-14 | worked | Saturday made up
2024-09-17 | off    | Mid-Autumn Festival ends
2024-09-18 | worked | the day after
2024-10-08 | worked | the day after National Day
2024-10-12 | worked | Saturday made up
2025-01-01 | off    | New Year, no make-up
2025-01-26 | worked | Sunday made up
2025-01-27 | worked | the day before Spring Festival
2025-01-28 | off    | Spring Festival begins on the eve
2025-02-04 | off    | and ends
2025-02-05 | worked | the day after
2025-04-05 | off    | a Saturday that is Tomb-Sweeping
2025-10-08 | off    | National Day with Mid-Autumn ends
2025-10-11 | worked | Saturday made up
2026-01-02 | off    | New Year's bridge
2026-01-04 | worked | Sunday made up
2026-02-14 | worked | Saturday made up
2026-02-15 | off    | Spring Festival begins
2026-02-23 | off    | and ends
2026-02-24 | worked | the day after
2026-02-28 | worked | Saturday made up
2026-05-09 | worked | Saturday made up
2026-05-10 | off    | a plain Sunday
2026-09-20 | worked | Sunday made up
2026-09-25 | off    | Mid-Autumn Festival
2026-10-07 | off    | National Day ends
2026-10-10 | worked | Saturday made up
2026-11-25 | worked | a plain Wednesday
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_day_is_worked_as_the_notice_says(line: str) -> None:
    day, expected, _ = (part.strip() for part in line.split("|"))
    assert DAYS.is_working(date.fromisoformat(day)) == (expected == "worked")


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_notices_leave(year: int, worked: int) -> None:
    days = [date(year, 1, 1) + n * DAY for n in range(366) if (date(year, 1, 1) + n * DAY).year == year]
    assert sum(DAYS.is_working(day) for day in days) == worked


def test_every_year_says_how_sure_it_is_and_whence() -> None:
    assert [one.year for one in DAYS.arrangements] == [2024, 2025, 2026]
    assert {one.certainty for one in DAYS.arrangements} == {Certainty.CONFIRMED}
    assert all(one.source.zh and one.number and one.issued_on.year == one.year - 1 for one in DAYS.arrangements)


@pytest.mark.parametrize("day", [date(2023, 12, 29), date(2027, 1, 4)])
def test_a_year_that_is_not_known_is_refused_and_never_guessed(day: date) -> None:
    with pytest.raises(RefusalError, match="calendar_year_missing"):
        DAYS.is_working(day)


def test_a_count_that_runs_out_of_the_known_years_is_refused() -> None:
    assert DAYS.add_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    with pytest.raises(RefusalError, match="calendar_year_missing"):
        DAYS.add_working_days(date(2026, 12, 30), 2)
    with pytest.raises(RefusalError, match="calendar_year_missing"):
        DAYS.working_days_between(date(2026, 12, 30), date(2027, 1, 1))


WORKED = [day for n in range((LAST - FIRST).days + 1) if DAYS.is_working(day := FIRST + n * DAY)]


@given(day=st.dates(FIRST, date(2026, 9, 1)), count=st.integers(0, 60))
def test_so_many_working_days_on_is_that_place_in_the_list(day: date, count: int) -> None:
    after = [one for one in WORKED if one > day]
    assert DAYS.add_working_days(day, count) == (after[count - 1] if count else day)
    assert DAYS.next_working_day(day) == after[0]


@given(start=st.dates(FIRST, LAST), end=st.dates(FIRST, LAST))
def test_working_days_between_are_those_of_the_list(start: date, end: date) -> None:
    if end < start:
        with pytest.raises(ValueError, match="end"):
            DAYS.working_days_between(start, end)
        return
    assert DAYS.working_days_between(start, end) == sum(start < one <= end for one in WORKED)


@given(day=st.dates(FIRST, date(2026, 10, 1)), count=st.integers(1, 60))
def test_counting_on_and_counting_between_are_one_another_s_inverse(day: date, count: int) -> None:
    end = DAYS.add_working_days(day, count)
    assert DAYS.working_days_between(day, end) == count
    assert DAYS.is_working(end)


def test_a_count_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        DAYS.add_working_days(FIRST, -1)


GOOD = shipped_files(YEARS)["2026.toml"].decode()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("year = 2026", "year = 2025", "law_value_wrong"),
        ("year = 2026\n", "", "law_key_missing"),
        ("worked", "wurked", "law_key_missing"),
        ("2026-01-04,", "2026-01-05,", "law_value_wrong"),
        ("2026-01-04,", "2026-01-03,", "law_value_wrong"),
        ("last_on = 2026-01-03", "last_on = 2025-12-31", "law_value_wrong"),
        ("last_on = 2026-10-07", "last_on = 2026-09-30", "law_value_wrong"),
        ('certainty = "confirmed"', 'certainty = "sure"', "law_value_wrong"),
        ("first_on = 2026-01-01", 'first_on = "2026-01-01"', "law_value_wrong"),
        ("[[holiday]]", "[[holiday]]\nnote = 1", "law_key_unknown"),
        ("year = 2026", "year = [", "law_unreadable"),
    ],
)
def test_a_spoiled_year_is_refused(old: str, new: str, code: str) -> None:
    assert old in GOOD
    with pytest.raises(RefusalError, match=code):
        load_years({"2026.toml": GOOD.replace(old, new, 1).encode()})


def test_a_year_given_twice_is_refused() -> None:
    with pytest.raises(RefusalError, match="law_value_wrong"):
        load_years({"a.toml": GOOD.encode(), "b.toml": GOOD.encode()})


def test_the_calendar_s_name_follows_its_days() -> None:
    fewer = WorkingDays(load_years({"2026.toml": GOOD.encode()}))
    changed = WorkingDays(load_years({"2026.toml": GOOD.replace("2026-01-04, ", "").encode()}))
    assert len({DAYS.version, fewer.version, changed.version}) == 3
