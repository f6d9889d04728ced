"""What `funds.payer_not_debtor` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Was every payment made by the debtor, or in a lawful way for him, to the right payee?",
    "每笔付款是否由债务人或其合法代付人支付给约定的收款人？",
)

TEXTS = {
    "seller_pays_itself": Text(
        "Payment {payment} for the debt of {debtor} ({debtor_id}) comes from the seller's side: {payer} ({payer_id}).",
        "付款 {payment} 应由债务人 {debtor}（{debtor_id}）支付，实际来自卖方一侧：{payer}（{payer_id}）。",
    ),
    "payer_looks_like_debtor": Text(
        "Payment {payment} comes from {payer} ({payer_id}), whose name resembles that of the debtor {debtor} "
        "({debtor_id}).",
        "付款 {payment} 来自 {payer}（{payer_id}），其名称与债务人 {debtor}（{debtor_id}）近似。",
    ),
    "payer_is_third_party": Text(
        "Payment {payment} for the debt of {debtor} ({debtor_id}) comes from {payer} ({payer_id}), who is on no list "
        "of authorised payers.",
        "付款 {payment} 应由债务人 {debtor}（{debtor_id}）支付，实际来自 {payer}（{payer_id}），不在授权付款人名单内。",
    ),
    "payer_is_debtor_affiliate": Text(
        "Payment {payment} comes from {payer} ({payer_id}), of the same group as the debtor {debtor} ({debtor_id}) "
        "but on no list of authorised payers.",
        "付款 {payment} 来自 {payer}（{payer_id}），与债务人 {debtor}（{debtor_id}）同属一个集团，"
        "但不在授权付款人名单内。",
    ),
    "payer_claims_debtor": Text(
        "Payment {payment} comes from {payer} ({payer_id}), who names the debtor {debtor} ({debtor_id}) as ultimate "
        "payer; no authorisation is in the book.",
        "付款 {payment} 来自 {payer}（{payer_id}），付款信息注明最终付款人为债务人 {debtor}（{debtor_id}），"
        "但账簿中没有授权。",
    ),
    "authorisation_falls_short": Text(
        "Payment {payment} comes from {payer} ({payer_id}); the authorisation to pay for {debtor} ({debtor_id}) does "
        "not cover it: {why}.",
        "付款 {payment} 来自 {payer}（{payer_id}）；其代 {debtor}（{debtor_id}）付款的授权不适用于本次付款：{why}。",
    ),
    "paid_elsewhere": Text(
        "Payment {payment} went to {payee}, account {account}, which was not agreed.",
        "付款 {payment} 付至 {payee}，账户 {account}，并非约定的收款人或账户。",
    ),
    "payer_unknown": Text(
        "Payment {payment} comes from {payer}; no account or identifier shows whether that is the debtor.",
        "付款 {payment} 来自 {payer}；没有账户或标识可确认其是否为债务人。",
    ),
    "payer_unnamed": Text("Payment {payment} does not say who paid.", "付款 {payment} 未注明付款人。"),
    "no_payment": Text("The book holds no payment.", "账簿中没有付款。"),
    "no_payment_allocated": Text("No payment in the book settles an invoice.", "账簿中没有可对应到发票的付款。"),
    "settlement_row_missing": Text(
        "A payment is allocated to an invoice, but one of the two is not in the book.",
        "付款已对应到发票，但账簿中缺少其中之一。",
    ),
    "clear_payer": Text(
        "A register extract showing how payer and debtor are related, or the debtor's authorisation naming the payer.",
        "载明付款人与债务人关系的登记信息，或债务人指明该付款人的授权书。",
    ),
    "clear_payee": Text(
        "The debtor's confirmation of the account to be paid into, with its date.",
        "债务人对收款账户的确认及其日期。",
    ),
    "clear_payer_identity": Text(
        "The paying bank's statement with the payer's account and identifier.",
        "付款银行出具的载明付款账户及付款人标识的对账单。",
    ),
    "clear_payment_statement": Text(
        "The bank statement of the account to be paid into, for the time since the invoices were issued.",
        "收款账户自开票之日起的银行对账单。",
    ),
}
