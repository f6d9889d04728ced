"""Where goods lie, what they are, the paper that stands for them, and what sensors say."""

from __future__ import annotations

from hefu.book.columns import (
    VALIDITY,
    code,
    count,
    currency,
    day,
    facts,
    key,
    major,
    milli,
    minor,
    moment,
    ref,
    text,
)

WAREHOUSES = facts(
    "warehouses",
    "A warehouse and its keeper.",
    "仓库及其保管人。",
    key("warehouse_id", "id of the warehouse", "仓库编号"),
    text("name", "name as written", "名称（原文）"),
    ref("keeper_id", "parties", "the keeper", "保管人"),
    ref("owner_id", "parties", "who owns the place", "场地所有人"),
    ref("place_id", "places", "where it is", "位置"),
    *VALIDITY,
)

LOTS = facts(
    "lots",
    "A lot of goods: what, whose, where.",
    "一批货物：品名、货主、位置。",
    key("lot_id", "id of the lot", "货物批次编号"),
    text("goods", "goods as written", "品名（原文）", required=True),
    text("item_number", "GTIN or item number", "GTIN 或货号"),
    ref("owner_id", "parties", "the owner", "货主"),
    ref("warehouse_id", "warehouses", "the warehouse", "仓库"),
    text("slot", "slot in the warehouse", "货位"),
    text("quality", "grade", "质量等级"),
    milli("quantity_milli", "quantity", "数量", required=True, least=0),
    text("unit", "unit", "单位", required=True),
    *VALIDITY,
)

WAREHOUSE_RECEIPTS = facts(
    "warehouse_receipts",
    "A warehouse receipt (仓单), by issuer and number.",
    "仓单，按出具人与号码。",
    key("receipt_id", "issuer / number", "仓单编号"),
    text("number", "number as written", "仓单号（原文）", required=True),
    ref("keeper_id", "parties", "the keeper who issued it", "出具仓单的保管人", required=True),
    ref("holder_id", "parties", "the holder", "持有人", required=True),
    ref("lot_id", "lots", "the lot", "货物批次"),
    ref("warehouse_id", "warehouses", "the warehouse", "仓库"),
    milli("quantity_milli", "quantity", "数量", required=True, least=0),
    text("unit", "unit", "单位", required=True),
    code("state", "live split merged pledged released cancelled", "state", "状态"),
    day("issued_on", "day of issue", "出具日", required=True),
    day("expires_on", "last day of storage", "到期日"),
)

MOVEMENTS = facts(
    "movements",
    "Goods through a gate: in or out, weight, vehicle, release token.",
    "货物进出门禁：方向、重量、车辆、放货凭令。",
    key("movement_id", "id of the movement", "进出记录编号"),
    ref("warehouse_id", "warehouses", "the warehouse", "仓库", required=True),
    code("direction", "in out", "in or out", "进或出"),
    text("goods", "goods as written", "品名（原文）"),
    milli("quantity_milli", "weight or quantity", "重量或数量", required=True, least=0),
    text("unit", "unit", "单位", required=True),
    ref("owner_id", "parties", "whose goods", "货主"),
    text("vehicle", "vehicle registration", "车牌号"),
    text("order_number", "order or despatch named at the gate", "门岗登记的订单或发货单号"),
    text("release_token", "release order of owner or lender", "放货指令"),
    moment("happened_at", "when", "时间", required=True),
)

WEIGHINGS = facts(
    "weighings",
    "What laden equipment weighed, container or vehicle with its load.",
    "装货设备（集装箱、车辆）连同货物的过磅重量。",
    key("weighing_id", "statement / ordinal", "过磅编号"),
    text("number", "number of the weight statement", "磅单号", required=True),
    day("issued_on", "day of issue of the statement", "磅单开立日", required=True),
    ref("weigher_id", "parties", "who weighed, or else who states it", "过磅方；未写明时为出具方", required=True),
    text("weighing_number", "number of the weighing as written", "过磅号（原文）"),
    text("equipment_number", "container or vehicle number", "箱号或车号"),
    text("shipment_number", "shipment named", "所列货运号"),
    milli(
        "quantity_milli",
        "gross weight; of a finer one the nearest thousandth",
        "毛重；更精细时为最接近的千分之一",
        least=0,
    ),
    major("quantity_major", "the exact weight, where finer than a thousandth", "精确毛重（精细到千分之一以下时）"),
    text("unit", "unit", "单位", required=True),
    text("method_code", "method of weighing as written (SOLAS SM1, SM2)", "过磅方法（原文，SOLAS SM1、SM2）"),
    text("device_number", "number of the scale", "磅秤编号"),
    day("weighed_on", "day of weighing", "过磅日"),
)

CERTIFICATES = facts(
    "certificates",
    "A certificate about a lot.",
    "货物证书。",
    key("certificate_id", "issuer / number", "证书编号"),
    text("number", "number as written", "证书号（原文）", required=True),
    ref("issuer_id", "parties", "the issuer", "出具人"),
    ref("lot_id", "lots", "the lot", "货物批次"),
    text("kind", "what it attests", "证明事项"),
    day("issued_on", "day of issue", "出具日"),
    *VALIDITY,
)

