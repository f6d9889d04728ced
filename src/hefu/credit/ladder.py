"""The words of the amount formula: what is asked, the steps of its working, the limits, what stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hefu.core.findings import Unassessed
from hefu.core.law import Figure
from hefu.core.money import BPS_WHOLE, Money, Rounding, divide
from hefu.core.texts import Text


@dataclass(frozen=True, slots=True)
class Ask:
    """What the formula needs to know of a request. `roles` are the lines it uses: seller, buyer.

    `starts_on` is the day of drawdown where it is known; `product` its code, which selects the rules that reach it.
    """

    lender_id: str
    applicant_id: str
    debtor_id: str
    invoice_ids: frozenset[str]
    amount: Money
    ends_on: date
    roles: tuple[str, ...]
    product: str = ""
    starts_on: date | None = None

    def holders(self) -> dict[str, str]:
        """Return for each role the party whose line it is."""
        every = {"seller": self.applicant_id, "buyer": self.debtor_id}
        return {role: every[role] for role in self.roles}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working: an amount with its sign, or a rate that is multiplied with."""

    name: Text
    sign: str
    amount: Money | None = None
    rate_bps: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One exposure against one figure: the limit, and what is used before and after the amount asked.

    `of` is what the share is taken of (net capital, tier-1). Shares are in basis points, rounded up.
    """

    of: Money
    limit: Money
    before: Money
    after: Money

    @property
    def before_bps(self) -> int | None:
        """The share used before the request; None where there is no capital to take a share of."""
        return _share_bps(self.before, self.of)

    @property
    def after_bps(self) -> int | None:
        """The share used if all that is asked were lent."""
        return _share_bps(self.after, self.of)


def percent(share_bps: int | None) -> str:
    """Return a share as a person reads it, `12.34 %`; a dash where there is none."""
    return "–" if share_bps is None else f"{share_bps // 100}.{share_bps % 100:02d} %"


def _share_bps(part: Money, whole: Money) -> int | None:
    if whole.amount_minor <= 0:
        return None
    return divide(part.amount_minor * BPS_WHOLE, whole.amount_minor, Rounding.UP)


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one limit allows, and why; `cites` are the legal figures it rests on, `measure` their working."""

    code: str
    name: Text
    amount: Money
    why: Text
    cites: tuple[Figure, ...] = ()
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """All limits on one request, and the working of its borrowing base.

    `unknown` are limits that reach the request and could not be reckoned. They are no pass: whoever decides holds the
    check of the amount open while there is one.
    """

    limits: tuple[Limit, ...]
    steps: tuple[Step, ...]
    unknown: tuple[Unassessed, ...] = ()
