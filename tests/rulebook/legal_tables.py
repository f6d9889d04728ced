"""Text tables of the law that a lawyer can read: how they are read, and what the rule book answers to each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hefu.core.law import Anchor, Figure, Licence, NoFigure, stands
from hefu.rulebook import RuleBook

FOLDER = Path(__file__).parent / "tables"

_HEAD = re.compile(r"== (?P<rule_id>\S+)(?: if it starts on (?P<starts_on>\S+))?")
_ASKED = (
    ("bps_per_day", re.compile(r"(-?[\d.]+)% a day")),
    ("bps", re.compile(r"(-?[\d.]+)%")),
    ("minor", re.compile(r"(-?[\d,.]+) yuan")),
    ("working_days", re.compile(r"(-?\d+) working days?")),
    ("days", re.compile(r"(-?\d+) days?")),
    ("months", re.compile(r"(-?\d+) months?")),
    ("count", re.compile(r"(-?\d+)")),
)


@dataclass(frozen=True)
class Case:
    """One row: what is asked of which rule, and the expected answer."""

    where: str
    rule_id: str
    starts_on: date | None
    days: dict[Anchor, date]
    licence: Licence | None
    product: str
    asked: tuple[int, str] | None
    expected: str


def cases() -> list[Case]:
    """Every row of every table."""
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _cases_of(path)]


def answer(law: RuleBook, case: Case) -> str:
    """What the rule book answers: the figure that applies, or how the asked value stands to it."""
    book = law.with_start(case.rule_id, case.starts_on) if case.starts_on else law
    found = book.figure(case.rule_id, case.days, case.licence, case.product)
    if isinstance(found, NoFigure):
        return found.code
    if case.asked is None:
        several = len(law.records(case.rule_id)) > 1
        return _said(found, _number(law, found) if several else "")
    value, unit = case.asked
    return stands(found, value).value.replace("_", " ") if unit == found.unit else f"is asked in {unit}"


def _number(law: RuleBook, figure: Figure) -> str:
    """Return the number of the regulation that answers."""
    some = (one.regulation for one in law.records(figure.rule_id))
    return next(one.number for one in some if one.name == figure.regulation)


def _said(figure: Figure, number: str) -> str:
    text = "duty" if figure.value is None else shown(figure.value, figure.unit)
    text = f"{text} ({number})" if number else text
    return f"{text}, in line by {figure.transition_to}" if figure.transition_to else text


def shown(value: int, unit: str) -> str:
    """A figure as the tables write it."""
    if unit in ("bps", "bps_per_day"):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}%" + (" a day" if unit == "bps_per_day" else "")
    if unit == "minor":
        return f"{value // 100:,}.{value % 100:02d} yuan"
    if unit == "count":
        return str(value)
    word = unit.replace("_", " ")
    return f"{value} {word.removesuffix('s') if value == 1 else word}"


def _cases_of(path: Path) -> Iterator[Case]:
    rule_id, starts_on = "", None
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        if head := _HEAD.fullmatch(line):
            rule_id = head["rule_id"]
            starts_on = date.fromisoformat(head["starts_on"]) if head["starts_on"] else None
            continue
        words, days, who, asked, expected = (part.strip() for part in line.split("|"))
        licence, product = (part.strip() for part in who.split("/"))
        yield Case(
            where=f"{path.stem}:{number} {rule_id}, {words}",
            rule_id=rule_id,
            starts_on=starts_on,
            days=_days(days),
            licence=None if licence == "-" else Licence(licence),
            product="" if product == "-" else product,
            asked=None if asked == "-" else _asked(asked),
            expected=expected,
        )


def _days(text: str) -> dict[Anchor, date]:
    pairs = [] if text == "-" else [part.split() for part in text.split(",")]
    return {Anchor(anchor): date.fromisoformat(day) for anchor, day in pairs}


def _asked(text: str) -> tuple[int, str]:
    for unit, pattern in _ASKED:
        if found := pattern.fullmatch(text):
            digits = found[1].replace(",", "")
            hundredths = unit in ("bps", "bps_per_day", "minor")
            return int(digits.replace(".", "") if hundredths else digits), unit
    raise ValueError(text)
