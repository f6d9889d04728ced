"""What a table of cells says of itself: totals below it, and the balance after each row. Both must hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hefu.book.book import Row
from hefu.book.readers.tabular.cells import Cells
from hefu.book.readers.tabular.mapping import IN, NEWEST_FIRST, OLDEST_FIRST, Mapping, Running, Total
from hefu.core.money import Money
from hefu.core.refusals import Refusal, RefusalError, refuse


class Totals:
    """Sums of the rows read so far, beside the rows that state them."""

    def __init__(self, mapping: Mapping) -> None:
        """Begin at nothing."""
        self._totals = mapping.totals
        self._sums = [dict.fromkeys(total.sums, Decimal(0)) for total in mapping.totals]
        self._seen: set[int] = set()

    def add(self, cells: Cells) -> None:
        """Add one row to every sum."""
        for sums in self._sums:
            for header in sums:
                sums[header] += cells.exact(header) or 0

    def total_of(self, first: str) -> int | None:
        """Return which total a row states that begins with this text; None where it is no total."""
        return next((n for n, total in enumerate(self._totals) if first.startswith(total.starts)), None)

    def check(self, which: int, cells: Cells) -> None:
        """Refuse (TOTAL_BROKEN) a row of totals that states another sum than the rows give."""
        total: Total = self._totals[which]
        self._seen.add(which)
        for header, found in self._sums[which].items():
            stated = cells.exact(header)
            if stated is not None and stated != found:
                raise cells.refused(Refusal.TOTAL_BROKEN, header, value=f"{stated:f}", found=f"{found:f}")
            if total.restarts:
                self._sums[which][header] = Decimal(0)

    def close(self) -> None:
        """Refuse (TOTAL_MISSING) a table that ends without the totals it must have: it may have been cut off."""
        for which, total in enumerate(self._totals):
            if total.required and which not in self._seen:
                raise refuse(Refusal.TOTAL_MISSING, value=" / ".join(total.starts))


@dataclass(slots=True)
class _Chain:
    """The rows of one account in one currency: row number, money moved, balance stated behind it or None."""

    currency: str
    rows: list[tuple[int, int, int | None]] = field(default_factory=list)


class Balances:
    """The balances that a statement gives row by row, account by account."""

    def __init__(self, running: Running | None) -> None:
        """Begin without rows."""
        self._running = running
        self._chains: dict[tuple[str, str], _Chain] = {}

    def add(self, cells: Cells, row: Row, moves: str) -> None:
        """Add one payment of the statement's account."""
        if self._running is None or not moves:
            return
        account = row.get("payee_account_id" if moves == IN else "payer_account_id") or ""
        currency = row["currency"]
        amount_minor = row["amount_minor"] if moves == IN else -row["amount_minor"]
        chain = self._chains.setdefault((account, currency), _Chain(currency))
        chain.rows.append((cells.number, amount_minor, cells.minor(self._running.column, currency)))

    def check(self) -> None:
        """Refuse (BALANCE_BROKEN) the first row whose balance is not the one before it and what the row moved."""
        if self._running is None:
            return
        orders = [self._running.order] if self._running.order else [OLDEST_FIRST, NEWEST_FIRST]
        for chain in self._chains.values():
            broken = [_broken(chain, order, self._running.column) for order in orders]
            if all(broken):
                # Of a file with one wrong row, one order breaks there and the other nearly everywhere.
                raise min(broken, key=len)[0]


def _broken(chain: _Chain, order: str, column: str) -> list[RefusalError]:
    """Return a refusal for every row that breaks the chain, oldest first."""
    rows: Sequence[tuple[int, int, int | None]] = chain.rows if order == OLDEST_FIRST else chain.rows[::-1]
    found = []
    before: int | None = None
    for number, moved_minor, stated_minor in rows:
        before = None if before is None else before + moved_minor
        if stated_minor is None:
            continue
        if before is not None and before != stated_minor:
            value, expected = Money(stated_minor, chain.currency), Money(before, chain.currency)
            found.append(refuse(Refusal.BALANCE_BROKEN, row=number, column=column, value=value, expected=expected))
        before = stated_minor
    return found
