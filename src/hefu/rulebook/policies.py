"""A lender's own policies: records in the same form as the law's, stricter only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.rulebook.loader import load, meet, overlap
from hefu.rulebook.record import Record, Stricter

OWN = "own."
"""How the id of a rule begins that is the lender's alone."""


def policies_of(files: Mapping[str, bytes], law: Mapping[str, Sequence[Record]]) -> tuple[Record, ...]:
    """Return a lender's policies, given by file name, held against the law's records by rule id.

    Raises RefusalError naming file and record: whatever `load` refuses, a rule id that neither the law knows nor is
    the lender's own, another measure than the law's, and a figure looser than the law's (both named).
    """
    records = load(files)
    for record in records:
        _check(record, law.get(record.rule_id))
    return records


def stricter(record: Record, than: Record) -> bool:
    """Tell whether a policy asks more than the law, or as much without the law's transition."""
    if record.value == than.value:
        return than.transition is not None and record.transition is None
    return not looser(record, than)


def looser(record: Record, than: Record) -> bool:
    """Tell whether a policy asks less than the law. Both have figures of one measure."""
    if record.value is None or than.value is None:
        raise ValueError("a duty has no figure to compare")
    return record.value > than.value if than.stricter == Stricter.LOWER else record.value < than.value


def _check(record: Record, law: Sequence[Record] | None) -> None:
    if law is None:
        if not record.rule_id.startswith(OWN):
            raise refuse(Refusal.LAW_POLICY_UNKNOWN_RULE, path=record.path, record=record.rule_id)
        return
    for one in law:
        if one.stricter == Stricter.NEITHER or _measure(one) != _measure(record):
            raise refuse(Refusal.LAW_POLICY_OTHER_MEASURE, path=record.path, record=record.rule_id, law=one.path)
        if meet(one, record) and overlap(one, record) and looser(record, one):
            raise _looser(record, one)


def _measure(record: Record) -> tuple[object, ...]:
    return (record.unit, record.of, record.bound, record.stricter, record.anchor)


def _looser(record: Record, law: Record) -> RefusalError:
    return refuse(
        Refusal.LAW_POLICY_LOOSER,
        path=record.path,
        record=record.rule_id,
        value=record.value or 0,
        unit=record.unit,
        law_value=law.value or 0,
        law=f"{law.path}, {law.rule_id}",
    )
