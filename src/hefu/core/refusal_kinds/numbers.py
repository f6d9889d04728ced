"""Numbers, dates, money, identifiers. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import kind


class NumberRefusals:
    """Numbers, dates, money, identifiers."""

    NUMBER_TOO_LONG = kind(
        "number_too_long",
        "A number of {length} characters; at most {limit} are read.",
        "数字长 {length} 个字符；最多读取 {limit} 个。",
        ask=asks.PLAIN_NUMBERS,
    )
    NUMBER_NOT_PLAIN = kind(
        "number_not_plain",
        "{value} is not a plain decimal number (digits 0-9, one point, an optional leading minus).",
        "{value} 不是规范的十进制数字（仅限 0-9、一个小数点、可有前置负号）。",
        ask=asks.PLAIN_NUMBERS,
    )
    NUMBER_TOO_LARGE = kind(
        "number_too_large",
        "{value} is too large to be held exactly.",
        "{value} 过大，无法精确保存。",
        ask=asks.CORRECTED,
    )
    AMOUNT_NEGATIVE = kind(
        "amount_negative",
        "{field} is {value}; its direction is said by a debit or credit mark, never by a minus.",
        "{field} 为 {value}；方向应由借贷标志表示，金额不得为负。",
        ask=asks.CORRECTED,
    )
    AMOUNT_TOO_FINE = kind(
        "amount_too_fine",
        "{value} is finer than the currency's smallest unit ({decimals} decimals).",
        "{value} 小于该币种的最小单位（{decimals} 位小数）。",
        ask=asks.CORRECTED,
    )
    QUANTITY_TOO_FINE = kind(
        "quantity_too_fine",
        "The quantity {value} is finer than a thousandth.",
        "数量 {value} 精细到千分之一以下。",
        ask=asks.CORRECTED,
    )
    MEASUREMENT_TOO_FINE = kind(
        "measurement_too_fine",
        "The measurement {value} has more than {decimals} decimals.",
        "测量值 {value} 的小数超过 {decimals} 位。",
        ask=asks.CORRECTED,
    )
    RATE_TOO_FINE = kind(
        "rate_too_fine",
        "The rate {value} is finer than a basis point.",
        "费率 {value} 精细到基点以下。",
        ask=asks.CORRECTED,
    )
    CURRENCY_UNKNOWN = kind(
        "currency_unknown",
        "{value} is not a currency code of ISO 4217.",
        "{value} 不是 ISO 4217 的币种代码。",
        ask=asks.CORRECTED,
    )
    CURRENCY_MISMATCH = kind(
        "currency_mismatch",
        "{left} and {right} cannot be reckoned together.",
        "{left} 与 {right} 不能一起计算。",
        ask=asks.CORRECTED,
    )
    WEIGHTS_UNUSABLE = kind(
        "weights_unusable",
        "A whole can be shared out only over weights that are not negative and not all zero.",
        "只能按非负且不全为零的权重分摊。",
    )
    DATE_UNKNOWN = kind(
        "date_unknown", "{value} is not a date of the calendar.", "{value} 不是有效日期。", ask=asks.PLAIN_NUMBERS
    )
    IDENTIFIER_WRONG = kind(
        "identifier_wrong",
        "{value} is not a valid {scheme}: {reason}.",
        "{value} 不是有效的 {scheme}：{reason}。",
        ask=asks.CORRECTED,
    )
