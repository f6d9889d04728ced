"""The words of the applicant's page: status, papers and cost, the same for every request.

Nothing here may name what a rule looks for; a test holds this list against words of suspicion in both languages.
"""

from __future__ import annotations

from hefu.core.texts import Text

WORDS = {
    "title": Text("Your financing request · Hefu", "您的融资申请 · 合符"),
    "heading": Text("Your financing request", "您的融资申请"),
    "status_note": Text(
        "Every request goes through the same steps, with the same list of papers.",
        "每一笔申请都走同样的步骤，用同一份资料清单。",
    ),
    "status_done": Text("All steps are done", "全部步骤已完成"),
    "papers": Text("Papers for this product", "本产品所需资料"),
    "papers_note": Text(
        "The same list for every applicant. Papers you have sent already need not be sent again.",
        "每位申请人的清单相同。您已提交的资料不必重复提交。",
    ),
    "no_papers": Text("This product asks for no papers.", "本产品不需要另交资料。"),
    "received": Text("Received files: {count}", "已收到资料 {count} 份"),
    "received_file": Text("File", "文件"),
    "received_at": Text("Received ({zone})", "收到时间（{zone}）"),
    "none_received": Text(
        "Nothing has been received yet. The list above says what to send.", "尚未收到资料。请按上面的清单提交。"
    ),
    "steps": Text("Progress", "进度"),
    "cost": Text("All costs, as a yearly rate", "全部费用，一年合多少"),
    "yearly": Text("All-in yearly cost: interest and every fee", "年化综合成本，含利息和所有费用"),
    "cost_items": Text("Cost in detail, {unit}", "费用明细，单位：{unit}"),
    "item": Text("Item", "项目"),
    "amount": Text("Amount, {unit}", "金额（{unit}）"),
    "asked": Text("Amount asked", "申请金额"),
    "interest": Text("Interest {rate}, {days} days", "利息 {rate}，{days} 天"),
    "total": Text("You pay in all", "您一共付出"),
    "formula": Text("How it is worked out:", "算法："),
    "formula_year": Text(
        "{total} ÷ {amount} × 365 ÷ {days} = {yearly}", "{total} ÷ {amount} × 365 ÷ {days} = {yearly}"
    ),
    "formula_interest": Text("Interest: {formula} ({basis}).", "利息：{formula}（{basis}）。"),
    "cost_note": Text(
        "Worked out on the amount asked; the contract decides. You see it again before you sign.",
        "按申请金额估算，以合同为准；签约前会再给您看一次。",
    ),
    "content": Text("What you asked for", "申请内容"),
    "number": Text("Request", "申请编号"),
    "product": Text("Product", "产品"),
    "debtor": Text("Buyer", "买方"),
    "term": Text("Term", "期限"),
    "term_days": Text("{start} – {end}, {days} days", "{start} 至 {end}，{days} 天"),
    "lender": Text("Lender", "放款机构"),
    "help": Text(
        "To change or withdraw the request, to ask who may see your papers, or to complain, write to {lender}.",
        "修改或撤回申请、查询谁能看到您的资料、提出意见或投诉，请联系{lender}。",
    ),
    "as_of": Text("As of {moment} ({zone})", "截至 {moment}（{zone}）"),
}
"""Every word of the applicant's page by name; fields in braces."""
