"""Quantities of two papers on one scale, and whether they speak of the same goods."""

from __future__ import annotations

import re
from functools import lru_cache

from hefu.book.book import Row
from hefu.core.names import fold, fold_name, fold_number

_WORDS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("tne", "t", "mt", "吨", "公吨"), ("KGM", 1000)),
    **dict.fromkeys(("kgm", "kg", "千克", "公斤"), ("KGM", 1)),
    **dict.fromkeys(("ea", "h87", "c62", "pcs", "pce", "件", "个", "只"), ("H87", 1)),
    **dict.fromkeys(("mtr", "m", "米"), ("MTR", 1)),
}
"""Words and UN/ECE Rec. 20 codes of one scale: the scale, and how many of its units one of these is."""

_TAX_CATEGORY = re.compile(r"^\s*\*[^*]+\*")
"""Chinese tax invoices write the tax category before the goods: `*黑色金属冶炼压延品*热轧卷板`."""


@lru_cache(maxsize=1024)
def scale_of(unit: str | None) -> tuple[str, int]:
    """Return the scale of a unit and how many of the scale's units one of it is; an unknown word is its own scale."""
    word = fold(unit or "").rstrip(".")
    return _WORDS.get(word, (word, 1))


def on_scale(quantity_milli: int, unit: str | None) -> int:
    """Return thousandths of the scale's unit; exact, since scales are counted in their smallest unit."""
    return quantity_milli * scale_of(unit)[1]


def off_scale(quantity_milli: int, unit: str | None) -> int:
    """Return thousandths of `unit` from thousandths of its scale's unit; a rest is dropped, never added."""
    return quantity_milli // scale_of(unit)[1]


def goods_keys(line: Row) -> list[tuple[str, str, str]]:
    """Return what a line's goods may be found by, strongest first: item number, then name, each with its scale."""
    return list(_goods_keys(line["item_number"], line["item_name"], line["unit"]))


@lru_cache(maxsize=4096)
def _goods_keys(number: str | None, name: str | None, unit: str | None) -> tuple[tuple[str, str, str], ...]:
    scale = scale_of(unit)[0]
    keys = (("number", fold_number(number or "")), ("name", _goods_name(name)))
    return tuple((kind, word, scale) for kind, word in keys if word)


def goods_differ(one: Row, other: Row) -> bool:
    """Tell whether two lines name different goods; where either names none, nothing can differ.

    Item numbers decide where both lines have one. Names agree where one contains the other, since
    one paper writes the grade or the packing and another does not.
    """
    numbers = [fold_number(line["item_number"] or "") for line in (one, other)]
    if all(numbers):
        return numbers[0] != numbers[1]
    first, second = _goods_name(one["item_name"]), _goods_name(other["item_name"])
    return bool(first and second) and first not in second and second not in first


def _goods_name(name: str | None) -> str:
    return fold_name(_TAX_CATEGORY.sub("", name or ""))
