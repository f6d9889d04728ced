"""What was agreed, sent, received, billed and paid, as the papers say it."""

from __future__ import annotations

from hefu.book.columns import (
    VALIDITY,
    bps,
    code,
    count,
    currency,
    day,
    facts,
    flag,
    key,
    major,
    milli,
    minor,
    moment,
    part_of,
    ref,
    text,
)

_LINE_GOODS = (
    text("item_name", "goods or service as written", "货物或服务名称（原文）"),
    text("item_number", "seller's item number or GTIN", "卖方货号或 GTIN"),
    text("specification", "specification and model as written", "规格型号（原文）"),
    milli("quantity_milli", "quantity; of a finer one the nearest thousandth", "数量；更精细时为最接近的千分之一"),
    major("quantity_major", "the exact quantity, where finer than a thousandth", "精确数量（精细到千分之一以下时）"),
    text("unit", "UN/ECE Rec. 20 code or the paper's word", "单位（UN/ECE Rec. 20 或原文）"),
)
_LINE_PRICE = (
    minor("net_minor", "line amount without tax", "行金额（不含税）"),
    currency(),
    major("unit_price_major", "net price per base quantity", "单价（不含税）"),
    milli("price_base_milli", "base quantity of the price", "单价的基数"),
    bps("tax_bps", "tax rate", "税率（基点）"),
)
_LINE_SAID = (*(one for one in _LINE_PRICE if one.name != "currency"), currency(required=False))
_LINE_LINKS = (
    text("order_number", "number of the order it answers, as written", "对应订单号（原文）"),
    text("order_line_number", "line of that order, as written", "对应订单行号（原文）"),
)
_TOTALS = (
    minor("lines_minor", "sum of line amounts", "行金额合计"),
    minor("allowances_minor", "document allowances", "折让合计"),
    minor("charges_minor", "document charges", "附加费合计"),
    minor("net_minor", "total without tax", "不含税合计"),
    minor("tax_minor", "total tax", "税额合计"),
    minor("gross_minor", "total with tax", "价税合计"),
    minor("prepaid_minor", "already paid", "已预付"),
    minor("rounding_minor", "rounding of the payable amount", "应付金额舍入"),
    minor("payable_minor", "amount due", "应付金额"),
)

_SIZES = "public_body large medium small micro"

CONTRACTS = facts(
    "contracts",
    "A contract of sale, purchase or service.",
    "买卖或服务合同。",
    key("contract_id", "id of the contract", "合同编号"),
    text("number", "number as written", "合同号（原文）", required=True),
    ref("buyer_id", "parties", "the buyer", "买方", required=True),
    ref("seller_id", "parties", "the seller", "卖方", required=True),
    day("signed_on", "day of signing", "签订日"),
    minor("amount_minor", "contract amount", "合同金额", least=0),
    currency(required=False),
    count("payment_term_days", "days from delivery to payment", "账期（天）"),
    bps("retention_bps", "retention money", "质保金比例（基点）"),
    flag("assignment_barred", "assignment of the claim is barred", "是否禁止转让债权"),
    code("buyer_size", _SIZES, "the buyer's size, fixed at signing", "买方规模（签订时）", required=False),
    code("seller_size", _SIZES, "the seller's size, fixed at signing", "卖方规模（签订时）", required=False),
    bps("late_rate_bps", "yearly rate of late interest agreed; empty: none", "约定逾期利息年利率；空表示未约定"),
    *VALIDITY,
)

ORDERS = facts(
    "orders",
    "A purchase order.",
    "采购订单。",
    key("order_id", "issuer / number", "订单编号"),
    text("number", "number as written", "订单号（原文）", required=True),
    ref("buyer_id", "parties", "the buyer", "买方", required=True),
    ref("seller_id", "parties", "the seller", "卖方", required=True),
    day("issued_on", "day of issue", "开立日", required=True),
    day("deliver_by", "latest delivery asked for", "要求最迟交货日"),
    text("contract_number", "contract it is under, as written", "所属合同号（原文）"),
    currency(),
    *_TOTALS,
)

