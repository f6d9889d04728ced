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
