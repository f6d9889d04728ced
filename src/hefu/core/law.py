"""A legal figure as everybody speaks of it: what it says, from when to when, and how sure we are.

The records themselves live in `hefu.rulebook`; rules reach them through `Context.law`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hefu.core.texts import Text


class Certainty(enum.IntEnum):
    """How sure we are of a figure, least sure first."""

    UNCONFIRMED = 0
    FROM_MEMORY = 1
    SINGLE_SOURCE = 2
    CONFIRMED = 3

    @property
    def code(self) -> str:
        """The word that stands in machine-readable answers."""
        return self.name.lower()

    @property
    def may_decline(self) -> bool:
        """Whether a finding that rests on such figures alone may decline a request."""
        return self >= Certainty.SINGLE_SOURCE


class Anchor(enum.StrEnum):
    """The kind of day that decides whether a rule applies."""

    VOUCHER_ISSUE = "voucher_issue"
    CONTRACT_SIGNING = "contract_signing"
    DELIVERY = "delivery"
    LOAN_SIGNING = "loan_signing"
    EXPOSURE = "exposure"
    CLASSIFICATION = "classification"
    FILING = "filing"
    BILL_ACCEPTANCE = "bill_acceptance"
    CONDUCT = "conduct"


class Licence(enum.StrEnum):
    """What a lender is licensed as; it selects the rules."""

    BANK = "bank"
    COMMERCIAL_FACTOR = "commercial_factor"
    FINANCING_GUARANTOR = "financing_guarantor"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Figure:
    """One legal figure or duty in force on the anchor day. `value` is None for a duty without a figure.

    `unit` is the last word of a name (`days`, `months`, `bps`, `minor`, `count`); `valid_to` is the first day on
    which it no longer holds.
    """

    rule_id: str
    regulation: Text
    article: str
    says: Text
    value: int | None
    unit: str
    certainty: Certainty
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why no figure applies, as `code`: the rule does not reach here, or what it asks is unknown. Never "allowed"."""

    rule_id: str
    code: str


class Law(Protocol):
    """The rule book as rules see it: a question by anchor days, an answer by record."""

    @property
    def version(self) -> str:
        """The name of the rule book: a hash of every record in it."""
        ...

    def figure(
        self, rule_id: str, days: Mapping[Anchor, date], licence: Licence | None = None, product: str = ""
    ) -> Figure | NoFigure:
        """Return the figure in force on the rule's own kind of anchor day, or why there is none.

        Raises KeyError for a rule id that no record bears: a misspelt rule must never pass for an absent one.
        """
        ...
