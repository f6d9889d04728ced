"""Records of the law, a lender's own policies, the calendar of working days. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds.kind import kind


class LawRefusals:
    """Records of the law, a lender's own policies, the calendar of working days."""

    LAW_UNREADABLE = kind("law_unreadable", "{path} is not valid TOML: {reason}.", "{path} 不是有效的 TOML：{reason}。")
    LAW_KEY_UNKNOWN = kind(
        "law_key_unknown", "{path}, {record}: the key {key} is unknown.", "{path} 的 {record}：键 {key} 未知。"
    )
    LAW_KEY_MISSING = kind(
        "law_key_missing", "{path}, {record}: the key {key} is missing.", "{path} 的 {record}：缺少键 {key}。"
    )
    LAW_VALUE_WRONG = kind(
        "law_value_wrong",
        "{path}, {record}, {key}: {value} – {reason}.",
        "{path} 的 {record}，{key}：{value}，{reason}。",
    )
    LAW_DATES_REVERSED = kind(
        "law_dates_reversed",
        "{path}, {record}: it would end on {valid_to}, not after it begins on {valid_from}.",
        "{path} 的 {record}：失效日 {valid_to} 不晚于生效日 {valid_from}。",
    )
    LAW_OVERLAP = kind(
        "law_overlap",
        "{path}, {record}: on {day} it would hold beside another record of the same rule, in {other}.",
        "{path} 的 {record}：{day} 与 {other} 中同一规则的另一条记录同时有效。",
    )
    LAW_POLICY_LOOSER = kind(
        "law_policy_looser",
        "{path}, {record}: {value} {unit} is looser than the law's {law_value} {unit} ({law}).",
        "{path} 的 {record}：{value}（{unit}）比法定的 {law_value}（{unit}）宽松（{law}）。",
    )
    LAW_POLICY_OTHER_MEASURE = kind(
        "law_policy_other_measure",
        "{path}, {record}: it does not measure what {law} measures, or that figure is not for a lender to move.",
        "{path} 的 {record}：与 {law} 的计量不同，或该数值不得由贷款人调整。",
    )
    LAW_POLICY_UNKNOWN_RULE = kind(
        "law_policy_unknown_rule",
        "{path}, {record}: the law has no such rule; a rule of the lender's own begins with “own.”.",
        "{path} 的 {record}：法规中没有该规则；贷款人自有规则须以 own. 开头。",
    )
    LAW_RULE_UNKNOWN = kind("law_rule_unknown", "No record bears the rule id {record}.", "没有编号为 {record} 的规则。")
    CALENDAR_YEAR_MISSING = kind(
        "calendar_year_missing",
        "The working days of {year} are not known: its arrangement of holidays is not in the data ({day}).",
        "{year} 年的工作日未知：数据中没有该年的节假日安排（{day}）。",
    )
