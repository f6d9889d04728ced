"""Rules that may be cut by seller answer the same on the request's own sellers as on the whole neighbourhood."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from campaigns.replay.world import case
from hefu.assess import run
from hefu.assess.policy import Policy, policy_of
from hefu.assess.request import read_request
from hefu.assess.scope import Scope, of_own_numbers
from hefu.assess.write import answer
from hefu.book import Book
from hefu.core.findings import Unassessed
from hefu.trade.rules import exact_duplicate_invoice
from tests.trade.build import AT, CONFIG, book_of, papers_of

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
    monkeypatch.setattr(run, "of_own_numbers", nothing_cut)
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


TWINS = """order 10@100; invoice 6@100 no:A-1; invoice 6@100 no:A-1 id:other; invoice 8@1 no:A-4 by:buyer;
invoice 7@1 no:A-4 by:seller; invoice 3@90 no:A-2; invoice 1@90 no:A-3; event 1 of:A-3 note:invoice/C-9;
note 3@90 no:C-9 of:A-2; invoice 5@5 no:A-5; invoice 5@5 no:A-6; note 5@5 no:C-5; invoice 4@5 no:A-7;
invoice 4@5 no:A-8; note 4@5 no:C-7 of:A-7; note 1@1 of:A-8; receivable 1130 of:A-2; financing 3 of:A-3"""


def told_apart(papers: str) -> Book:
    """The book of some papers; note C-5 and two invoices of its amount name one order, and note C-7 two invoices."""
    rows = papers_of(papers).rows
    for row in rows["invoices"]:
        row["order_number"] = "O-9" if row["number"] in {"A-5", "A-6", "C-5"} else None
    named = [row for row in rows.get("document_references", []) if row["document_id"] == "invoice/C-7"]
    rows["document_references"] += [{**row, "reference_id": "second", "number": "A-8"} for row in named]
    return Book.of_rows({**rows, "sources": papers_of(papers).book().rows("sources")})


def duplicates(book: Book, scope: Scope) -> list[str]:
    answers = exact_duplicate_invoice.RULE.check(book, CONFIG, AT)
    return [repr(replace(a, subjects=())) if isinstance(a, Unassessed) else repr(a) for a in answers if scope.holds(a)]


@pytest.mark.parametrize("book", [told_apart(TWINS), book_of(TWINS), book_of("invoice 1@1")])
def test_what_shares_a_number_is_all_that_a_duplicate_is_held_against(book: Book) -> None:
    request = read_request(STEEL / "sound")
    for invoice_id in book.table("invoices")["invoice_id"].to_pylist():
        scope = Scope(request, Book(), frozenset({invoice_id}))
        assert duplicates(of_own_numbers(book, scope), scope) == duplicates(book, scope)


def test_a_cut_by_number_leaves_out_what_shares_none() -> None:
    book = book_of("invoice 1@1 no:A-1; invoice 1@1 no:a-1 id:twin; invoice 2@1; invoice 3@1")
    scope = Scope(read_request(STEEL / "sound"), Book(), frozenset({"twin"}))
    cut = of_own_numbers(book, scope)
    assert sorted(cut.table("invoices")["invoice_id"].to_pylist()) == ["invoice/A-1", "twin"]
    assert set(cut.table("invoice_lines")["invoice_id"].to_pylist()) == {"invoice/A-1", "twin"}
