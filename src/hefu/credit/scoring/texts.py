"""The words of scores: reasons, states of drift, and the findings of `credit.score`."""

from __future__ import annotations

from hefu.core.texts import Text

QUESTION = Text(
    "What does the lender's scorecard say? A note for people; no outcome rests on it.",
    "本行评分卡如何评价？仅供人工参考，不据此作出结论。",
)

REASONS = {
    "reason_low": Text(
        "{variable}, {said}: {points} points of at most {best}", "{variable}（{said}）：{points} 分，最高 {best} 分"
    ),
    "reason_missing": Text(
        "{variable} is not given: {points} points of at most {best}", "未提供{variable}：{points} 分，最高 {best} 分"
    ),
    "reason_unseen": Text(
        "{variable} has a value that training never saw: {points} points of at most {best}",
        "{variable}的取值在训练数据中未出现：{points} 分，最高 {best} 分",
    ),
}
"""The reason codes of a score, by message code."""

TEXTS = {
    "no_score": Text("The lender states no score.", "贷款人未提供评分。"),
    "score_stands": Text(
        "Scorecard {model} gives {party} {points} points.", "评分卡 {model} 给 {party} 的得分为 {points} 分。"
    ),
    "score_at_or_above": Text(
        "Scorecard {model} gives {party} {points} points, at or above the cut-off of {cutoff}.",
        "评分卡 {model} 给 {party} 的得分为 {points} 分，不低于分数线 {cutoff} 分。",
    ),
    "score_below": Text(
        "Scorecard {model} gives {party} {points} points, below the cut-off of {cutoff}.",
        "评分卡 {model} 给 {party} 的得分为 {points} 分，低于分数线 {cutoff} 分。",
    ),
    "score_of_example": Text(
        "{points} points for {party} are from scorecard {model}, an example that is not for lending.",
        "{party} 的 {points} 分出自示例评分卡 {model}，不得用于放款。",
    ),
    "score_drifted": Text(
        "Scorecard {model} gives {party} {points} points, but those scored are unlike those it was trained on, or too"
        " few to tell.",
        "评分卡 {model} 给 {party} 的得分为 {points} 分，但当前评分对象已偏离训练样本，或数量过少无法判断。",
    ),
    "score_thin": Text(
        "Scorecard {model} gives {party} {points} points; {unseen} of its variables were empty or had values that it"
        " never saw.",
        "评分卡 {model} 给 {party} 的得分为 {points} 分；其中 {unseen} 个变量缺失或取值未曾出现。",
    ),
    "clear_score": Text(
        "A credit officer reads the reasons of the score beside the papers and records a view.",
        "由信贷人员对照材料审阅评分原因，并记录意见。",
    ),
}
"""The findings of `credit.score`, by message code."""
