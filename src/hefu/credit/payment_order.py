"""What a payment that does not cover everything is counted against: 民法典 561, unless the parties agreed otherwise."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class Part(enum.StrEnum):
    """What a payment may go to."""

    COSTS = "costs"
    INTEREST = "interest"
    PRINCIPAL = "principal"
    EXCESS = "excess"


STATUTORY_ORDER = (Part.COSTS, Part.INTEREST, Part.PRINCIPAL)
"""The costs of enforcing the claim, then interest, then principal (民法典 561)."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on one debt, in minor units of one currency; none is negative."""

    costs_minor: int = 0
    interest_minor: int = 0
    principal_minor: int = 0

    def __post_init__(self) -> None:
        """Refuse a negative debt: it would pay for another."""
        if min(self.costs_minor, self.interest_minor, self.principal_minor) < 0:
            raise ValueError("a debt is not negative")


def settle(paid_minor: int, owed: Owed, order: Sequence[Part] = STATUTORY_ORDER) -> Mapping[Part, int]:
    """Share one payment out, in minor units by part; the parts and the excess sum to the payment exactly.

    `order` is the one agreed, the statutory one unless given; it names costs, interest and principal once each.
    Raises ValueError for another order or a negative payment.
    """
    if sorted(order) != sorted(STATUTORY_ORDER):
        raise ValueError("an order names costs, interest and principal once each")
    if paid_minor < 0:
        raise ValueError("a payment is not negative")
    debts = {
        Part.COSTS: owed.costs_minor,
        Part.INTEREST: owed.interest_minor,
        Part.PRINCIPAL: owed.principal_minor,
    }
    parts, left = dict.fromkeys((*STATUTORY_ORDER, Part.EXCESS), 0), paid_minor
    for part in order:
        parts[part] = min(left, debts[part])
        left -= parts[part]
    parts[Part.EXCESS] = left
    return parts