ORDER_LINES = facts(
    "order_lines",
    "One line of an order.",
    "订单行。",
    key("order_line_id", "order / line", "订单行编号"),
    part_of("order_id", "orders", "the order", "订单"),
    text("line_number", "line number as written", "行号（原文）", required=True),
    *_LINE_GOODS,
    *_LINE_PRICE,
    minor("tax_minor", "tax of the line", "行税额"),
    day("deliver_by", "latest delivery asked for", "要求最迟交货日"),
)

ORDER_EVENTS = facts(
    "order_events",
    "What a later paper does to an order: response, change or cancellation.",
    "订单的后续：一份回复、变更或取消单据对订单的处理。",
    key("event_id", "issuer / number of the paper", "事件编号"),
    ref("order_id", "orders", "the order, by the parties of this paper", "所涉订单（按本单据所列双方）", required=True),
    text("order_number", "number of the order, as written", "订单号（原文）", required=True),
    text("number", "number of the paper itself", "本单据号", required=True),
    ref("buyer_id", "parties", "the buyer", "买方", required=True),
    ref("seller_id", "parties", "the seller", "卖方", required=True),
    code(
        "event",
        "accepted accepted_with_changes rejected received answered changed cancelled",
        "what it does; answered: a response whose code says none of the others",
        "处理结果；answered 表示回复代码不属于其他各项",
    ),
    text("event_code", "response code as written", "回复代码（原文）"),
    day("issued_on", "day of issue of the paper", "本单据开立日", required=True),
    day("deliver_by", "latest delivery asked for or promised", "要求或承诺的最迟交货日"),
    text("reason", "notes as written", "说明（原文）"),
    currency(required=False),
    *_TOTALS,
)

ORDER_EVENT_LINES = facts(
    "order_event_lines",
    "What such a paper says of one line; empty columns are not changed by it.",
    "该类单据对一行订单的陈述；空栏表示未作变更。",
    key("event_line_id", "event / line", "事件行编号"),
    part_of("event_id", "order_events", "the event", "所属事件"),
    text("line_number", "line number as written", "行号（原文）", required=True),
    code(
        "event",
        "added cancelled changed unchanged accepted rejected delivered disputed stated",
        "what is said of the line; stated: no code says it",
        "对该行的处理；stated 表示未用代码说明",
    ),
    text("event_code", "line status code as written", "行状态代码（原文）"),
    *_LINE_LINKS,
    *_LINE_GOODS,
    *_LINE_SAID,
    minor("tax_minor", "tax of the line", "行税额"),
    milli("backorder_milli", "quantity that is to follow later", "缺货后补数量"),
    day("deliver_by", "latest delivery asked for or promised", "要求或承诺的最迟交货日"),
    text("reason", "notes as written", "说明（原文）"),
)

DESPATCHES = facts(
    "despatches",
    "A despatch advice: what the seller says was sent.",
    "发货通知：卖方称已发出的货物。",
    key("despatch_id", "issuer / number", "发货编号"),
    text("number", "number as written", "发货单号（原文）", required=True),
    ref("seller_id", "parties", "the supplier who sends", "发货方", required=True),
    ref("buyer_id", "parties", "the customer who is to receive", "收货方", required=True),
    ref("carrier_id", "parties", "the carrier", "承运人"),
    day("issued_on", "day of issue", "开立日", required=True),
    day("despatched_on", "day the goods left", "发出日"),
    day("deliver_by", "delivery expected", "预计送达日"),
    text("vehicle", "vehicle registration", "车牌号"),
    text("order_number", "order it answers, as written", "对应订单号（原文）"),
)

DESPATCH_LINES = facts(
    "despatch_lines",
    "One line of a despatch advice.",
    "发货单行。",
    key("despatch_line_id", "despatch / line", "发货行编号"),
    part_of("despatch_id", "despatches", "the despatch", "发货单"),
    text("line_number", "line number as written", "行号（原文）", required=True),
    *_LINE_GOODS,
    milli("outstanding_milli", "quantity still to come", "未发数量"),
    *_LINE_LINKS,
)

