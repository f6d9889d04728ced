"""What the rule trade.en16931 says; what a rule of the standard asks for is said where that rule is written."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "Does an invoice that follows EN 16931 keep the standard's rules?", "声明遵循 EN 16931 的发票是否符合该标准的规则？"
)

TEXTS = {
    "rule_broken": Text(
        "Invoice {number} breaks rule {rule} of EN 16931, the European standard for e-invoices. {says} First place"
        " of {count}: {location}.",
        "发票 {number} 违反欧洲电子发票标准 EN 16931 的规则 {rule}。{says}共 {count} 处，首处：{location}。",
    ),
    "rule_advised": Text(
        "Invoice {number} departs from rule {rule} of EN 16931, which only advises. {says} First place of {count}:"
        " {location}.",
        "发票 {number} 偏离 EN 16931 的建议性规则 {rule}。{says}共 {count} 处，首处：{location}。",
    ),
    "not_judged": Text(
        "Invoice {number} says that it follows EN 16931, and was read without being held to it.",
        "发票 {number} 声明遵循 EN 16931，但读入时未据以校验。",
    ),
    "read_judged": Text(
        "The invoice file itself, read by hefu read --judge or with the request.",
        "发票文件本身，以 hefu read --judge 或随申请读入。",
    ),
    "none_follows": Text(
        "No invoice here says that it follows EN 16931, so its rules are not asked.",
        "此处没有发票声明遵循 EN 16931，故不适用其规则。",
    ),
    "send_valid": Text("A corrected invoice that passes the standard's validation.", "更正后通过该标准校验的发票。"),
}
