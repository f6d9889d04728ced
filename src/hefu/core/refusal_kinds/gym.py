"""Making and scoring economies. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds.kind import kind


class GymRefusals:
    """Making and scoring economies."""

    GYM_SIZE_IMPOSSIBLE = kind(
        "gym_size_impossible",
        "{name} is {value}; it must be from {least} to {most}.",
        "{name} 为 {value}，须在 {least} 至 {most} 之间。",
    )
    GYM_PLANT_UNREADABLE = kind(
        "gym_plant_unreadable",
        "{value} names no scheme with a strength: write SCHEME:STRENGTH, separated by commas, or all, or none.",
        "{value} 未写明手法与强度：请写成 手法:强度，以逗号分隔，或写 all、none。",
    )
    GYM_SCHEME_UNKNOWN = kind(
        "gym_scheme_unknown", "There is no scheme {value}. There are: {known}.", "没有手法 {value}。现有：{known}。"
    )
    GYM_STRENGTH_UNKNOWN = kind(
        "gym_strength_unknown",
        "{scheme} has no strength {value}. It has: {known}.",
        "手法 {scheme} 没有强度 {value}。现有：{known}。",
    )
    DISK_FULL = kind(
        "disk_full",
        "There is no room to write {path}: {reason}. Nothing was kept.",
        "没有空间写入 {path}：{reason}。未保留任何内容。",
        retryable=True,
    )
    FOLDER_UNWRITABLE = kind(
        "folder_unwritable",
        "{path} cannot be written: {reason}. Nothing was kept.",
        "无法写入 {path}：{reason}。未保留任何内容。",
        retryable=True,
    )
