"""A decision on one request in process, on a book of a million companies, given its neighbourhood; and that beside it.

The book is made and opened once. Each request takes the papers of one of the four samples, read beforehand, with the
names and ids of a seller and a buyer of the book. COMPANIES and REQUESTS come from outside.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl

from bench._big_book import LENDER, big_book
from hefu.assess.gather import around
from hefu.assess.law import law_shipped
from hefu.assess.policy import Policy
from hefu.assess.request import Request, read_request
from hefu.assess.run import judge
from hefu.book import Book
from hefu.book.readers.folder import ReadReport, read_folder
from hefu.core.context import Context
from hefu.parties.register import register_of

STEEL = Path(__file__).parent.parent / "examples" / "steel"
SAMPLES = ("sound", "financed-twice", "undelivered", "look-alike-payer")
AT = Context(datetime(2026, 11, 20, 2, 40, tzinfo=UTC), law=law_shipped().book)
COMPANIES = int(os.environ.get("COMPANIES", "1000000"))
GOAL_SECONDS = 0.05
REQUESTS = int(os.environ.get("REQUESTS", "200"))
Answer = TypeVar("Answer")


def main() -> None:
    """Make the book, find each neighbourhood, decide; print medians and 99th percentiles."""
    policy = Policy()
    book, seconds, _ = timed(lambda: big_book(COMPANIES))
    print(f"book of {COMPANIES:,} companies, {_rows(book):,} rows, made in {seconds:.1f} s")
    _, seconds, _ = timed(lambda: register_of(book))
    print(f"register of names built once in {seconds:.1f} s")
    requests = list(_requests(book))
    likenesses = [policy.parties]
    first, seconds, _ = timed(lambda: around(requests[0][0], requests[0][1], book, AT, likenesses))
    print(f"first neighbourhood, which builds the indexes: {seconds:.1f} s, {_rows(first.near):,} rows")
    before, measured = requests[:4], requests[4:]
    _, seconds, _ = timed(lambda: [judge(around(r, p, book, AT, likenesses), policy) for r, p in before])
    print(f"four decisions before the measured ones, which load the kernels: {seconds:.1f} s")
    near, decided, sizes, cpu = [], [], [], []
    gc.freeze()
    for request, report in measured:
        gathered, seconds, _ = timed(lambda r=request, p=report: around(r, p, book, AT, likenesses))  # type: ignore[misc]  # bound at once
        near.append(seconds)
        sizes.append(_rows(gathered.near))
        _, seconds, busy = timed(lambda g=gathered: judge(g, policy))  # type: ignore[misc]  # bound at once
        decided.append(seconds)
        cpu.append(busy)
    _tell("neighbourhood, with its papers checked", near)
    _tell("decision, given its neighbourhood", decided)
    _tell("the same, processor time", cpu)
    within = sum(seconds <= GOAL_SECONDS for seconds in decided)
    print(f"decisions within {GOAL_SECONDS * 1000:.0f} ms: {within} of {len(decided)}")
    print(f"rows in the neighbourhood: median {np.median(sizes):,.0f}, largest {max(sizes):,}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """Return what was worked out, the seconds that passed and those that processors were busy."""
    begun, busy = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - begun, time.process_time() - busy


def _tell(what: str, seconds: list[float]) -> None:
    p50, p90, p99 = np.percentile(seconds, [50, 90, 99]) * 1000
    print(f"{what}: p50 {p50:.1f} ms, p90 {p90:.1f} ms, p99 {p99:.1f} ms over {len(seconds)} requests")


def _rows(book: Book) -> int:
    return sum(book.table(name).num_rows for name in book.names)


def _requests(book: Book) -> Any:  # noqa: ANN401 - pairs of request and report
    """Give requests on invoices between a seller and a buyer of the book, with the papers of a sample."""
    read = [(read_request(STEEL / name), read_folder(STEEL / name, AT.as_of)) for name in SAMPLES]
    invoices = book.table("invoices", columns=["seller_id", "buyer_id"])
    drawn = invoices.take(np.random.default_rng(11).integers(0, invoices.num_rows, REQUESTS)).to_pylist()
    # Only the names that are needed: a million small objects between ours would slow down whatever is measured.
    named = book.of_parties({party_id for row in drawn for party_id in row.values()})
    names = {row["party_id"]: row["name"] for row in named.rows("parties")}
    for at, (seller, buyer) in enumerate((row["seller_id"], row["buyer_id"]) for row in drawn):
        request, report = read[at % len(read)]
        if seller != buyer:
            yield _moved(request, report, {request.applicant_id: seller, request.debtor_id: buyer}, names)


def _moved(
    request: Request, report: ReadReport, ids: dict[str, str], names: dict[str, str]
) -> tuple[Request, ReadReport]:
    """Return a request whose applicant and debtor are two companies of the book."""
    own = {row["party_id"]: row["name"] for row in report.book.rows("parties")}
    swaps = {**ids, **{own[one]: names[other] for one, other in ids.items()}, request.lender_id: LENDER}
    tables = {name: pl.DataFrame(report.book.table(name)) for name in report.book.names}
    moved = {
        name: frame.with_columns(pl.col(pl.String).str.replace_many(list(swaps), list(swaps.values()))).to_arrow()
        for name, frame in tables.items()
    }
    parties = replace(request, applicant_id=ids[request.applicant_id], debtor_id=ids[request.debtor_id])
    return replace(parties, lender_id=LENDER), replace(report, book=Book(moved))


if __name__ == "__main__":
    main()
