"""The words of `hefu who`, in both languages."""

from __future__ import annotations

from hefu.core.texts import Text

KINDS = {
    "same_as": Text("is the same as", "同一主体"),
    "in_group": Text("has in its group", "的集团成员含"),
    "depends_on": Text("depends on", "依存于"),
    "shares": Text("shares with", "共用"),
}
BASES = {
    "entity": Text("one party under two ids", "同一主体的两个编号"),
    "majority_of_votes": Text("majority of votes", "表决权过半"),
    "joint_control": Text("joint control, half each", "共同控制（各半）"),
    "stated_control": Text("control is stated", "已载明控制"),
    "acts_in_concert": Text("acts in concert", "一致行动"),
    "kin": Text("kin", "近亲属"),
    "controller": Text("controller", "控制人"),
    "sales": Text("sales", "销售"),
    "purchases": Text("purchases", "采购"),
    "guarantees": Text("guarantees given", "对外担保"),
    "repayment": Text("money received", "回款"),
    "common_source": Text("common source of repayment", "共同还款来源"),
    "address": Text("address", "地址"),
    "phone": Text("telephone", "电话"),
    "account": Text("account", "账户"),
    "director": Text("director", "董事"),
    "representative": Text("legal representative", "法定代表人"),
}
WORDS = {
    "title": Text("Who is {name}?", "{name} 是谁？"),
    "heading": Text("{name}", "{name}"),
    "as_of": Text("As of {moment} (UTC)", "截至 {moment}（UTC）"),
    "picture": Text("Network of {name}: {parties} parties drawn", "{name} 的关系网络：绘出 {parties} 个主体"),
    "picture_says": Text(
        "Every line of the picture is a row of the table below. Squares are firms, rounded ones persons; "
        "the filled one is {name}.",
        "图中每条线均为下表中的一行。方形为企业，圆角为个人；实心者为 {name}。",
    ),
    "more": Text("{count} more", "另有 {count} 个"),
    "table": Text("All ties within {hops} steps", "{hops} 步以内的全部关系"),
    "one": Text("Party", "主体"),
    "tie": Text("Tie", "关系"),
    "other": Text("Other party", "另一主体"),
    "basis": Text("Why", "依据"),
    "share": Text("Share", "比例"),
    "evidence": Text("Rests on", "所依据"),
    "none": Text("The book holds no tie of this party.", "账簿中没有该主体的关系。"),
    "controllers": Text(
        "Ultimate controller {controller}: look-through share {share}",
        "最终控制人 {controller}：穿透后权益比例 {share}",
    ),
    "not_known": Text("not to be told (circular holdings)", "无法计算（循环持股）"),
    "skip": Text("To the table", "跳到表格"),
    "where": Text("Page: {path}", "页面：{path}"),
}
