"""Company names taken apart: places in front, the core, the legal form at the end. 江苏 | 宏达钢铁贸易 | 有限公司.

A form has a class: 有限公司 and 有限责任公司 are one (公司法 8), 股份有限公司 is another, `Co., Ltd` and `Limited`
are one. Places are a province and up to two cities or districts of `places.py`; a place that leaves fewer than two
characters is no prefix. `parse_name` is the plain twin of the kernel.
"""

# ruff: noqa: PLR2004 - widths of places as packed

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from hefu.graph.kernel import kernel
from hefu.parties.entities.folding import Texts
from hefu.parties.places import CITIES, PROVINCES
from hefu.parties.trade_words import split_trade, trade_classes

FORMS = {
    "有限责任公司": 1,
    "有限公司": 1,
    "coltd": 1,
    "companylimited": 1,
    "limited": 1,
    "ltd": 1,
    "股份有限公司": 2,
    "股份公司": 2,
    "plc": 2,
    "limitedliabilitycompany": 3,
    "llc": 3,
    "gmbh": 4,
    "ag": 5,
    "incorporated": 6,
    "inc": 6,
    "corporation": 6,
    "corp": 6,
    "bv": 7,
    "sa": 8,
    "sarl": 9,
}
"""Folded legal forms and the class each belongs to."""

_MARKS = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "省", "市", "区", "州", "县")
_CORE_MIN = 2
_PLACE_MAX = 4
_PLACES_MAX = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the core of each text begins and ends in `Texts.points`, and the codes of what was taken off (0: none).

    `provinces`, `cities`, `districts` are numbers of places, `forms` classes of FORMS; `trades` is where the trade
    words at the end of the core begin (its end: there are none). int64 and int32 arrays.
    """

    starts: np.ndarray
    ends: np.ndarray
    provinces: np.ndarray
    cities: np.ndarray
    districts: np.ndarray
    forms: np.ndarray
    trades: np.ndarray


@dataclass(frozen=True, slots=True)
class Name:
    """One folded name taken apart."""

    province: int
    city: int
    district: int
    core: str
    form: int

    @property
    def brand(self) -> str:
        """The core without its trade words."""
        return split_trade(self.core)[0]


def parse_name(folded: str) -> Name:
    """Take one folded name apart; the plain twin of `parse_texts`."""
    form = max((f for f in FORMS if folded.endswith(f) and len(f) < len(folded)), key=len, default="")
    core = folded[: len(folded) - len(form)]
    province, cities = 0, [0, 0]
    for _ in range(_PLACES_MAX):
        number, length = _place_at(core)
        if not number:
            break
        if number <= len(PROVINCES):
            if province or any(cities):
                break
            province = number
        elif cities[1]:
            break
        else:
            cities[1 if cities[0] else 0] = number
        core = core[length:]
    return Name(province, cities[0], cities[1], core, FORMS.get(form, 0))


def _place_at(core: str) -> tuple[int, int]:
    for length in range(_PLACE_MAX, 1, -1):
        number = place_numbers().get(core[:length], 0)
        if number and len(core) >= length:
            rest = core[length:]
            mark = next((m for m in _MARKS if rest.startswith(m) and len(rest) - len(m) >= _CORE_MIN), "")
            if len(rest) - len(mark) >= _CORE_MIN:
                return number, length + len(mark)
    return 0, 0


@cache
def place_numbers() -> dict[str, int]:
    """Return the number of each place: provinces first, from 1."""
    names = (*PROVINCES, *CITIES)
    return {name: number for number, name in reversed(list(enumerate(names, start=1)))}


def parse_texts(texts: Texts) -> Parts:
    """Take every folded text of a column apart."""
    keys, numbers = _packed_places()
    parts = parse_kernel(texts.starts, texts.points, keys, numbers, len(PROVINCES), *_packed_words())
    return Parts(*parts, trade_kernel(texts.points, parts[0], parts[1], _packed_trades()))


@cache
def _packed_places() -> tuple[np.ndarray, np.ndarray]:
    pairs = sorted((_packed(name), number) for name, number in place_numbers().items())
    return np.array([k for k, _ in pairs], np.uint64), np.array([n for _, n in pairs], np.int32)


@cache
def _packed_trades() -> np.ndarray:
    return np.array(sorted(map(_packed, trade_classes())), np.uint64)


def _packed(name: str) -> int:
    packed = 0
    for character in name:
        packed = packed << 16 | ord(character)
    return packed


@cache
def _packed_words() -> tuple[np.ndarray, ...]:
    """Marks of places and forms, the longest first, as code points.

    Starts and points of each, and the forms' classes.
    """
    forms = sorted(FORMS, key=lambda form: (-len(form), form))
    return (*_laid_out(_MARKS), *_laid_out(forms), np.array([FORMS[form] for form in forms], np.int32))


def _laid_out(words: tuple[str, ...] | list[str]) -> tuple[np.ndarray, np.ndarray]:
    starts = np.cumsum([0, *map(len, words)], dtype=np.int64)
    return starts, np.array([ord(c) for word in words for c in word], np.uint32)


@kernel
def _begins(points: np.ndarray, at: int, end: int, words: np.ndarray, first: int, last: int) -> bool:
    if end - at < last - first:
        return False
    for step in range(last - first):  # noqa: SIM110 - compiled code
        if points[at + step] != words[first + step]:
            return False
    return True


@kernel
def _key(points: np.ndarray, at: int, length: int) -> np.uint64:
    """Pack up to four characters into one word."""
    key = np.uint64(0)
    for step in range(length):
        # Points beyond the basic plane stand in no word of ours; all ones match no key.
        key = (key << np.uint64(16)) | np.uint64(min(points[at + step], 65535))
    return key


@kernel
def trade_kernel(points: np.ndarray, starts: np.ndarray, ends: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Find where the trade words at the end of each core begin; see `split_trade`."""
    trades = ends.copy()
    for text in range(len(starts)):
        for _ in range(3):
            taken = False
            for length in range(4, 1, -1):
                if trades[text] - length - starts[text] < 2:
                    continue
                key = _key(points, trades[text] - length, length)
                found = np.searchsorted(keys, key)
                if found < len(keys) and keys[found] == key:
                    trades[text] -= length
                    taken = True
                    break
            if not taken:
                break
    return trades


