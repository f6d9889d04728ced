"""The words of a score in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

WORDS = {
    "brand": Text("Hefu", "合符"),
    "title": Text("Score of the checks", "检查项得分"),
    "skip": Text("Skip to the figures", "跳到正文"),
    "basis": Text(
        "{honest} honest companies, {moments} screening days; a share of guilty companies of {base} is assumed for"
        " precision. Intervals are 95 %, by Wilson.",
        "诚信企业 {honest} 家，筛查 {moments} 次；计算精确率时假定问题企业占 {base}。区间均为 95% 威尔逊区间。",
    ),
    "rules": Text("Rules and the whole screen", "各规则与整体筛查"),
    "rules_says": Text(
        "False alarms: honest companies named, per 10,000.", "误报：每 10,000 家诚信企业中被点名的家数。"
    ),
    "schemes": Text("Schemes by strength", "各手法及其强度"),
    "schemes_says": Text(
        "Recall of the whole screen and of the best rule; the same figures stand in score.json for every rule.",
        "整体筛查与最佳规则的召回率；每条规则的数字见 score.json。",
    ),
    "twins": Text("Lawful look-alikes that were named", "被点名的合法相似情形"),
    "none": Text("None were planted.", "未植入。"),
    "picture": Text("Recall against strength, whole screen", "召回率与强度（整体筛查）"),
    "picture_says": Text(
        "Bars: share of planted instances found; lines: 95 % interval; from blatant to faint.",
        "柱：被发现的比例；线：95% 区间；由明显到隐蔽。",
    ),
    "rule": Text("Rule", "规则"),
    "screen": Text("Whole screen", "整体筛查"),
    "scheme": Text("Scheme", "手法"),
    "strength": Text("Strength", "强度"),
    "found": Text("Found", "发现"),
    "recall": Text("Recall (95 %)", "召回率（95%）"),
    "best": Text("Best rule", "最佳规则"),
    "days": Text("Days to alarm, median", "发现天数（中位数）"),
    "stopped": Text("Stopped before payout, of paid out (CNY)", "放款前拦截 / 放款总额（元）"),
    "false": Text("False alarms per 10,000 (95 %)", "每万家误报（95%）"),
    "precision": Text("Precision", "精确率"),
    "named": Text("Named", "被点名"),
    "share": Text("Share (95 %)", "比例（95%）"),
    "of": Text("{part} of {whole}", "{part} / {whole}"),
    "range": Text("{at} ({low}–{high})", "{at}（{low}–{high}）"),
    "money_of": Text("{part} of {whole}", "{part} / {whole}"),
    "no_payout": Text("no payout in it", "不涉及放款"),
    "unknown": Text("–", "–"),
    "blatant": Text("blatant", "明显"),
    "plain": Text("plain", "较明显"),
    "guarded": Text("guarded", "有掩饰"),
    "faint": Text("faint", "隐蔽"),
    "labelled": Text("as labelled", "按原标注"),
    "page": Text("Score: {path}", "得分：{path}"),
}
"""Every text of a score, by its key. Names of rules and schemes are codes and stand as they are."""


STRENGTHS = ("blatant", "plain", "guarded", "faint", "labelled")
"""The order in which strengths stand."""
