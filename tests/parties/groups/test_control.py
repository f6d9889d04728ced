"""Control by votes beside its definition, and look-through shares beside the whole linear system."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.parties.groups.control import BASES, Bounds, members
from hefu.parties.groups.links import Links, links_of
from hefu.parties.groups.look_through import CircularError, look_through, share_bps
from hefu.parties.groups.table import groups_table
from tests.parties.groups.oracles import groups_by_definition, whole_system
from tests.parties.world import NOW, world

NONE = pl.DataFrame(schema={"party_id": pl.String, "entity_id": pl.String})


def told(text: str) -> Book:
    """`A>B 6000` is a holding, `A=B kin` a tie; separated by commas."""
    return world(party_links=[_link(one) for one in text.split(",") if one.strip()])


def _link(text: str) -> dict[str, Any]:
    ends, said = text.split()
    one, other = ends.replace("=", ">").split(">")
    kind = {"kin": "kin", "concert": "acts_in_concert", "controls": "controls", "?": "owns"}.get(said, "owns")
    votes = said.startswith("v")
    share = int(said.lstrip("v")) if said.lstrip("v").isdigit() else None
    return {"from_id": one, "to_id": other, "kind": "votes" if votes else kind, "share_bps": share}


def groups(text: str) -> set[tuple[str, str, str]]:
    links = links_of(told(text), NONE, NOW.today)
    table = groups_table(links, NONE, 20)
    return {
        (row["controller_id"], row["party_id"], row["basis"])
        for row in table.to_dicts()
        if row["steps_count"] or row["basis"] != "controller"
    }


CASES = [
    ("A>B 5001", "A B majority_of_votes"),
    ("A>B 5000", "A B joint_control"),
    ("A>B 4999", ""),
    (
        "A>B 5000, C>B 5000, B>D 9000",
        "A B joint_control|A D joint_control|B D majority_of_votes|C B joint_control|C D joint_control",
    ),
    ("A>B 6000, B>C 6000", "A B majority_of_votes|A C majority_of_votes"),
    ("A>B 6000, A>C 3000, B>C 2100", "A B majority_of_votes|A C majority_of_votes"),
    ("A>B 3000, C>B 2100", ""),
    ("A>B 3000, C>B 2100, A=C concert", "A B majority_of_votes|A C acts_in_concert"),
    ("A>B 3000, C>B 2100, A=C kin", "A B majority_of_votes|A C kin"),
    ("A>B 3000, C>B 2100, A=X kin, X=C kin", "X A kin|X B majority_of_votes|X C kin"),
    ("A>B controls", "A B stated_control"),
    ("A>B ?", "A B stated_control"),
    ("A>B 6000, B>A 6000", "A B majority_of_votes"),
    ("A>B 6000, B>C 6000, C>A 6000, C>D 5100", "A B majority_of_votes|A C majority_of_votes|A D majority_of_votes"),
    ("A>B 4500, B>B 2000", "A B majority_of_votes"),
    ("A>B 4000, B>B 2000", "A B joint_control"),
    ("A>B 6000, A>B v4000, C>B v6000", "C B majority_of_votes"),
    ("A>A 6000", ""),
    ("A>B 12000", "A B majority_of_votes"),
    ("A>B 6000, C>B 6000", "A B majority_of_votes|C B majority_of_votes"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_controls_whom(text: str, expected: str) -> None:
    assert groups(text) == {tuple(row.split()) for row in expected.split("|") if row}


def test_two_sources_that_state_one_holding_are_counted_once() -> None:
    links = [
        {"from_id": "A", "to_id": "B", "share_bps": 3_000, "link_id": "one"},
        {"from_id": "A", "to_id": "B", "share_bps": 3_000, "link_id": "two", "source_id": "bank"},
    ]
    assert members(links_of(world(party_links=links), NONE, NOW.today))[0].is_empty()
    links[1]["source_id"] = "registry"
    assert len(members(links_of(world(party_links=links), NONE, NOW.today))[0]) == 2


PARTIES = "ABCDEF"
LINK = st.tuples(
    st.sampled_from(PARTIES),
    st.sampled_from(PARTIES),
    st.sampled_from([500, 1_500, 2_500, 3_000, 3_500, 5_000, 5_001, 10_000]),
    st.sampled_from(["owns", "owns", "owns", "owns", "acts_in_concert", "kin", "controls"]),
)


@given(st.lists(LINK, max_size=10))
def test_groups_are_those_of_the_definition(drawn: list[tuple[str, str, int, str]]) -> None:
    rows = [
        {"from_id": a, "to_id": b, "kind": kind, "share_bps": share if kind == "owns" else None}
        for a, b, share, kind in drawn
    ]
    links = links_of(world(party_links=rows), NONE, NOW.today)
    got = {
        (links.ids[row["head"]], links.ids[row["member"]], row["share_bps"], BASES[row["basis"]])
        for row in members(links)[0].to_dicts()
    }
    assert got == groups_by_definition(_holdings(links), _friends(links), _self(links))


def _holdings(links: Links) -> dict[tuple[str, str], tuple[int, bool]]:
    ids = links.ids
    return {(ids[one], ids[other]): (share, stated) for one, other, share, stated in links.holdings.iter_rows()}


def _friends(links: Links) -> set[tuple[str, str, str]]:
    return {(links.ids[one], links.ids[other], kind) for one, other, kind in links.together.iter_rows()}


def _self(links: Links) -> dict[str, int]:
    return {one: int(links.self_bps[at]) for at, one in enumerate(links.ids)}


HOLDING = st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([1, 500, 2_500, 5_000, 6_000, 10_000]))


@given(st.lists(HOLDING, max_size=14))
def test_look_through_shares_are_those_of_the_whole_linear_system(drawn: list[tuple[int, int, int]]) -> None:
    bounded: dict[int, dict[int, int]] = {}
    total = dict.fromkeys(range(6), 0)
    for one, other, share in drawn:
        if total[other] + share <= 10_000:
            total[other] += share
            bounded.setdefault(one, {})[other] = bounded.get(one, {}).get(other, 0) + share
    holdings = {one: sorted(held.items()) for one, held in bounded.items()}
    for owner in range(6):
        expected = whole_system(holdings, owner, 6)
        if expected is None:
            continue
        assert look_through(holdings, owner) == expected


def test_look_through_of_a_chain_and_of_a_circle() -> None:
    assert look_through({0: [(1, 6_000)], 1: [(2, 6_000)]}, 0) == {1: Fraction(3, 5), 2: Fraction(9, 25)}
    circle = {0: [(1, 5_000)], 1: [(2, 5_000)], 2: [(1, 5_000)]}
    assert look_through(circle, 0) == {1: Fraction(2, 3), 2: Fraction(1, 3)}
    assert share_bps(Fraction(2, 3)) == 6_666


@pytest.mark.parametrize("circle", [{0: [(1, 1)], 1: [(2, 10_000)], 2: [(1, 10_000)]}, {0: [(0, 10_000)]}])
def test_a_circle_that_holds_itself_whole_has_no_share(circle: dict[int, list[tuple[int, int]]]) -> None:
    with pytest.raises(CircularError):
        look_through(circle, 0)


def test_a_circle_above_the_limit_is_not_solved() -> None:
    circle = {0: [(1, 5_000)], 1: [(2, 5_000)], 2: [(1, 5_000)]}
    with pytest.raises(CircularError):
        look_through(circle, 0, circle_parties_max=1)


def test_every_membership_rests_on_links_into_it() -> None:
    table = groups_table(links_of(told("A>B 6000, A>C 3000, B>C 2100, Z>C 100"), NONE, NOW.today), NONE, 20)
    evidence = {row["party_id"]: row["evidence_ids"] for row in table.to_dicts()}
    assert evidence == {"A": None, "B": "party_links-0", "C": "party_links-1 party_links-2"}


def test_a_group_is_the_same_when_others_are_added() -> None:
    text = "A>B 6000, B>C 5000"
    assert groups(text) == {row for row in groups(text + ", X>Y 7000, Y>Z 10000") if row[0] not in "XYZ"}


def unsound(layers: int, width: int) -> Book:
    """Every company of a layer holds 60 % of every company of the next: shares come to far more than 100 %."""
    links = [
        {"from_id": f"{layer}-{one}", "to_id": f"{layer + 1}-{other}", "share_bps": 6_000}
        for layer in range(layers)
        for one in range(width)
        for other in range(width)
    ]
    return world(party_links=links)


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(group_parties_max=10),
        Bounds(memberships_least=25, party_memberships_max=1),
        Bounds(memberships_least=1, party_memberships_max=50, party_holdings_max=3),
    ],
    ids=["parties of a group", "all memberships", "holdings followed"],
)
def test_a_group_beyond_bounds_is_cut_told_and_never_shown_as_whole(bounds: Bounds) -> None:
    links = links_of(unsound(5, 4), NONE, NOW.today)
    whole, none_cut = members(links)
    assert none_cut.is_empty()
    assert len(whole) == 4 * 21
    found, cut = members(links, bounds)
    heads = {links.ids[head] for head in whole["head"]}
    assert {links.ids[head] for head in cut} | {links.ids[head] for head in found["head"]} >= heads
    assert len(cut)
    of_cut = found.filter(pl.col("head").is_in(cut.implode()))
    assert of_cut["head"].to_list() == of_cut["member"].to_list() == cut.to_list()
    table = groups_table(links, NONE, 20, bounds)
    assert table["group_cut"].sum() == len(cut)


def test_the_groups_of_the_halves_are_bounded_too() -> None:
    text = "A>B 5000, B>C 9000, C>D 9000, X>Y 6000"
    links = links_of(told(text), NONE, NOW.today)
    found, cut = members(links, Bounds(group_parties_max=2))
    assert {links.ids[head] for head in cut} == {"A", "B"}
    assert {links.ids[member] for member in found["member"]} == {"A", "B", "X", "Y"}


@given(st.lists(LINK, max_size=10), st.integers(1, 5), st.integers(1, 12))
def test_what_is_not_cut_is_as_it_is_without_bounds(
    drawn: list[tuple[str, str, int, str]], parties_max: int, memberships_max: int
) -> None:
    rows = [
        {"from_id": a, "to_id": b, "kind": kind, "share_bps": share if kind == "owns" else None}
        for a, b, share, kind in drawn
    ]
    links = links_of(world(party_links=rows), NONE, NOW.today)
    whole, _ = members(links)
    found, cut = members(
        links, Bounds(group_parties_max=parties_max, party_memberships_max=0, memberships_least=memberships_max)
    )
    uncut = set(whole["head"]) - set(cut)
    assert {row for row in found.iter_rows() if row[0] in uncut} == {
        row for row in whole.iter_rows() if row[0] in uncut
    }
