"""The words of a decision."""

from __future__ import annotations

from hefu.core.texts import Text
from hefu.decide.kinds import DecisionKind
from hefu.decide.outcomes import Outcome

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
    "flip_set": Text("{outcome}: {changes}", "{outcome}：{changes}"),
    "stays": Text("The outcome stays the same up to {supportable}", "不超过 {supportable} 时结论不变"),
    "clear_findings": Text("{labels} cleared", "消除 {labels}"),
    "assess_checks": Text("the {count} open checks made", "完成 {count} 项未评估的检查"),
    "ask_less": Text("no more than {supportable}", "金额不超过 {supportable}"),
    "limit_raised": Text("{constraint} of at least {asked}", "{constraint} 不低于 {asked}"),
    "no_flip": Text(
        "No change of papers, checks or amounts gives a better outcome",
        "材料、检查或金额的变化均不能改变结论",
    ),
    "required_absent": Text("Required and not made: {rules}", "必做而未做的检查：{rules}"),
    "policy_refused": Text(
        "Policy {policy}, version {version}, is not met: {why}", "不符合政策“{policy}”（第 {version} 版）：{why}"
    ),
    "policy_not_assessed": Text(
        "Policy {policy}, version {version}, cannot be told to be met: {why}",
        "无法判断是否符合政策“{policy}”（第 {version} 版）：{why}",
    ),
    "check_failed": Text("check {rule} failed", "检查 {rule} 未通过"),
    "check_open": Text("check {rule} is open", "检查 {rule} 未完成"),
    "check_not_applicable": Text("check {rule} had nothing to look at", "检查 {rule} 不适用"),
    "check_absent": Text("check {rule} was not made", "检查 {rule} 未进行"),
    "findings_many": Text("{count} findings, at most {most} allowed", "发现 {count} 项，最多允许 {most} 项"),
    "asked_above": Text("{asked} asked, at most {most} allowed", "申请 {asked}，最多允许 {most}"),
    "currency_other": Text("{asked} asked, the limit is in {currency}", "申请币种 {asked}，限额币种 {currency}"),
    "share_short": Text(
        "{share_bps} bp of what is asked is supportable, at least {least} bp required",
        "可支持金额占申请 {share_bps} 基点，至少应为 {least} 基点",
    ),
    "tenor_long": Text("{days} days, at most {most} allowed", "期限 {days} 天，最多允许 {most} 天"),
    "party_unknown": Text("the {party} is unknown", "{party} 未知"),
    "party_not_among": Text("the {party} is not among those listed", "{party} 不在名单内"),
    "party_among": Text("the {party} is among those listed", "{party} 在名单内"),
    "policy_not_in_force": Text("policy {policy} is not in force", "政策 {policy} 未生效"),
    "all_of_nothing": Text("all of nothing proves nothing", "“全部满足”的列表为空"),
    "any_of_nothing": Text("any of nothing proves nothing", "“任一满足”的列表为空"),
    "decline": Text("decline", "拒绝"),
    "refer": Text("refer", "转人工"),
    "lend": Text("lend", "可放款"),
    "grant": Text("grant", "可授信"),
    "and": Text(" and ", "，且"),
}
"""The literal of every code a decision uses."""


def outcome_text(outcome: Outcome, kind: DecisionKind) -> Text:
    """Return the word of an outcome: a facility that is lent on is granted, and pays nothing out."""
    granted = outcome is Outcome.LEND and kind is DecisionKind.FACILITY
    return TEXTS["grant" if granted else outcome.code]
