"""The words of the model card, in both languages."""

from __future__ import annotations

from itertools import pairwise

from hefu.core.texts import Text

WORDS: dict[str, Text] = {
    "brand": Text("Hefu", "合符"),
    "skip": Text("Skip to the card", "跳到正文"),
    "title": Text("Model card: {name}", "模型说明：{name}"),
    "auc_figure": Text("AUC, {low} to {high} (95 %, DeLong)", "AUC，95% 区间 {low} 至 {high}（DeLong）"),
    "auc_sample": Text(
        "Cross-validated: 0.5 is chance, 1 is perfect. The interval is the chance of these rows; it does not cover"
        " a change of times.",
        "交叉验证结果：0.5 为随机，1 为完全区分。区间只反映本样本的随机性，不包含时期变化。",
    ),
    "certainty": Text("Certainty of the performance: {said}", "性能的可信程度：{said}"),
    "level": Text("{column}: {level}", "{column}：{level}"),
    "rows": Text("Rows", "行数"),
    "bads": Text("Defaults", "违约"),
    "goods": Text("Others", "未违约"),
    "rate": Text("Default rate", "违约率"),
    "about": Text("What it is for", "用途"),
    "purpose": Text("Purpose", "目的"),
    "misuse": Text("Must not be used for", "不得用于"),
    "data": Text("Data", "数据"),
    "licence": Text("Licence of the data", "数据许可"),
    "weight": Text("Weight in a decision", "在决定中的作用"),
    "weight_said": Text(
        "A note, or at most a finding of medium severity that a person looks at. It can neither decline nor lend.",
        "仅作提示，至多为需人工查看的中级发现；既不能拒绝，也不能放款。",
    ),
    "not_said": Text("not said", "未说明"),
    "target": Text("Target", "目标列"),
    "repeated": Text("Rows that are the very same as another", "与其他行完全相同的行"),
    "performance": Text("Performance", "性能"),
    "performance_note": Text(
        "KS and AUC: how well it ranks. Brier: how true its probabilities are.", "KS 与 AUC 衡量排序，Brier 衡量概率。"
    ),
    "sample": Text("Sample", "样本"),
    "auc": Text("AUC (95 %)", "AUC（95%）"),
    "ks": Text("KS", "KS"),
    "brier": Text("Brier", "Brier"),
    "brier_base": Text("Brier of the rate alone", "仅用违约率的 Brier"),
    "folds": Text("AUC fold by fold: {folds}.", "各折 AUC：{folds}。"),
    "pooled": Text(
        "Points of the folds come from cards trained apart and are pooled.", "各折得分来自分别训练的评分卡，合并计算。"
    ),
    "roc": Text("ROC", "ROC 曲线"),
    "roc_note": Text(
        "share of defaults caught over share of others alarmed, cross-validated", "捕获违约比例对误报比例，交叉验证"
    ),
    "roc_alt": Text(
        "ROC curve above the diagonal of chance; area {auc}.", "ROC 曲线，位于随机对角线之上；面积 {auc}。"
    ),
    "calibration": Text("Calibration", "校准"),
    "calibration_note": Text(
        "defaults per tenth of the rows, cross-validated, with Wilson's 95 % interval",
        "按预测概率分十组，交叉验证，含 Wilson 95% 区间",
    ),
    "calibration_alt": Text(
        "Observed default rate over expected, group by group; the table beside has the figures.",
        "各组实际违约率对预测值；数字见旁表。",
    ),
    "expected": Text("Expected", "预测"),
    "observed": Text("Observed", "实际"),
    "interval": Text("95 % interval", "95% 区间"),
    "spread": Text("Distribution of the score", "得分分布"),
    "spread_note": Text("cross-validated rows by band of points; filled, defaults", "交叉验证样本按分数段；实心为违约"),
    "band": Text("Points", "分数段"),
    "cutoffs": Text("At the lender's cut-offs", "本行分数线下的结果"),
    "cutoffs_note": Text("cross-validated; below a cut-off a person looks", "交叉验证；低于分数线由人工查看"),
    "cutoff": Text("Cut-off", "分数线"),
    "below_bads": Text("Below, default", "线下违约"),
    "below_goods": Text("Below, no default", "线下未违约"),
    "above_bads": Text("At or above, default", "线上违约"),
    "above_goods": Text("At or above, no default", "线上未违约"),
    "no_cutoffs": Text("No cut-off is set: every score is a note.", "未设分数线：所有得分仅作提示。"),
    "variables": Text("Variables", "变量"),
    "variables_note": Text(
        "IV: information value. WOE: weight of evidence, ln(share of others / share of defaults)."
        " Bars of rows: filled, defaults.",
        "IV 为信息值；WOE 为证据权重，即 ln（未违约占比 / 违约占比）。行数条中实心为违约。",
    ),
    "bin": Text("Bin", "分箱"),
    "points": Text("Points", "分值"),
    "woe": Text("WOE", "WOE"),
    "iv": Text("IV {iv}", "IV {iv}"),
    "missing": Text("empty", "缺失"),
    "unseen": Text("a text never seen", "未出现过的取值"),
    "dropped": Text("Columns that were left out", "未采用的列"),
    "iv_too_small": Text("tells too little (information value below the least)", "信息值低于下限"),
    "wrong_sign": Text("beside the others its bins would run the wrong way", "与其他变量并用时方向相反"),
    "excluded": Text("left out by the settings", "按设置排除"),
    "grouped": Text("kept for the note on fairness only", "仅用于公平性说明"),
    "column": Text("Column", "列"),
    "reason": Text("Why", "原因"),
    "fairness": Text("Fairness", "公平性"),
    "fairness_note": Text(
        "How groups fare, cross-validated. The columns are not variables; others may stand for them.",
        "各群体结果，交叉验证。这些列不是变量，但其他变量可能与其相关。",
    ),
    "no_groups": Text("No group columns were given: fairness is not assessed.", "未提供分组列：公平性未评估。"),
    "group": Text("Group", "群体"),
    "mean_points": Text("Mean points", "平均分"),
    "below": Text("Below {cutoff}", "低于 {cutoff}"),
    "drift": Text("Drift", "偏移"),
    "drift_note": Text(
        "Population stability index: below 0.10 stable, from 0.10 to watch, from 0.25 shifted. `hefu score drift`"
        " measures it on new rows.",
        "总体稳定性指数（PSI）：低于 0.10 稳定，0.10 起关注，0.25 起明显偏移。用 `hefu score drift` 监测新数据。",
    ),
    "no_drift": Text("No later rows were given: drift is not measured yet.", "未提供后续样本：尚未测量偏移。"),
    "by_chance": Text("By chance", "随机"),
    "state": Text("State", "状态"),
    "score": Text("score", "得分"),
    "origin": Text("Where it comes from", "来源"),
    "model_sha256": Text("SHA-256 of the scorecard", "评分卡 SHA-256"),
    "data_sha256": Text("SHA-256 of the data, as rows", "数据 SHA-256（按行）"),
    "config_sha256": Text("SHA-256 of the settings", "设置 SHA-256"),
    "seed": Text("Seed", "种子"),
    "scaling": Text("Scaling", "刻度"),
    "scaling_said": Text(
        "{base} points are odds of {odds} to 1 against default; {double} more points double them",
        "{base} 分对应未违约与违约之比 {odds}:1；每增加 {double} 分翻倍",
    ),
    "trained_with": Text("Trained with", "训练软件"),
    "foot": Text("Hefu {version} · scorecard {name}", "合符 {version} · 评分卡 {name}"),
}


def bands(ends: tuple[int, ...]) -> list[Text]:
    """Return the bands of the score in words, lowest first."""
    first = Text(f"below {ends[0]}", f"{ends[0]} 以下") if ends else Text("all", "全部")
    inner = [Text(f"{low} to {high - 1}", f"{low} 至 {high - 1}") for low, high in pairwise(ends)]
    last = [Text(f"{ends[-1]} or more", f"{ends[-1]} 及以上")] if ends else []
    return [first, *inner, *last]
