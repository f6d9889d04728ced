"""What `credit.entrusted_payment` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Did the lender pay out to the payee where it must, undivided and on papers?",
    "应当受托支付的款项是否由贷款人支付、未拆分并有交易材料？",
)

TEXTS = {
    "paid_directly": Text(
        "{borrower} itself paid {total} to {payees} out of loan {loan}; above {threshold} the lender pays.",
        "{borrower} 以融资 {loan} 自主支付 {payees} {total}；超过 {threshold} 应采用受托支付。",
    ),
    "split": Text(
        "{borrower} itself paid {payees} {count} times, {total} in all, out of loan {loan}: each within {threshold}, "
        "together above.",
        "{borrower} 以融资 {loan} 分 {count} 笔自主支付 {payees} 共 {total}：单笔均不超过 {threshold}，合计超过。",
    ),
    "new_customer": Text(
        "{borrower} has no earlier loan from this lender and itself paid {total} in {count} payments "
        "out of loan {loan}.",
        "{borrower} 在该机构没有更早的融资，以融资 {loan} 自主支付 {count} 笔共 {total}。",
    ),
    "no_papers": Text(
        "{total} was paid out to {payees} for {borrower} out of loan {loan}; no invoice, contract or order "
        "between both is in the book.",
        "以融资 {loan} 受 {borrower} 委托向 {payees} 支付 {total}；账簿中没有双方之间的发票、合同或订单。",
    ),
    "no_figure": Text(
        "Whether loan {loan} must be paid out by the lender is not known: {why}.",
        "融资 {loan} 是否须受托支付不明：{why}。",
    ),
    "clear_entrusted": Text(
        "The borrower's payment instruction with contract and invoice of the payee, and the statement of the account "
        "into which the loan was drawn.",
        "借款人的支付委托书及收款人的合同、发票，以及放款账户的流水。",
    ),
    "nothing_to_ask": Text("There is no loan to look at.", "没有可查的融资。"),
}
