"""The words that pages use for codes, in both languages. A code without a word here is shown as it is."""

from __future__ import annotations

from hefu.core.texts import Text

OUTCOMES = {
    "decline": Text("Decline", "拒绝"),
    "refer": Text("Refer", "转人工"),
    "lend": Text("Lend", "可放款"),
}
"""Strictest first; the words are those of the decision's own sentences."""

GRANT = Text("Grant", "可授信")
"""What lending is called where a facility is decided on, which pays nothing out."""


def outcome_word(outcome: str, kind: str) -> Text:
    """Return the word of an outcome for a kind of decision."""
    return GRANT if (outcome, kind) == ("lend", "facility") else OUTCOMES[outcome]


CERTAINTIES = {
    "unconfirmed": Text("unconfirmed", "未经证实"),
    "from_memory": Text("from memory", "凭记忆"),
    "single_source": Text("single source", "单一来源"),
    "confirmed": Text("confirmed", "已核实"),
}
"""How sure we are of a legal figure, least sure first."""

CERTAINTY_SHAPES = {"unconfirmed": "high", "from_memory": "medium", "single_source": "low", "confirmed": "ok"}

VERDICTS = {
    "not_assessed": Text("cannot be told", "无法判断"),
    "refused": Text("not met", "不符合"),
    "passed": Text("met", "符合"),
}
"""How a policy stands, strictest first."""

VERDICT_SHAPES = {"not_assessed": "medium", "refused": "high", "passed": "ok"}

OUTCOME_SHAPES = {"decline": "stop", "refer": "high", "lend": "ok"}

SEVERITIES = {
    "stop": Text("Stop", "停止"),
    "high": Text("High", "高"),
    "medium": Text("Medium", "中"),
    "low": Text("Low", "低"),
    "note": Text("Note", "提示"),
}
"""Strictest first."""

CHECK_STATES = {
    "passed": Text("passed", "通过"),
    "failed": Text("failed", "未通过"),
    "not_assessed": Text("not assessed", "未评估"),
    "not_applicable": Text("not applicable", "不适用"),
}

SEAM_STATES = {
    "match": Text("match", "相符"),
    "partial": Text("in part", "部分"),
    "missing": Text("none", "缺"),
    "misfit": Text("misfit", "不合"),
    "not_due": Text("not due", "未到期"),
}

SEAM_MEANINGS = {
    "match": Text("match: the halves meet", "相符：两半合上"),
    "partial": Text("in part: closed as far as it matches", "部分：合到哪里，缺从哪里开始"),
    "missing": Text("none: no other half", "缺：没有另一半"),
    "misfit": Text("misfit: a half, with the wrong edge", "不合：有另一半，但边对不上"),
    "not_due": Text("not due: not expected yet", "未到期：还不该有"),
}

SEAM_SHAPES = {"match": "ok", "partial": "medium", "missing": "high", "misfit": "high", "not_due": "note"}

DOCUMENTS = {
    "order": Text("Contract / order", "合同 / 订单"),
    "delivery": Text("Delivery", "收货"),
    "invoice": Text("Invoice", "发票"),
    "payment": Text("Payment", "付款"),
}
"""The four halves of the tally, in the order of the trade."""

CONTROLLERS = {
    "tax_office": Text("tax office", "税务机关"),
    "registry": Text("registry", "登记机关"),
    "bank": Text("bank", "银行"),
    "device": Text("device", "设备"),
    "lender": Text("lender", "本行"),
    "buyer": Text("buyer", "买方"),
    "warehouse": Text("warehouse", "仓库"),
    "carrier": Text("carrier", "承运人"),
    "other": Text("other", "其他"),
    "borrower": Text("applicant", "申请人"),
}
"""Who controls a source, most independent of the applicant first, as in the book."""

DOCUMENT_KINDS = {
    "Order": Text("order", "订单"),
    "OrderResponse": Text("order response", "订单回复"),
    "OrderResponseSimple": Text("order response", "订单回复"),
    "OrderChange": Text("order change", "订单变更"),
    "OrderCancellation": Text("order cancellation", "订单取消"),
    "ApplicationResponse": Text("response to a document", "单据回复"),
    "RemittanceAdvice": Text("remittance advice", "付款通知"),
    "WeightStatement": Text("weight statement", "磅单"),
    "DespatchAdvice": Text("despatch advice", "发货通知"),
    "ReceiptAdvice": Text("receipt advice", "收货通知"),
    "Invoice": Text("invoice", "发票"),
    "CreditNote": Text("credit note", "红字发票"),
    "EInvoice": Text("electronic invoice", "数电票"),
    "bank_notification": Text("bank notification", "银行到账通知"),
    "order": Text("order", "订单"),
    "contract": Text("contract", "合同"),
    "delivery": Text("delivery note", "收货单"),
    "acceptance": Text("acceptance slip", "验收单"),
    "confirmation": Text("confirmation", "确认书"),
    "reconciliation": Text("reconciliation", "对账单"),
    "account_report": Text("account report of the day", "账户日间明细"),
    "bank_statement": Text("bank statement", "银行流水"),
    "gate_log": Text("gate log", "门岗出入记录"),
    "warehouse_receipt": Text("warehouse receipt", "仓单"),
    "table": Text("table", "表格"),
}
"""Kinds as the readers name them: roots of standard documents, and the words that mappings of tables use."""

DAY_COUNTS = {
    "ACT/360": Text("amount × rate × actual days ÷ 360", "金额 × 利率 × 实际天数 ÷ 360"),
    "ACT/365": Text("amount × rate × actual days ÷ 365", "金额 × 利率 × 实际天数 ÷ 365"),
}

STEP_STATES = {
    "done": Text("done", "已完成"),
    "now": Text("in progress", "进行中"),
    "waiting": Text("to come", "待进行"),
}