INSPECTIONS = facts(
    "inspections",
    "An inspection of a lot.",
    "货物检验。",
    key("inspection_id", "id of the inspection", "检验编号"),
    ref("lot_id", "lots", "the lot", "货物批次"),
    ref("inspector_id", "parties", "the inspector", "检验人"),
    code("outcome", "passed failed refused", "outcome", "结果"),
    milli("quantity_milli", "quantity found", "查见数量", least=0),
    text("unit", "unit", "单位"),
    moment("happened_at", "when", "时间", required=True),
)

INSURANCES = facts(
    "insurances",
    "An insurance of goods or receivables.",
    "货物或应收账款保险。",
    key("insurance_id", "policy number", "保单编号"),
    ref("insurer_id", "parties", "the insurer", "保险人"),
    ref("insured_id", "parties", "the insured", "被保险人"),
    ref("lot_id", "lots", "the lot", "货物批次"),
    minor("sum_minor", "sum insured", "保险金额", least=0),
    currency(required=False),
    *VALIDITY,
)

DEVICES = facts(
    "devices",
    "A sensor and its key.",
    "传感设备及其密钥。",
    key("device_id", "id of the device", "设备编号"),
    ref("warehouse_id", "warehouses", "where it is fitted", "安装仓库"),
    text("measures", "what it measures", "测量内容"),
    text("unit", "unit of its readings", "读数单位"),
    text("public_key", "public key, hexadecimal", "公钥（十六进制）"),
    *VALIDITY,
)

READINGS = facts(
    "readings",
    "A signed measurement.",
    "一条签名读数。",
    key("reading_id", "device / boot / sequence", "读数编号"),
    ref("device_id", "devices", "the device", "设备", required=True),
    count("sequence_count", "sequence number", "序号"),
    milli("reading_milli", "value", "读数", required=True),
    text("unit", "unit", "单位"),
    moment("happened_at", "when measured", "测量时间", required=True),
    text("signature", "signature, hexadecimal", "签名（十六进制）"),
)

PRICES = facts(
    "prices",
    "A commodity's price on a day.",
    "某日商品价格。",
    key("price_id", "commodity / market / day", "价格编号"),
    text("commodity", "commodity", "商品", required=True),
    text("market", "market", "市场"),
    day("quoted_on", "day", "日期", required=True),
    minor("price_minor", "price per unit", "单价", required=True, least=0),
    text("unit", "unit priced", "计价单位", required=True),
    currency(),
)

PLEDGES = facts(
    "pledges",
    "A claim of security over goods or receivables.",
    "对货物或应收账款的担保权利。",
    key("pledge_id", "id of the pledge", "质押编号"),
    ref("pledgor_id", "parties", "who pledges", "出质人", required=True),
    ref("pledgee_id", "parties", "to whom", "质权人", required=True),
    code("kind", "goods_static goods_floating receipt receivable mortgage", "kind", "类别"),
    ref("lot_id", "lots", "the lot", "货物批次"),
    ref("warehouse_receipt_id", "warehouse_receipts", "the receipt", "仓单"),
    ref("receivable_id", "receivables", "the receivable", "应收账款"),
    ref("loan_id", "loans", "what it secures", "所担保融资"),
    milli("quantity_milli", "quantity pledged", "质押数量", least=0),
    text("unit", "unit", "单位"),
    code("perfected_by", "none delivery control filing", "how it is perfected", "公示方式"),
    *VALIDITY,
)

FILINGS = facts(
    "filings",
    "What stands in the public register of movable security.",
    "动产和权利担保统一登记。",
    key("filing_id", "registration number", "登记编号"),
    ref("debtor_id", "parties", "who gives security", "担保人", required=True),
    ref("creditor_id", "parties", "to whom", "担保权人", required=True),
    code("kind", "mortgage pledge factoring lease title_retention other", "kind", "类别"),
    text("description", "description as filed", "登记描述（原文）"),
    ref("invoice_id", "invoices", "invoice it names", "所列发票"),
    minor("amount_minor", "amount secured", "担保金额", least=0),
    currency(required=False),
    moment("filed_at", "moment of filing", "登记时间", required=True),
    day("expires_on", "last day", "到期日"),
    code("state", "live cancelled expired objected", "state", "状态"),
)

CAPACITIES = facts(
    "capacities",
    "What a maker can make or a warehouse can hold.",
    "生产能力或仓储容量。",
    key("capacity_id", "id of the statement", "编号"),
    ref("party_id", "parties", "the maker", "生产方"),
    ref("warehouse_id", "warehouses", "the warehouse", "仓库"),
    text("goods", "goods", "品名"),
    milli("capacity_milli", "capacity", "能力", required=True, least=0),
    text("unit", "unit", "单位", required=True),
    count("period_days", "period; empty: at any time", "期间（天）；空表示任一时点"),
    *VALIDITY,
)

TABLES = (
    WAREHOUSES,
    LOTS,
    WAREHOUSE_RECEIPTS,
    MOVEMENTS,
    WEIGHINGS,
    CERTIFICATES,
    INSPECTIONS,
    INSURANCES,
    DEVICES,
    READINGS,
    PRICES,
    PLEDGES,
    FILINGS,
    CAPACITIES,
)
