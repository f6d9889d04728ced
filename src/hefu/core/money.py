"""Money: whole minor units of a currency. No float ever holds an amount.

Exponents are those of ISO 4217. Rounding happens only in `part_bps` and `scaled`, where the rule is named
by the caller; `allocate` loses nothing, so its parts always sum to the whole.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from hefu.core.currencies import EXPONENTS
from hefu.core.decimals import parse_scaled
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language

BPS_WHOLE = 10_000


class Rounding(enum.Enum):
    """How a fraction of a minor unit is settled; each use names its rule."""

    DOWN = "toward zero"
    UP = "away from zero"
    HALF_UP = "to nearest, halves away from zero"
    HALF_EVEN = "to nearest, halves to even"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents, fen) of one currency."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse a currency outside ISO 4217 and an amount that is not a whole number."""
        exponent(self.currency)
        if type(self.amount_minor) is not int:
            raise TypeError(f"amount_minor is a {type(self.amount_minor).__name__}, not an int")

    def __add__(self, other: Money) -> Money:
        """Add money of the same currency."""
        return Money(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract money of the same currency."""
        return Money(self.amount_minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        """Return the amount with its sign turned."""
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Compare money of the same currency."""
        return self.amount_minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        """Compare money of the same currency."""
        return self.amount_minor <= self._same(other)

    def part_bps(self, rate_bps: int, rounding: Rounding) -> Money:
        """Return rate_bps / 10,000 of the amount, rounded by the named rule."""
        return Money(divide(self.amount_minor * rate_bps, BPS_WHOLE, rounding), self.currency)

    def allocate(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Share the amount out in proportion to whole weights; the parts sum to the whole.

        Each part is within one minor unit of its exact share. Units left over go to the largest
        remainders, earlier weights first (the method of Hamilton). Weights that are negative or all
        zero are refused.
        """
        return tuple(Money(part, self.currency) for part in allocate(self.amount_minor, weights))

    def decimal(self) -> str:
        """Return the canonical decimal form, `-1744720.00`, which `parse` reads back."""
        digits = exponent(self.currency)
        text = f"{abs(self.amount_minor):0{digits + 1}d}"
        sign = "-" if self.amount_minor < 0 else ""
        return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)

    def grouped(self) -> str:
        """Return the exact amount with thousands grouped and U+2212 as its minus: `−1,744,720.00`."""
        digits = exponent(self.currency)
        whole, minor = divmod(abs(self.amount_minor), 10**digits)
        sign = "\N{MINUS SIGN}" if self.amount_minor < 0 else ""
        return f"{sign}{whole:,}" + (f".{minor:0{digits}d}" if digits else "")

    def shown(self, language: Language) -> str:
        """Return currency and exact amount; the figures are alike in both languages."""
        del language
        return f"{self.currency} {self.grouped()}"

    def plain(self) -> dict[str, str | int]:
        """Return the form that canonical JSON holds."""
        return {"amount_minor": self.amount_minor, "currency": self.currency}

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read plain decimal digits as money; finer than the minor unit is refused."""
        return cls(parse_minor(text, currency), currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise refuse(Refusal.CURRENCY_MISMATCH, left=self.currency, right=other.currency)
        return other.amount_minor


def exponent(currency: str) -> int:
    """Return how many decimals the currency has; an unknown code is refused."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise refuse(Refusal.CURRENCY_UNKNOWN, value=currency) from None


def parse_minor(text: str, currency: str) -> int:
    """Return minor units from plain decimal digits of the major unit."""
    return parse_scaled(text, exponent(currency), Refusal.AMOUNT_TOO_FINE)


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return numerator / denominator as a whole number by the named rule. The denominator is positive."""
    sign = -1 if numerator < 0 else 1
    quotient, remainder = divmod(abs(numerator), denominator)
    twice = 2 * remainder
    up = {
        Rounding.DOWN: False,
        Rounding.UP: remainder > 0,
        Rounding.HALF_UP: twice >= denominator,
        Rounding.HALF_EVEN: twice > denominator or (twice == denominator and quotient % 2 == 1),
    }[rounding]
    return sign * (quotient + up)


def allocate(whole: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share a whole number out over whole weights by largest remainder; see `Money.allocate`."""
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise refuse(Refusal.WEIGHTS_UNUSABLE)
    sign = -1 if whole < 0 else 1
    parts = [abs(whole) * weight // total for weight in weights]
    remainders = [abs(whole) * weight % total for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-remainders[at], at))
    for at in order[: abs(whole) - sum(parts)]:
        parts[at] += 1
    return tuple(sign * part for part in parts)
