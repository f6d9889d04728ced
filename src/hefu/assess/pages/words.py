"""The words of the dossier page that belong to the page itself, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

WORDS = {
    # Frame
    "brand": Text("Hefu", "合符"),
    "skip": Text("Skip to the content", "跳到正文"),
    "lender_only": Text("For the lender only", "仅限放款人阅看"),
    "title": Text("{request} {applicant} · Hefu", "{request} {applicant} · 合符"),
    "heading": Text("{applicant} · receivables on {debtor}", "{applicant} · {debtor} 应收账款"),
    "on_this_page": Text("On this page", "本页内容"),
    "none": Text("none", "无"),
    "comma": Text(", ", "、"),
    "unknown": Text("not stated", "未注明"),
    # Facts
    "applicant": Text("Applicant (seller)", "申请人（卖方）"),
    "debtor": Text("Buyer (debtor)", "买方（债务人）"),
    "product": Text("Product", "产品"),
    "invoices_offered": Text("invoices offered: {count}", "所报发票 {count} 张"),
    "amount_asked": Text("Amount asked", "申请金额"),
    "tenor": Text("Tenor", "期限"),
    "days": Text("{count} days", "{count} 天"),
    "from_to": Text("{start} – {end}", "{start} 至 {end}"),
    "rate": Text("Rate", "利率"),
    # Verdict
    "verdict": Text("Verdict", "结论"),
    "asked": Text("Asked", "申请"),
    "supportable": Text("Supportable", "可支持"),
    "share_asked": Text("{share} of the amount asked", "为申请金额的 {share}"),
    "as_of": Text("As of {moment} ({zone})", "截至 {moment}（{zone}）"),
    "rulebook": Text("rule book {rulebook}", "规则库 {rulebook}"),
    "ladder": Text("What limits the amount, tightest first; {unit}", "约束金额的各项，由紧到松；单位：{unit}"),
    "limit": Text("Limit", "约束"),
    "against_asked": Text("Drawn to scale", "按比例"),
    "amount": Text("Amount", "金额"),
    "binding": Text("binding", "起约束"),
    "ladder_note": Text(
        "The line marks the supportable amount. A full bar covers all that is asked.",
        "竖线为可支持金额。满格表示足以覆盖申请金额。",
    ),
    "ladder_whys": Text("How each limit was reckoned", "各项约束如何得出"),
    "ladder_empty": Text("No limit was reckoned, so nothing is supportable.", "没有算出任何约束，因此可支持金额为零。"),
    # Tally
    "tally": Text("Four-way tally", "四方核对"),
    "tally_sub": Text("line by line; amounts in {unit}", "逐行核对；金额单位：{unit}"),
    "tally_counts": Text(
        "lines {lines}: met {match} · in part {partial} · misfit {misfit} · without a half {missing}",
        "共 {lines} 行：相符 {match} · 部分 {partial} · 不合 {misfit} · 缺一半 {missing}",
    ),
    "invoice_named": Text("Invoice", "发票"),
    "issued": Text("issued {day}", "开票 {day}"),
    "due": Text("due {day}", "到期 {day}"),
    "due_unknown": Text("due date not stated", "到期日未注明"),
    "payable": Text("payable {amount}", "应付 {amount}"),
    "line": Text("Line", "行"),
    "seam_between": Text("between {left} and {right}:", "{left}与{right}之间："),
    "no_paper": Text("nothing found", "未找到"),
    "by": Text("by {controller}", "来源方：{controller}"),
    "by_unknown": Text("source not stated", "来源未注明"),
    "total": Text("Total", "合计"),
    "delivered_share": Text("{share} backed by delivery", "有收货支持 {share}"),
    "paid_share": Text("{share} of invoiced", "占开票 {share}"),
    "no_total": Text("nothing to add up", "没有可加总的金额"),
    "tally_key": Text("How to read the seams", "接缝怎么看"),
    "no_invoices": Text("There is no invoice to lay beside its order and delivery.", "没有可与订单、收货核对的发票。"),
    "no_invoices_why": Text(
        "None of the offered invoices is among the papers that were read. Add the invoice files and assess again.",
        "已读取的材料中没有所报发票。请补入发票文件后重新评估。",
    ),
    "no_lines": Text("This invoice has no lines.", "这张发票没有明细行。"),
    "no_lines_why": Text(
        "Nothing on it can be compared with an order or a delivery. A copy with its lines is needed.",
        "无法与订单或收货核对，需要带明细的发票。",
    ),
    "workings": Text("From what is invoiced to what may be lent", "从开票金额到可放款金额"),
    # Findings
    "findings": Text("Findings", "发现"),
    "at_risk_note": Text(
        "Amount at risk, {unit}; amounts overlap and are not summed", "涉及金额，{unit}；各项有重叠，不相加"
    ),
    "at_risk": Text("amount at risk", "涉及金额"),
    "no_amount": Text("no amount", "无金额"),
    "not_counted": Text("not counted", "不计入结论"),
    "counted_not": Text("Shown, and does not count toward the verdict", "仅列示，不计入结论"),
    "table": Text("Table", "表"),
    "row": Text("Row", "行"),
    "content": Text("What it says", "内容"),
    "controlled_by": Text("Controlled by", "来源方"),
    "known_at": Text("Known at", "知悉时间"),
    "evidence_of": Text("Evidence of {label}", "{label} 的证据"),
    "no_evidence": Text(
        "No row: the finding rests on something that was not there.", "没有行：该发现依据的是没有的东西。"
    ),
    "clears": Text("Clears it", "如何消除"),
    "effect": Text("Effect", "影响"),
    "rule": Text("Rule", "规则"),
    "rule_version": Text("version {version}", "第 {version} 版"),
    "finding_id": Text("Number", "编号"),
    "no_findings": Text("No finding.", "没有发现。"),
    "no_findings_why": Text(
        "No rule found anything in what it looked at. What was not looked at stands under Coverage.",
        "各规则在所查范围内均无发现。未查的项目见“检查覆盖”。",
    ),
    # Coverage
    "coverage": Text("Coverage", "检查覆盖"),
    "coverage_counts": Text(
        "checks {total}: passed {passed} · failed {failed} · not assessed {not_assessed}"
        " · not applicable {not_applicable}",
        "共 {total} 项检查：通过 {passed} · 未通过 {failed} · 未评估 {not_assessed} · 不适用 {not_applicable}",
    ),
    "question": Text("Question", "问题"),
    "checks": Text("Checks", "检查"),
    "passed": Text("Passed", "通过"),
    "failed": Text("Failed", "未通过"),
    "not_assessed": Text("Not assessed", "未评估"),
    "not_applicable": Text("Not applicable", "不适用"),
    "why_not": Text("Why not, and what happens next", "原因，下一步"),
    "every_check": Text("Every check by name", "逐项列出全部检查"),
    "check": Text("Check", "检查"),
    "state": Text("State", "状态"),
    "no_checks": Text("No check was made.", "没有进行任何检查。"),
    "no_checks_why": Text(
        "Unknown is never lend: without checks there is no lending.", "情况不明不予放款：没有检查就不能放款。"
    ),
    "one_paper": Text(
        "One kind of paper would settle most: {paper}, {count} of {total} open checks",
        "一种材料即可解决最多项：{paper}，可解决 {total} 项中的 {count} 项",
    ),
    "no_paper_settles": Text(
        "No single kind of paper would settle any open check.", "没有任何单一材料可以解决未评估的检查。"
    ),
    "semicolon": Text("; ", "；"),
    # Rules cited and policies
    "law": Text("Rules cited", "引用法规"),
    "law_sub": Text(
        "as in force on {day}; an unconfirmed rule alone never declines",
        "按 {day} 的施行状态；仅凭未经证实的规则不得拒绝",
    ),
    "law_none": Text(
        "No finding and no limit cites a rule of law. Judged under rule book {version}, {count} records.",
        "没有发现或限额引用法规。依据规则库 {version}，共 {count} 条记录。",
    ),
    "law_rule": Text("Rule and article", "法规与条款"),
    "law_says": Text("Says", "规定"),
    "law_since": Text("In force since", "施行日期"),
    "law_until": Text(" until before {day}", " 至 {day} 前"),
    "law_for": Text("Findings and limits", "发现与限额"),
    "law_book": Text("Rule book", "规则库"),
    "certainty": Text("Certainty", "可信程度"),
    "article": Text(", art. {article}", " 第 {article} 条"),
    "article_alone": Text("art. {article}", "第 {article} 条"),
    "since_alone": Text("in force since {day}", "自 {day} 起施行"),
    "since": Text(", in force since {day}", "，自 {day} 起施行"),
    "unsure": Text("refers only", "仅转人工"),
    "policies": Text("The lender's own policies", "本行政策"),
    "policy": Text("Policy", "政策"),
    "policy_effect": Text("If not met", "不符合时"),
    "policy_why": Text("Why not met", "不符合之处"),
    "flips": Text("Every smallest change: {count}", "全部最小变化：{count} 组"),
    "flips_more": Text("and further sets of changes", "另有其他变化组合"),
    # Rail
    "conditions": Text("Conditions", "条件"),
    "conditions_of_facility": Text("of the facility, if it is granted", "授信条件（如予授信）"),
    "conditions_of_drawdown": Text("of the drawdown, if it is paid out", "用信条件（如予放款）"),
    "no_conditions": Text("No condition is set.", "没有附加条件。"),
    "inputs": Text("Inputs and evidence", "输入与证据"),
    "inputs_sub": Text("read {read} · refused {refused}", "已读 {read} · 拒读 {refused}"),
    "inputs_note": Text(
        "By who controls the source. Two papers from one controller are one voice. Each file with its SHA-256.",
        "按来源控制方分组，同一控制方的材料只算一个声音。每份文件附 SHA-256。",
    ),
    "files": Text("files: {count}", "{count} 份"),
    "bytes": Text("{count} bytes", "{count} 字节"),
    "refused": Text("Refused", "拒读"),
    "refused_why": Text("Not read, so nothing rests on these files.", "未读取，结论不以这些文件为依据。"),
    "no_inputs": Text("No file was read.", "没有读取任何文件。"),
    "book": Text("The book", "账簿"),
    "book_rows": Text("tables {tables} · rows {rows}", "{tables} 张表 · {rows} 行"),
    "rows": Text("Rows", "行数"),
    "replay": Text("Rules and replay", "规则与重放"),
    "replay_note": Text(
        "The same inputs, rules and moment give the same answer, byte for byte. To check it, where this page lies:",
        "输入、规则和时点相同，答案逐字节相同。请在本页所在文件夹核对：",
    ),
    "version": Text("Version", "版本"),
    "config": Text("Thresholds", "阈值配置"),
    "every_rule": Text("rules that were asked: {count}", "本次使用的规则：{count} 条"),
    "foot": Text("Hefu {version} · request {request}", "合符 {version} · 申请 {request}"),
    "page_of": Text("page ", "第 "),
    "page_end": Text("", " 页"),
}
"""Every word of the dossier by name; fields in braces."""

REPLAY_COMMAND = "hefu replay . --request REQUEST --book BOOK\nhefu replay . --store STORE"
"""What a reader types in the folder of the page to have the answer worked out again."""
