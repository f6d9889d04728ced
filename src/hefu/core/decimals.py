"""The one grammar of numbers on paper: plain decimal digits, nothing else.

Everything that Python's own `int`, `float` and `Decimal` would let through besides (exponents,
underscores, full-width digits, NaN, blanks, a leading plus) is refused here, at once: the length is
looked at before the characters are, so a number of a million digits costs nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal

from hefu.core.refusal_kinds.kind import RefusalKind
from hefu.core.refusals import Refusal, refuse

LENGTH_MAX = 40
SHORT_LENGTH = 14
INT64_MAX = 2**63 - 1

MAJOR_DIGITS = 20
MAJOR_DECIMALS = 18

_PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?", re.ASCII)


def parse_scaled(text: str, scale: int, too_fine: RefusalKind) -> int:
    """Return `text` times 10**scale as a whole number.

    Zeros behind the scale are dropped (`18.150` at scale 2 is 1815); any other digit there is
    refused with `too_fine`. Raises RefusalError, also where the result does not fit 64 bits.
    """
    # Nearly every number on paper is short and written with all its decimals or none: half the time for these.
    if len(text) <= SHORT_LENGTH and text.isascii():
        if text.isdigit():
            return int(text + "0" * scale)
        whole, _, fraction = text.partition(".")
        if fraction and len(fraction) == scale and whole and (digits := whole + fraction).isdigit():
            return int(digits)
    return _parse_scaled(text, scale, too_fine)


def _parse_scaled(text: str, scale: int, too_fine: RefusalKind) -> int:
    if len(text) > LENGTH_MAX:
        raise refuse(Refusal.NUMBER_TOO_LONG, length=len(text), limit=LENGTH_MAX)
    match = _PLAIN.fullmatch(text)
    if match is None:
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=text)
    sign, whole, fraction = match.groups(default="")
    if len(fraction) > scale and fraction[scale:].strip("0"):
        raise refuse(too_fine, value=text, decimals=scale)
    number = int(whole + fraction[:scale].ljust(scale, "0"))
    if number > INT64_MAX:
        raise refuse(Refusal.NUMBER_TOO_LARGE, value=text)
    return -number if sign else number


def parse_major(text: str) -> Decimal:
    """Return an exact decimal of the major unit: at most 20 digits before the point and 18 behind it.

    For figures in a working (a unit price, a line's tax), never for money that is owed or moves. Raises
    RefusalError as `parse_scaled` does; decimals beyond the 18th other than zero are AMOUNT_TOO_FINE.
    """
    if len(text) > LENGTH_MAX:
        raise refuse(Refusal.NUMBER_TOO_LONG, length=len(text), limit=LENGTH_MAX)
    match = _PLAIN.fullmatch(text)
    if match is None:
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=text)
    if len(text) <= MAJOR_DECIMALS:
        return Decimal(text)
    sign, whole, fraction = match.groups(default="")
    if fraction[MAJOR_DECIMALS:].strip("0"):
        raise refuse(Refusal.AMOUNT_TOO_FINE, value=text, decimals=MAJOR_DECIMALS)
    if len(whole.lstrip("0")) > MAJOR_DIGITS:
        raise refuse(Refusal.NUMBER_TOO_LARGE, value=text)
    return Decimal(f"{sign}{whole}.{fraction[:MAJOR_DECIMALS]}")
