"""Quantities: whole thousandths of a stated unit, never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.refusals import Refusal
from hefu.core.texts import Language, Text

UNIT_WORDS = {
    "TNE": Text("t", "吨"),
    "KGM": Text("kg", "千克"),
    "MTR": Text("m", "米"),
    "EA": Text("pcs", "件"),
    "H87": Text("pcs", "件"),
    "C62": Text("units", "个"),
}
"""UN/ECE Recommendation 20 codes that have a plain word; any other unit is shown as written."""


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A number of thousandths of `unit` (a UN/ECE Recommendation 20 code, or the paper's own word)."""

    quantity_milli: int
    unit: str

    def shown(self, language: Language) -> str:
        """Return `1,200.000 t`: thousands grouped, three decimals, the unit behind."""
        sign = "\N{MINUS SIGN}" if self.quantity_milli < 0 else ""
        whole, milli = divmod(abs(self.quantity_milli), 1000)
        word = UNIT_WORDS[self.unit].render(language) if self.unit in UNIT_WORDS else self.unit
        return f"{sign}{whole:,}.{milli:03d} {word}".rstrip()

    def plain(self) -> dict[str, str | int]:
        """Return the form that canonical JSON holds."""
        return {"quantity_milli": self.quantity_milli, "unit": self.unit}


def parse_quantity_milli(text: str) -> int:
    """Return thousandths from plain decimal digits; finer than a thousandth is refused."""
    return parse_scaled(text, 3, Refusal.QUANTITY_TOO_FINE)


def parse_fine_quantity(text: str) -> tuple[int | None, Decimal | None]:
    """Return a quantity in thousandths and, where thousandths cannot hold it, exactly (at most 18 decimals).

    A quantity finer than a thousandth gives its nearest thousandth (halves to even), so that papers can be
    matched by it, and itself beside. Where the nearest thousandth is off by more than a thousandth part of
    the quantity it says nothing useful and is None. See docs/decisions/0008-quantities-finer-than-a-thousandth.md.
    """
    exact = parse_major(text)
    scaled = exact.scaleb(3)
    near = int(scaled.to_integral_value(ROUND_HALF_EVEN))
    if near == scaled:
        return parse_quantity_milli(text), None
    parse_scaled(str(near), 0, Refusal.QUANTITY_TOO_FINE)
    return (near if abs(near - scaled) * 1000 <= abs(scaled) else None), exact


def parse_percent_bps(text: str) -> int:
    """Return basis points from a percentage (`17.5` is 1750); finer than a basis point is refused."""
    return parse_scaled(text, 2, Refusal.RATE_TOO_FINE)
