"""The part of a book near some parties, against a plain walk over its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hefu.book.book import Book, Row
from hefu.book.neighbourhood import NEAR
from hefu.book.schema import SCHEMA
from tests.book.builders import INVOICE, KNOWN, SAID, SOURCE

PARTIES = st.sampled_from("abcdefgh")
SOURCES = [{**SOURCE, "source_id": name} for name in ("s1", "s2", "s3")]
SAYS = st.sampled_from(["s1", "s2", "s3"])


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Some parties, links, invoices with lines, events and payments, vouchers that pass between them."""
    rows: dict[str, list[dict[str, Any]]] = {"sources": SOURCES}
    rows["parties"] = [{"party_id": one, "kind": "company", **SAID, "source_id": draw(SAYS)} for one in "abcdefgh"]
    pairs = st.lists(st.tuples(PARTIES, PARTIES, SAYS), max_size=5)
    rows["party_links"] = [
        {"link_id": f"k{n}", "from_id": one, "to_id": other, "kind": "owns", **SAID, "source_id": says}
        for n, (one, other, says) in enumerate(draw(pairs))
    ]
    rows["invoices"] = [
        {**INVOICE, "invoice_id": f"i{n}", "seller_id": one, "buyer_id": other, "source_id": says}
        for n, (one, other, says) in enumerate(draw(pairs))
    ]
    invoices = [row["invoice_id"] for row in rows["invoices"]]
    rows["invoice_lines"] = [
        {"invoice_line_id": f"{one}#1", "invoice_id": one, "line_number": "1", "currency": "CNY", **SAID}
        for one in invoices
    ]
    event = {"event": "dispute", "happened_on": date(2026, 3, 2), **SAID}
    rows["invoice_events"] = [{"event_id": f"e-{one}", "invoice_id": one, **event} for one in invoices]
    rows["document_references"] = [
        {"reference_id": f"r-{one}", "document_id": one, "kind": "order", "number": "1", **SAID} for one in invoices
    ]
    money = {"amount_minor": 1, "currency": "CNY", **SAID}
    paper = {"issued_on": date(2026, 3, 1), "due_on": date(2026, 6, 1), "state": "open", **money}
    vouchers = draw(pairs)
    rows["vouchers"] = [
        {"voucher_id": f"v{n}", "issuer_id": one, "holder_id": other, **paper, "source_id": says}
        for n, (one, other, says) in enumerate(vouchers)
    ]
    rows["voucher_transfers"] = [
        {"transfer_id": f"t{n}", "voucher_id": f"v{n}", "from_id": draw(PARTIES), "to_id": draw(PARTIES), **money}
        | {"happened_at": KNOWN}
        for n in range(len(vouchers))
    ]
    return Book.of_rows(rows).checked()


def named(table: str, row: Row) -> set[str]:
    return {row[column] for column in NEAR.get(table, ()) if row[column]}


def near(book: Book, start: set[str], hops: int) -> set[str]:
    """The oracle: one step is one row that names both parties."""
    reached = set(start)
    for _ in range(hops):
        beside = [named(table, row) for table in book.names for row in book.rows(table)]
        reached |= {one for ids in beside if ids & reached for one in ids}
    return reached


def keys(book: Book, table: str) -> set[str]:
    return {row[SCHEMA[table].key] for row in book.rows(table)}


@settings(max_examples=40)
@given(books(), st.sets(PARTIES, min_size=1, max_size=2), st.integers(0, 3))
def test_every_row_that_names_a_near_party_is_there(book: Book, start: set[str], hops: int) -> None:
    part, reached = book.neighbourhood(start, hops), near(book, start, hops)
    for table in ("party_links", "invoices"):
        wanted = {row[SCHEMA[table].key] for row in book.rows(table) if named(table, row) & reached}
        assert keys(part, table) == wanted
    near_papers = [row for row in book.rows("vouchers") if named("vouchers", row) & reached]
    hanging = {row["voucher_id"] for row in near_papers}
    transfers = book.rows("voucher_transfers")
    wanted = {
        t["transfer_id"] for t in transfers if named("voucher_transfers", t) & reached or t["voucher_id"] in hanging
    }
    assert keys(part, "voucher_transfers") == wanted
    assert keys(part, "vouchers") == hanging | {t["voucher_id"] for t in transfers if t["transfer_id"] in wanted}


@settings(max_examples=40)
@given(books(), st.sets(PARTIES, min_size=1, max_size=2), st.integers(0, 3))
def test_parts_owners_parties_and_sources_come_along_and_the_result_holds_to_the_schema(
    book: Book, start: set[str], hops: int
) -> None:
    part = book.neighbourhood(start, hops).checked()
    for table in ("invoice_lines", "invoice_events"):
        assert {row["invoice_id"] for row in part.rows(table)} == keys(part, "invoices")
    assert {row["document_id"] for row in part.rows("document_references")} == keys(part, "invoices")
    assert {row["voucher_id"] for row in part.rows("voucher_transfers")} <= keys(part, "vouchers")
    mentioned = {one for table in part.names for row in part.rows(table) for one in named(table, row)}
    assert keys(part, "parties") == mentioned | start
    spoken = {row["source_id"] for table in part.names if table != "sources" for row in part.rows(table)}
    assert keys(part, "sources") == spoken


@settings(max_examples=40)
@given(books(), st.sets(PARTIES, min_size=1, max_size=2), st.integers(0, 2))
def test_a_step_further_loses_nothing_and_nothing_is_invented(book: Book, start: set[str], hops: int) -> None:
    here, further = book.neighbourhood(start, hops), book.neighbourhood(start, hops + 1)
    assert here.joined(further).sha256() == further.sha256()
    assert further.joined(book).sha256() == book.sha256()


def test_a_thing_that_is_asked_for_comes_with_its_parts_though_it_names_no_near_party() -> None:
    line = {"invoice_line_id": "i1#1", "invoice_id": "i1", "line_number": "1", "currency": "CNY", **SAID}
    book = Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE], "invoice_lines": [line]})
    assert book.neighbourhood(["z"], 1).names == ()
    assert book.neighbourhood(["z"], 1, ["i1"]).checked().names == ("sources", "invoices", "invoice_lines")


def test_no_step_leads_through_who_stands_apart_and_its_own_rows_stay_away() -> None:
    pairs = (("i0", "a", "b"), ("i1", "b", "c"))
    rows = [{**INVOICE, "invoice_id": key, "seller_id": one, "buyer_id": other} for key, one, other in pairs]
    book = Book.of_rows({"sources": [SOURCE], "invoices": rows})
    assert keys(book.neighbourhood(["a"], 1), "invoices") == {"i0", "i1"}
    assert keys(book.neighbourhood(["a"], 1, apart=["b"]), "invoices") == {"i0"}
    assert keys(book.neighbourhood(["b"], 1, apart=["b"]), "invoices") == set()


def test_the_bank_that_keeps_an_account_joins_nobody() -> None:
    accounts = [{"account_id": f"account:{one}", "owner_id": one, "bank_id": "bank", **SAID} for one in "ab"]
    book = Book.of_rows({"sources": [SOURCE], "bank_accounts": accounts})
    assert keys(book.neighbourhood(["a"], 2), "bank_accounts") == {"account:a"}
