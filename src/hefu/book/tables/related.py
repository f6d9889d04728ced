"""Derived tables of `hefu.parties`: who is the same, who stands behind whom, who lives off whom, who may be linked."""

from __future__ import annotations

from hefu.book.columns import bps, code, count, currency, day, derived, flag, key, minor, ref, text

ENTITIES = derived(
    "entities",
    "Which ids of the book are one party. A party that stands under one id only has no row. Computed by hefu.parties.",
    "账簿中哪些编号是同一主体；只有一个编号的主体不列。由 hefu.parties 计算。",
    key("party_id", "an id of the book", "账簿中的编号"),
    ref("entity_id", "parties", "the id that stands for all of them: the best identified", "代表编号", required=True),
)

PARTY_PAIRS = derived(
    "party_pairs",
    "Two ids that were compared and are the same, may be the same, or look alike though they are two. "
    "Computed by hefu.parties.",
    "经比对的两个编号：相同、存疑，或相似而不同。由 hefu.parties 计算。",
    key("pair_id", "party / other", "编号"),
    ref("party_id", "parties", "the one", "一方", required=True),
    ref("other_id", "parties", "the other", "另一方", required=True),
    code(
        "outcome",
        "same undecided look_alike",
        "what was found; undecided: name alike, nothing contradicts, too little agrees",
        "结论；undecided 表示名称相似、无矛盾、佐证不足",
    ),
    count("points_count", "points of evidence, as the thresholds of the lender weigh it", "证据分值"),
    text(
        "agrees",
        "what agrees, blank-separated: identifier succession name name_near account phone representative address "
        "address_near",
        "一致之处（空格分隔）",
    ),
    text(
        "differs",
        "what contradicts, blank-separated: identifier region phone representative brand_or_trade",
        "矛盾之处（空格分隔）",
    ),
)

GROUPS = derived(
    "groups",
    "A party in a control group (集团客户). A party may be in several; each row is one membership. "
    "Computed by hefu.parties.",
    "集团客户成员关系；一个主体可属于多个集团，每行一项。由 hefu.parties 计算。",
    key("membership_id", "group / party", "编号"),
    text("group_id", "the group, named by its ultimate controller", "集团编号，以最终控制人命名", required=True),
    ref("party_id", "parties", "the member", "成员", required=True),
    ref("controller_id", "parties", "the ultimate controller", "最终控制人", required=True),
    bps(
        "share_bps",
        "votes that the controller, those who act with it and what they control hold together in the member",
        "控制人、一致行动人及其所控制主体合计持有的表决权",
    ),
    code(
        "basis",
        "controller majority_of_votes joint_control stated_control acts_in_concert kin",
        "why the party is a member",
        "认定依据",
    ),
    count("steps_count", "steps of control from the controller", "控制层级"),
    text("evidence_ids", "links it rests on, blank-separated", "所依据的关系（空格分隔）"),
    flag("evidence_cut", "more links than the lender lists", "关系多于所列"),
    flag(
        "group_cut", "the group is larger than was followed: its other members are not listed", "集团过大，未列其余成员"
    ),
    text("rule_id", "the law that calls it a group", "法律依据"),
)

DEPENDENCES = derived(
    "dependences",
    "A party depends on another economically (经济依存). Computed by hefu.parties.",
    "一方在经济上依存于另一方。由 hefu.parties 计算。",
    key("dependence_id", "basis / party / other / currency", "编号"),
    ref("party_id", "parties", "who depends", "依存方", required=True),
    ref("on_party_id", "parties", "on whom", "被依存方", required=True),
    code(
        "basis",
        "sales purchases guarantees repayment common_source",
        "share of sales, of purchases, of net assets guaranteed, of money received, or one payer behind both",
        "依据：销售、采购、担保占净资产、回款占比，或共同还款来源",
    ),
    bps("share_bps", "the share", "占比", required=True),
    minor("part_minor", "the part", "部分金额", required=True),
    minor("whole_minor", "of what", "总额", required=True),
    currency(),
    code("whole", "seen statement", "whether the whole is what the book sees or the company's accounts", "总额来源"),
    day("period_from", "first day", "期初"),
    day("period_to", "last day", "期末"),
    ref("source_party_id", "parties", "for common_source: the payer behind both", "共同还款来源"),
    text("evidence_ids", "rows it rests on, blank-separated", "所依据的行（空格分隔）"),
    count("evidence_count", "how many rows in all", "所依据的行数"),
    text("rule_id", "the law that names such dependence", "法律依据"),
    code("certainty", "unconfirmed from_memory single_source confirmed", "how sure the figure is", "确信程度"),
)

SUSPICIONS = derived(
    "suspicions",
    "Two parties share something (隐性关联): an alert, never a limit. Without `other_id`: something that so many share "
    "that it links nobody. Computed by hefu.parties.",
    "两个主体共用某物：仅提示，不占用额度。other_id 为空表示共用者过多，不构成关联。由 hefu.parties 计算。",
    key("suspicion_id", "basis / what / parties", "编号"),
    ref("party_id", "parties", "the one", "一方", required=True),
    ref("other_id", "parties", "the other", "另一方"),
    code(
        "basis",
        "address phone director representative account",
        "what is shared",
        "共用之物",
    ),
    text("shared", "what they share, as written or as id", "所共用者（原文或编号）"),
    bps("strength_bps", "one over the number of others who share it", "共用者数之倒数"),
    count("sharers_count", "how many share it", "共用者数"),
    code(
        "set_aside",
        "no many registration_agent",
        "why it links nobody: too many share it (office tower), or agents register firms there",
        "不构成关联的原因：共用者过多，或集中登记地址",
    ),
    text("evidence_ids", "rows it rests on, blank-separated", "所依据的行（空格分隔）"),
)

TABLES = (ENTITIES, PARTY_PAIRS, GROUPS, DEPENDENCES, SUSPICIONS)
