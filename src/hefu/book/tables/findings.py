"""What rules answered about a whole book, as rows: findings, the rows they name, checks left open."""

from __future__ import annotations

from hefu.book.columns import code, count, currency, derived, key, minor, moment, part_of, text

FINDINGS = derived(
    "findings",
    "What a rule found in a whole book. Computed by hefu.screen.",
    "规则在整本账簿中的发现。由 hefu.screen 计算。",
    key("finding_id", "the same inputs give the same id", "发现编号（输入相同则编号相同）"),
    text("rule", "the rule", "规则", required=True),
    count("rule_version", "its version", "规则版本", required=True),
    code("severity", "stop high medium low note", "how grave", "严重程度"),
    text("code", "what was found, as the rule's own code", "发现代码", required=True),
    text("said_en", "what was found, in English", "发现内容（英文）", required=True),
    text("said_zh", "what was found, in Chinese", "发现内容（中文）", required=True),
    minor("at_risk_minor", "amount at risk; those of several findings overlap", "风险金额（多项发现之间可重叠）"),
    currency(required=False),
    moment("found_at", "the first moment as of which it was found", "最早发现的时点", required=True),
)

FINDING_ROWS = derived(
    "finding_rows",
    "A row of the book that a finding is about, or rests on. Computed by hefu.screen.",
    "发现所涉及或所依据的账簿行。由 hefu.screen 计算。",
    key("finding_row_id", "finding / part / ordinal", "编号"),
    part_of("finding_id", "findings", "the finding", "所属发现"),
    code("part", "subject evidence", "what it is about, or what it rests on", "涉及对象或依据"),
    text("table_name", "table of the row", "所在表", required=True),
    text("row_id", "id of what the row speaks of", "所指事物的编号", required=True),
    text("said_by", "source of the row; empty: any", "来源；空表示不限"),
)

OPEN_CHECKS = derived(
    "open_checks",
    "A check that could not be made, which is never a pass. Computed by hefu.screen.",
    "未能进行的检查，不等于通过。由 hefu.screen 计算。",
    key("open_check_id", "rule / ordinal", "编号"),
    text("rule", "the rule", "规则", required=True),
    count("rule_version", "its version", "规则版本", required=True),
    text("code", "why, as the rule's own code", "原因代码", required=True),
    text("said_en", "why, in English", "原因（英文）", required=True),
    text("said_zh", "why, in Chinese", "原因（中文）", required=True),
    count("subjects_count", "how many things it concerns; none: the whole book", "涉及对象数；零表示整本账簿"),
    moment("open_at", "the moment as of which it was open", "未评估的时点", required=True),
)

TABLES = (FINDINGS, FINDING_ROWS, OPEN_CHECKS)
