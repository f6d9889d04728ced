"""Working days of the PRC: Monday to Friday, less the holidays and with the make-up days that the State Council sets.

A year whose arrangement is not in the data is refused: nobody can know its working days before the notice is out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.law import Certainty
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.rulebook.shipped import shipped_files
from hefu.rulebook.strict import Strict, toml_of

YEARS = "hefu.rulebook.calendar.years"
"""The package whose TOML files are the arrangements that ship."""

_DAY = timedelta(days=1)
_FRIDAY = 4
_OF_THE_YEAR = Text("must be a day of the year {year}", "必须是 {year} 年的日期")
_A_WEEKEND = Text("a make-up day is a Saturday or Sunday", "调休上班日必须是周六或周日")
_IN_ORDER = Text("must not end before it begins", "结束日不得早于开始日")
_TWICE = Text("a year has one arrangement", "同一年份只能有一份安排")
_BOTH = Text("a day is a holiday or worked, not both", "同一天不得既放假又上班")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One year's notice: weekdays and weekends that are holidays, weekend days that are worked."""

    year: int
    name: Text
    number: str
    issued_on: date
    certainty: Certainty
    source: Text
    holidays: frozenset[date]
    worked: frozenset[date]


class WorkingDays:
    """The calendar of working days over the years whose arrangement is known."""

    def __init__(self, arrangements: Iterable[Arrangement]) -> None:
        """Hold one arrangement per year."""
        self._years = {one.year: one for one in arrangements}

    @classmethod
    def shipped(cls) -> WorkingDays:
        """Return the calendar that ships with Hefu."""
        return cls(load_years(shipped_files(YEARS)))

    @property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """Return every year's arrangement, oldest first."""
        return tuple(self._years[year] for year in sorted(self._years))

    @cached_property
    def version(self) -> str:
        """The name of the calendar: a hash of every year's days."""
        years = [[one.year, sorted(one.holidays), sorted(one.worked)] for one in self.arrangements]
        return "days-" + sha256_hex(canonical_json(years))[:16]

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked; refused (CALENDAR_YEAR_MISSING) where its year is not in the data."""
        arrangement = self._years.get(day.year)
        if arrangement is None:
            raise refuse(Refusal.CALENDAR_YEAR_MISSING, year=day.year, day=day)
        return day in arrangement.worked or (day.weekday() <= _FRIDAY and day not in arrangement.holidays)

    def working_day_from(self, day: date) -> date:
        """Return the day itself if it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first worked day after a day."""
        return self.working_day_from(day + _DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th worked day after a day, which is itself not counted (民法典 201)."""
        if count < 0:
            raise ValueError("count must not be negative")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many worked days lie after `start`, up to and with `end`."""
        if end < start:
            raise ValueError("end must not lie before start")
        return sum(self.is_working(start + n * _DAY) for n in range(1, (end - start).days + 1))


def load_years(files: Mapping[str, bytes]) -> tuple[Arrangement, ...]:
    """Return the arrangements of files given by name; refused like records of the law, file and year named."""
    found: dict[int, Arrangement] = {}
    for path in sorted(files):
        table = toml_of(path, files[path])
        arrangement = _arrangement(table)
        if arrangement.year in found:
            raise table.wrong("year", arrangement.year, _TWICE)
        found[arrangement.year] = arrangement
    return tuple(found[year] for year in sorted(found))


def _arrangement(table: Strict) -> Arrangement:
    year: int = table.typed("year", int)
    table.record = str(year)
    certainties = {certainty.code: certainty for certainty in Certainty}
    worked = frozenset(_day_of(table, "worked", day, year) for day in table.typed("worked", list))
    holidays = frozenset(day for values in table.tables("holiday") for day in _holiday(table, values, year))
    for day in sorted(worked):
        if day.weekday() <= _FRIDAY:
            raise table.wrong("worked", day, _A_WEEKEND)
        if day in holidays:
            raise table.wrong("worked", day, _BOTH)
    found = Arrangement(
        year=year,
        name=table.both("name"),
        number=table.text("number"),
        issued_on=table.typed("issued_on", date),
        certainty=certainties[table.code("certainty", certainties)],
        source=table.both("source"),
        holidays=holidays,
        worked=worked,
    )
    table.close()
    return found


def _holiday(table: Strict, values: dict[str, object], year: int) -> list[date]:
    """Return every day of one holiday."""
    holiday = Strict(table.path, table.record, values)
    holiday.both("name")
    first, last = (_day_of(holiday, key, holiday.typed(key, date), year) for key in ("first_on", "last_on"))
    holiday.close()
    if last < first:
        raise holiday.wrong("last_on", last, _IN_ORDER)
    return [first + n * _DAY for n in range((last - first).days + 1)]


def _day_of(table: Strict, key: str, day: object, year: int) -> date:
    if type(day) is not date or day.year != year:
        raise table.wrong(key, day, Text(_OF_THE_YEAR.en.format(year=year), _OF_THE_YEAR.zh.format(year=year)))
    return day
