"""What `credit.joint_credit` says, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Is a joint limit of the lending banks due or nearly used?", "是否须建立联合授信机制，联合授信额度是否将满？"
)

TEXTS = {
    "joint_credit_due": Text(
        "{parties} owes {owed} to {banks} banks: a joint limit must be agreed, and none is in the book.",
        "{parties} 在 {banks} 家银行的融资余额为 {owed}，应建立联合授信机制，账簿中没有联合授信额度。",
    ),
    "joint_credit_open": Text(
        "{parties} owes {owed} to {banks} banks: a joint limit may be agreed.",
        "{parties} 在 {banks} 家银行的融资余额为 {owed}，可以建立联合授信机制。",
    ),
    "near_joint_limit": Text(
        "{parties} owes {owed} to {banks} banks, {share} of the joint limit of {limit}.",
        "{parties} 在 {banks} 家银行的融资余额为 {owed}，已达联合授信额度 {limit} 的 {share}。",
    ),
    "above_joint_limit": Text(
        "{parties} owes {owed} to {banks} banks, {share} of the joint limit of {limit}: nothing more may be lent.",
        "{parties} 在 {banks} 家银行的融资余额为 {owed}，为联合授信额度 {limit} 的 {share}，不得新增融资。",
    ),
    "lenders_unknown": Text(
        "The book knows {banks} banks that lend to {parties}; there may be more.",
        "账簿中向 {parties} 提供融资的银行为 {banks} 家，可能还有其他银行。",
    ),
    "no_figure": Text("The figures of the rule are not known: {why}.", "规则数值不明：{why}。"),
    "clear_joint": Text(
        "The credit report of the debtor with every lender, or the agreement on the joint limit.",
        "债务人的征信报告（列明全部融资银行），或联合授信协议。",
    ),
    "nothing_to_ask": Text("There is no loan to look at.", "没有可查的融资。"),
}