@kernel
def _place(points: np.ndarray, at: int, end: int, keys: np.ndarray, numbers: np.ndarray) -> tuple[int, int]:
    """Number and length of the longest place that begins here."""
    for length in range(4, 1, -1):
        if end - at < length:
            continue
        key = _key(points, at, length)
        found = np.searchsorted(keys, key)
        if found < len(keys) and keys[found] == key:
            return numbers[found], length
    return 0, 0


@kernel
def parse_kernel(  # noqa: C901, PLR0913, PLR0917 - a kernel takes arrays one by one; see its twin
    starts: np.ndarray,
    points: np.ndarray,
    keys: np.ndarray,
    numbers: np.ndarray,
    provinces_count: int,
    mark_starts: np.ndarray,
    marks: np.ndarray,
    form_starts: np.ndarray,
    forms: np.ndarray,
    classes: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Take every text apart; see `parse_name`."""
    count = len(starts) - 1
    begins, ends = starts[:-1].copy(), starts[1:].copy()
    places = np.zeros((3, count), np.int32)
    form_of = np.zeros(count, np.int32)
    for text in range(count):
        at, end = starts[text], starts[text + 1]
        for form in range(len(classes)):
            length = form_starts[form + 1] - form_starts[form]
            if end - at > length and _begins(
                points, end - length, end, forms, form_starts[form], form_starts[form + 1]
            ):
                end -= length
                form_of[text] = classes[form]
                break
        for _ in range(3):
            number, length = _place(points, at, end, keys, numbers)
            if number == 0 or end - at - length < 2:
                break
            if number <= provinces_count:
                if places[0, text] or places[1, text]:
                    break
                places[0, text] = number
            elif places[2, text]:
                break
            else:
                places[2 if places[1, text] else 1, text] = number
            at += length
            for mark in range(len(mark_starts) - 1):
                width = mark_starts[mark + 1] - mark_starts[mark]
                if end - at - width >= 2 and _begins(points, at, end, marks, mark_starts[mark], mark_starts[mark + 1]):
                    at += width
                    break
        begins[text], ends[text] = at, end
    return begins, ends, places[0], places[1], places[2], form_of
