"""Public negative facts, places, and figures of industries."""

from __future__ import annotations

from hefu.book.columns import code, count, currency, day, facts, flag, key, milli, minor, ref, text

OVERDUE_LISTS = facts(
    "overdue_lists",
    "A public list of overdue payers names a party.",
    "逾期名单公示。",
    key("listing_id", "id of the listing", "公示编号"),
    ref("party_id", "parties", "who is named", "被列主体", required=True),
    code("kind", "bill voucher bond tax court", "kind of list", "名单类别"),
    minor("overdue_minor", "amount overdue", "逾期金额", least=0),
    currency(required=False),
    day("listed_on", "day listed", "公示日", required=True),
    day("cleared_on", "day cleared", "解除日"),
)

COURT_CASES = facts(
    "court_cases",
    "A court case.",
    "诉讼案件。",
    key("case_id", "case number", "案号"),
    ref("party_id", "parties", "the party", "当事人", required=True),
    code("role", "plaintiff defendant debtor bankrupt unstated", "its role", "地位"),
    minor("amount_minor", "amount", "标的额", least=0),
    currency(required=False),
    day("filed_on", "day filed", "立案日", required=True),
    day("closed_on", "day closed", "结案日"),
)

TAX_EVENTS = facts(
    "tax_events",
    "A tax office's statement about a party or an invoice.",
    "税务机关关于主体或发票的记录。",
    key("event_id", "id of the event", "编号"),
    ref("party_id", "parties", "the party", "主体"),
    ref("invoice_id", "invoices", "the invoice", "发票"),
    code("event", "use_confirmed booked red_lettered arrears irregular grade", "what", "事件"),
    text("value", "grade or state as written", "等级或状态（原文）"),
    minor("amount_minor", "amount", "金额", least=0),
    currency(required=False),
    day("happened_on", "day", "日期", required=True),
)

PLACES = facts(
    "places",
    "A place on the map; degrees in millionths.",
    "地点；经纬度为百万分之一度。",
    key("place_id", "id of the place", "地点编号"),
    text("name", "name", "名称"),
    text("region_code", "GB/T 2260 or UN/LOCODE", "区划代码"),
    count("latitude_microdegrees", "latitude", "纬度", least=-90_000_000),
    count("longitude_microdegrees", "longitude", "经度", least=-180_000_000),
    flag("registration_agent", "an address where agents register many firms", "是否集中登记地址"),
)

INDICATORS = facts(
    "indicators",
    "An industry figure for a period.",
    "某期行业指标。",
    key("indicator_id", "name / industry / period", "编号"),
    text("name", "name of the figure", "指标名称", required=True),
    text("industry", "GB/T 4754 code", "行业代码（GB/T 4754）"),
    text("region_code", "GB/T 2260", "区划代码"),
    day("period_from", "first day", "期初", required=True),
    day("period_to", "last day", "期末", required=True),
    milli("value_milli", "value", "数值", required=True),
    text("unit", "unit", "单位", required=True),
)

INPUT_OUTPUT = facts(
    "input_output",
    "How much one industry takes from another, per period.",
    "某期行业间投入产出。",
    key("flow_id", "from / to / period", "编号"),
    text("from_industry", "supplying industry", "供给行业", required=True),
    text("to_industry", "using industry", "使用行业", required=True),
    minor("flow_minor", "value of the flow", "流量金额", required=True),
    currency(),
    day("period_from", "first day", "期初", required=True),
    day("period_to", "last day", "期末", required=True),
)

TABLES = (OVERDUE_LISTS, COURT_CASES, TAX_EVENTS, PLACES, INDICATORS, INPUT_OUTPUT)
