"""The texts of `trade.four_way_match`."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Do order, delivery, invoice and payment meet, line by line?",
    "订单、收货、发票、付款四者是否逐行相符？",
)

_GAPS = {
    "no_order": Text(
        "Invoice {number}, lines {lines}: no order for them is known (order number on the invoice: {order}).",
        "发票 {number} 第 {lines} 行：未见对应订单（发票所载订单号：{order}）。",
    ),
    "order_inferred": Text(
        "Invoice {number}, lines {lines}: no order is named; {order} is the one between the parties with these goods.",
        "发票 {number} 第 {lines} 行：未写订单号；双方之间唯一与该货物相符的订单为 {order}。",
    ),
    "no_order_line": Text(
        "Invoice {number}, line {lines}: order {order} has no line that it answers.",
        "发票 {number} 第 {lines} 行：订单 {order} 中没有对应的行。",
    ),
    "ordered_less_than_invoiced": Text(
        "Invoice {number}, line {lines}: {ordered} were ordered; with this line, {beyond} more are billed.",
        "发票 {number} 第 {lines} 行：订购 {ordered}，计入本行后多开票 {beyond}。",
    ),
    "price_above_order": Text(
        "Invoice {number}, line {lines}: billed {billed} without tax, {gap} above the order's price ({expected}).",
        "发票 {number} 第 {lines} 行：不含税开票 {billed}，比按订单价计算的 {expected} 高 {gap}。",
    ),
    "price_below_order": Text(
        "Invoice {number}, line {lines}: billed {billed} without tax, {gap} below the order's price ({expected}).",
        "发票 {number} 第 {lines} 行：不含税开票 {billed}，比按订单价计算的 {expected} 低 {gap}。",
    ),
    "goods_differ": Text(
        "Invoice {number}, line {lines}: billed are {billed}, ordered were {ordered}.",
        "发票 {number} 第 {lines} 行：开票货物为 {billed}，订购货物为 {ordered}。",
    ),
    "unit_differs": Text(
        "Invoice {number}, line {lines}: the invoice counts in {billed}, the order in {ordered}.",
        "发票 {number} 第 {lines} 行：发票单位为 {billed}，订单单位为 {ordered}。",
    ),
    "currency_differs": Text(
        "Invoice {number}, line {lines}: billed in {billed}, ordered in {ordered}.",
        "发票 {number} 第 {lines} 行：开票币种为 {billed}，订单币种为 {ordered}。",
    ),
    "no_delivery": Text(
        "Invoice {number}, lines {lines}: nobody says that the goods arrived. They were to arrive by {by}.",
        "发票 {number} 第 {lines} 行：没有任何一方陈述货物已到；应于 {by} 前交货。",
    ),
    "delivery_only_by_seller": Text(
        "Invoice {number}, lines {lines}: the seller says the goods were sent; nobody says that they arrived. "
        "They were to arrive by {by}.",
        "发票 {number} 第 {lines} 行：卖方称已发货，但没有任何一方陈述货物已到；应于 {by} 前交货。",
    ),
    "delivered_less_than_invoiced": Text(
        "Invoice {number}, line {lines}: {invoiced} billed, {delivered} received and accepted, {short} missing.",
        "发票 {number} 第 {lines} 行：开票 {invoiced}，验收 {delivered}，缺 {short}。",
    ),
    "goods_rejected": Text(
        "Invoice {number}, line {lines}: {invoiced} billed, {delivered} accepted; the buyer refused {short}.",
        "发票 {number} 第 {lines} 行：开票 {invoiced}，验收 {delivered}；买方拒收 {short}。",
    ),
    "shortfall_credited": Text(
        "Invoice {number}, line {lines}: {invoiced} billed, {delivered} accepted; the missing {short} are credited.",
        "发票 {number} 第 {lines} 行：开票 {invoiced}，验收 {delivered}；缺少的 {short} 已由贷项冲减。",
    ),
    "delivered_not_billed": Text(
        "Invoice {number}, line {lines}: {delivered} accepted, {invoiced} billed; {beyond} are not billed yet.",
        "发票 {number} 第 {lines} 行：验收 {delivered}，开票 {invoiced}；{beyond} 尚未开票。",
    ),
    "delivery_unit_differs": Text(
        "Invoice {number}, line {lines}: the invoice counts in {unit}, the receipt in a unit that cannot be converted.",
        "发票 {number} 第 {lines} 行：发票单位为 {unit}，收货单的单位无法换算。",
    ),
    "receipt_from_seller": Text(
        "Invoice {number}, lines {lines}: a receipt is known only through the seller.",
        "发票 {number} 第 {lines} 行：收货情况仅来自卖方提供的材料。",
    ),
    "delivered_before_order": Text(
        "Invoice {number}, line {lines}: goods arrived on {arrived_on}, the order was issued on {ordered_on}.",
        "发票 {number} 第 {lines} 行：货物于 {arrived_on} 到达，订单于 {ordered_on} 开立。",
    ),
    "overpaid": Text(
        "Invoice {number}, lines {lines}: {paid} paid on {owed}, {left} too much.",
        "发票 {number} 第 {lines} 行：应付 {owed}，已付 {paid}，多付 {left}。",
    ),
    "paid_in_full": Text(
        "Invoice {number}, lines {lines}: paid in full ({paid} of {owed}).",
        "发票 {number} 第 {lines} 行：已付清（应付 {owed}，已付 {paid}）。",
    ),
    "paid_already": Text(
        "Invoice {number}, lines {lines}: {paid} of {owed} is paid; {left} is left.",
        "发票 {number} 第 {lines} 行：应付 {owed}，已付 {paid}，余 {left}。",
    ),
    "overdue": Text(
        "Invoice {number}, lines {lines}: {left} is unpaid, {late_days} days after {due_on}; "
        "bank statements reach to {seen_until}.",
        "发票 {number} 第 {lines} 行：{left} 未付，{due_on} 到期，已逾期 {late_days} 天；对账单覆盖至 {seen_until}。",
    ),
}

_UNASSESSED = {
    "no_lines": Text("Invoice {number}: its lines are not known.", "发票 {number}：未见发票行。"),
    "line_without_quantity": Text(
        "Invoice {number}, lines {lines}: no quantity, so nothing can be held against it.",
        "发票 {number} 第 {lines} 行：没有数量，无法比对。",
    ),
    "order_without_quantity": Text(
        "Invoice {number}, line {lines}: the order line names no quantity.",
        "发票 {number} 第 {lines} 行：订单行没有数量。",
    ),
    "price_unknown": Text(
        "Invoice {number}, line {lines}: price of order or invoice cannot be told.",
        "发票 {number} 第 {lines} 行：订单或发票的价格无法确定。",
    ),
    "delivery_not_due": Text(
        "Invoice {number}, lines {lines}: no delivery is known; it is to arrive by {by}, and that day with the "
        "days of grace has not passed.",
        "发票 {number} 第 {lines} 行：尚无收货记录；应于 {by} 前交货，连同宽限期尚未届满。",
    ),
    "delivery_unlinked": Text(
        "Invoice {number}, lines {lines}: receipts between the parties are known, but no number tells which of them "
        "are billed here.",
        "发票 {number} 第 {lines} 行：双方之间有收货记录，但没有单号可以确定对应哪一次。",
    ),
    "due_day_unknown": Text(
        "Invoice {number}: the day payment is due is not known.", "发票 {number}：付款到期日不明。"
    ),
    "payment_unseen": Text(
        "Invoice {number}: due on {due_on}; no bank statement of the seller's account reaches over that time.",
        "发票 {number}：{due_on} 到期；没有覆盖该期间的卖方账户银行对账单。",
    ),
}

_CLEARS = {
    "send_lines": Text("The invoice with its lines.", "载有明细行的发票。"),
    "send_order": Text("The order, as issued by the buyer.", "买方开立的订单。"),
    "send_amended_order": Text(
        "An amended order, or a credit note over the difference.", "变更后的订单，或就差额开具的贷项（红字）发票。"
    ),
    "send_unit": Text("A paper that states both units.", "同时载明两种单位的单据。"),
    "send_receipt": Text(
        "A receipt advice (收货单) from the buyer, or the gate record of the warehouse.",
        "买方的收货单，或仓库的进库记录。",
    ),
    "send_receipt_by_buyer": Text(
        "The receipt advice, obtained from the buyer or the warehouse directly.", "由买方或仓库直接提供的收货单。"
    ),
    "send_rest": Text(
        "The receipt of what is missing, or a credit note over it.", "所缺部分的收货单，或就其开具的贷项（红字）发票。"
    ),
    "send_credit_note": Text(
        "A credit note over what was refused, or the receipt of its replacement.",
        "就拒收部分开具的贷项（红字）发票，或补货的收货单。",
    ),
    "send_quantity": Text(
        "The quantity, or for a service the buyer's acceptance.", "数量；如为服务，则提供买方的验收单。"
    ),
    "send_due_day": Text("The contract or invoice that states when payment is due.", "载明付款到期日的合同或发票。"),
    "send_statement": Text(
        "The bank's statement of the seller's account for that time, from the bank.",
        "由银行提供的该期间卖方账户对账单。",
    ),
    "send_payment": Text("The payment, or the parties' agreement on a later day.", "付款凭证，或双方关于延期的约定。"),
    "ask_for_rest": Text("A request for what is left.", "仅就余额提出的申请。"),
    "explain_payment": Text("What the payment was for, from the payer.", "付款方对付款用途的说明。"),
    "explain_days": Text(
        "The framework contract or call-off the delivery was made under.", "交货所依据的框架合同或要货通知。"
    ),
    "nothing_needed": Text("Nothing is needed.", "无需补充。"),
}

TEXTS = {**_GAPS, **_UNASSESSED, **_CLEARS}
