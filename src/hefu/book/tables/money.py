"""Money that moved, lines that were granted, what is owed."""

from __future__ import annotations

from hefu.book.columns import (
    VALIDITY,
    bps,
    code,
    count,
    currency,
    day,
    facts,
    key,
    minor,
    moment,
    part_of,
    ref,
    text,
)

PAYMENTS = facts(
    "payments",
    "Money moved between two accounts, as one account's bank or one payer states it.",
    "两个账户之间的一笔资金，按账户银行或付款人的陈述。",
    key("payment_id", "account / bank's reference", "付款编号"),
    ref("payer_id", "parties", "who paid", "付款人"),
    text("payer_name", "payer's name as written", "付款人名称（原文）"),
    ref("payer_account_id", "bank_accounts", "account paid from", "付款账户"),
    ref("payee_id", "parties", "who was paid", "收款人"),
    text("payee_name", "payee's name as written", "收款人名称（原文）"),
    ref("payee_account_id", "bank_accounts", "account paid into", "收款账户"),
    minor("amount_minor", "amount moved", "金额", required=True, least=0),
    currency(),
    code("state", "booked pending information reversed", "state at the bank", "银行状态"),
    day("booked_on", "day booked", "记账日"),
    day("valued_on", "value day", "起息日"),
    code("way", "transfer bill set_off other", "way of settling", "结算方式"),
    text("purpose", "remittance information as written", "附言（原文）"),
    text("end_to_end_number", "end-to-end reference", "端到端参考号"),
    text("bank_reference", "the bank's reference", "银行参考号"),
    text("statement_number", "statement or notification it stands in", "对账单号"),
    text("entry_number", "entry it is a part of", "所属分录"),
    text("bank_code", "bank transaction code", "银行交易代码"),
    ref("ultimate_payer_id", "parties", "on whose behalf it was paid", "最终付款人"),
    ref("ultimate_payee_id", "parties", "for whom it was received", "最终收款人"),
)

ACCOUNT_BALANCES = facts(
    "account_balances",
    "A balance that a bank states for an account.",
    "银行出具的账户余额。",
    key("balance_id", "statement / ordinal", "余额编号"),
    ref("account_id", "bank_accounts", "the account", "账户", required=True),
    text("statement_number", "statement it stands in", "对账单号", required=True),
    text("type_code", "ISO 20022 balance type (OPBD, CLBD, …)", "余额类型（ISO 20022）", required=True),
    minor("balance_minor", "balance; negative: overdrawn", "余额；负数为透支", required=True),
    currency(),
    day("balance_on", "day of the balance", "余额日", required=True),
)

FACILITIES = facts(
    "facilities",
    "A credit line granted by a lender.",
    "贷款人核定的授信额度。",
    key("facility_id", "id of the line", "授信编号"),
    ref("lender_id", "parties", "the lender", "贷款人", required=True),
    ref("party_id", "parties", "on whom it is granted", "授信对象", required=True),
    code("role", "seller buyer guarantor group", "as what", "授信角色"),
    text("product", "product", "产品"),
    minor("limit_minor", "limit", "额度", required=True, least=0),
    minor("used_minor", "in use", "已用", required=True, least=0),
    currency(),
    *VALIDITY,
)

LOANS = facts(
    "loans",
    "Money lent.",
    "已发放的融资。",
    key("loan_id", "id of the loan", "融资编号"),
    ref("facility_id", "facilities", "line it is under", "所属授信"),
    ref("lender_id", "parties", "the lender", "贷款人", required=True),
    ref("borrower_id", "parties", "the borrower", "借款人", required=True),
    text("product", "product", "产品"),
    minor("amount_minor", "amount lent", "放款金额", required=True, least=0),
    minor("outstanding_minor", "still owed", "未还金额", required=True, least=0),
    currency(),
    bps("rate_bps", "yearly rate", "年利率（基点）"),
    day("drawn_on", "day of drawdown", "放款日", required=True),
    day("due_on", "day of repayment", "到期日"),
    code("state", "open repaid overdue written_off", "state", "状态"),
)

LOAN_EVENTS = facts(
    "loan_events",
    "What happened to a loan.",
    "融资的变动。",
    key("event_id", "id of the event", "事件编号"),
    part_of("loan_id", "loans", "the loan", "融资"),
    code("event", "drawn repaid interest overdue extended restructured written_off", "what happened", "事件"),
    minor("amount_minor", "amount", "金额", least=0),
    currency(required=False),
    day("happened_on", "day of the event", "发生日", required=True),
)

