"""Control groups as sets, by who controls them; and who is believed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hefu.parties.groups.membership import membership_on
from tests.parties.world import NOW, world

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
    found = membership_on(world(party_links=rows), NOW.today)
    assert found.groups == {head: frozenset(members) for head, members in expected.items()}


TOGETHER = [
    ("a", "b", None, True),
    ("a", "a", None, True),
    ("x", "x", None, True),
    ("b", "c", None, True),
    ("b", "d", None, False),
    ("b", "c", {"registry"}, False),
    ("a", "b", {"registry"}, True),
    ("a", "b", set(), False),
]


@pytest.mark.parametrize(("left", "right", "sources", "together"), TOGETHER)
def test_two_are_together_by_the_word_of_those_who_are_believed(
    left: str, right: str, sources: set[str] | None, together: bool
) -> None:
    rows: list[dict[str, Any]] = [
        {"from_id": "a", "to_id": "b", "share_bps": 6_000},
        {"from_id": "a", "to_id": "c", "share_bps": 6_000, "source_id": "borrower"},
        {"from_id": "e", "to_id": "d", "share_bps": 6_000},
    ]
    assert membership_on(world(party_links=rows), NOW.today, sources).together(left, right) is together


def test_two_holders_of_less_than_half_each_control_together_what_neither_does_alone() -> None:
    """Planted defect: control by single holdings alone, as an earlier version had it."""
    rows = [
        {"from_id": "a", "to_id": "b", "share_bps": 6_000},
        {"from_id": "a", "to_id": "c", "share_bps": 3_000},
        {"from_id": "b", "to_id": "c", "share_bps": 2_100},
    ]
    assert membership_on(world(party_links=rows), NOW.today).together("a", "c")
    assert not membership_on(world(party_links=rows[1:]), NOW.today).together("a", "c")


def test_a_book_remembers_its_groups_for_a_day_and_whom_one_believes_and_no_longer_than_its_links() -> None:
    links = [
        {"from_id": "a", "to_id": "b", "share_bps": 6_000, "valid_to": NOW.today},
        {"from_id": "a", "to_id": "c", "share_bps": 6_000, "source_id": "borrower"},
    ]
    book = world(party_links=links)
    yesterday = NOW.today - timedelta(days=1)
    everybody = membership_on(book, NOW.today)
    assert everybody.together("a", "c")
    assert membership_on(book, NOW.today, {"registry", "borrower", "bank"}) is everybody, "they state all there is"
    assert not membership_on(book, NOW.today, {"registry"}).together("a", "c")
    assert membership_on(book, yesterday).together("a", "b")
    assert not everybody.together("a", "b")
    other = world(party_links=[{"from_id": "c", "to_id": "d", "share_bps": 6_000}]).table("party_links")
    replaced = membership_on(book.with_table("party_links", other), NOW.today)
    assert replaced.together("c", "d")
    assert not replaced.together("a", "c")