DELIVERIES = facts(
    "deliveries",
    "A receipt advice: what the receiver says came in.",
    "收货通知：收货方称已收到的货物。",
    key("delivery_id", "issuer / number", "收货编号"),
    text("number", "number as written", "收货单号（原文）", required=True),
    ref("seller_id", "parties", "the supplier who sent", "发货方", required=True),
    ref("buyer_id", "parties", "the customer who received", "收货方", required=True),
    day("issued_on", "day of issue", "开立日", required=True),
    day("received_on", "day the goods came in", "收到日"),
    text("despatch_number", "despatch advice it answers, as written", "对应发货单号（原文）"),
    text("order_number", "order it answers, as written", "对应订单号（原文）"),
)

DELIVERY_LINES = facts(
    "delivery_lines",
    "One line of a receipt advice.",
    "收货单行。",
    key("delivery_line_id", "delivery / line", "收货行编号"),
    part_of("delivery_id", "deliveries", "the delivery", "收货单"),
    text("line_number", "line number as written", "行号（原文）", required=True),
    *_LINE_GOODS,
    milli("short_milli", "quantity found missing", "短少数量"),
    milli("rejected_milli", "quantity refused", "拒收数量"),
    text("despatch_line_number", "line of the despatch advice, as written", "对应发货行号（原文）"),
    *_LINE_LINKS,
)

TRANSPORT_LEGS = facts(
    "transport_legs",
    "One leg of transport: vehicle, from, to, left, arrived.",
    "一段运输：车辆、起讫地、发车与到达时间。",
    key("leg_id", "id of the leg", "运输段编号"),
    ref("despatch_id", "despatches", "the despatch carried", "对应发货单"),
    ref("carrier_id", "parties", "the carrier", "承运人"),
    text("vehicle", "vehicle, vessel or wagon", "车船号"),
    ref("from_place_id", "places", "where it left", "起运地"),
    ref("to_place_id", "places", "where it arrived", "目的地"),
    moment("left_at", "when it left", "出发时间"),
    moment("arrived_at", "when it arrived", "到达时间"),
    milli("weight_milli", "weight carried", "载重"),
    text("unit", "unit of the weight", "重量单位"),
)

INVOICES = facts(
    "invoices",
    "An invoice, credit note or red-letter invoice as billed. A credit note's amounts are as written, positive.",
    "开出的发票、贷项通知或红字发票。贷项金额按原文为正数。",
    key("invoice_id", "tax_invoice:… or issuer / number", "发票编号"),
    text("number", "number as written", "发票号（原文）", required=True),
    code("kind", "invoice credit_note", "kind", "类别"),
    text(
        "type_code",
        "UNTDID 1001 code; of China's e-invoice vat_special or vat_general",
        "单据类型代码（UNTDID 1001）；数电票为 vat_special（专票）或 vat_general（普票）",
    ),
    ref("seller_id", "parties", "the seller", "卖方", required=True),
    ref("buyer_id", "parties", "the buyer, who is the debtor", "买方（债务人）", required=True),
    ref("payee_id", "parties", "who is to be paid, if not the seller", "收款人（如非卖方）"),
    ref("payee_account_id", "bank_accounts", "account to pay into", "收款账户"),
    day("issued_on", "day of issue", "开票日", required=True),
    day("due_on", "day payment is due", "到期日"),
    text("order_number", "order it bills, as written", "对应订单号（原文）"),
    text("contract_number", "contract it is under, as written", "合同号（原文）"),
    text("follows", "the specification it says it follows, as written (BT-24)", "声明所遵循的规范（原文，BT-24）"),
    currency(),
    *_TOTALS,
)

INVOICE_LINES = facts(
    "invoice_lines",
    "One line of an invoice or credit note.",
    "发票行。",
    key("invoice_line_id", "invoice / line", "发票行编号"),
    part_of("invoice_id", "invoices", "the invoice", "发票"),
    text("line_number", "line number as written", "行号（原文）", required=True),
    *_LINE_GOODS,
    *_LINE_PRICE,
    minor("allowances_minor", "allowances on the line", "行折让"),
    minor("charges_minor", "charges on the line", "行附加费"),
    text("tax_category", "UNCL 5305 code", "税种代码（UNCL 5305）"),
    *_LINE_LINKS,
    text("despatch_number", "despatch advice billed, as written", "对应发货单号（原文）"),
    text("despatch_line_number", "line of that advice, as written", "对应发货行号（原文）"),
)

