"""Kinds of paper that can settle what is unknown, as machines and people name them."""

from __future__ import annotations

import enum

from hefu.core.texts import Text


class PaperKind(enum.StrEnum):
    """A kind of paper. The order is fixed: where two would settle as much, the earlier one is asked for.

    `UNSTATED` comes first, as the strictest: no paper is known that would settle it.
    """

    UNSTATED = "unstated"
    READABLE_COPY = "readable_copy"
    INVOICE = "invoice"
    DELIVERY_PROOF = "delivery_proof"
    ORDER = "order"
    BANK_STATEMENT = "bank_statement"
    DEBTOR_CONFIRMATION = "debtor_confirmation"
    COMPANY_EXTRACT = "company_extract"
    FILING_EXTRACT = "filing_extract"
    FACILITY_DECISION = "facility_decision"
    PAYMENT_INSTRUCTION = "payment_instruction"
    FINANCIAL_STATEMENTS = "financial_statements"
    LENDER_CAPITAL = "lender_capital"
    LEGAL_RECORD = "legal_record"


PAPER_NAMES = {
    PaperKind.UNSTATED: Text("no paper named", "未指明材料"),
    PaperKind.READABLE_COPY: Text("the same papers in a readable form", "可读取的同一材料"),
    PaperKind.INVOICE: Text("the invoice file from the tax platform", "税务平台的发票文件"),
    PaperKind.DELIVERY_PROOF: Text("the buyer's receipt or acceptance slip", "买方收货单或验收单"),
    PaperKind.ORDER: Text("the order or contract", "订单或合同"),
    PaperKind.BANK_STATEMENT: Text("the bank's statement", "银行流水"),
    PaperKind.DEBTOR_CONFIRMATION: Text("the debtor's confirmation", "债务人确认书"),
    PaperKind.COMPANY_EXTRACT: Text("an extract of the company register", "工商登记信息"),
    PaperKind.FILING_EXTRACT: Text("an extract of the movables register", "动产融资登记查询结果"),
    PaperKind.FACILITY_DECISION: Text("the facility decision", "授信批复"),
    PaperKind.PAYMENT_INSTRUCTION: Text(
        "the payment instruction with payee and account", "载明收款人及账户的支付委托书"
    ),
    PaperKind.FINANCIAL_STATEMENTS: Text("the company's accounts", "财务报表"),
    PaperKind.LENDER_CAPITAL: Text("the lender's capital figures", "贷款人资本数据"),
    PaperKind.LEGAL_RECORD: Text("the record of the rule in the rule book", "规则库中的法规记录"),
}
"""Every kind in words."""
