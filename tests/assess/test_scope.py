"""Rules that may be cut by seller answer the same on the request's own sellers as on the whole neighbourhood."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from campaigns.replay.world import case
from hefu.assess import run
from hefu.assess.policy import Policy, policy_of
from hefu.assess.write import answer
from hefu.book import Book

AS_OF = datetime.fromisoformat("2026-11-20T10:40:00+08:00")
STEEL = Path(__file__).parents[2] / "examples" / "steel"


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_is_the_same_with_every_other_seller_left_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    drawn = case(tmp_path, 7_000 + seed)
    policy = policy_of(drawn.policy, "drawn")
    cut = answer(drawn.request, drawn.book, drawn.as_of, policy).dossier_bytes
    left_out = []

    def nothing_cut(book: Book, *_: Any) -> Book:  # noqa: ANN401 - passes by what it does not need
        left_out.append(book)
        return book

    monkeypatch.setattr(run, "of_own_sellers", nothing_cut)
    assert answer(drawn.request, drawn.book, drawn.as_of, policy).dossier_bytes == cut
    assert left_out


def test_a_cut_that_took_too_much_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: the request's own invoices are cut away too."""
    monkeypatch.setattr(
        run, "of_own_sellers", lambda book, *_: Book({n: book.table(n) for n in ("parties", "sources")})
    )
    request = STEEL / "undelivered"
    rules = answer(request, STEEL / "book", AS_OF, Policy()).dossier["findings"]
    assert "trade.four_way_match" not in {finding["rule"] for finding in rules}
