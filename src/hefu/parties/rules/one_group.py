"""Seller and buyer in one control group (集团客户): a claim between them is the group's word against itself.

| the pair                                                       | answer |
|----------------------------------------------------------------|--------|
| both members of one group of the derived table `groups`        | HIGH   |
| one and the same party under two ids (`entities`)              | HIGH   |
| neither                                                        | nothing |

Where a group was too large to be followed to its end, nobody can say who else is in it: not assessed.

Links count whoever states them: what the borrower says of his own group counts against him. Receivables between
affiliates are not eligible for most lenders; that is a matter of the lender's policy, so the finding refers and does
not decline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hefu.book.book import Book, Row
from hefu.book.rule import WHOLE_GRAPH, Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.parties.config import PartiesConfig
from hefu.parties.trade_pairs import TradePair, trade_pairs

NAME = "parties.one_group"
VERSION = 1
_CLEARS = Message.of("clear_independence")


def check(book: Book, config: PartiesConfig, at: Context) -> Iterable[Finding | Unassessed]:
    """Return a finding for each seller and buyer that are one, or of one group; in the order of pairs."""
    entity = {row["party_id"]: row["entity_id"] for row in book.rows("entities")}
    groups: dict[str, dict[str, Row]] = {}
    for row in book.rows("groups"):
        groups.setdefault(row["party_id"], {})[row["group_id"]] = row
    for pair in trade_pairs(book, config.evidence_rows_max, entity.keys() | groups.keys()):
        if entity.get(pair.seller_id, pair.seller_id) == entity.get(pair.buyer_id, pair.buyer_id):
            yield _finding(pair, Message.of("one_party", seller=pair.seller_id, buyer=pair.buyer_id), ())
        else:
            yield from _in_groups(pair, groups)
    cut = sorted({row["controller_id"] for row in book.rows("groups") if row["group_cut"]})
    if cut:
        # Without subjects it concerns everybody: whoever is asked about may be a member that is not listed.
        reason = Message.of("groups_cut", count=len(cut), controller=cut[0])
        yield Unassessed(NAME, VERSION, reason, (), Message.of("clear_links"), PaperKind.COMPANY_EXTRACT)


def _in_groups(pair: TradePair, groups: Mapping[str, Mapping[str, Row]]) -> Iterable[Finding]:
    mine, theirs = groups.get(pair.seller_id, {}), groups.get(pair.buyer_id, {})
    for group_id in sorted(mine.keys() & theirs.keys()):
        rows = (mine[group_id], theirs[group_id])
        links = sorted({one for row in rows for one in (row["evidence_ids"] or "").split(" ") if one})
        controller = rows[0]["controller_id"]
        message = Message.of("one_group", seller=pair.seller_id, buyer=pair.buyer_id, controller=controller)
        yield _finding(pair, message, tuple(RowRef("party_links", link) for link in links))


def _finding(pair: TradePair, message: Message, links: tuple[RowRef, ...]) -> Finding:
    return Finding(
        NAME,
        VERSION,
        Severity.HIGH,
        message,
        subjects=(RowRef("parties", pair.seller_id), RowRef("parties", pair.buyer_id)),
        evidence=(*links, *pair.papers),
        clears=_CLEARS,
    )


RULE = Rule(
    name=NAME,
    version=VERSION,
    question=Text("Do seller and buyer belong to different groups?", "卖方与买方是否分属不同集团？"),
    partition_by=WHOLE_GRAPH,
    texts={
        "one_group": Text(
            "{seller} sells to {buyer}; both belong to the group controlled by {controller}.",
            "{seller} 向 {buyer} 销售，双方同属 {controller} 控制的集团。",
        ),
        "one_party": Text(
            "{seller} sells to {buyer}, and the two ids are one party.",
            "{seller} 向 {buyer} 销售，两个编号为同一主体。",
        ),
        "groups_cut": Text(
            "The holdings below {controller} could not be followed to their end; so it is with {count} groups.",
            "{controller} 以下的持股关系过大，未能穷尽；此类集团共 {count} 个。",
        ),
        "clear_links": Text(
            "Register extracts by which the shares of each company come to no more than 100 %.",
            "各公司持股比例合计不超过 100% 的登记信息。",
        ),
        "clear_independence": Text(
            "Register extracts that show other owners on the day of the claim, or the lender's approval of claims "
            "between affiliates.",
            "载明债权发生日股权归属不同的登记信息，或贷款人对关联方应收账款的批准。",
        ),
    },
    check=check,
)
