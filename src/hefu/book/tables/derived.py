"""Tables that one package computes and another needs; `assess` and `screen` put them into the book."""

from __future__ import annotations

from hefu.book.columns import bps, code, count, currency, day, derived, flag, key, milli, minor, ref, text

FIVE_CLASSES = "normal special_mention substandard doubtful loss"
"""正常, 关注, 次级, 可疑, 损失: from the best to the worst."""

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

BASE_LINES = derived(
    "base_lines",
    "One receivable in a borrowing base certificate. Its parts sum to what was invoiced. Computed by hefu.credit.",
    "借款基数表中的一笔应收账款；各部分之和等于开票金额。由 hefu.credit 计算。",
    key("invoice_id", "the invoice behind the receivable", "应收账款所依据的发票"),
    ref("seller_id", "parties", "the seller", "卖方", required=True),
    ref("debtor_id", "parties", "the debtor", "债务人", required=True),
    currency(),
    text("reason", "the one reason why none of it counts; empty: it counts", "不合格的唯一理由代码；空表示合格"),
    minor("gross_minor", "invoiced with tax", "开票金额（价税合计）", required=True),
    minor("excluded_minor", "all of it, where none counts", "整笔不合格的金额", required=True),
    minor("undelivered_minor", "not delivered, or only the seller says so", "未收货或仅有卖方陈述", required=True),
    minor("credited_minor", "credited", "贷项冲减", required=True),
    minor("paid_minor", "paid", "已付", required=True),
    minor("disputed_minor", "disputed in part", "部分争议", required=True),
    minor("contra_minor", "what the seller owes the debtor", "卖方对债务人的欠款（可抵销）", required=True),
    minor("retention_minor", "retention money", "质保金", required=True),
    minor("eligible_minor", "what is left and counts", "合格金额", required=True),
    minor("dilution_minor", "its share of the reserve for dilution", "分摊的稀释准备", required=True),
    minor("concentration_minor", "its share of what is above the debtor's cap", "分摊的集中度扣减", required=True),
    minor("base_minor", "its part of the borrowing base", "计入借款基数的金额", required=True),
)

LOAN_CLASSES = derived(
    "loan_classes",
    "One loan with its class by the five-class rule, on its own and with its debtor. Computed by hefu.credit.",
    "一笔融资的五级分类：单笔分类与按债务人归并后的分类。由 hefu.credit 计算。",
    key("loan_id", "the loan", "融资"),
    ref("lender_id", "parties", "the lender", "贷款人", required=True),
    ref("borrower_id", "parties", "the borrower", "借款人", required=True),
    currency(),
    minor("outstanding_minor", "still owed", "未还金额", required=True),
    count("overdue_days", "days overdue", "逾期天数", required=True),
    code("own_class", FIVE_CLASSES, "class of the loan by itself", "单笔分类"),
    text("own_reason", "what decides it", "单笔分类理由代码", required=True),
    code("final_class", FIVE_CLASSES, "class with what its debtor owes besides", "按债务人归并后的分类"),
    text("final_reason", "what decides it", "最终分类理由代码", required=True),
)

TABLES = (ALLOCATIONS, TALLIES, BASE_LINES, LOAN_CLASSES)
