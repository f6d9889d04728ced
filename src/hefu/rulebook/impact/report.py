"""What changes for a book if a rule starts on some day: one row for each thing it would touch."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hefu.core.context import Context
from hefu.core.findings import RowRef
from hefu.core.law import Bound, Figure, NoFigure, Standing, stands
from hefu.core.money import Money
from hefu.core.texts import Text
from hefu.rulebook.impact.measured import Measured, Scene, Tables, names_of
from hefu.rulebook.impact.probes import NEEDS_GROUPS, PROBES
from hefu.rulebook.record import Record
from hefu.rulebook.rulebook import RuleBook

DAY = timedelta(days=1)


class Effect(enum.StrEnum):
    """What the rule does to a thing, gravest first."""

    UNKNOWN = "unknown"
    BREAKS = "breaks"
    COMES_UNDER = "comes_under"
    WOULD_BREAK = "would_break"
    WOULD_COME_UNDER = "would_come_under"


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One thing of the book that the rule touches.

    `value` and `over_by` are in the rule's unit. `before` is how it stands to the figure that it would replace.
    `days_to_go` counts from today: of a thing that ends, to its end; of a count that grows, to the day it passes the
    figure; of a state, to the rule's first day.
    """

    effect: Effect
    subject: RowRef
    party_id: str
    party_name: str
    value: int | None
    over_by: int | None
    before: Standing | None
    amount: Money | None
    ends_on: date | None
    days_to_go: int | None
    condition: Text | None
    missing: Text | None


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer for one rule. `measured` things were looked at; `untestable` says why none could be."""

    rule_id: str
    starts_on: date
    today: date
    before: Figure | NoFigure
    after: Figure
    rows: tuple[ImpactRow, ...]
    measured: int
    untestable: Text | None

    @property
    def by_effect(self) -> dict[Effect, int]:
        """How many rows have each effect, gravest first."""
        return {effect: sum(row.effect == effect for row in self.rows) for effect in Effect}

    @property
    def touched(self) -> int:
        """How many things the rule is known to touch; those that cannot be told are not among them."""
        return len(self.rows) - self.by_effect[Effect.UNKNOWN]


_NO_TABLE = Text(
    "No table of the book holds what this rule measures; its effect has to be looked at by hand.",
    "账簿中没有该规则所计量的数据，其影响须人工判断。",
)
_NO_FIGURE = Text(
    "This rule has no figure that could be held against the book; its effect has to be looked at by hand.",
    "该规则没有可与账簿比较的数值，其影响须人工判断。",
)
_NO_GROUPS = Text(
    "The control groups were not given; without them this rule cannot be held against the book.",
    "未提供集团客户名单，无法与账簿比较。",
)


def impact(
    book: Tables,
    rulebook: RuleBook,
    rule_id: str,
    starts_on: date,
    at: Context,
    groups: Mapping[str, Collection[str]] | None = None,
) -> Impact:
    """Return what changes for a book if a rule starts on a day, graver effects first.

    The rule's announced record is taken where it has one, else its latest. `groups` are control groups (集团客户) by
    name, needed for the limits on groups. Pure; KeyError for a rule that no record bears.
    """
    named = None if groups is None else {name: frozenset(members) for name, members in groups.items()}
    started = rulebook.with_start(rule_id, starts_on)
    scene = Scene(book, started, at.today, starts_on, named)
    begun = _begun(started, rule_id, starts_on)
    untestable = _untestable(begun, scene)
    found = [] if untestable else _once(PROBES[rule_id](scene), begun)
    before = _before(rulebook, begun, starts_on)
    names = names_of(book)
    rows = [row for one in found if (row := _row(one, begun.figure(), before, scene, names)) is not None]
    return Impact(
        rule_id=rule_id,
        starts_on=starts_on,
        today=at.today,
        before=before,
        after=begun.figure(),
        rows=tuple(sorted(rows, key=_order)),
        measured=len(found),
        untestable=untestable,
    )


def _begun(rulebook: RuleBook, rule_id: str, starts_on: date) -> Record:
    return next(record for record in rulebook.records(rule_id) if record.valid_from == starts_on)


def _before(rulebook: RuleBook, begun: Record, starts_on: date) -> Figure | NoFigure:
    """Return the figure in force on the day before, for those the rule reaches."""
    licence = begun.licences[0] if begun.licences else None
    product = begun.products[0] if begun.products else ""
    day = max(starts_on, date.min + DAY) - DAY
    return rulebook.figure(begun.rule_id, {begun.anchor: day}, licence, product)


def _untestable(record: Record, scene: Scene) -> Text | None:
    if record.value is None or record.bound in (Bound.DUTY, Bound.EXACT):
        return _NO_FIGURE
    if record.rule_id not in PROBES:
        return _NO_TABLE
    return _NO_GROUPS if record.rule_id in NEEDS_GROUPS and scene.groups is None else None


def _once(found: list[Measured], record: Record) -> list[Measured]:
    """Return each thing once: of several sources' words the one that the rule bears hardest on, the unknown last."""
    harder = -1 if record.bound in (Bound.AT_LEAST, Bound.WITHIN) else 1
    kept: dict[tuple[str, str, str, str], Measured] = {}
    for one in found:
        currency = one.amount.currency if one.amount else ""
        key = (one.subject.table, one.subject.row_id, one.party_id, currency)
        held = kept.get(key)
        if held is None or held.value is None or (one.value is not None and harder * (one.value - held.value) > 0):
            kept[key] = one
    return list(kept.values())


def _row(
    one: Measured, figure: Figure, before: Figure | NoFigure, scene: Scene, names: Mapping[str, str]
) -> ImpactRow | None:
    effect = _effect(one, figure, scene)
    if effect is None:
        return None
    known = one.value is not None and figure.value is not None
    return ImpactRow(
        effect=effect,
        subject=one.subject,
        party_id=one.party_id,
        party_name=names.get(one.party_id, ""),
        value=one.value,
        over_by=abs((one.value or 0) - (figure.value or 0)) if known else None,
        before=stands(before, one.value) if isinstance(before, Figure) and one.value is not None else None,
        amount=one.amount,
        ends_on=one.ends_on,
        days_to_go=_days_to_go(one, figure, scene),
        condition=one.condition,
        missing=one.missing,
    )


def _effect(one: Measured, figure: Figure, scene: Scene) -> Effect | None:
    """Return what the rule does to a thing; None where it leaves it as it is."""
    if one.value is None:
        return Effect.UNKNOWN
    standing = stands(figure, one.value)
    if standing in (Standing.ALLOWED, Standing.NOT_REACHED, Standing.NO_MEASURE):
        return None
    older = one.happened_on is not None and one.happened_on < scene.starts_on
    if standing == Standing.BARRED:
        return Effect.WOULD_BREAK if older else Effect.BREAKS
    return Effect.WOULD_COME_UNDER if older else Effect.COMES_UNDER


def _days_to_go(one: Measured, figure: Figure, scene: Scene) -> int | None:
    if one.grows_from is not None and figure.value is not None:
        passed = one.grows_from.toordinal() + figure.value + (figure.bound == Bound.OVER)
        return max(passed, scene.first_day.toordinal()) - scene.today.toordinal()
    if one.happened_on is None and one.value is not None:
        return (scene.first_day - scene.today).days
    return None if one.ends_on is None else (one.ends_on - scene.today).days


def _order(row: ImpactRow) -> tuple[object, ...]:
    return (list(Effect).index(row.effect), -(row.over_by or 0), row.party_id, row.subject)
