"""What `credit.loan_term` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Do working-capital loans run, and were they extended, within what the law allows?",
    "流动资金贷款的期限和展期是否合规？",
)

TEXTS = {
    "too_long": Text(
        "Loan {loan}, drawn {drawn_on} and due {due_on}, runs longer than {months} months.",
        "融资 {loan}：{drawn_on} 发放，{due_on} 到期，期限超过 {months} 个月。",
    ),
    "long_cycle_only": Text(
        "Loan {loan}, drawn {drawn_on} and due {due_on}, runs longer than {months} months, which is for borrowers with "
        "a long cash cycle only.",
        "融资 {loan}：{drawn_on} 发放，{due_on} 到期，期限超过 {months} 个月，仅适用于现金回笼周期较长的借款人。",
    ),
    "extended_too_far": Text(
        "Loan {loan} was extended by {days} days in all; {days_max} are the most.",
        "融资 {loan} 累计展期 {days} 天，最长为 {days_max} 天。",
    ),
    "due_day_unknown": Text("When loan {loan} is due is not known.", "融资 {loan} 的到期日不明。"),
    "extension_unknown": Text(
        "Loan {loan} was extended; from when to when is not known.", "融资 {loan} 已展期，展期前后的到期日不明。"
    ),
    "no_figure": Text("How long loan {loan} may run is not known: {why}.", "融资 {loan} 的期限上限不明：{why}。"),
    "clear_term": Text(
        "The loan contract and each agreement on its extension, with the days of signing and repayment.",
        "借款合同及历次展期协议，载明签订日和到期日。",
    ),
    "nothing_to_ask": Text("There is no loan to look at.", "没有可查的融资。"),
}
