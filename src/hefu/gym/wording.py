"""Makers of texts: from a column of numbers to a column of words, for all rows of a page at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from hefu.gym.bytewise import digits, joined, lettered, to_arrow
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL
from hefu.gym.world.industries import INDUSTRIES, goods_words
from hefu.gym.world.places import CITIES

if TYPE_CHECKING:
    from hefu.gym.render import Page

Word = Callable[["Page"], pa.Array]

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def pick(words: tuple[str, ...], at: Ints) -> pa.Array:
    """Return words by their place; NULL gives null."""
    return pa.array(words, pa.string()).take(pa.array(at, mask=at == NULL))


def listed(words: tuple[str, ...], column: str) -> Word:
    """Return a maker of words by the place that a column holds."""
    return lambda page: pick(words, page[column])


def fixed(word: str) -> Word:
    """Return a maker of the same word in every row."""
    return lambda page: pick((word,), np.zeros(len(page), np.int64))


def number_of(table: str, column: str) -> Word:
    """Return a maker of the number of the paper that a column refers to."""

    def word(page: Page) -> pa.Array:
        things = page[column]
        return to_arrow(page.identities.numbers(table, things), things != NULL)

    return word


def decimal_of(column: str, width: int) -> Word:
    """Return a maker of zero-padded digits."""
    return lambda page: to_arrow(digits(np.maximum(page[column], 0), width), page[column] != NULL)


def plates(page: Page) -> pa.Array:
    """Return number plates: letter of a province, letter of a town, five digits."""
    vehicle = page["_vehicle"]
    at = np.maximum(vehicle, 0)
    provinces = np.stack([np.frombuffer(city[5].encode(), np.uint8) for city in CITIES])
    plate = joined(
        len(at), provinces[at % len(CITIES)], lettered(at // 7 % 24, 1, _LETTERS), digits(at * 7_919 % 100_000, 5)
    )
    return to_arrow(plate, vehicle != NULL)


def number_as_written(page: Page) -> pa.Array:
    """Return the table's own numbers."""
    return number_of(page.rows.table.name, page.rows.table.key)(page)


_UNITS = tuple(dict.fromkeys(one.unit for one in INDUSTRIES))
_UNIT_OF = np.array([next(_UNITS.index(one.unit) for one in INDUSTRIES if word in one.goods) for word in goods_words()])


def goods_units(page: Page) -> pa.Array:
    """Return the unit in which the row's goods are counted; tonnes where it names none."""
    goods = page["_goods"]
    return pick(_UNITS, np.where(goods == NULL, _UNITS.index("TNE"), _UNIT_OF[goods.clip(0)]))
