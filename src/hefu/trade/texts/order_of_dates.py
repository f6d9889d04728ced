"""The texts of `trade.order_of_dates`."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Do the days on the papers follow one another as they can?",
    "各单据所载日期的先后是否可能？",
)

TEXTS = {
    "received_before_sent": Text(
        "Receipt {receipt} says the goods came in on {received}; despatch advice {despatch} says they left on {sent}.",
        "收货单 {receipt} 载明货物于 {received} 收到，而发货单 {despatch} 载明于 {sent} 发出。",
    ),
    "received_before_transport": Text(
        "Receipt {receipt} says the goods came in on {received}; the first transport of despatch advice {despatch} set"
        " out on {sent}.",
        "收货单 {receipt} 载明货物于 {received} 收到，而发货单 {despatch} 的首段运输于 {sent} 才出发。",
    ),
    "arrived_before_left": Text(
        "Transport {leg} is said to have arrived ({arrived}) before it set out ({left}), both in UTC.",
        "运输段 {leg} 所载到达时间（{arrived}）早于出发时间（{left}），均为 UTC。",
    ),
    "advised_after_receipt": Text(
        "Despatch advice {despatch} was written on {written}, after receipt {receipt} says the goods came in"
        " ({received}); it names no day of despatch.",
        "发货单 {despatch} 于 {written} 开立，晚于收货单 {receipt} 所载收货日 {received}；发货单未载明发出日。",
    ),
    "receipt_written_early": Text(
        "Receipt {receipt} was written on {written} and confirms goods that came in on {received}.",
        "收货单 {receipt} 于 {written} 开立，却确认 {received} 才收到的货物。",
    ),
    "ordered_after_receipt": Text(
        "Order {order} was issued on {ordered}, after its goods came in ({received}, receipt {receipt}).",
        "订单 {order} 开立于 {ordered}，晚于其货物收到之日（{received}，收货单 {receipt}）。",
    ),
    "invoiced_before_order": Text(
        "Invoice {number} was issued on {invoiced}, before the order {order} that it bills ({ordered}).",
        "发票 {number} 开具于 {invoiced}，早于其所开订单 {order} 的开立日（{ordered}）。",
    ),
    "wanted_before_ordered": Text(
        "Order {order} of {ordered} asks for delivery by {wanted}.",
        "订单 {order} 开立于 {ordered}，却要求在 {wanted} 前交货。",
    ),
    "invoiced_before_sent": Text(
        "Invoice {number} was issued on {invoiced}, before the goods left ({sent}, despatch advice {despatch}). Where"
        " it was agreed so, that is in order.",
        "发票 {number} 开具于 {invoiced}，早于货物发出（{sent}，发货单 {despatch}）。如有约定，先开票并无不妥。",
    ),
    "due_before_receipt": Text(
        "Invoice {number} falls due on {due}, before the goods came in ({received}, receipt {receipt}): payment in"
        " advance.",
        "发票 {number} 于 {due} 到期，早于货物收到（{received}，收货单 {receipt}）：属预付。",
    ),
    "voucher_due_before_issue": Text(
        "Voucher {voucher} was issued on {issued} and falls due on {due}.",
        "应收账款电子凭证 {voucher} 开具于 {issued}，到期日却为 {due}。",
    ),
    "day_to_come": Text(
        "{paper} {number} speaks of {day} as past; today is {today}.",
        "{paper} {number} 将 {day} 作为已发生之日，而今天是 {today}。",
    ),
    "send_true_days": Text(
        "The papers with their true days: carrier's waybill, gate or weighbridge record.",
        "载有真实日期的单据：承运人运单、门岗或过磅记录。",
    ),
    "send_first_order": Text(
        "The order or contract that stood before, or the buyer's word how it was ordered.",
        "此前已有的订单或合同，或买方关于如何订货的说明。",
    ),
    "send_right_order": Text("The order with its right days.", "日期正确的订单。"),
    "send_terms": Text("The contract's terms of billing and payment.", "合同中关于开票与付款的约定。"),
    "send_voucher": Text("The voucher as the platform keeps it.", "平台所存的凭证记录。"),
}
"""The literal of every code the rule uses."""

PAPERS = {
    "invoices": Text("Invoice", "发票"),
    "orders": Text("Order", "订单"),
    "deliveries": Text("Receipt", "收货单"),
    "despatches": Text("Despatch advice", "发货单"),
}