FINANCINGS = facts(
    "financings",
    "What another lender reported as financed; a blind token where parties share no more.",
    "其他贷款人报告的已融资事项；不共享明文时为盲化标记。",
    key("financing_id", "id of the report", "报告编号"),
    text("token", "blind token of the invoice", "发票盲化标记"),
    ref("invoice_id", "invoices", "the invoice, where shared in clear", "发票（明文共享时）"),
    ref("lender_id", "parties", "who financed it", "融资方"),
    minor("amount_minor", "amount financed", "融资金额", least=0),
    currency(required=False),
    code("state", "open closed", "whether it is still open", "是否未结清"),
    day("financed_on", "day of financing", "融资日"),
)

VOUCHERS = facts(
    "vouchers",
    "A receivables voucher (应收账款电子凭证).",
    "应收账款电子凭证。",
    key("voucher_id", "number of the voucher", "凭证编号"),
    ref("issuer_id", "parties", "the core firm that owes", "开具人（核心企业）", required=True),
    ref("holder_id", "parties", "who holds it", "持有人", required=True),
    ref("parent_id", "vouchers", "voucher it was split from", "拆分来源凭证"),
    ref("invoice_id", "invoices", "the invoice behind it", "所依据发票"),
    minor("amount_minor", "amount", "金额", required=True, least=0),
    currency(),
    day("issued_on", "day of issue", "开具日", required=True),
    day("due_on", "day of payment", "到期日", required=True),
    code("state", "open split financed paid overdue cancelled", "state", "状态"),
)

VOUCHER_TRANSFERS = facts(
    "voucher_transfers",
    "A voucher passing from one holder to another.",
    "凭证在持有人之间的转让。",
    key("transfer_id", "id of the transfer", "转让编号"),
    part_of("voucher_id", "vouchers", "the voucher", "凭证"),
    ref("from_id", "parties", "from", "转出方", required=True),
    ref("to_id", "parties", "to", "转入方", required=True),
    minor("amount_minor", "amount", "金额", required=True, least=0),
    currency(),
    moment("signed_for_at", "signed for", "签收时间"),
    moment("happened_at", "when", "发生时间", required=True),
)

LENDER_CAPITAL = facts(
    "lender_capital",
    "A lender's capital figures on a day.",
    "贷款人某日的资本数据。",
    key("capital_id", "id of the statement", "编号"),
    ref("lender_id", "parties", "the lender", "贷款人", required=True),
    code("licence", "bank commercial_factor guarantor small_loan other", "licence", "牌照"),
    minor("net_capital_minor", "net capital", "资本净额", required=True),
    minor("tier1_minor", "net tier-1 capital", "一级资本净额", required=True),
    minor("risk_assets_minor", "risk assets", "风险资产"),
    currency(),
    day("stated_on", "day of the figures", "截止日", required=True),
)

STATEMENTS = facts(
    "statements",
    "A company's accounts for a period.",
    "公司某期财务数据。",
    key("statement_id", "id of the statement", "编号"),
    ref("party_id", "parties", "the company", "公司", required=True),
    day("period_from", "first day", "期初", required=True),
    day("period_to", "last day", "期末", required=True),
    minor("sales_minor", "sales", "营业收入"),
    minor("cost_minor", "cost of sales", "营业成本"),
    minor("stock_minor", "stock", "存货"),
    minor("receivables_minor", "receivables", "应收账款"),
    minor("payables_minor", "payables", "应付账款"),
    minor("prepaid_minor", "prepayments made", "预付账款"),
    minor("advances_minor", "advances received", "预收账款"),
    minor("debt_minor", "interest-bearing debt", "有息负债"),
    minor("net_assets_minor", "net assets", "净资产"),
    minor("profit_minor", "profit", "净利润"),
    count("employees_count", "employees", "员工人数"),
    currency(),
)

TABLES = (
    PAYMENTS,
    ACCOUNT_BALANCES,
    FACILITIES,
    LOANS,
    LOAN_EVENTS,
    FINANCINGS,
    VOUCHERS,
    VOUCHER_TRANSFERS,
    LENDER_CAPITAL,
    STATEMENTS,
)
