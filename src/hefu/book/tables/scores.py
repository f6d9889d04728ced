"""What a lender's own models say of a party."""

from __future__ import annotations

from hefu.book.columns import code, count, facts, flag, key, ref, text

SCORES = facts(
    "scores",
    "Points that a lender's scorecard gave a party. Written by `hefu score apply`; a note, never a verdict.",
    "本行评分卡给某主体的得分。由 `hefu score apply` 写入；仅供参考，不是结论。",
    key("score_id", "party / scorecard's hash", "编号"),
    ref("party_id", "parties", "who was scored", "被评分主体", required=True),
    text("model", "name of the scorecard", "评分卡名称", required=True),
    text("model_sha256", "SHA-256 of the scorecard", "评分卡 SHA-256", required=True),
    count("score_points", "points; more points, fewer defaults", "得分；分数越高违约越少", required=True, least=None),
    count("cutoff_points", "the lender's highest cut-off; empty: none", "本行最高分数线；空表示未设", least=None),
    count("unseen_count", "variables that were empty or of a value never seen", "缺失或取值未曾出现的变量数"),
    code(
        "drift",
        "shifted unknown watch stable",
        "drift of the score among those scored",
        "被评分群体的偏移",
        required=False,
    ),
    flag("example", "from an example that is not for lending", "出自不得用于放款的示例评分卡"),
)

TABLES = (SCORES,)
