"""What the amount ladder says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

NAME = "credit.amount"
VERSION = 1

QUESTION = Text("Could every limit on the amount be reckoned?", "对金额的各项限制是否都能测算？")

TEXTS = {
    "limit_unknown": Text("{limit} could not be reckoned: {why}.", "{limit}无法测算：{why}。"),
    "clear_limit": Text(
        "The lender's capital figures, the groups and accounts of the parties, and the rule book in force.",
        "贷款人的资本数据、当事方的集团关系与财务报表，以及现行规则库。",
    ),
}

DEDUCTION_NAMES = {
    "undelivered": Text("not delivered, or only the seller says so", "未收货，或仅有卖方陈述"),
    "credited": Text("credited", "贷项冲减"),
    "paid": Text("already paid", "已付"),
    "disputed": Text("disputed in part", "部分争议"),
    "contra": Text("the seller owes it to the debtor", "卖方对债务人的欠款（可抵销）"),
    "retention": Text("retention money", "质保金"),
}
"""The name of each deduction of the borrowing base."""
