"""The thresholds of every trade rule, units in the names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TradeConfig:
    """What the trade rules tolerate. The defaults suit weighed bulk goods billed in two decimals."""

    quantity_tolerance_bps: int = 100
    """How far a quantity may fall short of (or exceed) what it is held against and still be a small gap."""
    shortfall_high_bps: int = 5_000
    """The part of a billed quantity from which on it is grave that it is missing: a token delivery clears little."""
    price_tolerance_bps: int = 50
    """How far a line may be billed above the order's price and still be a small gap."""
    amount_tolerance_minor: int = 100
    """An amount left open, or a price gap, up to this many minor units is none."""
    delivery_grace_days: int = 14
    """Days after the promised delivery (or the invoice, where none was promised) before goods are missed."""
    payment_grace_days: int = 5
    """Days after the due day before a payment is missed."""
    overdue_high_days: int = 90
    """Days after the due day from which an unpaid invoice is grave."""
    purpose_number_characters_min: int = 4
    """Shorter invoice numbers are not looked for in a payment's purpose: they occur there by chance."""
    line_tolerance_minor: int = 1
    """Rounding allowed on one invoice line, beside the precision of its unit price."""
    sum_tolerance_minor: int = 0
    """Rounding allowed where whole minor units are only added up."""
    tax_tolerance_minor: int = 1
    """Rounding allowed on one tax subtotal, beside half a minor unit per line."""
    financings_allowed_count: int = 0
    """Live financings that one invoice may carry: 0 where it is asked for, 1 in a book of granted loans."""
    day_slack_days: int = 1
    """Days by which papers may be out of order, local days differing across the date line, and be a step less grave."""
