"""The texts of `trade.exact_duplicate_invoice`."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Is the invoice already financed, pledged, vouchered, credited or stated in two versions?",
    "发票是否已被融资、质押、开具凭证、冲减，或存在两个版本？",
)

FIGURES = {
    "payable_minor": Text("payable amount", "应付金额"),
    "gross_minor": Text("total with tax", "价税合计"),
    "currency": Text("currency", "币种"),
    "issued_on": Text("day of issue", "开票日"),
    "due_on": Text("day payment is due", "到期日"),
    "buyer_id": Text("buyer", "买方"),
    "seller_id": Text("seller", "卖方"),
}
"""The columns by which two papers of one invoice are compared."""

CONTROLLERS_WORDS = {
    "tax_office": Text("the tax office", "税务机关"),
    "registry": Text("a registry", "登记机构"),
    "bank": Text("a bank", "银行"),
    "device": Text("a device", "设备"),
    "lender": Text("the lender", "贷款人"),
    "buyer": Text("the buyer", "买方"),
    "warehouse": Text("the warehouse", "仓库"),
    "carrier": Text("the carrier", "承运人"),
    "other": Text("another party", "其他方"),
    "borrower": Text("the borrower", "借款人"),
}
"""Who controls a source, in words."""

TEXTS = {
    "financed": Text(
        "Invoice {number} already serves {lender}: {amount}, since {since} ({by}).",
        "发票 {number} 已用于 {lender} 的融资：{amount}，自 {since} 起（{by}）。",
    ),
    "financed_in_part": Text(
        "A part of invoice {number} already serves {lender}: {amount}, since {since} ({by}).",
        "发票 {number} 的一部分已用于 {lender} 的融资：{amount}，自 {since} 起（{by}）。",
    ),
    "same_twice": Text(
        "Invoice number {number} stands under two ids with the same buyer, day and amount: {ids}.",
        "发票号 {number} 以两个编号出现，买方、日期、金额相同：{ids}。",
    ),
    "number_twice": Text(
        "Invoice number {number} stands under two ids with different content: {ids}.",
        "发票号 {number} 以两个编号出现，内容不同：{ids}。",
    ),
    "papers_differ": Text(
        "Invoice {number}, {figure}: {one_by} says {one}, {other_by} says {other}.",
        "发票 {number} 的{figure}：{one_by}称 {one}，{other_by}称 {other}。",
    ),
    "credited_in_full": Text(
        "Invoice {number} is credited in full: {credited} of {payable}.",
        "发票 {number} 已全额冲减：应付 {payable}，已冲减 {credited}。",
    ),
    "collected_in_full": Text(
        "The claim under invoice {number} is collected in full: {collected}.",
        "发票 {number} 项下债权已全额收回：{collected}。",
    ),
    "paid_to_another": Text(
        "Invoice {number} is to be paid to {payee}, not to the seller, as an assigned claim is.",
        "发票 {number} 写明付款给 {payee}，而非卖方，债权可能已转让。",
    ),
    "factored": Text(
        "Invoice {number} calls itself a factored invoice (code 393): its claim is assigned.",
        "发票 {number} 注明为保理发票（代码 393），债权已转让。",
    ),
    "no_financings_known": Text(
        "No financed invoices are known: no receivables, pledges, filings, vouchers or reports of other lenders.",
        "没有任何已融资发票的记录：应收账款、质押、登记、凭证以及其他贷款人的报告均未提供。",
    ),
    "send_release": Text(
        "The earlier creditor's release, or proof that the earlier financing is repaid.",
        "在先债权人的解除文件，或在先融资已结清的证明。",
    ),
    "send_tax_record": Text(
        "The invoice as the tax office or the buyer's books record it.", "税务机关或买方账簿所记录的该发票。"
    ),
    "send_new_invoice": Text("An invoice that is not settled.", "尚未结清的发票。"),
    "send_own_book": Text(
        "The lender's own book of financed invoices, and a search of the register.",
        "贷款人自有的已融资发票台账，以及登记系统查询结果。",
    ),
}
