"""The texts of `trade.order_state`."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Does the order still stand, and what did the buyer answer to the invoice?",
    "订单是否仍然有效？买方对发票如何回复？",
)

TEXTS = {
    "order_cancelled": Text(
        "Invoice {number} bills order {order}, which was cancelled on {day} (paper {paper}): {reason}.",
        "发票 {number} 所开订单 {order} 已于 {day} 取消（单据 {paper}）：{reason}。",
    ),
    "order_rejected": Text(
        "Invoice {number} bills order {order}, which the seller refused on {day} (paper {paper}): {reason}.",
        "发票 {number} 所开订单 {order} 已于 {day} 被卖方拒绝（单据 {paper}）：{reason}。",
    ),
    "line_cancelled": Text(
        "Invoice {number}, line {line}, bills line {order_line} of order {order}, which was struck out on {day} (paper"
        " {paper}).",
        "发票 {number} 第 {line} 行所开订单 {order} 第 {order_line} 行已于 {day} 取消（单据 {paper}）。",
    ),
    "beyond_change": Text(
        "Invoice {number}, line {line}, bills {billed}; order {order} was changed to {changed} on {day} (paper"
        " {paper}).",
        "发票 {number} 第 {line} 行开票 {billed}，订单 {order} 已于 {day} 变更为 {changed}（单据 {paper}）。",
    ),
    "invoice_rejected": Text(
        "The buyer rejected invoice {number} on {day} (paper {paper}): {reason}.",
        "买方已于 {day} 拒绝发票 {number}（单据 {paper}）：{reason}。",
    ),
    "invoice_disputed": Text(
        "Invoice {number} is disputed since {day} (paper {paper}): {reason}.",
        "发票 {number} 自 {day} 起有争议（单据 {paper}）：{reason}。",
    ),
    "invoice_under_query": Text(
        "The buyer queries invoice {number} since {day} (paper {paper}): {reason}.",
        "买方自 {day} 起对发票 {number} 提出疑问（单据 {paper}）：{reason}。",
    ),
    "invoice_accepted_with_conditions": Text(
        "The buyer accepted invoice {number} with conditions on {day} (paper {paper}): {reason}.",
        "买方已于 {day} 附条件接受发票 {number}（单据 {paper}）：{reason}。",
    ),
    "send_standing_order": Text("The buyer's confirmation of the order that stands.", "买方对现行有效订单的确认。"),
    "send_acceptance": Text(
        "The buyer's acceptance of the invoice, from the buyer.", "买方对该发票的接受回复，由买方提供。"
    ),
    "look_at_conditions": Text("A look at the buyer's conditions.", "核对买方所附条件。"),
}
