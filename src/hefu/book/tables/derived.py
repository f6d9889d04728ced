"""Tables that one package computes and another needs; `assess` and `screen` put them into the book."""

from __future__ import annotations

from hefu.book.columns import bps, code, currency, day, derived, flag, key, milli, minor, ref, text

ALLOCATIONS = derived(
    "allocations",
    "Which invoice a payment settles, and how much of it. Computed by hefu.trade.",
    "付款对应的发票及金额。由 hefu.trade 计算。",
    key("allocation_id", "payment / invoice", "编号"),
    ref("payment_id", "payments", "the payment", "付款", required=True),
    ref("invoice_id", "invoices", "the invoice it names", "所对应发票", required=True),
    minor("amount_minor", "part of the payment", "分配金额", required=True),
    currency(),
    code(
        "basis", "reference purpose", "structured reference, or number found in the purpose", "依据：结构化引用或附言"
    ),
)

TALLIES = derived(
    "tallies",
    "One invoice line beside its order, delivery and payment. Computed by hefu.trade.",
    "发票行与订单、收货、付款的逐行比对。由 hefu.trade 计算。",
    key("invoice_line_id", "the invoice line", "发票行"),
    ref("invoice_id", "invoices", "the invoice", "发票", required=True),
    text("line_number", "line number as written", "行号"),
    text("item_name", "goods as written", "品名"),
    text("unit", "unit", "单位"),
    currency(),
    ref("order_id", "orders", "the order", "订单"),
    ref("order_line_id", "order_lines", "the order line", "订单行"),
    milli("ordered_milli", "quantity ordered on the line", "订购数量"),
    minor("ordered_minor", "net amount ordered on the line", "订购金额（不含税）"),
    milli("delivered_milli", "quantity received and accepted, shared to this invoice line", "验收数量（分配到本行）"),
    minor(
        "delivered_minor",
        "gross value of what was delivered, at the invoice's price, at most what is billed",
        "已收货部分的含税金额",
    ),
    milli("despatched_milli", "quantity the seller says was sent", "卖方称已发数量"),
    milli("invoiced_milli", "quantity billed", "开票数量"),
    minor("invoiced_minor", "net amount billed on the line", "开票金额（不含税）"),
    minor(
        "gross_minor", "amount billed with tax, the line's share of the payable amount", "价税合计（按应付金额分摊）"
    ),
    minor("credited_minor", "amount credited on the line, with tax", "贷项冲减金额（含税）"),
    minor("paid_minor", "amount paid on the line", "已付金额"),
    day("due_on", "day payment is due", "到期日"),
    code("order_seam", "match partial missing misfit", "order beside delivery and invoice", "订单比对"),
    code("delivery_seam", "match partial missing misfit", "delivery beside invoice", "收货比对"),
    code("payment_seam", "match partial missing misfit not_due", "payment beside invoice", "付款比对"),
    bps("delivered_bps", "share of the billed quantity delivered, at most the whole", "收货占开票数量"),
    bps("paid_bps", "share of the line paid", "已付比例"),
    flag("independent", "delivery is stated by someone other than the seller", "收货由卖方以外的一方陈述"),
    text("delivery_line_ids", "delivery lines, blank-separated", "收货行（空格分隔）"),
    text("despatch_line_ids", "despatch lines, blank-separated", "发货行（空格分隔）"),
    text("payment_ids", "payments, blank-separated", "付款（空格分隔）"),
)

TABLES = (ALLOCATIONS, TALLIES)
