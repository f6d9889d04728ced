"""From files of records to records; whatever is wrong in one is refused with the file and the record named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hefu.core.law import Anchor, Bound, Certainty, Licence
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.rulebook.record import BASES, UNITS, Record, Regulation, Status, Stricter, Transition
from hefu.rulebook.strict import Strict, toml_of

MOST_BPS = 1_000_000
MOST_DAYS = 36_600
MOST_MONTHS = 1_200
MOST_MINOR = 10**18
MOST_COUNT = 10_000

_MOST = {
    "days": MOST_DAYS,
    "working_days": MOST_DAYS,
    "months": MOST_MONTHS,
    "bps": MOST_BPS,
    "bps_per_day": MOST_BPS,
    "minor": MOST_MINOR,
    "count": MOST_COUNT,
}
_CERTAINTIES = {certainty.code: certainty for certainty in Certainty}
_WORDS_OF_OTHERS = ("large_firm", "public_body", "sme", "any_firm")

_OUT_OF_RANGE = Text("must lie between 0 and {most}", "必须在 0 与 {most} 之间")
_DUTY_HAS_NO_FIGURE = Text("a duty has no figure, all else has one", "义务条款不设数值，其余均须有数值")
_NEEDS_A_START = Text(
    "only an announced record or a model has no first day", "只有已公布未定日期的记录或示范法可以没有生效日"
)
_MODEL_HAS_NO_START = Text("a model is not in force", "示范法并不生效")
_REPEALED_ENDS = Text("a repealed record has a last day", "已废止的记录必须有失效日")
_UNTIL_AFTER_START = Text("must lie after the first day", "必须晚于生效日")
_NEITHER = Text("whoever measures something says which way is stricter", "有数值可比的记录必须说明何者更严")


def load(files: Mapping[str, bytes]) -> tuple[Record, ...]:
    """Return the records of files given by name, sorted by rule and first day.

    Raises RefusalError naming file and record: unreadable, a key unknown or missing, a value wrong or out of
    range, dates reversed, two records of one rule in force on one day for one case.
    """
    records = [record for path in sorted(files) for record in records_of(path, files[path])]
    records.sort(key=lambda one: (one.rule_id, one.valid_from or date.max, one.article))
    _refuse_overlaps(records)
    return tuple(records)


def records_of(path: str, data: bytes) -> list[Record]:
    """Return the records of one file: one `[regulation]` and its `[[rule]]` tables."""
    top = toml_of(path, data)
    regulation = _regulation(top.table("regulation"))
    rules = top.tables("rule")
    top.close()
    return [_record(Strict(path, str(values.get("id", "*")), values), regulation) for values in rules]


def _regulation(table: Strict) -> Regulation:
    found = Regulation(table.text("id"), table.both("name"), table.text("number"), table.maybe_day("issued_on"))
    table.close()
    return found


def _record(table: Strict, regulation: Regulation) -> Record:
    bound = Bound(table.code("bound", Bound)) if table.has("bound") else Bound.DUTY
    certainty = _certainty(table, "certainty")
    record = Record(
        rule_id=table.text("id"),
        regulation=regulation,
        article=table.maybe_text("article"),
        says=table.both("says"),
        value=table.maybe_whole("value"),
        unit=table.code("unit", UNITS) if bound != Bound.DUTY else table.maybe_text("unit"),
        of=table.code("of", BASES) if table.has("of") else "",
        bound=bound,
        stricter=Stricter(table.code("stricter", Stricter)) if table.has("stricter") else Stricter.NEITHER,
        anchor=Anchor(table.code("anchor", Anchor)),
        licences=tuple(Licence(word) for word in table.codes("licences", Licence)),
        products=table.texts("products"),
        debtors=table.codes("debtors", _WORDS_OF_OTHERS),
        creditors=table.codes("creditors", _WORDS_OF_OTHERS),
        valid_from=table.maybe_day("valid_from"),
        valid_to=table.maybe_day("valid_to"),
        status=Status(table.code("status", Status)),
        certainty=certainty,
        dates_certainty=_certainty(table, "dates_certainty") if table.has("dates_certainty") else certainty,
        source=table.both("source"),
        transition=_transition(table.table("transition")) if table.has("transition") else None,
        path=table.path,
    )
    _check(table, record)
    table.close()
    return record


def _certainty(table: Strict, key: str) -> Certainty:
    return _CERTAINTIES[table.code(key, _CERTAINTIES)]


def _transition(table: Strict) -> Transition:
    found = Transition(
        until=table.typed("until", date),
        says=table.both("says"),
        certainty=_certainty(table, "certainty"),
        anchor=Anchor(table.code("anchor", Anchor)) if table.has("anchor") else None,
    )
    table.close()
    return found


def _check(table: Strict, record: Record) -> None:
    _check_figure(table, record)
    _check_days(table, record)


def _check_figure(table: Strict, record: Record) -> None:
    if (record.value is None) != (record.bound == Bound.DUTY):
        raise table.wrong("value", record.value, _DUTY_HAS_NO_FIGURE)
    most = _MOST.get(record.unit, 0)
    if record.value is not None and not 0 <= record.value <= most:
        reason = Text(_OUT_OF_RANGE.en.format(most=most), _OUT_OF_RANGE.zh.format(most=most))
        raise table.wrong("value", record.value, reason)
    if (record.stricter == Stricter.NEITHER) != (record.bound in (Bound.DUTY, Bound.EXACT)):
        raise table.wrong("stricter", record.stricter.value, _NEITHER)


def _check_days(table: Strict, record: Record) -> None:
    begins, ends = record.valid_from, record.valid_to
    if begins is None and record.status not in (Status.ANNOUNCED, Status.MODEL):
        raise table.wrong("valid_from", "", _NEEDS_A_START)
    if begins is not None and record.status == Status.MODEL:
        raise table.wrong("valid_from", begins, _MODEL_HAS_NO_START)
    if ends is None and record.status == Status.REPEALED:
        raise table.wrong("valid_to", "", _REPEALED_ENDS)
    if ends is not None and (begins is None or ends <= begins):
        shown = begins or "–"
        raise refuse(
            Refusal.LAW_DATES_REVERSED, path=record.path, record=record.rule_id, valid_from=shown, valid_to=ends
        )
    clause = record.transition
    if clause and (begins is None or clause.until <= begins):
        raise table.wrong("transition", clause.until, _UNTIL_AFTER_START)


def _refuse_overlaps(records: list[Record]) -> None:
    """Refuse two records of one rule that would both answer one question. `records` are sorted by first day."""
    by_rule: dict[str, list[Record]] = {}
    for record in records:
        for earlier in by_rule.get(record.rule_id, []):
            day = record.valid_from
            if day is not None and overlap(earlier, record) and meet(earlier, record):
                raise refuse(Refusal.LAW_OVERLAP, path=record.path, record=record.rule_id, day=day, other=earlier.path)
        by_rule.setdefault(record.rule_id, []).append(record)


def overlap(one: Record, other: Record) -> bool:
    """Tell whether some day lies in the validity of both."""
    starts = [record.valid_from for record in (one, other) if record.valid_from is not None]
    return len(starts) == len((one, other)) and one.holds_on(max(starts)) and other.holds_on(max(starts))


def meet(one: Record, other: Record) -> bool:
    """Tell whether some lender and product are reached by both records."""
    return _share(one.licences, other.licences) and _share(one.products, other.products)


def _share(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not some or not others or bool(set(some) & set(others))
