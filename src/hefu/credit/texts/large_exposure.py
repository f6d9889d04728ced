"""What `credit.large_exposure` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Are every customer, control group and circle of dependent customers within the limits of the lender's capital?",
    "单一客户、集团客户和经济依存客户是否都在贷款人资本所限之内？",
)

TEXTS = {
    "above_limit": Text(
        "{limit_name}: {used} ({share}) is at risk on {parties}, {limit} is the most that {lender} may have.",
        "{limit_name}：对 {parties} 已有 {used}（{share}），超过 {lender} 的上限 {limit}。",
    ),
    "no_capital": Text("The book holds no lender's capital figures.", "账簿中没有贷款人的资本数据。"),
    "limit_unknown": Text("{limit} could not be asked: {why}.", "{limit}无法检查：{why}。"),
    "clear_exposure": Text(
        "Repayment, a transfer of the exposure, or cash margin, stated by the lender's own system.",
        "还款、转出风险暴露或补足保证金，以贷款人核心系统为准。",
    ),
    "clear_capital": Text(
        "The lender's latest capital figures, and who belongs to which group or depends on whom.",
        "贷款人最新的资本数据，以及集团关系和经济依存关系的认定。",
    ),
}
