"""The words of the rule book in both languages: units, anchors, certainty, status, why no figure applies."""

from __future__ import annotations

from hefu.core.law import Anchor, Bound, Certainty, Licence, Standing
from hefu.core.texts import Language, Text
from hefu.rulebook.record import Status

_HUNDRED = 100
_SHORT = ((10**8, "亿元"), (10**4, "万元"))
"""Chinese words for so many yuan, used where two decimals say it exactly."""

UNITS = {
    "days": Text("{value} days", "{value} 天"),
    "working_days": Text("{value} working days", "{value} 个工作日"),
    "months": Text("{value} months", "{value} 个月"),
    "bps": Text("{value}%", "{value}%"),
    "bps_per_day": Text("{value}% a day", "每日 {value}%"),
    "minor": Text("{value} yuan", "{value} 元"),
    "count": Text("{value}", "{value}"),
}

BASES = {
    "net_capital": Text("of net capital", "占资本净额"),
    "net_tier1": Text("of net tier-1 capital", "占一级资本净额"),
    "net_assets": Text("of net assets", "占净资产"),
    "risk_assets": Text("of risk assets", "占风险资产"),
    "total_assets": Text("of total assets", "占总资产"),
    "deposits": Text("of deposits", "占存款"),
    "": Text("", ""),
}

BOUNDS = {
    Bound.AT_MOST: Text("at most", "不超过"),
    Bound.AT_LEAST: Text("at least", "不低于"),
    Bound.OVER: Text("above", "超过"),
    Bound.FROM: Text("from", "达到"),
    Bound.WITHIN: Text("up to", "以内"),
    Bound.EXACT: Text("exactly", "为"),
    Bound.DUTY: Text("duty", "义务条款"),
}

ANCHORS = {
    Anchor.VOUCHER_ISSUE: Text("issue of the voucher", "凭证开具日"),
    Anchor.CONTRACT_SIGNING: Text("signing of the contract", "合同订立日"),
    Anchor.DELIVERY: Text("delivery or inspection", "交付或检验日"),
    Anchor.LOAN_SIGNING: Text("signing of the loan", "借款合同签订日"),
    Anchor.EXPOSURE: Text("day of the exposure", "风险暴露计量日"),
    Anchor.CLASSIFICATION: Text("day of classification", "分类日"),
    Anchor.FILING: Text("registration", "登记日"),
    Anchor.BILL_ACCEPTANCE: Text("acceptance of the bill", "汇票承兑日"),
    Anchor.CONDUCT: Text("day of the act", "行为发生日"),
}

LICENCES = {
    Licence.BANK: Text("bank", "商业银行"),
    Licence.COMMERCIAL_FACTOR: Text("commercial factor", "商业保理企业"),
    Licence.FINANCING_GUARANTOR: Text("financing guarantor", "融资担保公司"),
    Licence.PLATFORM: Text("platform", "供应链信息服务机构"),
}

OTHERS = {
    "large_firm": Text("large firm", "大型企业"),
    "public_body": Text("public body", "机关、事业单位"),
    "sme": Text("small or medium firm", "中小企业"),
    "any_firm": Text("any firm", "各类企业"),
}
"""Debtors and creditors whom a record concerns."""

CERTAINTIES = {
    Certainty.CONFIRMED: Text("confirmed", "已核实"),
    Certainty.SINGLE_SOURCE: Text("single source", "单一来源"),
    Certainty.FROM_MEMORY: Text("from memory", "凭记忆"),
    Certainty.UNCONFIRMED: Text("unconfirmed", "未核实"),
}

BADGES = {
    Certainty.CONFIRMED: "●●",
    Certainty.SINGLE_SOURCE: "●",
    Certainty.FROM_MEMORY: "◐",
    Certainty.UNCONFIRMED: "○",
}
"""A shape beside the word, so that neither stands alone."""

STATUSES = {
    Status.IN_FORCE: Text("in force", "现行有效"),
    Status.ANNOUNCED: Text("announced, no first day yet", "已公布，施行日期未定"),
    Status.REPEALED: Text("repealed", "已废止"),
    Status.MODEL: Text("model law, in force nowhere by itself", "示范法，本身不具约束力"),
}

NO_FIGURE = {
    "no_start_date": Text("It has no first day, so it changes nothing.", "尚无施行日期，不产生影响。"),
    "not_yet_in_force": Text("On that day it was not yet in force.", "当日尚未生效。"),
    "no_longer_in_force": Text("On that day it was no longer in force.", "当日已不再有效。"),
    "not_for_licence": Text("It does not reach this kind of lender.", "不适用于该类贷款人。"),
    "not_for_product": Text("It does not reach this product.", "不适用于该产品。"),
    "anchor_missing": Text(
        "It cannot be judged: the day that decides is missing ({anchor}).",
        "无法判断：缺少起决定作用的日期（{anchor}）。",
    ),
    "licence_missing": Text(
        "It cannot be judged: the lender's licence is missing.", "无法判断：缺少贷款人的牌照类别。"
    ),
    "product_missing": Text("It cannot be judged: the product is missing.", "无法判断：缺少产品。"),
}

STANDINGS = {
    Standing.ALLOWED: Text("allowed", "允许"),
    Standing.BARRED: Text("barred", "不允许"),
    Standing.REACHED: Text("the rule reaches it", "适用该规则"),
    Standing.NOT_REACHED: Text("the rule does not reach it", "不适用该规则"),
    Standing.NO_MEASURE: Text("nothing to compare", "无可比较"),
}


def figure_text(value: int | None, unit: str, language: Language) -> str:
    """Return a figure as a reader expects it: `12 months`, `15.00%`, `10,000,000.00 yuan`, `1,000.00 万元`."""
    if value is None:
        return BOUNDS[Bound.DUTY].shown(language)
    if unit == "minor" and language == Language.ZH:
        for yuan, word in _SHORT:
            if value >= yuan * _HUNDRED and value % yuan == 0:
                return f"{_hundredths(value // yuan)} {word}"
    if unit in ("bps", "bps_per_day", "minor"):
        return UNITS[unit].render(language, {"value": _hundredths(value)})
    text = UNITS[unit].render(language, {"value": f"{value:,}"})
    return text.removesuffix("s") if value == 1 and language == Language.EN else text


def _hundredths(value: int) -> str:
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{abs(value) // _HUNDRED:,}.{abs(value) % _HUNDRED:02d}"
