"""What is known around one request: its papers, and the part of the lender's book that is near them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from hefu.assess.papers import offered_invoices
from hefu.assess.request import Request, read_request
from hefu.book import Book
from hefu.book.readers.folder import ReadReport, read_folder
from hefu.core.context import Context
from hefu.parties.chains import Chain, chain_of
from hefu.parties.config import PartiesConfig
from hefu.parties.groups.membership import membership_on
from hefu.parties.register import register_of

HOPS = 1
"""How far around applicant and debtor the lender's book is looked at."""

OF_THE_LENDER = ("parties", "lender_capital", "party_links", "bank_accounts")
"""What comes along of the lender itself, who stands in every row of its own book and joins nobody."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A request with its papers and the book around it, as known at the moment it is judged. No rule was asked yet."""

    request: Request
    at: Context
    report: ReadReport
    papers: Book
    lender_book: Book
    near: Book
    invoice_ids: frozenset[str]
    owners: Chain


def gather(folder: Path, lender_book: Book, at: Context, likenesses: Iterable[PartiesConfig]) -> Gathered:
    """Read the request in `folder` and what the lender's book knows around it. Raises RefusalError.

    `likenesses` are the thresholds of every policy under which it will be judged.
    """
    request = read_request(folder)
    report = read_folder(folder, received_at=at.as_of)
    return around(request, report, lender_book, at, likenesses)


def around(
    request: Request, report: ReadReport, lender_book: Book, at: Context, likenesses: Iterable[PartiesConfig]
) -> Gathered:
    """Join the papers that were read with what the lender's book knows around them."""
    papers = report.book.checked().as_of(at.as_of)
    offered = offered_invoices(request, papers)
    invoice_ids = frozenset(row["invoice_id"] for rows in offered.values() for row in rows)
    near = neighbourhood(request, papers, lender_book, invoice_ids, likenesses)
    asked, apart = {request.applicant_id, request.debtor_id}, {request.lender_id}
    owners = chain_of((lender_book, papers), asked, at.today, apart)
    near = near.stacked(_of_group(lender_book, papers, asked, owners, at), papers).as_of(at.as_of)
    return Gathered(request, at, report, papers, lender_book, near, invoice_ids, owners)


def _of_group(lender_book: Book, papers: Book, asked: set[str], owners: Chain, at: Context) -> Book:
    """Return the links of the whole chain of owners, and all rows of whoever is in one group with who is asked about.

    Rows of the other owners are left out: a fund that holds a hundredth has its own customers.
    """
    chained = owners.party_ids - asked
    if not chained:
        return Book()
    part = lender_book.of_parties(owners.party_ids, ("parties", "party_links"))
    links, inside = part.table("party_links"), pa.array(sorted(owners.party_ids), pa.string())
    within = pc.and_(pc.is_in(links["from_id"], inside), pc.is_in(links["to_id"], inside))
    part = part.with_table("party_links", links.filter(within))
    together = membership_on(part.stacked(papers).as_of(at.as_of), at.today)
    heads = {head for one in asked for head in together.controllers.get(one, ())}
    members = {member for head in heads for member in together.groups[head]} & chained
    return part.stacked(lender_book.neighbourhood(members, 0)) if members else part


def neighbourhood(
    request: Request,
    papers: Book,
    lender_book: Book,
    invoice_ids: frozenset[str],
    likenesses: Iterable[PartiesConfig],
) -> Book:
    """Return the part of the lender's book near a request, with every party that looks like one in its trade.

    A company that looks like the debtor need not have traded with anybody here, so names and identifiers are
    searched through the whole book; see `hefu.parties.register`. `likenesses` say when two names are near. The very
    same row may stand twice.
    """
    named = {request.lender_id, request.applicant_id, request.debtor_id}
    named |= {row["party_id"] for row in papers.rows("parties")}
    near = lender_book.neighbourhood(named, HOPS, invoice_ids, apart={request.lender_id})
    here, register = near.stacked(papers), register_of(lender_book)
    alike = {one for likeness in likenesses for one in register.alike(here, named, likeness)}
    lender = lender_book.of_parties({request.lender_id}, OF_THE_LENDER)
    return near.stacked(lender, lender_book.of_parties(alike))
