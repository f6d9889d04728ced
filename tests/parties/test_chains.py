"""A part of a book that holds the chain of some parties has their groups as the whole book has them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.parties.chains import chain_of
from hefu.parties.groups.membership import membership_on
from tests.parties.world import NOW, world


def book(text: str, **more: Any) -> Book:  # noqa: ANN401 - columns of any kind
    """`a>b 6000` is a holding; separated by commas."""
    links = []
    for link in text.split(","):
        ends, share = link.split()
        one, other = ends.split(">")
        links.append({"from_id": one, "to_id": other, "share_bps": int(share), **more})
    return world(party_links=links)


CHAINS = [
    ("a>b 6000, b>c 6000, c>d 6000", "d", "abcd"),
    ("a>b 6000, b>c 6000, c>d 6000, a>x 6000, x>y 6000", "d", "abcdxy"),
    ("a>b 100, c>b 9900", "b", "abc"),
    ("a>b 6000, a>x 2000", "b", "ab"),
    ("a>b 6000, a>x 3000, b>x 2100", "b", "abx"),
    ("a>b 6000, b>a 6000", "b", "ab"),
    ("a>b 6000, x>y 6000", "b", "ab"),
    ("a>l 6000, l>b 6000, b>c 6000", "c", "bc"),
]


@pytest.mark.parametrize(("text", "asked", "expected"), CHAINS)
def test_the_chain_is_followed_up_to_its_end_and_down_where_control_may_be(
    text: str, asked: str, expected: str
) -> None:
    found = chain_of([book(text)], asked, NOW.today, apart={"l"})
    assert ("".join(sorted(found.party_ids)), found.cut) == (expected, False)


def test_links_of_the_papers_and_of_the_lenders_book_make_one_chain() -> None:
    found = chain_of([book("a>b 6000, c>d 6000"), book("b>c 6000", source_id="borrower")], {"d"}, NOW.today)
    assert found.party_ids == set("abcd")


def test_a_chain_beyond_bounds_is_told_to_be_cut() -> None:
    text = ", ".join(f"{n}>{n + 1} 6000" for n in range(20))
    assert not chain_of([book(text)], {"20"}, NOW.today, parties_max=21).cut
    assert chain_of([book(text)], {"20"}, NOW.today, parties_max=20).cut
    wide = ", ".join(f"top>{n} 6000" for n in range(20))
    assert chain_of([book(wide)], {"3"}, NOW.today, parties_max=20).cut


def test_a_link_that_has_ended_leads_nowhere() -> None:
    assert chain_of([book("a>b 6000", valid_to=NOW.today)], {"b"}, NOW.today).party_ids == {"b"}


PARTIES = "ABCDEFGH"
LINK = st.tuples(
    st.sampled_from(PARTIES),
    st.sampled_from(PARTIES),
    st.sampled_from([500, 1_500, 2_500, 3_000, 3_500, 5_000, 5_001, 10_000]),
    st.sampled_from(["owns", "owns", "owns", "votes", "acts_in_concert", "kin", "controls"]),
).filter(lambda link: link[0] != link[1])


def made(drawn: list[tuple[str, str, int, str]]) -> Book:
    holds = {"owns", "votes"}
    return world(
        party_links=[
            {"from_id": a, "to_id": b, "kind": kind, "share_bps": share if kind in holds else None}
            for a, b, share, kind in drawn
        ]
    )


def groups_in(whole: Book, party_ids: frozenset[str], asked: str) -> dict[str, frozenset[str]]:
    """The groups of one party by the links that name no other than some parties."""
    rows = [row for row in whole.rows("party_links") if {row["from_id"], row["to_id"]} <= party_ids]
    found = membership_on(Book.of_rows({"party_links": rows}), NOW.today)
    return {head: found.groups[head] for head in found.controllers.get(asked, ())}


@given(st.lists(LINK, max_size=12))
def test_the_groups_of_a_party_are_those_of_the_whole_book(drawn: list[tuple[str, str, int, str]]) -> None:
    whole = made(drawn)
    everybody = frozenset(PARTIES)
    chain = chain_of([whole], {"A"}, NOW.today)
    assert groups_in(whole, chain.party_ids, "A") == groups_in(whole, everybody, "A")


def test_planted_one_hop_leaves_the_group_three_levels_up_unseen() -> None:
    whole = book("T>b 6000, b>c 6000, c>A 6000, T>x 6000, x>y 6000, y>D 6000")
    one_hop = frozenset("AcyD")
    asked = chain_of([whole], {"A", "D"}, NOW.today).party_ids
    assert "D" in groups_in(whole, asked, "A")["T"]
    assert not any("D" in members for members in groups_in(whole, one_hop, "A").values())
