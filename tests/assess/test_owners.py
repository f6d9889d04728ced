"""A group three levels up is found around a request, and a chain that was cut leaves the question open."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hefu.assess import gather as gathering
from hefu.assess.law import law_shipped
from hefu.assess.owners import NAME
from hefu.assess.policy import Policy
from hefu.assess.request import read_request
from hefu.assess.run import Assessment, assess
from hefu.book import Book
from hefu.core.context import Context
from hefu.decide import Outcome
from hefu.parties.chains import Chain, chain_of

STEEL = Path(__file__).parents[2] / "examples" / "steel"
SOUND = STEEL / "sound"
AT = Context(datetime(2026, 11, 20, 2, 40, tzinfo=UTC), law=law_shipped().book)
REQUEST = read_request(SOUND)


def with_links(*pairs: tuple[str, str], **more: Any) -> Book:  # noqa: ANN401 - columns of any kind
    """The sample's book with holdings of 60 % more, as its own first source of links states them."""
    book = Book.open(STEEL / "book")
    told = book.rows("party_links")[0]
    rows = [
        {
            "link_id": f"owner-{number}",
            "source_id": told["source_id"],
            "known_at": told["known_at"],
            "from_id": one,
            "to_id": other,
            "kind": "owns",
            "share_bps": 6_000,
            **more,
        }
        for number, (one, other) in enumerate(pairs)
    ]
    return book.stacked(Book.of_rows({"party_links": rows})).checked()


TOWER = (
    ("person:top", "owner:a1"),
    ("owner:a1", "owner:a2"),
    ("owner:a2", REQUEST.applicant_id),
    ("person:top", "owner:d1"),
    ("owner:d1", "owner:d2"),
    ("owner:d2", REQUEST.debtor_id),
)


def in_one_group(given: Assessment) -> bool:
    return any(finding.rule == "parties.one_group" for finding in given.findings)


def test_a_group_three_levels_up_is_found() -> None:
    assert in_one_group(assess(SOUND, with_links(*TOWER), AT, Policy()))
    assert not in_one_group(assess(SOUND, with_links(*TOWER[1:]), AT, Policy()))


def test_planted_one_hop_does_not_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> Chain:
        return Chain(frozenset({REQUEST.applicant_id, REQUEST.debtor_id}), cut=False)

    monkeypatch.setattr(gathering, "chain_of", nobody)
    assert not in_one_group(assess(SOUND, with_links(*TOWER), AT, Policy()))


def test_a_chain_that_was_cut_is_an_open_check_and_never_lent_on(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = assess(SOUND, with_links(*TOWER[1:3]), AT, Policy())
    assert NAME not in {check.rule for check in whole.checks}
    monkeypatch.setattr(gathering, "chain_of", functools.partial(chain_of, parties_max=2))
    cut = assess(SOUND, with_links(*TOWER[1:3]), AT, Policy())
    (check,) = [check for check in cut.checks if check.rule == NAME]
    assert len(check.unassessed) == 1
    assert cut.decision.outcome is not Outcome.LEND
