"""How values look on a page: exact and short amounts, shares, rates, days, moments, identifiers.

Everything here takes the plain JSON forms and whole numbers only. Unknown is an en dash; the page says near it why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone

from hefu.core.dates import parse_date, parse_moment
from hefu.core.money import BPS_WHOLE, Money, Rounding, divide, exponent
from hefu.core.quantity import Quantity
from hefu.core.texts import Language, show

UNKNOWN = "\N{EN DASH}"
SIGNS = {"-": "\N{MINUS SIGN}"}

Plain = Mapping[str, object]
"""Money, quantity or text as canonical JSON holds it."""

_YI_YUAN = 10**8
_WAN_YUAN = 10**4
_LONG_NUMBER = re.compile(r"[0-9]{18,}|[0-9a-f]{32,}")
_ENDS = 4


def money_of(plain: Plain) -> Money:
    """Return money from its plain form."""
    return Money(int(str(plain["amount_minor"])), str(plain["currency"]))


def exact(plain: Plain | None) -> str:
    """Return `5,260,000.00`: the figures alone, since the unit stands once in a header. Unknown is a dash."""
    return money_of(plain).grouped() if plain else UNKNOWN


def unit(currency: str, language: Language) -> str:
    """Return the currency as a header names it: `元` for CNY in Chinese, else the code."""
    return "元" if currency == "CNY" and language == Language.ZH else currency


def exact_with_unit(plain: Plain | None, language: Language) -> str:
    """Return `5,260,000.00 元` or `CNY 5,260,000.00`, where no header names the unit."""
    if plain is None:
        return UNKNOWN
    money = money_of(plain)
    word = unit(money.currency, language)
    return f"{money.grouped()} {word}" if language == Language.ZH else f"{word} {money.grouped()}"


def short_parts(plain: Plain, language: Language) -> tuple[str, str, str]:
    """Return what stands before, the figure, and what stands behind: `CNY`, `5.26`, `m` or ``, `526.00`, `万元`.

    Chinese counts in 万 and, from 10^8, in 亿; English in millions and, from 10^9, in billions. An amount too
    small for that stays exact. The figure is rounded to nearest, so the exact amount belongs beside it.
    """
    money = money_of(plain)
    major = 10 ** exponent(money.currency)
    word = unit(money.currency, language)
    whole = abs(money.amount_minor)
    if language == Language.ZH:
        if whole < _WAN_YUAN * major:
            return "", money.grouped(), word
        size, name = (_YI_YUAN, "亿") if whole >= _YI_YUAN * major else (_WAN_YUAN, "万")
        return "", _hundredths(money.amount_minor, size * major), f"{name}{'' if word == '元' else ' '}{word}"
    if whole < 10**6 * major:
        return word, money.grouped(), ""
    size, name = (10**9, "bn") if whole >= 10**9 * major else (10**6, "m")
    return word, _hundredths(money.amount_minor, size * major), name


def short(plain: Plain, language: Language) -> str:
    """Return a short amount in one piece: `526.00 万元`, `CNY 5.26 m`."""
    return " ".join(part for part in short_parts(plain, language) if part)


def _hundredths(amount_minor: int, size_minor: int) -> str:
    whole, part = divmod(divide(abs(amount_minor) * 100, size_minor, Rounding.HALF_UP), 100)
    sign = "\N{MINUS SIGN}" if amount_minor < 0 else ""
    return f"{sign}{whole:,}.{part:02d}"


def share(share_bps: int | None) -> str:
    """Return a share with one decimal, cut and never rounded up: 9,999 bps is `99.9%`, not all of it."""
    return UNKNOWN if share_bps is None else _percent(divide(share_bps, 10, Rounding.DOWN), 1)


def rate(rate_bps: int | None) -> str:
    """Return a rate with two decimals, which is exact: 435 bps is `4.35%`."""
    return UNKNOWN if rate_bps is None else _percent(rate_bps, 2)


def factor(rate_bps: int) -> str:
    """Return a factor of a sum as short as it is exact: `80%`, `87.5%`, `4.35%`."""
    if rate_bps % 100 == 0:
        return _percent(divide(rate_bps, 100, Rounding.DOWN), 0)
    return _percent(divide(rate_bps, 10, Rounding.DOWN), 1) if rate_bps % 10 == 0 else rate(rate_bps)


def _percent(scaled: int, digits: int) -> str:
    whole, part = divmod(abs(scaled), 10**digits)
    sign = "\N{MINUS SIGN}" if scaled < 0 else ""
    return f"{sign}{whole:,}{f'.{part:0{digits}d}' if digits else ''}%"


def width(part: int, whole: int) -> str:
    """Return a length for a drawing, `52.60%` of the whole; nothing below nil, nothing beyond the whole."""
    if whole <= 0:
        return "0.00%"
    return _percent(divide(min(max(part, 0), whole) * BPS_WHOLE, whole, Rounding.HALF_UP), 2)


def quantity(plain: Plain, language: Language) -> str:
    """Return `1,200.000 t`."""
    return Quantity(int(str(plain["quantity_milli"])), str(plain["unit"])).shown(language)


def table_day(text: str | None) -> str:
    """Return a day as tables show it, `2026-11-20`."""
    return parse_date(text).isoformat() if text else UNKNOWN


def prose_day(text: str | None, language: Language) -> str:
    """Return a day as sentences show it: `20 Nov 2026`, `2026-11-20`."""
    return show(parse_date(text), language) if text else UNKNOWN


def table_moment(text: str | None, offset_minutes: int) -> str:
    """Return a moment as tables show it in the page's zone: `2026-11-20 10:40`."""
    return f"{parse_moment(text).astimezone(_zone(offset_minutes)):%Y-%m-%d %H:%M}" if text else UNKNOWN


