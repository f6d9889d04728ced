"""Amounts and days as Chinese papers write them, read exactly: 526.00万元, 壹仟贰佰叁拾肆元伍角陆分, 2026年11月3日.

Everything here is digits moved about in text; no number is ever multiplied as a fraction. A form that could be
read in two ways (一千二, which people say for 1200) is not read at all.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from datetime import time as clock

_WRITTEN = ("零〇", "一壹", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {digit: value for value, digits in enumerate(_WRITTEN) for digit in digits}
_D = "[一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖]"
_ZERO = "[零〇]?"
_SECTION = re.compile(rf"{_ZERO}(?:({_D})[千仟])?{_ZERO}(?:({_D})[百佰])?{_ZERO}(?:({_D}?)[十拾])?{_ZERO}({_D})?")
_MYRIAD = re.compile("[万萬]")
_HUNDRED_MILLION = re.compile("[亿億]")
_WORDS = re.compile(rf"(.+?)(?:[元圆圓](?:([零〇]?{_D}|[零〇])角)?(?:[零〇]?({_D})分)?)?([整正]?)")
_SMALL_WORDS = re.compile(rf"(?:({_D})角)?(?:({_D})分)?([整正]?)")
_ZEROS = re.compile("[零〇]{2}")

_FIGURE = re.compile(
    r"(-?)(?:人民币|RMB|CNY)?[¥￥]?\s*(-?)([0-9][0-9.,' ]*?)\s*(万亿|万|亿)?\s*(?:[元圆]整?)?", re.ASCII
)
_PLACES = {None: 0, "万": 4, "亿": 8, "万亿": 12}

_DAY = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})日|([-/.])(\d{1,2})\6(\d{1,2}))", re.ASCII)
_TIME = re.compile(r"[T\s]*(?:(\d{1,2})[:时](\d\d)(?:[:分](\d\d)秒?|分)?|(\d\d)(\d\d)(\d\d))", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?", re.ASCII)
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a day count of Excel, without a zone
_LATE_DAYS = 1462
_DAY_SECONDS = 86_400


def figure(text: str) -> tuple[str, int]:
    """Return the digits of ¥1,234.56元 or 526.00万 with their separators, and the places to move the point.

    Anything else comes back as it is, for the stricter look of who asked.
    """
    match = _FIGURE.fullmatch(text)
    if match is None or (match[1] and match[2]):
        return text, 0
    return f"{match[1] or match[2]}{match[3]}", _PLACES[match[4]]


def says_yuan(text: str) -> bool:
    """Tell whether an amount names its currency, as 元, 角, 分 or 人民币. ¥ alone is yen as well."""
    return re.search("[元圆圓角分]|人民币|RMB|CNY", text) is not None


def shifted(digits: str, places: int) -> str:
    """Return plain decimal digits times ten to the power of `places`."""
    if not places or not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", digits, re.ASCII):
        return digits
    whole, _, fraction = digits.partition(".")
    fraction = fraction.ljust(places, "0")
    moved = re.sub(r"^(-?)0+(?=[0-9])", r"\1", whole + fraction[:places])
    return moved + (f".{fraction[places:]}" if fraction[places:] else "")


def amount_in_words(text: str) -> str | None:
    """Return an amount in Chinese numerals as plain decimal digits; None where it is not one beyond doubt."""
    text = text.removeprefix("人民币")
    sign = "-" if text.startswith("负") else ""
    text = text.removeprefix("负")
    if not text or _ZEROS.search(text):
        return None
    small = _SMALL_WORDS.fullmatch(text)
    if small and (small[1] or small[2]):
        return _amount(sign, 0, small[1], small[2], small[3])
    match = _WORDS.fullmatch(text)
    whole = _whole(match[1]) if match else None
    if match is None or whole is None:
        return None
    return _amount(sign, whole, match[2], match[3], match[4])


def _amount(sign: str, whole: int, tenth: str | None, hundredth: str | None, closed: str) -> str | None:
    if closed and hundredth:
        return None
    if tenth is None and hundredth is None:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{_DIGITS[tenth[-1]] if tenth else 0}{_DIGITS[hundredth] if hundredth else 0}"


def _whole(text: str) -> int | None:
    """Return a whole number below ten to the sixteenth: sections of four, parted by 亿 and 万."""
    parts = _HUNDRED_MILLION.split(text)
    if len(parts) > 2:  # noqa: PLR2004 - what stands before the one 亿, and behind it
        return None
    numbers = [_below_hundred_million(part, first=n == 0) for n, part in enumerate(parts)]
    return _joined(numbers, parts, 10**8)


def _below_hundred_million(text: str, *, first: bool) -> int | None:
    parts = _MYRIAD.split(text)
    if len(parts) > 2:  # noqa: PLR2004 - what stands before the one 万, and behind it
        return None
    numbers = [_section(part, first=first and n == 0) for n, part in enumerate(parts)]
    return _joined(numbers, parts, 10**4)


def _joined(numbers: list[int | None], parts: list[str], unit: int) -> int | None:
    if len(numbers) == 1:
        return numbers[0]
    high, low = numbers
    if not high or (parts[1] and not low):
        return None
    return high * unit + (low or 0)


def _section(text: str, *, first: bool) -> int | None:
    """Return a number below ten thousand. A bare digit at its end must follow 十 or 零, or be the whole number."""
    if text in {"零", "〇"}:
        return 0 if first else None
    match = _SECTION.fullmatch(text)
    if match is None or not text or text[-1] in "零〇" or (first and text[0] in "零〇"):
        return None
    thousands, hundreds, tens, ones = match.groups()
    if ones and (text[-2] not in "零〇十拾" if len(text) > 1 else not first):
        return None
    digits = ((thousands, 1000), (hundreds, 100), ("一" if tens == "" else tens, 10), (ones, 1))
    return sum(_DIGITS[digit] * unit for digit, unit in digits if digit)


def day(text: str) -> date | None:
    """Return the day of 2026年11月3日, 20261103, 2026-11-3, 2026/11/3 or 2026.11.03, with or without a time behind."""
    found = _dated(text)
    return found[0] if found else None


def moment(text: str) -> datetime | None:
    """Return day and time, without a zone, of such a day with a time behind: 10:22, 10:22:33, 10时22分33秒, 102233."""
    found = _dated(text)
    return found[1] if found else None


def _dated(text: str) -> tuple[date, datetime | None] | None:
    match = _DAY.match(text)
    if match is None:
        return None
    year, *parts = (int(part) for part in match.groups() if part and part not in "-/.")
    rest = text[match.end() :].strip()
    time = _TIME.fullmatch(rest)
    if rest and time is None:
        return None
    try:
        found = date(year, *parts)
        if time is None:
            return found, None
        hour, minute, second = ([int(part) for part in time.groups() if part] + [0])[:3]
        return found, datetime.combine(found, clock(hour, minute, second))
    except ValueError:
        return None


def serial_moment(figure_text: str, *, late: bool) -> datetime | None:
    """Return the moment of an Excel day count (46329 is 2026-11-03), from 1927 to 2173; None where it is not one.

    For number cells that were never formatted as days. `late` says that the workbook counts from 1904.
    """
    match = _SERIAL.fullmatch(figure_text)
    if match is None or match[1] < "10000":
        return None
    # Excel keeps 15 digits, which tell seconds apart and little less.
    millionths = int((match[2] or "").ljust(12, "0")[:12]) * _DAY_SECONDS // 10**6
    days = int(match[1]) + (_LATE_DAYS if late else 0)
    return _SERIAL_ZERO + timedelta(days=days, seconds=(millionths + 500_000) // 10**6)