INVOICE_EVENTS = facts(
    "invoice_events",
    "What became of an invoice: red letter, void, credit, and what the buyer answers to it.",
    "发票的后续：红冲、作废、贷项，以及买方的回复。",
    key("event_id", "id of the event", "事件编号"),
    ref("invoice_id", "invoices", "the invoice concerned", "所涉发票", required=True),
    code(
        "event",
        "red_letter void dispute credit received in_process under_query conditionally_accepted rejected accepted paid"
        " answered",
        "what happened; answered: a response whose code says none of the others",
        "事件；answered 表示回复代码不属于其他各项",
    ),
    text("event_code", "response code as written", "回复代码（原文）"),
    text("number", "number of the invoice, as written", "发票号（原文）"),
    ref("seller_id", "parties", "the seller, as the paper names it", "卖方（按单据所列）"),
    ref("buyer_id", "parties", "the buyer, as the paper names it", "买方（按单据所列）"),
    text("by_number", "number of the paper that says so", "所依据单据号"),
    ref("by_invoice_id", "invoices", "the credit note or red-letter invoice", "贷项或红字发票"),
    minor("amount_minor", "amount taken back or disputed", "冲减或争议金额", least=0),
    currency(required=False),
    day("happened_on", "day of the event", "发生日", required=True),
    text("reason", "reason as written", "原因（原文）"),
)

RECEIVABLES = facts(
    "receivables",
    "A claim on a debtor, and what became of it.",
    "对债务人的债权及其状态。",
    key("receivable_id", "id of the receivable", "应收账款编号"),
    ref("invoice_id", "invoices", "the invoice it rests on", "所依据发票"),
    ref("creditor_id", "parties", "the first creditor", "原债权人", required=True),
    ref("debtor_id", "parties", "the debtor", "债务人", required=True),
    ref("holder_id", "parties", "who holds it now", "现持有人"),
    code("state", "free assigned pledged vouchered collected diluted", "what became of it", "状态"),
    minor("amount_minor", "amount of the claim", "债权金额", required=True, least=0),
    currency(),
    day("due_on", "day payment is due", "到期日"),
    ref("loan_id", "loans", "the financing it secures", "所担保的融资"),
    code("basis", "sale service lease consignment bill other", "what it arises from", "债权产生的依据", required=False),
    *VALIDITY,
)

CONFIRMATIONS = facts(
    "confirmations",
    "A debtor's confirmation of a claim, with its content and channel.",
    "债务人对债权的确认，含内容与渠道。",
    key("confirmation_id", "id of the confirmation", "确认编号"),
    ref("invoice_id", "invoices", "the invoice confirmed", "所确认发票", required=True),
    ref("debtor_id", "parties", "who confirms", "确认人", required=True),
    minor("amount_minor", "amount confirmed", "确认金额", required=True, least=0),
    currency(),
    flag("no_set_off", "set-off is waived", "放弃抵销"),
    flag("no_earlier_assignment", "no earlier assignment is known", "未知在先转让"),
    ref("payee_account_id", "bank_accounts", "account payment is locked to", "锁定收款账户"),
    text("signer", "who signed, and by what authority", "签署人及授权"),
    day("confirmed_on", "day of confirmation", "确认日", required=True),
)

TABLES = (
    CONTRACTS,
    ORDERS,
    ORDER_LINES,
    ORDER_EVENTS,
    ORDER_EVENT_LINES,
    DESPATCHES,
    DESPATCH_LINES,
    DELIVERIES,
    DELIVERY_LINES,
    TRANSPORT_LEGS,
    INVOICES,
    INVOICE_LINES,
    INVOICE_EVENTS,
    RECEIVABLES,
    CONFIRMATIONS,
)
