"""The rule book: every record, and the answer which figure applied on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.rulebook.loader import load
from hefu.rulebook.record import Record, Status
from hefu.rulebook.shipped import shipped_files

RECORDS = "hefu.rulebook.records"
"""The package whose TOML files are the records that ship."""


class RuleBook:
    """Every record of the law. Frozen: whatever changes it returns another. Implements `hefu.core.law.Law`."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Hold records that `load` has checked."""
        self._records = tuple(records)
        self._by_rule: dict[str, tuple[Record, ...]] = {}
        for record in self._records:
            self._by_rule[record.rule_id] = (*self._by_rule.get(record.rule_id, ()), record)

    @classmethod
    def shipped(cls) -> RuleBook:
        """Return the rule book that ships with Hefu."""
        return cls(load(shipped_files(RECORDS)))

    @cached_property
    def version(self) -> str:
        """The name of the rule book: a hash of every record, whatever the files and their order."""
        return "law-" + sha256_hex(b"\n".join(sorted(canonical_json(one.plain()) for one in self._records)))[:16]

    def rule_ids(self) -> tuple[str, ...]:
        """Return the id of every rule, sorted."""
        return tuple(sorted(self._by_rule))

    def records(self, rule_id: str = "") -> tuple[Record, ...]:
        """Return every record, or those of one rule; KeyError for a rule that no record bears."""
        return self._by_rule[rule_id] if rule_id else self._records

    def in_force(self, day: date) -> tuple[Record, ...]:
        """Return the records in force on a day."""
        return tuple(record for record in self._records if record.holds_on(day))

    def figure(
        self, rule_id: str, days: Mapping[Anchor, date], licence: Licence | None = None, product: str = ""
    ) -> Figure | NoFigure:
        """Return the figure in force on the rule's own kind of anchor day, or why there is none.

        Codes of NoFigure: no_start_date, not_for_licence, not_for_product, not_yet_in_force, no_longer_in_force say
        that the rule does not reach here; anchor_missing, licence_missing, product_missing that the question lacks
        what decides it. Raises KeyError for a rule id that no record bears.
        """
        dated = [record for record in self._by_rule[rule_id] if record.valid_from is not None]
        if not dated:
            return NoFigure(rule_id, "no_start_date")
        reached = [(record, _reach(record, licence, product)) for record in dated]
        meant = [record for record, code in reached if not code]
        if not meant:
            return NoFigure(rule_id, _most_open(code for _, code in reached))
        return _on_its_day(meant, days)


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


def _on_its_day(records: list[Record], days: Mapping[Anchor, date]) -> Figure | NoFigure:
    """Return the figure of the record whose anchor day lies in its validity. `records` are all of one rule."""
    rule_id = records[0].rule_id
    known = [(record, days[record.anchor]) for record in records if record.anchor in days]
    for record, day in known:
        if record.holds_on(day):
            return record.figure(_transition_to(record, day, days))
    if len(known) < len(records):
        return NoFigure(rule_id, "anchor_missing")
    later = any(record.valid_from is not None and day < record.valid_from for record, day in known)
    return NoFigure(rule_id, "not_yet_in_force" if later else "no_longer_in_force")


def _transition_to(record: Record, day: date, days: Mapping[Anchor, date]) -> date | None:
    """Return until when the case may be brought in line; a clause for old business reaches only what is old."""
    clause = record.transition
    if clause is None or day >= clause.until:
        return None
    if clause.anchor is None:
        return clause.until
    begun = days.get(clause.anchor)
    old = begun is not None and record.valid_from is not None and begun < record.valid_from
    return clause.until if old else None


def announced(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the records that are announced and have no first day."""
    return tuple(one for one in records if one.status == Status.ANNOUNCED and one.valid_from is None)
