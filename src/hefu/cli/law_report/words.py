"""The words of the impact report, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text
from hefu.rulebook.impact import Effect

EFFECTS = {
    Effect.UNKNOWN: Text("cannot be told", "无法判断"),
    Effect.BREAKS: Text("would break it", "将违反"),
    Effect.COMES_UNDER: Text("comes under it", "将适用"),
    Effect.WOULD_BREAK: Text("older; the same again would break it", "此前已成立；再次办理将违反"),
    Effect.WOULD_COME_UNDER: Text("older; the same again would come under it", "此前已成立；再次办理将适用"),
}

SHAPES = {
    Effect.UNKNOWN: "not_assessed",
    Effect.BREAKS: "high",
    Effect.COMES_UNDER: "medium",
    Effect.WOULD_BREAK: "low",
    Effect.WOULD_COME_UNDER: "note",
}
"""The shape beside each effect's word."""

WORDS = {
    "brand": Text("Hefu", "合符"),
    "skip": Text("Skip to the content", "跳到正文"),
    "title": Text("If {rule} starts on {day} · Hefu", "如 {rule} 自 {day} 起施行 · 合符"),
    "heading": Text("What changes if this rule starts on {day}", "该规则自 {day} 起施行的影响"),
    "asof": Text("As of {day}; it starts in {days} days", "截至 {day}；距施行还有 {days} 天"),
    "asof_begun": Text("As of {day}; it has begun", "截至 {day}；已经施行"),
    "book": Text("Book {book}", "账簿 {book}"),
    "law": Text("Rule book {version}", "法规数据版本 {version}"),
    "rule": Text("The rule", "规则"),
    "rule_id": Text("Rule", "规则编号"),
    "article": Text("Article", "条"),
    "regulation": Text("Regulation", "法规"),
    "says": Text("What it says", "内容"),
    "before": Text("Until then", "此前"),
    "after": Text("From then on", "此后"),
    "certainty": Text("Certainty", "可靠程度"),
    "weak": Text(
        "This rule is not confirmed by any source: it may not decline a request by itself.",
        "该规则未经任何来源核实，不得单独作为拒绝的依据。",
    ),
    "summary": Text("Summary", "概要"),
    "touched": Text("of {measured} measured things are touched", "项受影响，共计量 {measured} 项"),
    "untouched": Text("None of {measured} measured things is touched.", "已计量 {measured} 项，均不受影响。"),
    "unmeasured": Text("This book holds nothing that the rule measures.", "本账簿中没有该规则所计量的事项。"),
    "untestable": Text("Not assessed", "未评估"),
    "effect": Text("Effect", "影响"),
    "thing": Text("What", "事项"),
    "party": Text("Party", "主体"),
    "value": Text("Measured", "计量值"),
    "over": Text("Beyond by", "超出"),
    "amount": Text("Amount", "金额"),
    "ends": Text("Ends on", "到期日"),
    "days": Text("Days to go", "剩余天数"),
    "note": Text("Note", "说明"),
    "touched_things": Text("What is touched", "受影响事项"),
    "overlap": Text("Amounts of several rows may overlap; they are not summed.", "各行金额可能重叠，不相加。"),
    "not_shown": Text("{count} more are not shown here.", "另有 {count} 项未显示。"),
    "unknown": Text("–", "–"),
    "foot": Text("Hefu {version} · rule book {law} · book {book}", "合符 {version} · 法规数据 {law} · 账簿 {book}"),
    "thing_of": Text("{table} {id}", "{table} {id}"),
    "between": Text("; ", "；"),
}

TABLES = {
    "vouchers": Text("voucher", "凭证"),
    "contracts": Text("contract", "合同"),
    "invoices": Text("invoice", "发票"),
    "lender_capital": Text("exposure against", "风险暴露，资本数据"),
    "loans": Text("loan", "融资"),
    "payments": Text("payment", "付款"),
    "filings": Text("registration", "登记"),
}
"""What a row is about."""
