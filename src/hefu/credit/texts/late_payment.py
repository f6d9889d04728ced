"""What `credit.late_payment` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Do public bodies and large firms pay the smaller firm in time?", "机关、事业单位和大型企业是否按时向中小企业付款？"
)

BASES = {
    "agreed": Text("the rate agreed", "约定利率"),
    "lpr": Text(
        "the one-year LPR at signing, since the rate agreed is below it", "合同订立时 1 年期 LPR（约定利率低于该值）"
    ),
    "default": Text("the daily rate, since none is agreed", "法定日利率（未约定）"),
}
"""By which of three ways the rate came."""

TEXTS = {
    "paid_late": Text(
        "{debtor} owes {owed} on invoice {invoice} and is {days} days late, the last day being {last_day}: interest of "
        "{interest} at {basis}.",
        "{debtor} 对发票 {invoice} 尚欠 {owed}，最后付款日为 {last_day}，已逾期 {days} 天，"
        "应付逾期利息 {interest}（{basis}）。",
    ),
    "delivery_unknown": Text(
        "Invoice {invoice}: the last day for paying counts from delivery, and its day is not known.",
        "发票 {invoice}：付款期限自交付之日起算，交付日不明。",
    ),
    "lpr_unknown": Text(
        "Invoice {invoice}: a rate is agreed, and the one-year LPR at signing, which it may not fall below, is not "
        "known.",
        "发票 {invoice}：已约定利率，但合同订立时的 1 年期 LPR 不明，无法核对下限。",
    ),
    "no_figure": Text(
        "Invoice {invoice}: the figures of the rule are not known: {why}.", "发票 {invoice}：规则数值不明：{why}。"
    ),
    "clear_late": Text(
        "The contract with its day of signing, sizes, term and late rate, the acceptance slip, and the LPR then.",
        "载明签订日、双方规模、付款期限和逾期利率的合同，验收单，以及订立时的 LPR。",
    ),
    "nothing_to_ask": Text("There is no contract to look at.", "没有可查的合同。"),
}
