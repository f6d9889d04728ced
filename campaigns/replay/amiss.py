"""What can be amiss with a request: each is a small change to the papers, the book or the terms of one case."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from campaigns.replay.orderly import facts_of
from campaigns.replay.rows import Row, change, change_each, likely, say

_QUANTITY = re.compile(r"(<cbc:(?:InvoicedQuantity|ReceivedQuantity)\b[^>]*>)([0-9]+)")
_LEADING = frozenset({"sources", "parties", "loans", "orders", "invoices", "deliveries"})
"""Tables whose rows others name; a row of these that is gone would make the book one that nobody can read."""


def _papers(chance: random.Random, request: Path, count: int) -> list[Path]:
    papers = sorted(request.glob("from-*/*"))
    return chance.sample(papers, min(count, len(papers)))


def paper_missing(chance: random.Random, request: Path, _: Path) -> None:
    """One or two papers did not come."""
    for path in _papers(chance, request, chance.choice([1, 1, 2])):
        path.unlink()


def paper_broken(chance: random.Random, request: Path, _: Path) -> None:
    """A paper breaks off."""
    for path in _papers(chance, request, 1):
        path.write_bytes(path.read_bytes()[: chance.randrange(40, 400)])


def quantity_other(chance: random.Random, request: Path, _: Path) -> None:
    """An invoice or a receipt speaks of another quantity."""
    path = chance.choice(sorted([*request.glob("from-*/invoice-*.xml"), *request.glob("from-*/receipt-*.xml")]))
    text = path.read_text(encoding="utf-8")
    less = chance.choice([-90, -30, -7, 3])
    path.write_text(_QUANTITY.sub(lambda hit: f"{hit[1]}{max(0, int(hit[2]) + less)}", text), encoding="utf-8")


def rows_absent(chance: random.Random, _: Path, book: Path) -> None:
    """Some rows of the book are gone."""
    for path in sorted(path for path in book.glob("*.csv") if path.stem not in _LEADING):
        change(path, lambda rows: [row for row in rows if likely(chance, 92)] or rows[:1])


def asks_too_much(chance: random.Random, request: Path, _: Path) -> None:
    """More is asked than the receivables support."""
    say(request / "request.toml", "amount", f'"{chance.randrange(45, 200)}00000.00"')


def line_used_up(chance: random.Random, _: Path, book: Path) -> None:
    """The lines are used, some beyond their limit."""
    share = chance.choice([95, 100, 130])
    change_each(book / "facilities.csv", lambda row: {"used_minor": str(int(row["limit_minor"]) * share // 100)})


def line_ended(chance: random.Random, _: Path, book: Path) -> None:
    """The lines of sellers or of buyers are no longer in force."""
    role = chance.choice(["seller", "buyer"])
    change_each(book / "facilities.csv", lambda row: {"valid_to": "2026-10-01"} if row["role"] == role else {})


def filed_by_another(_: random.Random, request: Path, book: Path) -> None:
    """Another bank filed on an invoice that is offered."""
    facts, day = facts_of(request), "2026-11-10T10:00:00+08:00"

    def more(rows: list[Row]) -> list[Row]:
        other = {"filing_id": "filing:other", "creditor_id": "uscc:91990000MA0B2X7C0R", "state": "live"}
        other |= {"debtor_id": facts["applicant_id"], "invoice_id": f"tax_invoice:{facts['invoices'][0]}"}
        return [*rows, rows[-1] | other | {"filed_at": day, "known_at": day, "expires_on": "2027-11-09"}]

    change(book / "filings.csv", more)


def not_filed(_: random.Random, request: Path, book: Path) -> None:
    """Nothing is filed on the invoices that are offered."""
    offered = {f"tax_invoice:{number}" for number in facts_of(request)["invoices"]}
    change(book / "filings.csv", lambda rows: [row for row in rows if row["invoice_id"] not in offered] or rows[:1])


def facility_unnamed(_: random.Random, request: Path, __: Path) -> None:
    """The request does not say on which line it draws, or, being for one, says nothing that matters."""
    path = request / "request.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(("facility_id", "kind"))), encoding="utf-8")


def ends_late(chance: random.Random, request: Path, _: Path) -> None:
    """The term ends long after the invoices are due, or more than a year on."""
    say(request / "request.toml", "ends_on", chance.choice(["2027-05-31", "2027-12-31", "2029-02-28"]))


def costs_much(chance: random.Random, request: Path, _: Path) -> None:
    """The rate is high."""
    say(request / "request.toml", "rate_bps", str(chance.randrange(1_500, 5_000)))


def capital_unknown(_: random.Random, __: Path, book: Path) -> None:
    """Nobody says what capital the lender has."""
    (book / "lender_capital.csv").unlink()


TROUBLES: tuple[Callable[[random.Random, Path, Path], None], ...] = (
    paper_missing,
    paper_broken,
    quantity_other,
    rows_absent,
    asks_too_much,
    line_used_up,
    line_ended,
    filed_by_another,
    not_filed,
    facility_unnamed,
    ends_late,
    costs_much,
    capital_unknown,
)
"""Everything that can be amiss, beside what ails the four requests themselves, a strict policy and another day."""
