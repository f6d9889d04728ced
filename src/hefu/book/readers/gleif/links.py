"""Relationship records (RR-CDF 2.1, level 2: who owns whom) as links, and reporting exceptions: why none is named."""

from __future__ import annotations

from datetime import date

from hefu.book.book import Row
from hefu.book.readers.gleif.register import (
    ENDED,
    Register,
    code,
    day_after,
    day_at,
    deleted_on,
    lei_of,
    node_id,
    state_of,
    validity,
)
from hefu.book.readers.gleif.tree import Node
from hefu.core.decimals import parse_major
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

_KINDS = {
    # Full consolidation is control, whatever the share.
    "IS_DIRECTLY_CONSOLIDATED_BY": "controls",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "controls",
    # A branch is its head office, a sub-fund a part of its umbrella.
    "IS_INTERNATIONAL_BRANCH_OF": "controls",
    "IS_SUBFUND_OF": "controls",
    # A manager acts for a fund whose money is its investors'.
    "IS_FUND-MANAGED_BY": "represents",
    # A feeder holds shares of its master: here the start of the relationship is above its end.
    "IS_FEEDER_TO": "owns",
}
_UPWARD = "IS_FEEDER_TO"
_DIRECT = "IS_DIRECTLY_CONSOLIDATED_BY"
_STATES = frozenset(["ACTIVE", "INACTIVE", "NULL"])
_PERIODS = frozenset(["RELATIONSHIP_PERIOD", "ACCOUNTING_PERIOD", "DOCUMENT_FILING_PERIOD"])
_PERCENT_MAX = 100
_PERCENTAGE = Text("a percentage from 0 to 100", "0 至 100 的百分数")
_TAKEN = tuple(f"Relationship/{side}/NodeID" for side in ("StartNode", "EndNode"))

_CATEGORIES = frozenset(["DIRECT_ACCOUNTING_CONSOLIDATION_PARENT", "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT"])
# The last five are deprecated and still stand in the golden copy.
_REASONS = frozenset(
    (
        *("NO_LEI", "NATURAL_PERSONS", "NON_CONSOLIDATING", "NO_KNOWN_PERSON", "NON_PUBLIC"),
        *("BINDING_LEGAL_COMMITMENTS", "LEGAL_OBSTACLES", "DISCLOSURE_DETRIMENTAL"),
        *("DETRIMENT_NOT_EXCLUDED", "CONSENT_NOT_OBTAINED"),
    )
)


def add_relationship(register: Register, record: Node) -> None:
    """Add one relationship record: a link for each period in which it holds, and what is said of it besides.

    A direct parent whose share is given also `owns`. Raises RefusalError: IDENTIFIER_WRONG, FIELD_MISSING,
    FIELD_REPEATED, CODE_UNKNOWN, DATE_UNKNOWN, FIELD_MALFORMED for a share, DOCUMENT_CONTRADICTS for a period
    that ends before it begins.
    """
    state = state_of(record, "PUBLISHED")
    start, end = node_id(record, "StartNode", state), node_id(record, "EndNode", state)
    relation = code(record, "Relationship/RelationshipType", _KINDS)
    name = register.begin(f"gleif/{start}/{relation}/{end}")
    above, below = (start, end) if relation == _UPWARD else (end, start)
    share = _share_bps(record)
    kinds: list[Row] = [{"kind": _KINDS[relation]}]
    if relation == _DIRECT and share is not None:
        kinds.append({"kind": "owns", "share_bps": share})
    for ordinal, period in enumerate(_validities(record, state), start=1):
        behind = f"/{ordinal}" if ordinal > 1 else ""
        for kind in kinds:
            row: Row = {"link_id": f"{name}/{kind['kind']}{behind}", "from_id": above, "to_id": below}
            register.rows.add("party_links", {**row, **kind, **period})
    about: Row = {"party_id": below, "link_id": f"{name}/{_KINDS[relation]}"}
    register.entries(name, record, about, _TAKEN)


def _validities(record: Node, state: str) -> list[Row]:
    """Return when the relationship holds: its own periods, never those of accounts or filings.

    A lapsed record still holds: that nobody confirmed a parent again does not make the company independent.
    """
    status = code(record, "Relationship/RelationshipStatus", _STATES)
    record.needed("Registration/LastUpdateDate")
    periods = [_period(period) for period in record.every("Relationship/RelationshipPeriods/RelationshipPeriod")]
    own = [(start, end) for kind, start, end in periods if kind == "RELATIONSHIP_PERIOD"] or [(None, None)]
    over = status == "INACTIVE" or state in ENDED
    ended = deleted_on(record) or (day_at(record, "Registration/LastUpdateDate") if over else None)
    return [validity(start, day_after(end) or ended) for start, end in own]


def _period(period: Node) -> tuple[str, date | None, date | None]:
    kind = code(period, "PeriodType", _PERIODS)
    start, end = day_at(period, "StartDate"), day_at(period, "EndDate")
    if start and end and end < start:
        raise refuse(
            Refusal.DOCUMENT_CONTRADICTS, field=f"{kind}/EndDate", found=end, other=f"{kind}/StartDate", expected=start
        )
    return kind, start, end


def _share_bps(record: Node) -> int | None:
    """Return the share by which accounts are consolidated; what is finer than a basis point is cut off."""
    for quantifier in record.every("Relationship/RelationshipQuantifiers/RelationshipQuantifier"):
        if quantifier.value("MeasurementMethod") == "ACCOUNTING_CONSOLIDATION" and quantifier.value("QuantifierAmount"):
            code(quantifier, "QuantifierUnits", ("PERCENTAGE",))
            amount = parse_major(quantifier.value("QuantifierAmount"))
            if not 0 <= amount <= _PERCENT_MAX:
                raise refuse(Refusal.FIELD_MALFORMED, field="QuantifierAmount", value=str(amount), wanted=_PERCENTAGE)
            return int(amount * 100)
    return None


def add_exception(register: Register, record: Node) -> None:
    """Add one reporting exception: the reasons why a company names no parent of one kind.

    Raises RefusalError: IDENTIFIER_WRONG, FIELD_MISSING, FIELD_REPEATED, CODE_UNKNOWN, DATE_UNKNOWN.
    """
    party_id = lei_of(record.needed("LEI"))
    category = code(record, "ExceptionCategory", _CATEGORIES)
    name = register.begin(f"gleif/Exception/{party_id}/{category}")
    reasons = record.every("ExceptionReason")
    if not reasons:
        raise refuse(Refusal.FIELD_MISSING, field=f"{record.name}/ExceptionReason")
    for reason in reasons:
        if reason.text not in _REASONS:
            raise refuse(Refusal.CODE_UNKNOWN, field=f"{record.name}/ExceptionReason", value=reason.text[:40])
    said: Row = {"type_code": category, "valid_to": deleted_on(record)}
    about = {path: said for path, _ in record.leaves()}
    register.entries(name, record, {"party_id": party_id}, ("LEI", "ExceptionCategory"), about)
