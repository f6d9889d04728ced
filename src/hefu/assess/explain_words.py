"""The sentences of `hefu explain`."""

from __future__ import annotations

from hefu.core.texts import Text

WORDS = {
    "decided": Text(
        "{request} ({kind}), decided as of {day}: {outcome}.", "{request}（{kind}），截至 {day} 的结论：{outcome}。"
    ),
    "clears": Text("What clears it: {clears}", "如何消除：{clears}"),
    "unsure": Text(
        "It rests on unconfirmed rules alone, so it declines nothing.",
        "仅以未经证实的规则为依据，因此不能单独导致拒绝。",
    ),
    "cite": Text(
        "{regulation}{article}: {says}. In force since {since}; {certainty}.",
        "{regulation}{article}：{says}。自 {since} 起施行；{certainty}。",
    ),
    "article": Text(", article {article}", "第 {article} 条"),
    "until": Text(" until before {day}", " 至 {day} 前"),
    "amounts": Text("{asked} is asked; {supportable} is supportable.", "申请 {asked}；可支持 {supportable}。"),
    "binds": Text("{name}: {amount}, and this one binds ({why})", "{name}：{amount}，起约束（{why}）"),
    "limit": Text("{name}: {amount} ({why})", "{name}：{amount}（{why}）"),
    "or_else": Text("or: {change}", "或者：{change}"),
    "more_flips": Text("and further sets of changes, not listed", "另有其他变化组合，未列出"),
    "nothing_open": Text("Every check was made; nothing is unknown.", "各项检查均已完成，没有未知事项。"),
    "open": Text("Checks that are open: {count}.", "未完成的检查：{count} 项。"),
    "one_paper": Text(
        "One kind of paper would settle most of it: {paper}, {count} of {total} open checks.",
        "一种材料即可解决最多项：{paper}，可解决 {total} 项中的 {count} 项。",
    ),
    "no_paper": Text("No single kind of paper would settle any of them.", "没有任何单一材料可以解决其中一项。"),
    "law": Text(
        "Judged under rule book {version}, {count} records, as in force on {day}.",
        "依据规则库 {version}（{count} 条记录），按 {day} 的施行状态判断。",
    ),
    "none_cited": Text("No finding and no limit cites a rule of law.", "没有发现或限额引用法规。"),
    "policy": Text("Policy {title}, version {version}: {held}", "政策“{title}”第 {version} 版：{held}"),
}
"""Every sentence by name; fields in braces."""
