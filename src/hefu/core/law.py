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


class Bound(enum.StrEnum):
    """How a figure meets a value: the first two allow or bar it, the next three say from where a rule reaches it."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    OVER = "over"
    FROM = "from"
    WITHIN = "within"
    EXACT = "exact"
    DUTY = "duty"


class Standing(enum.StrEnum):
    """How a value stands to a figure. Only ALLOWED says that a limit is kept."""

    BARRED = "barred"
    ALLOWED = "allowed"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NO_MEASURE = "no_measure"


class Licence(enum.StrEnum):
    """What a lender is licensed as; it selects the rules."""

    BANK = "bank"
    COMMERCIAL_FACTOR = "commercial_factor"
    FINANCING_GUARANTOR = "financing_guarantor"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Figure:
    """One legal figure or duty in force on the anchor day. `value` is None for a duty without a figure.

    `unit` is the last word of a name (`days`, `working_days`, `months`, `bps`, `bps_per_day`, `minor`, `count`);
    `valid_to` is the first day on which it no longer holds. `bound` says how a value is held against the figure, see
    `stands`. `transition_to` is the first day on which what stood before must be in line; None where no transition
    reaches the case that was asked about.
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
    bound: Bound = Bound.DUTY
    transition_to: date | None = None


UNKNOWN_CODES = frozenset({"anchor_missing", "licence_missing", "product_missing"})
"""The codes of `NoFigure` that mean "cannot be judged"; all others mean "the rule does not reach here"."""


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why no figure applies, as `code`: the rule does not reach here, or what it asks is unknown. Never "allowed"."""

    rule_id: str
    code: str

    @property
    def unknown(self) -> bool:
        """Whether the question lacked what decides it, so that a check must say it could not be made."""
        return self.code in UNKNOWN_CODES


def stands(figure: Figure, value: int) -> Standing:
    """Hold a value, in the figure's own unit, against the figure.

    AT_MOST and AT_LEAST allow or bar it, the figure itself being allowed. OVER (above the figure), FROM (from the
    figure up) and WITHIN (up to the figure) say whether the rule reaches it. EXACT and DUTY measure nothing.
    """
    limit = figure.value
    if limit is None or figure.bound in (Bound.EXACT, Bound.DUTY):
        return Standing.NO_MEASURE
    if figure.bound in (Bound.AT_MOST, Bound.AT_LEAST):
        kept = value <= limit if figure.bound == Bound.AT_MOST else value >= limit
        return Standing.ALLOWED if kept else Standing.BARRED
    reached = {Bound.OVER: value > limit, Bound.FROM: value >= limit, Bound.WITHIN: value <= limit}[figure.bound]
    return Standing.REACHED if reached else Standing.NOT_REACHED


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
