"""The rule book: every record, and the answer which figure applied on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.rulebook.loader import load, meet
from hefu.rulebook.policies import policies_of, stricter
from hefu.rulebook.record import Record, Status
from hefu.rulebook.shipped import shipped_files

RECORDS = "hefu.rulebook.records"
"""The package whose TOML files are the records that ship."""


class RuleBook:
    """Every record of the law, and the policies a lender adds. Frozen: whatever changes it returns another.

    Implements `hefu.core.law.Law`.
    """

    def __init__(self, records: Iterable[Record], policies: Iterable[Record] = ()) -> None:
        """Hold records that `load` has checked, and policies that `policies_of` has."""
        self._records = tuple(records)
        self._policies = tuple(policies)
        self._law = _by_rule(self._records)
        self._own = _by_rule(self._policies)

    @classmethod
    def shipped(cls) -> RuleBook:
        """Return the rule book that ships with Hefu."""
        return cls(load(shipped_files(RECORDS)))

    def with_policies(self, files: Mapping[str, bytes]) -> RuleBook:
        """Return this rule book with a lender's policies, given as TOML by file name, in place of any before.

        Raises RefusalError as `hefu.rulebook.policies.policies_of` says; a policy looser than the law is refused.
        """
        return RuleBook(self._records, policies_of(files, self._law))

    def with_start(self, rule_id: str, starts_on: date) -> RuleBook:
        """Return this rule book as if the announced record of a rule began on a day; what it replaces ends there.

        A rule without an announced change begins or begins again on that day as its latest record says. KeyError for
        a rule that no record bears.
        """
        coming = self.coming(rule_id)
        others = [
            _ended(one, starts_on) if meet(one, coming) else one for one in self._law[rule_id] if one is not coming
        ]
        clause = coming.transition if coming.transition and coming.transition.until > starts_on else None
        begun = replace(coming, valid_from=starts_on, valid_to=None, status=Status.IN_FORCE, transition=clause)
        kept = [one for one in self._records if one.rule_id != rule_id]
        return RuleBook((*kept, *(one for one in others if one is not None), begun), self._policies)

    def coming(self, rule_id: str) -> Record:
        """Return the record of a rule that waits for its first day, else its latest."""
        waiting = [one for one in self._law[rule_id] if one.status == Status.ANNOUNCED]
        return waiting[0] if waiting else self._law[rule_id][-1]

    @cached_property
    def version(self) -> str:
        """The name of the rule book: a hash of every record and policy, whatever the files and their order."""
        held = [*(["law", one.plain()] for one in self._records), *(["own", one.plain()] for one in self._policies)]
        return "law-" + sha256_hex(b"\n".join(sorted(canonical_json(one) for one in held)))[:16]

    def rule_ids(self) -> tuple[str, ...]:
        """Return the id of every rule, sorted."""
        return tuple(sorted({*self._law, *self._own}))

    def records(self, rule_id: str = "") -> tuple[Record, ...]:
        """Return every record, the law's before the lender's, or those of one rule; KeyError for an unknown rule."""
        if not rule_id:
            return self._records + self._policies
        found = self._law.get(rule_id, ()) + self._own.get(rule_id, ())
        if not found:
            raise KeyError(rule_id)
        return found

    def in_force(self, day: date) -> tuple[Record, ...]:
        """Return the records in force on a day."""
        return tuple(record for record in self.records() if record.holds_on(day))

    def figure(
        self, rule_id: str, days: Mapping[Anchor, date], licence: Licence | None = None, product: str = ""
    ) -> Figure | NoFigure:
        """Return the figure in force on the rule's own kind of anchor day, or why there is none.

        Where the lender has a stricter policy in force, that is the answer. Codes of NoFigure: no_start_date,
        not_for_licence, not_for_product, not_yet_in_force, no_longer_in_force say that the rule does not reach here;
        anchor_missing, licence_missing, product_missing that the question lacks what decides it. Raises KeyError for
        a rule id that no record bears.
        """
        if rule_id not in self._law and rule_id not in self._own:
            raise KeyError(rule_id)
        asked = (days, licence, product)
        held = [records[rule_id] for records in (self._law, self._own) if rule_id in records]
        answer = _strictest([_record_for(rule_id, records, *asked) for records in held])
        return answer.figure(_transition_to(answer, days)) if isinstance(answer, Record) else answer


def _strictest(answers: Sequence[Record | NoFigure]) -> Record | NoFigure:
    """Return what counts of the law's answer and the lender's, in that order: the unknown first, then the stricter."""
    unknown = [one for one in answers if isinstance(one, NoFigure) and one.unknown]
    found = [one for one in answers if isinstance(one, Record)]
    if unknown:
        return unknown[0]
    if not found:
        return answers[0]
    return found[-1] if len(found) > 1 and stricter(found[-1], found[0]) else found[0]


def _by_rule(records: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, tuple[Record, ...]] = {}
    for record in records:
        found[record.rule_id] = (*found.get(record.rule_id, ()), record)
    return found


def _ended(record: Record, day: date) -> Record | None:
    """Return the record as it would stand if it ended on a day; None if it would not stand at all."""
    if record.valid_from is None or record.valid_from >= day:
        return None
    return record if record.valid_to is not None and record.valid_to <= day else replace(record, valid_to=day)


_UNKNOWN_FIRST = ("licence_missing", "product_missing", "not_for_product", "not_for_licence")


def _most_open(codes: Iterable[str]) -> str:
    """Return the code that leaves most open: what is unknown goes before what is ruled out."""
    return min(codes, key=_UNKNOWN_FIRST.index)


def _reach(record: Record, licence: Licence | None, product: str) -> str:
    """Return why the record does not reach this lender and product, or the empty text where it does."""
    if record.licences and licence is not None and licence not in record.licences:
        return "not_for_licence"
    if record.products and product and product not in record.products:
        return "not_for_product"
    if record.licences and licence is None:
        return "licence_missing"
    return "product_missing" if record.products and not product else ""


def _record_for(
    rule_id: str, records: tuple[Record, ...], days: Mapping[Anchor, date], licence: Licence | None, product: str
) -> Record | NoFigure:
    """Return the record that answers, of some of one rule, or why none does."""
    dated = [record for record in records if record.valid_from is not None]
    if not dated:
        return NoFigure(rule_id, "no_start_date")
    reached = [(record, _reach(record, licence, product)) for record in dated]
    meant = [record for record, code in reached if not code]
    if not meant:
        return NoFigure(rule_id, _most_open(code for _, code in reached))
    return _on_its_day(meant, days)


def _on_its_day(records: list[Record], days: Mapping[Anchor, date]) -> Record | NoFigure:
    """Return the record whose anchor day lies in its validity. `records` are all of one rule."""
    rule_id = records[0].rule_id
    known = [(record, days[record.anchor]) for record in records if record.anchor in days]
    for record, day in known:
        if record.holds_on(day):
            return record
    if len(known) < len(records):
        return NoFigure(rule_id, "anchor_missing")
    later = any(record.valid_from is not None and day < record.valid_from for record, day in known)
    return NoFigure(rule_id, "not_yet_in_force" if later else "no_longer_in_force")


def _transition_to(record: Record, days: Mapping[Anchor, date]) -> date | None:
    """Return until when the case may be brought in line; a clause for old business reaches only what is old."""
    clause = record.transition
    if clause is None or days[record.anchor] >= clause.until:
        return None
    if clause.anchor is None:
        return clause.until
    begun = days.get(clause.anchor)
    old = begun is not None and record.valid_from is not None and begun < record.valid_from
    return clause.until if old else None
