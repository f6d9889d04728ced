"""Scorecards: data to train on, a model, and rows to score. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds.kind import kind


class ScoreRefusals:
    """Scorecards."""

    MODEL_UNREADABLE = kind(
        "model_unreadable", "{path} is not a scorecard of Hefu: {reason}.", "{path} 不是合符的评分卡：{reason}。"
    )
    SCORE_EXTRA_MISSING = kind(
        "score_extra_missing",
        "Training needs the packages of hefu[score]; {package} is not installed.",
        "训练需要 hefu[score] 的软件包；尚未安装 {package}。",
    )
    SCORE_NO_ROWS = kind("score_no_rows", "{path} holds no rows.", "{path} 没有数据行。")
    SCORE_COLUMN_ABSENT = kind("score_column_absent", "{path} lacks the column {column}.", "{path} 缺少列 {column}。")
    SCORE_TARGET_WORD = kind(
        "score_target_word",
        "Row {row}, {column}: {value} is neither {bad} (default) nor {good} (no default).",
        "第 {row} 行 {column}：{value} 既不是 {bad}（违约），也不是 {good}（未违约）。",
    )
    SCORE_ONE_CLASS = kind(
        "score_one_class",
        "Of {rows} rows {bads} are defaults; at least {needed} defaults and as many others are needed.",
        "共 {rows} 行，其中违约 {bads} 行；违约与未违约各需至少 {needed} 行。",
    )
    SCORE_KEY_REPEATED = kind(
        "score_key_repeated",
        "Row {row} repeats the key {key} of row {first}.",
        "第 {row} 行与第 {first} 行的标识 {key} 重复。",
    )
    SCORE_CELL_NO_NUMBER = kind(
        "score_cell_no_number",
        "Row {row}, {column}: {value} is no plain number; leave a missing value empty, or name the column a category.",
        "第 {row} 行 {column}：{value} 不是普通数字；缺失值请留空，或将该列注明为类别。",
    )
    SCORE_CELL_TOO_LONG = kind(
        "score_cell_too_long",
        "Row {row}, {column}: {value} has more than {limit} digits.",
        "第 {row} 行 {column}：{value} 超过 {limit} 位数字。",
    )
    SCORE_CELL_NO_DAY = kind(
        "score_cell_no_day",
        "Row {row}, {column}: {value} is no day, such as 2026-11-20.",
        "第 {row} 行 {column}：{value} 不是日期（例：2026-11-20）。",
    )
    SCORE_COLUMN_CONSTANT = kind(
        "score_column_constant",
        "The column {column} says the same in every row; exclude it.",
        "列 {column} 每行内容相同，请排除。",
    )
    SCORE_COLUMN_IS_DAYS = kind(
        "score_column_is_days",
        "The column {column} holds days; name it as the date, or exclude it.",
        "列 {column} 为日期；请将其注明为日期列，或排除。",
    )
    SCORE_COLUMN_IDENTIFIES = kind(
        "score_column_identifies",
        "The column {column} names nearly every row apart ({levels} of {rows}); name it as the key, or exclude it.",
        "列 {column} 几乎每行各不相同（{rows} 行中有 {levels} 个取值）；请将其注明为标识列，或排除。",
    )
    SCORE_COLUMN_LEVELS = kind(
        "score_column_levels",
        "The column {column} has {levels} different texts; at most {limit} are taken. Group them, or exclude it.",
        "列 {column} 有 {levels} 个不同文本，最多 {limit} 个；请归并或排除。",
    )
    SCORE_COLUMN_TELLS = kind(
        "score_column_tells",
        "The column {column} alone tells defaults apart nearly without error (AUC {auc}): it was likely written after"
        " the default. Exclude it, or confirm that it was known before.",
        "仅凭列 {column} 即可几乎无误地区分违约（AUC {auc}），很可能是违约后才记录的。请排除，或确认其在违约前已知。",
    )
    SCORE_NOTHING_TELLS = kind(
        "score_nothing_tells",
        "No column tells anything about default beyond the least information value of {least}.",
        "没有任何列的信息值达到下限 {least}，无法区分违约。",
    )
