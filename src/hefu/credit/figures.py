"""How the questions about credit ask the rule book: one call, and never a figure where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hefu.book import Book
from hefu.core.context import Context
from hefu.core.law import Anchor, Bound, Figure, Licence, NoFigure
from hefu.core.texts import Text

NO_LAW = "no_law"
NO_VALUE = "no_value"

_WHY = {
    NO_LAW: Text("no rule book was given", "未提供规则库"),
    NO_VALUE: Text("the record holds no figure", "规则记录没有数值"),
    "no_start_date": Text("announced, and in force from no day yet", "已公告，尚无生效日"),
    "not_for_licence": Text("does not reach this lender's licence", "不适用于该机构的牌照"),
    "not_for_product": Text("does not reach this product", "不适用于该产品"),
    "not_yet_in_force": Text("not yet in force on that day", "当日尚未生效"),
    "no_longer_in_force": Text("no longer in force on that day", "当日已失效"),
    "anchor_missing": Text("the day that decides is not known", "决定适用的日期不明"),
    "licence_missing": Text("the lender's licence is not known", "贷款人的牌照不明"),
    "product_missing": Text("the product is not known", "产品不明"),
}

_LICENCES = {
    "bank": Licence.BANK,
    "commercial_factor": Licence.COMMERCIAL_FACTOR,
    "guarantor": Licence.FINANCING_GUARANTOR,
}


def figure_of(
    at: Context, rule_id: str, days: Mapping[Anchor, date], licence: Licence | None = None, product: str = ""
) -> Figure | NoFigure:
    """Return the figure in force on the anchor days, or why there is none: no rule book, no figure, not reached."""
    if at.law is None:
        return NoFigure(rule_id, NO_LAW)
    found = at.law.figure(rule_id, days, licence, product)
    lacks = isinstance(found, Figure) and found.value is None and found.bound is not Bound.DUTY
    return NoFigure(rule_id, NO_VALUE) if lacks else found


def is_unknown(answer: NoFigure) -> bool:
    """Tell whether a check must say that it could not be made; otherwise the rule does not reach the case."""
    return answer.unknown or answer.code in {NO_LAW, NO_VALUE}


def why_none(answer: NoFigure) -> Text:
    """Return in words why there is no figure."""
    return _WHY.get(answer.code, Text(answer.code, answer.code))


def value_of(figure: Figure) -> int:
    """Return the figure's number; `figure_of` gives none without."""
    if figure.value is None:
        raise ValueError(f"{figure.rule_id} is a duty without a figure")
    return figure.value


def licence_of(book: Book, lender_id: str) -> Licence | None:
    """Return what a lender is licensed as by its latest capital figures; None where no licence we know is stated."""
    rows = [row for row in book.rows("lender_capital") if row["lender_id"] == lender_id]
    latest = max(rows, key=lambda row: (row["stated_on"], row["known_at"], row["source_id"]), default=None)
    return _LICENCES.get(latest["licence"]) if latest else None
