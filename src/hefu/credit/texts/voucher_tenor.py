"""What `credit.voucher_tenor` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Is the term of every receivables voucher within what the law allows?", "应收账款电子凭证的付款期限是否合规？"
)

TEXTS = {
    "tenor_too_long": Text(
        "Voucher {voucher} of {issuer}, issued {issued_on}, is paid on {due_on}: longer than {months} months.",
        "{issuer} 开立的凭证 {voucher}：{issued_on} 开立，{due_on} 付款，期限超过 {months} 个月。",
    ),
    "tenor_to_examine": Text(
        "Voucher {voucher} of {issuer}, issued {issued_on}, is paid on {due_on}: longer than {months} months, so the "
        "bank examines whether that is reasonable and the custom of the trade.",
        "{issuer} 开立的凭证 {voucher}：{issued_on} 开立，{due_on} 付款，期限超过 {months} 个月，"
        "银行应审查账期合理性和行业结算惯例。",
    ),
    "root_missing": Text(
        "Voucher {voucher} was split from one that is not in the book, so its day of issue is not known.",
        "凭证 {voucher} 由账簿中没有的凭证拆分而来，原开立日不明。",
    ),
    "no_figure": Text(
        "What term voucher {voucher} may have is not known: {why}.", "凭证 {voucher} 的期限上限不明：{why}。"
    ),
    "clear_tenor": Text(
        "The contract with its term of payment, what is usual in the trade, and the voucher it was split from.",
        "载明账期的合同、行业结算惯例说明，以及拆分来源凭证。",
    ),
    "nothing_to_ask": Text("There is no voucher to look at.", "没有可查的凭证。"),
}
