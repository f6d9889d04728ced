"""Links between parties that cannot be as they stand.

Each is named by its row, and what it says is used as strictly as it can be.

| the link                                                             | answer | and it counts                     |
|----------------------------------------------------------------------|--------|-----------------------------------|
| names a party of which the book has no row                           | NOTE   | as it stands                      |
| a share below 0 or above 100 %                                       | LOW    | as 0 or 100 %                     |
| a holding without its share                                          | LOW    | as control                        |
| a company that holds itself                                          | NOTE   | its votes neither way             |
| one source's shares of one company come to more than 100 %           | LOW    | each as it stands                 |

A link that ends before it begins never comes so far: the book refuses its row.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.book.rule import WHOLE_GRAPH, Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.texts import Message, Text
from hefu.parties.config import PartiesConfig
from hefu.parties.groups.links import WHOLE_BPS, in_force

NAME = "parties.broken_links"
VERSION = 1
_CLEARS = Message.of("clear_link")
_SHARES = {"owns", "votes"}
_NOTES = {"party_unknown", "holds_itself"}


def check(book: Book, config: PartiesConfig, at: Context) -> Iterable[Finding | Unassessed]:
    """Return a finding for each broken link, in the order of links, then for each company with too many shares."""
    rows = sorted(book.rows("party_links"), key=lambda row: (row["link_id"], row["source_id"]))
    named = pa.array({row[side] for row in rows for side in ("from_id", "to_id")}, pa.string())
    parties = book.table("parties", columns=["party_id"])["party_id"]
    known = set(parties.filter(pc.is_in(parties, named)).to_pylist()) if rows else set()
    for row in rows:
        for code, value in _faults(row, known):
            message = Message.of(code, link=row["link_id"], value=value)
            yield _finding(message, row["to_id"], [row])
    yield from _too_many(rows, at)


def _faults(row: Row, known: set[str]) -> Iterable[tuple[str, str]]:
    for side in ("from_id", "to_id"):
        if row[side] not in known:
            yield "party_unknown", row[side]
    share = row["share_bps"]
    if row["kind"] in _SHARES and share is None:
        yield "share_missing", ""
    if share is not None and not 0 <= share <= WHOLE_BPS:
        yield "share_impossible", str(share)
    if row["from_id"] == row["to_id"]:
        yield "holds_itself", row["to_id"]


def _too_many(rows: list[Row], at: Context) -> Iterable[Finding]:
    held: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["kind"] in _SHARES and row["share_bps"] and in_force(row, at.today):
            held.setdefault((row["to_id"], row["kind"], row["source_id"]), []).append(row)
    for (company, _, _), stated in sorted(held.items()):
        total = sum(min(WHOLE_BPS, max(0, row["share_bps"])) for row in stated)
        if total > WHOLE_BPS:
            yield _finding(Message.of("shares_above_whole", company=company, total_bps=total), company, stated)


def _finding(message: Message, company: str, rows: list[Row]) -> Finding:
    links = tuple(RowRef("party_links", row["link_id"], row["source_id"]) for row in rows)
    severity = Severity.NOTE if message.code in _NOTES else Severity.LOW
    subjects = (RowRef("parties", company), *sorted({RowRef("party_links", link.row_id) for link in links}))
    return Finding(NAME, VERSION, severity, message, subjects=subjects, evidence=links, clears=_CLEARS)


RULE = Rule(
    name=NAME,
    version=VERSION,
    question=Text("Can the links between parties be as they are stated?", "主体间关系的记载是否成立？"),
    partition_by=WHOLE_GRAPH,
    texts={
        "party_unknown": Text(
            "Link {link} names {value}, of which the book has no row.",
            "关系 {link} 提到 {value}，账簿中没有该主体的记录。",
        ),
        "share_missing": Text(
            "Link {link} is a holding without its share.{value}", "关系 {link} 为持股但未载明比例。{value}"
        ),
        "share_impossible": Text(
            "Link {link} states a share of {value} bp.", "关系 {link} 载明的持股比例为 {value} 基点。"
        ),
        "holds_itself": Text("By link {link}, {value} holds itself.", "按关系 {link}，{value} 持有自身。"),
        "shares_above_whole": Text(
            "The shares of {company} that one source states come to {total_bps} bp.",
            "同一来源载明的 {company} 持股比例合计为 {total_bps} 基点。",
        ),
        "clear_link": Text("A register extract that states the link.", "载明该关系的登记信息。"),
    },
    check=check,
)
