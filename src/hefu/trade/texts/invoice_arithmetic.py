"""The texts of `trade.invoice_arithmetic`."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text("Does every invoice add up?", "每张发票的金额是否自洽？")

FIGURES = {
    "lines_minor": Text("sum of lines", "行金额合计"),
    "net_minor": Text("total without tax", "不含税合计"),
    "gross_minor": Text("total with tax", "价税合计"),
    "payable_minor": Text("payable amount", "应付金额"),
    "tax_minor": Text("total tax", "税额合计"),
    "subtotals": Text("tax by category", "分项税额"),
}
"""What the figures of an invoice are called."""

TEXTS = {
    "line_differs": Text(
        "Invoice {number}, line {line}: {written} written, {reckoned} by quantity and price; {gap} between them.",
        "发票 {number} 第 {line} 行：所载金额 {written}，按数量与单价计算为 {reckoned}，相差 {gap}。",
    ),
    "figure_differs": Text(
        "Invoice {number}, {figure}: {written} written, {reckoned} by its parts; {gap} between them.",
        "发票 {number} 的{figure}：所载 {written}，按各组成部分计算为 {reckoned}，相差 {gap}。",
    ),
    "negative_quantity": Text(
        "Invoice {number}, line {line}: the quantity is negative ({quantity}).",
        "发票 {number} 第 {line} 行：数量为负（{quantity}）。",
    ),
    "due_before_issue": Text(
        "Invoice {number}: due on {due_on}, before its day of issue ({issued_on}).",
        "发票 {number}：到期日 {due_on} 早于开票日 {issued_on}。",
    ),
    "line_incomplete": Text(
        "Invoice {number}, line {line}: quantity, unit price or amount is missing.",
        "发票 {number} 第 {line} 行：缺少数量、单价或金额。",
    ),
    "figure_missing": Text(
        "Invoice {number}, {figure}: it, or a part of it, is missing.",
        "发票 {number} 的{figure}：该金额或其组成部分缺失。",
    ),
    "send_corrected": Text(
        "A corrected invoice, or a credit note and a new invoice.", "更正后的发票，或红冲后重新开具的发票。"
    ),
    "send_credit_note": Text("A credit note in place of the negative line.", "以贷项（红字）发票代替负数行。"),
    "send_whole_line": Text(
        "The invoice with quantity, unit price and amount on every line.", "每行均载明数量、单价与金额的发票。"
    ),
    "send_whole_invoice": Text("The invoice with all its totals.", "载明全部合计金额的发票。"),
    "send_terms": Text("The contract's terms of payment.", "合同的付款条款。"),
}
