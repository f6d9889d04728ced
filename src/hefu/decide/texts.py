"""The words of a decision."""

from __future__ import annotations

from hefu.core.texts import Text

TEXTS = {
    "stops": Text("{labels} stops the request", "{labels} 使申请停止"),
    "refers": Text("{labels} must be looked at by a person", "{labels} 须由人工审阅"),
    "unassessed": Text(
        "{count} of {total} checks are not fully assessed, and unknown is never lend",
        "{total} 项检查中有 {count} 项未能完整评估；情况不明不予放款",
    ),
    "nothing_supportable": Text("Nothing can be lent: {constraint} is nil", "可支持金额为零：{constraint} 为零"),
    "asked_too_much": Text(
        "{asked} is asked, {supportable} is supportable, bound by: {constraint}",
        "申请 {asked}，可支持 {supportable}，起约束的是：{constraint}",
    ),
    "no_check": Text("No check was made", "没有进行任何检查"),
    "all_clear": Text("All {total} checks passed", "{total} 项检查全部通过"),
    "within_limits": Text("{asked} is asked and {supportable} is supportable", "申请 {asked}，可支持 {supportable}"),
    "flip": Text("Smallest change that gives {outcome}: {changes}", "改变结论为“{outcome}”的最小变化：{changes}"),
    "stays": Text("It stays lend up to {supportable}", "不超过 {supportable} 时结论不变"),
    "clear_findings": Text("{labels} cleared", "消除 {labels}"),
    "assess_checks": Text("the {count} open checks made", "完成 {count} 项未评估的检查"),
    "ask_less": Text("no more than {supportable}", "金额不超过 {supportable}"),
    "base_above_nil": Text("{constraint} above nil", "{constraint} 大于零"),
    "decline": Text("decline", "拒绝"),
    "refer": Text("refer", "转人工"),
    "lend": Text("lend", "可放款"),
    "and": Text(" and ", "，且"),
}
"""The literal of every code a decision uses."""
