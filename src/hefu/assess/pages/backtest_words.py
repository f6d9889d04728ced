"""The words of the back-test's page."""

from __future__ import annotations

from hefu.core.texts import Text

WORDS = {
    "title": Text("Back-test: {challenger} against {champion} · Hefu", "回测：{challenger} 对比 {champion} · 合符"),
    "heading": Text("Back-test of a policy on past requests", "政策回测"),
    "policy": Text("{name}, version {version}", "{name}，第 {version} 版"),
    "champion": Text("Champion", "现行政策"),
    "challenger": Text("Challenger", "候选政策"),
    "requests": Text(
        "requests judged: {count} · could not be read: {refused}", "已判断申请 {count} 份 · 未能读取 {refused} 份"
    ),
    "picture": Text("Where the requests go", "申请去向"),
    "picture_sub": Text(
        "left: champion, right: challenger; height is the number of requests",
        "左：现行政策，右：候选政策；高度为申请份数",
    ),
    "flow": Text("{count} from {champion} to {challenger}", "{count} 份由{champion}到{challenger}"),
    "matrix": Text(
        "Outcomes of the champion (rows) and the challenger (columns)", "现行政策（行）与候选政策（列）的结论"
    ),
    "lent": Text("What each lends, and what became of it", "各自放款及其后果"),
    "lent_sub": Text(
        "results as known; requests that were lent on and have none are unknown, never good",
        "按已知结果；放款而无结果的列为未知，不视为良好",
    ),
    "lent_count": Text("Lent on", "放款份数"),
    "lent_amount": Text("Amount lent, {currency}", "放款金额（{currency}）"),
    "known": Text("Result known", "结果已知"),
    "unknown": Text("Result unknown", "结果未知"),
    "bad": Text("Overdue or fraud, 95% interval", "逾期或欺诈，95% 区间"),
    "fraud": Text("Fraud, 95% interval", "欺诈，95% 区间"),
    "lost": Text("Lost, {currency}", "损失（{currency}）"),
    "earned": Text("Earned, {currency}", "收益（{currency}）"),
    "interval": Text("{low} to {high}", "{low} 至 {high}"),
    "difference": Text(
        "By known results the challenger comes out {amount} against the champion.",
        "按已知结果，候选政策较现行政策相差 {amount}。",
    ),
    "flips": Text("Requests that are decided otherwise", "结论不同的申请"),
    "no_flips": Text("No request is decided otherwise.", "没有结论不同的申请。"),
    "request": Text("Request", "申请"),
    "asked": Text("Asked", "申请金额"),
    "why": Text("Why the challenger decides so", "候选政策的理由"),
    "result": Text("What became of it", "实际结果"),
    "amounts": Text("Requests of which the supportable amount differs: {count}", "可支持金额不同的申请：{count} 份"),
    "refused": Text("Requests that could not be read", "未能读取的申请"),
    "foot": Text(
        "Each request is judged as of its own moment, on what the book knew by then.",
        "每份申请按其自身时点、以账簿当时所知判断。",
    ),
}
"""Every word of the page by name; fields in braces."""

RESULTS = {
    "repaid": Text("repaid", "已还"),
    "overdue": Text("overdue", "逾期"),
    "fraud": Text("fraud", "欺诈"),
}
"""What may become of a request that was lent on."""
