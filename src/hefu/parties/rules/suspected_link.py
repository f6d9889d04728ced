"""A suspected link (隐性关联) between seller and buyer: they share an address, a telephone, an account or a person.

| shared by both                                                    | answer  |
|-------------------------------------------------------------------|---------|
| an account, a legal representative or a director                  | MEDIUM  |
| an address or a telephone                                         | LOW     |
| an address or number that many share, or a registration agent's   | nothing |
| both in one control group                                         | nothing: `parties.one_group` says so |

An alert alone: it consumes no limit and never declines.
"""

from __future__ import annotations

from collections.abc import Iterable

from hefu.book.book import Book, Row
from hefu.book.rule import WHOLE_GRAPH, Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.texts import Message, Text
from hefu.parties.config import PartiesConfig
from hefu.parties.trade_pairs import TradePair, trade_pairs

NAME = "parties.suspected_link"
VERSION = 1
BASES = {
    "address": Text("an address", "地址"),
    "phone": Text("a telephone", "电话"),
    "account": Text("an account", "账户"),
    "director": Text("a director", "董事"),
    "representative": Text("a legal representative", "法定代表人"),
}
"""The words for what is shared."""

_GRAVE = {"account", "director", "representative"}


def check(book: Book, config: PartiesConfig, at: Context) -> Iterable[Finding | Unassessed]:
    """Return a finding for each thing that a seller and a buyer share, in the order of pairs."""
    entity = {row["party_id"]: row["entity_id"] for row in book.rows("entities")}
    shared: dict[frozenset[str], list[Row]] = {}
    for row in book.rows("suspicions"):
        if row["other_id"]:
            shared.setdefault(frozenset((row["party_id"], row["other_id"])), []).append(row)
    sharing = {one for both in shared for one in both}
    sharing |= {party_id for party_id, entity_id in entity.items() if entity_id in sharing}
    for pair in trade_pairs(book, config.evidence_rows_max, sharing):
        both = frozenset((entity.get(pair.seller_id, pair.seller_id), entity.get(pair.buyer_id, pair.buyer_id)))
        for row in shared.get(both, ()):
            yield _finding(pair, row)


def _finding(pair: TradePair, row: Row) -> Finding:
    message = Message.of(
        "shared",
        seller=pair.seller_id,
        buyer=pair.buyer_id,
        what=BASES[row["basis"]],
        shared=row["shared"] or row["suspicion_id"],
        sharers=row["sharers_count"],
    )
    evidence = tuple(RowRef(*one.split("/", 1)) for one in (row["evidence_ids"] or "").split(" ") if "/" in one)
    return Finding(
        NAME,
        VERSION,
        Severity.MEDIUM if row["basis"] in _GRAVE else Severity.LOW,
        message,
        subjects=(RowRef("parties", pair.seller_id), RowRef("parties", pair.buyer_id)),
        evidence=(*evidence, *pair.papers),
        clears=Message.of("clear_shared"),
    )


RULE = Rule(
    name=NAME,
    version=VERSION,
    question=Text("Do seller and buyer share nothing that links them?", "卖方与买方是否没有共用之物？"),
    partition_by=WHOLE_GRAPH,
    texts={
        "shared": Text(
            "{seller} and its buyer {buyer} share {what}: {shared} ({sharers} share it in all).",
            "{seller} 与其买方 {buyer} 共用{what}：{shared}（共 {sharers} 方共用）。",
        ),
        "clear_shared": Text(
            "An explanation with papers why both use it, or a register extract that shows another on either side.",
            "说明共用原因的材料，或载明一方另有登记的登记信息。",
        ),
    },
    check=check,
)
