"""What the register finds is all that the search through the whole book would find."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from hefu.book.book import Book
from hefu.core.findings import Finding, Unassessed
from hefu.parties.config import PartiesConfig
from hefu.parties.register import NearTexts, register_of
from hefu.parties.rules.look_alike import RULE
from tests.parties.world import NOW, uscc, world

TEXTS = st.text(alphabet="abc江州钢材", min_size=1, max_size=9)


@given(st.lists(TEXTS, min_size=1, max_size=30), TEXTS, st.integers(0, 2))
def test_every_text_so_many_edits_away_is_found_and_no_other(many: list[str], text: str, edits: int) -> None:
    found = NearTexts(pl.Series(many)).near(text, edits)
    assert sorted(found) == [at for at, other in enumerate(many) if OSA.distance(text, other) <= edits]


NAMES = st.sampled_from(
    [
        "江州钢材有限公司",
        "江州钢村有限公司",
        "江州钢材股份有限公司",
        "江川钢材有限公司",
        "云浦物流有限公司",
        "Acme Steel Trading Ltd",
        "Acme Stee1 Tradng Ltd",
    ]
)
WRONG = uscc(3)[:-1] + ("0" if uscc(3)[-1] != "0" else "1")
IDS = [*(uscc(number) for number in range(6)), WRONG.replace("uscc:", "uscc?:"), "unnamed:1@s", "unnamed:2@s"]


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Some parties, of whom a few trade with each other."""
    parties: list[dict[str, Any]] = [{"party_id": one, "name": draw(NAMES)} for one in IDS]
    pairs = draw(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), min_size=1, max_size=3))
    invoices = [
        {"invoice_id": f"i{at}", "number": f"{at}", "seller_id": one, "buyer_id": other}
        for at, (one, other) in enumerate(pairs)
    ]
    return world(parties=parties, invoices=invoices)


@settings(max_examples=60)
@given(books(), st.sampled_from(IDS))
def test_answers_about_a_party_are_those_of_the_whole_book(book: Book, party_id: str) -> None:
    """One hop around a party, with what the register adds, against the book with everybody in it."""
    config = PartiesConfig()
    near = book.neighbourhood({party_id}, 1)
    everyone = Book({name: book.table(name) for name in ("parties", "sources")})
    alike = register_of(book).alike(near, {party_id}, config)
    part = near.stacked(book.of_parties(alike)).as_of(NOW.as_of)
    whole = near.stacked(everyone).as_of(NOW.as_of)
    assert about(party_id, part, config) == about(party_id, whole, config)


def about(party_id: str, book: Book, config: PartiesConfig) -> list[Finding | Unassessed]:
    answers = [answer for answer in RULE.check(book, config, NOW) if isinstance(answer, Finding | Unassessed)]
    return [answer for answer in answers if any(ref.row_id == party_id for ref in answer.subjects)]


def test_a_search_that_left_the_second_step_out_would_be_caught() -> None:
    """The planted defect: only those near the party itself, and not those who share the name that is told of."""
    register = register_of(world(parties=[{"party_id": one, "name": "江州钢材有限公司"} for one in IDS[:3]]))
    near = world(parties=[{"party_id": IDS[0], "name": "江州钢材有限公司"}])
    assert register.alike(near, {IDS[0]}, PartiesConfig()) == set(IDS[:3])
    assert register.alike(near, set(), PartiesConfig()) == set()
