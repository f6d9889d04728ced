"""Control groups as sets, by who controls them."""

from __future__ import annotations

import pytest

from hefu.parties.config import PartiesConfig
from hefu.parties.control import control_groups, controllers

CASES = [
    ("nobody", "", {}),
    ("a parent", "a>b", {"a": "ab"}),
    ("a chain is one group", "a>b b>c", {"a": "abc"}),
    ("two sisters", "a>b a>c", {"a": "abc"}),
    ("a joint venture stands in both", "a>j b>j", {"a": "aj", "b": "bj"}),
    ("a ring is one group", "a>b b>a", {"a": "ab"}),
    ("two groups", "a>b c>d", {"a": "ab", "c": "cd"}),
]


@pytest.mark.parametrize(("links", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_group_is_all_whom_one_party_controls(links: str, expected: dict[str, str]) -> None:
    rows = [{"from_id": one[0], "to_id": one[2], "kind": "controls", "share_bps": None} for one in links.split()]
    found = control_groups(controllers(rows, PartiesConfig()))
    assert found == {head: frozenset(members) for head, members in expected.items()}