def prose_moment(text: str, offset_minutes: int, language: Language) -> str:
    """Return a moment as sentences show it in the page's zone: `20 Nov 2026 10:40`."""
    return show(parse_moment(text).astimezone(_zone(offset_minutes)), language)


def zone_name(offset_minutes: int) -> str:
    """Return `UTC+8`, `UTC+5:30`, `UTC`."""
    hours, minutes = divmod(abs(offset_minutes), 60)
    if not offset_minutes:
        return "UTC"
    sign = "\N{MINUS SIGN}" if offset_minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")


def _zone(offset_minutes: int) -> timezone:
    return timezone(timedelta(minutes=offset_minutes))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text in pieces (shown, full); `full` is empty unless a long number is shown shortened.

    A number of 18 or more digits, such as that of an electronic invoice, keeps its first and last four.
    """
    at = 0
    for hit in _LONG_NUMBER.finditer(text):
        if hit.start() > at:
            yield text[at : hit.start()], ""
        yield f"{hit[0][:_ENDS]}\N{HORIZONTAL ELLIPSIS}{hit[0][-_ENDS:]}", hit[0]
        at = hit.end()
    if at < len(text):
        yield text[at:], ""


def hash_groups(digest: str) -> str:
    """Return a hash in groups of four: `3fa9 0c12 …`."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def hash_short(digest: str) -> str:
    """Return the first two and the last two groups of a hash."""
    return f"{hash_groups(digest[:8])} \N{HORIZONTAL ELLIPSIS} {hash_groups(digest[-8:])}"


def identifier(party_id: str) -> str:
    """Return a party's number without the scheme of the house: `uscc:91…` is `91…`; an unnamed party has none."""
    scheme, _, number = party_id.partition(":")
    if scheme == "unnamed":
        return UNKNOWN
    return number if scheme == "uscc" else f"{scheme.upper()} {number}" if number else party_id


def css_string(text: str) -> str:
    """Return the text as a CSS string in which only plain letters, digits and blanks stand for themselves."""
    safe = (char if char.isascii() and (char.isalnum() or char in " .:+-,") else f"\\{ord(char):x} " for char in text)
    return f'"{"".join(safe)}"'
