"""The derived tables of `hefu.parties` that credit reads, for a schema that does not hold them yet."""

from __future__ import annotations

import pytest

from hefu.book.columns import bps, derived, key, ref, text
from hefu.book.schema import SCHEMA

_GROUPS = derived(
    "groups",
    "A party in a control group.",
    "集团客户成员。",
    key("membership_id", "group | party", "编号"),
    text("group_id", "the group", "集团编号"),
    ref("party_id", "parties", "the member", "成员"),
)
_DEPENDENCES = derived(
    "dependences",
    "A party depends on another.",
    "经济依存。",
    key("dependence_id", "basis | party | other", "编号"),
    ref("party_id", "parties", "who depends", "依存方"),
    ref("on_party_id", "parties", "on whom", "被依存方"),
    bps("share_bps", "the share", "占比"),
)


@pytest.fixture(autouse=True)
def related_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tables stand in the schema, they are those."""
    for table in (_GROUPS, _DEPENDENCES):
        if table.name not in SCHEMA:
            monkeypatch.setitem(SCHEMA, table.name, table)
