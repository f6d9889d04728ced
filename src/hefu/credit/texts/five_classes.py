"""What `credit.five_classes` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text("Is what the parties owe banks classed as normal?", "当事方在银行的融资是否均为正常类？")

CLASS_NAMES = {
    "normal": Text("normal", "正常"),
    "special_mention": Text("special mention", "关注"),
    "substandard": Text("substandard", "次级"),
    "doubtful": Text("doubtful", "可疑"),
    "loss": Text("loss", "损失"),
}
"""The five classes in their own terms."""

REASONS = {
    "none": Text("nothing speaks against it", "无不利情形"),
    "overdue_special_mention_over": Text("overdue", "已逾期"),
    "overdue_substandard_over": Text("overdue beyond the days of substandard", "逾期天数达到次级"),
    "overdue_doubtful_over": Text("overdue beyond the days of doubtful", "逾期天数达到可疑"),
    "overdue_loss_over": Text("overdue beyond the days of loss", "逾期天数达到损失"),
    "impaired_substandard": Text("credit-impaired", "已发生信用减值"),
    "impaired_doubtful_from": Text("an expected loss of the share of doubtful", "预期信用损失达到可疑比例"),
    "impaired_loss_from": Text("an expected loss of the share of loss", "预期信用损失达到损失比例"),
    "restructured_watch_min": Text("restructured and still under watch", "重组资产处于观察期"),
    "debtor_bad_here": Text("too much of its debt at this bank is bad", "该行对其债权的不良占比超限"),
    "debtor_overdue_everywhere": Text(
        "too much of its debt to all banks is long overdue", "其在各银行的债务长期逾期占比超限"
    ),
}
"""What each reason code says."""

TEXTS = {
    "debtor_class": Text(
        "{count} loans of {lender} to {borrower} ({owed}) are classed {worst} at the worst, {days} days overdue at the "
        "most: {why}.",
        "{lender} 对 {borrower} 的 {count} 笔融资（{owed}）最差为{worst}类，最长逾期 {days} 天：{why}。",
    ),
    "no_figure": Text("The figures of the five classes are not known: {why}.", "五级分类的数值不明：{why}。"),
    "no_bank": Text(
        "The book does not say of any lender that it is a bank, and the five classes are a bank's.",
        "账簿未载明任何贷款人为银行，五级分类适用于银行。",
    ),
    "clear_class": Text(
        "The lender's own statement of the loan: what is paid, since when, and its impairment.",
        "贷款人对该笔融资的陈述：已还金额、逾期起始日及减值情况。",
    ),
    "nothing_to_ask": Text("There is no loan to look at.", "没有可查的融资。"),
}
