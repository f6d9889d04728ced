"""What tracking systems saw of goods (GS1 EPCIS): events, the goods in them, parties, and what sensors read.

See docs/decisions/0010-epcis-events.md. What an event refers to stands in `document_references`.
"""

from __future__ import annotations

from hefu.book.columns import code, exact, facts, flag, key, major, milli, moment, part_of, ref, text

TRACE_EVENTS = facts(
    "trace_events",
    "An EPCIS event.",
    "EPCIS 追溯事件。",
    key("event_id", "event id as given, else its hash", "事件编号（原文）；未给出时为事件哈希"),
    code("kind", "object aggregation transaction transformation association extended", "kind", "类别"),
    text("type", "type as written, where it is the sender's own", "类型（原文，仅用于自定义事件）"),
    code("action", "add observe delete", "action", "动作", required=False),
    text("what", "identifiers concerned in canonical form, blank-separated", "涉及标识的规范形式（空格分隔）"),
    milli("quantity_milli", "quantity, where the event names one only", "数量（仅当事件只列一项数量时）"),
    text("unit", "unit of it; empty: pieces", "其单位；空表示件数"),
    text("business_step", "CBV business step", "业务步骤（CBV）"),
    text("disposition", "CBV disposition", "处置状态（CBV）"),
    text("set_dispositions", "lasting dispositions that begin, blank-separated", "开始生效的持续状态（空格分隔）"),
    text("unset_dispositions", "lasting dispositions that end, blank-separated", "终止的持续状态（空格分隔）"),
    text("read_point", "where read, in canonical form", "读取点（规范形式）"),
    text("business_location", "where after, in canonical form", "业务地点（规范形式）"),
    text("transformation", "what joins the parts of one transformation", "同一加工过程的标识"),
    text("certification", "certificates named, blank-separated", "所列证明（空格分隔）"),
    moment("happened_at", "when", "时间", required=True),
    text("zone_offset", "offset of the local time there", "当地时区偏移", required=True),
    moment("recorded_at", "when a repository recorded it", "系统记录时间"),
    moment("declared_wrong_at", "when the event was declared erroneous", "被声明有误的时间"),
    text("wrong_reason", "CBV reason of that declaration", "声明有误的原因（CBV）"),
    text("event_hash", "CBV 2.0 hash of what the event says", "事件内容的 CBV 2.0 哈希", required=True),
)

TRACE_ITEMS = facts(
    "trace_items",
    "Goods that an event concerns, with their part in it.",
    "事件涉及的货物及其角色。",
    key("trace_item_id", "event / role / ordinal", "编号"),
    part_of("event_id", "trace_events", "the event", "事件"),
    code("role", "concerned parent child input output", "part in the event", "在事件中的角色"),
    code("level", "instance class", "single things, or a kind of goods by quantity", "单件或按数量计的类别"),
    text("identifier", "identifier in canonical form", "标识（规范形式）", required=True),
    text("written", "identifier as written", "标识（原文）", required=True),
    milli(
        "quantity_milli", "quantity; the nearest thousandth of one that is finer", "数量；更精细时取最接近的千分之一"
    ),
    major(
        "quantity_major",
        "the quantity exactly, where it is finer than a thousandth",
        "精确数量（仅在精细到千分之一以下时）",
    ),
    text("unit", "UN/ECE Rec. 20 code; empty: pieces", "单位（UN/ECE Rec. 20）；空表示件数"),
)

TRACE_PARTIES = facts(
    "trace_parties",
    "From whom or where the goods of an event come, or to whom or where they go.",
    "事件中货物的来源方或去向方（或地点）。",
    key("trace_party_id", "event / side / ordinal", "编号"),
    part_of("event_id", "trace_events", "the event", "事件"),
    code("side", "source destination", "where from or where to", "来源或去向"),
    text("role", "CBV type: owning_party, possessing_party, location", "类型（CBV）", required=True),
    text("identifier", "identifier in canonical form", "标识（规范形式）", required=True),
    text("written", "identifier as written", "标识（原文）", required=True),
    ref("party_id", "parties", "the party, where it is one and has a GLN", "主体（有 GLN 时）"),
)

TRACE_READINGS = facts(
    "trace_readings",
    "One measurement that an event reports.",
    "事件所附的一项传感器测量。",
    key("trace_reading_id", "event / element / ordinal", "编号"),
    part_of("event_id", "trace_events", "the event", "事件"),
    text("measurement", "GS1 measurement type", "测量类型（GS1）", required=True),
    text("exception", "GS1 alert type", "报警类型（GS1）"),
    exact("reading_exact", "value", "测量值"),
    exact("reading_min_exact", "least value", "最小值"),
    exact("reading_max_exact", "greatest value", "最大值"),
    exact("reading_mean_exact", "mean", "平均值"),
    exact("deviation_exact", "standard deviation", "标准差"),
    exact("percentile_exact", "value of the percentile", "百分位值"),
    exact("percentile_rank_exact", "rank of the percentile", "百分位"),
    text("unit", "UN/ECE Rec. 20 code", "单位（UN/ECE Rec. 20）"),
    text("component", "component of a vector", "向量分量"),
    text("reading_text", "value in words", "文字值"),
    flag("reading_flag", "value that is yes or no", "是否值"),
    text("reading_hexadecimal", "value in hexadecimal", "十六进制值"),
    text("reading_uri", "value that is a URI", "URI 值"),
    moment("measured_at", "when measured", "测量时间"),
    moment("began_at", "from when", "测量起始时间"),
    moment("ended_at", "until when", "测量结束时间"),
    text("device", "the device, in canonical form", "设备（规范形式）"),
    text("device_metadata", "what describes the device", "设备说明"),
    text("raw_data", "where the raw data are", "原始数据位置"),
    text("processing", "how the data were processed", "数据处理方法"),
    text("rules", "the rules that apply", "适用规则"),
    text("microorganism", "microorganism measured", "所测微生物"),
    text("substance", "chemical substance measured", "所测化学物质"),
    text("coordinate_system", "coordinate reference system", "坐标参照系"),
)

TRACE_EXTRAS = facts(
    "trace_extras",
    "What an EPCIS document says besides: extensions, master data, its header.",
    "EPCIS 文档的其他内容：扩展字段、主数据、文档头。",
    key("extra_id", "event or document / path", "编号"),
    text("document_id", "the event, or the document it came in", "所属事件或文档", required=True),
    text("path", "where it stands, names with their namespace", "所在路径（名称含命名空间）", required=True),
    text("said", "the value as written, numbers in plain digits", "值（原文；数字为规范写法）"),
)

TABLES = (TRACE_EVENTS, TRACE_ITEMS, TRACE_PARTIES, TRACE_READINGS, TRACE_EXTRAS)
