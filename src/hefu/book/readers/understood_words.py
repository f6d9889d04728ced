"""The sentences that say what was understood from a document, and the nouns they count, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

UNDERSTOOD = {
    # Papers of a trade
    "order": Text(
        "Order {number} of {day}, from {buyer} to {seller}", "订单 {number}，{day}，买方：{buyer}，卖方：{seller}"
    ),
    "despatch": Text(
        "Despatch advice {number} of {day}, from {seller} to {buyer}",
        "发货通知 {number}，{day}，发货方：{seller}，收货方：{buyer}",
    ),
    "delivery": Text(
        "Receipt advice {number} of {day}, {buyer} received from {seller}",
        "收货通知 {number}，{day}，收货方：{buyer}，发货方：{seller}",
    ),
    "invoice": Text(
        "Invoice {number} of {day}, from {seller} to {buyer}", "发票 {number}，{day}，卖方：{seller}，买方：{buyer}"
    ),
    "credit_note": Text(
        "Credit note {number} of {day}, from {seller} to {buyer}",
        "红字发票（贷项）{number}，{day}，卖方：{seller}，买方：{buyer}",
    ),
    "many": Text("{count}, {days}", "{count}，{days}"),
    "lines": Text("{lines}", "{lines}"),
    "lines_goods": Text("{lines}, {quantity}", "{lines}，共 {quantity}"),
    "lines_total": Text("{lines}, {amount} in all", "{lines}，合计 {amount}"),
    "lines_payable": Text("{lines}, {amount} payable", "{lines}，应付 {amount}"),
    "lines_credited": Text("{lines}, {amount} credited", "{lines}，冲减 {amount}"),
    "lines_due": Text("{lines}, {amount} payable by {due}", "{lines}，应付 {amount}，{due} 到期"),
    "for_order": Text("For order {number}", "对应订单 {number}"),
    "payee": Text("To be paid to {payee}, not to the seller", "收款人为 {payee}，不是卖方"),
    # Bank
    "bank_statement": Text("Bank statement {number}, account {account}", "银行对账单 {number}，账户 {account}"),
    "bank_notification": Text("Bank notification {number}, account {account}", "银行到账通知 {number}，账户 {account}"),
    "account_report": Text("Account report {number}, account {account}", "账户明细 {number}，账户 {account}"),
    "payment_order": Text(
        "Payment order {number}: money asked to move, not moved yet", "付款指令 {number}：请求付款，尚未划转"
    ),
    "account": Text("Account {account}", "账户 {account}"),
    "in_out": Text("{count}, {days}; in {into}, out {out}", "{count}，{days}；收入 {into}，支出 {out}"),
    "count_sum": Text("{count}, {days}, {amount} in all", "{count}，{days}，合计 {amount}"),
    "balances": Text(
        "Opening {opening} on {from_day}, closing {closing} on {to_day}",
        "期初 {opening}（{from_day}），期末 {closing}（{to_day}）",
    ),
    "balance": Text("Balance {amount} on {day}", "余额 {amount}（{day}）"),
    # Goods
    "moments": Text("{count}, {days} (UTC+8)", "{count}，{days}（UTC+8）"),
    "moved": Text("In {into}, out {out}", "进 {into}，出 {out}"),
    "events": Text("EPCIS, {count}, {days} (local time)", "EPCIS，{count}，{days}（当地时间）"),
    "event_kinds": Text("Kinds of events: {parts}", "事件类别：{parts}"),
    # Anything
    "counted": Text("{parts}", "{parts}"),
    "nothing": Text("The file holds no facts.", "文件中没有事实记录。"),
}
"""Every sentence by its code; fields in braces."""

NOUNS = {
    "orders": ("order", "orders", "份订单"),
    "order_events": ("event of an order", "events of orders", "项订单事件"),
    "weighings": ("weighing", "weighings", "次过磅"),
    "despatches": ("despatch advice", "despatch advices", "份发货通知"),
    "deliveries": ("receipt advice", "receipt advices", "份收货通知"),
    "invoices": ("invoice", "invoices", "张发票"),
    "lines": ("line", "lines", "行"),
    "payments": ("movement", "movements", "笔资金"),
    "account_balances": ("balance", "balances", "项余额"),
    "bank_statements": ("statement", "statements", "份对账单"),
    "statements": ("set of accounts", "sets of accounts", "期财务数据"),
    "bank_accounts": ("account", "accounts", "个账户"),
    "movements": ("movement of goods", "movements of goods", "次货物进出"),
    "trace_events": ("event", "events", "个事件"),
    "parties": ("party", "parties", "个主体"),
    "register_entries": ("entry of a register", "entries of a register", "条登记册记录"),
    "party_links": ("relationship", "relationships", "项关系"),
    "contracts": ("contract", "contracts", "份合同"),
    "invoice_events": ("event of an invoice", "events of invoices", "项发票事件"),
    "receivables": ("receivable", "receivables", "笔应收账款"),
    "confirmations": ("confirmation", "confirmations", "份确认"),
    "guarantees": ("guarantee", "guarantees", "项担保"),
    "payer_authorisations": ("authorisation to pay", "authorisations to pay", "项代付授权"),
    "facilities": ("credit line", "credit lines", "项授信"),
    "loans": ("loan", "loans", "笔融资"),
    "financings": ("reported financing", "reported financings", "项已融资报告"),
    "vouchers": ("voucher", "vouchers", "张凭证"),
    "warehouses": ("warehouse", "warehouses", "个仓库"),
    "lots": ("lot", "lots", "批货物"),
    "warehouse_receipts": ("warehouse receipt", "warehouse receipts", "张仓单"),
    "certificates": ("certificate", "certificates", "份证书"),
    "inspections": ("inspection", "inspections", "次检验"),
    "insurances": ("insurance", "insurances", "份保险"),
    "devices": ("device", "devices", "台设备"),
    "readings": ("reading", "readings", "条读数"),
    "prices": ("price", "prices", "条价格"),
    "pledges": ("pledge", "pledges", "项质押"),
    "filings": ("registration", "registrations", "项登记"),
    "transport_legs": ("leg of transport", "legs of transport", "段运输"),
}
"""What is counted: one, several, and with its measure word in Chinese. Tables by their names."""

EVENT_KINDS = {
    "object": Text("object", "对象"),
    "aggregation": Text("aggregation", "聚合"),
    "transaction": Text("transaction", "交易"),
    "transformation": Text("transformation", "加工"),
    "association": Text("association", "关联"),
    "extended": Text("the sender's own", "自定义"),
}
"""Kinds of EPCIS events."""
