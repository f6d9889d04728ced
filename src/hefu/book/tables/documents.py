"""What hangs on a document besides its header and lines: parties, references, taxes, charges.

They serve every kind of document; see docs/decisions/0003-tables-for-what-hangs-on-a-document.md.
"""

from __future__ import annotations

from hefu.book.columns import bps, code, currency, day, facts, key, major, ref, text

_OWNER = (
    text(
        "document_id",
        "the document: an order, despatch, delivery, invoice or payment id",
        "所属单据编号",
        required=True,
    ),
    text("line_number", "line it stands on; empty: the whole document", "所在行号；空表示整张单据"),
)

DOCUMENT_PARTIES = facts(
    "document_parties",
    "A party that a document names, with its role.",
    "单据所列的一方及其角色。",
    key("document_party_id", "document / role / ordinal", "编号"),
    *_OWNER,
    text("role", "role as the standard names it", "角色（标准用语）", required=True),
    ref("party_id", "parties", "the party", "主体", required=True),
)

DOCUMENT_REFERENCES = facts(
    "document_references",
    "Another document that a document refers to, as written.",
    "单据所引用的其他单据（原文）。",
    key("reference_id", "document / kind / ordinal", "编号"),
    *_OWNER,
    text("kind", "kind of reference as the standard names it", "引用类别（标准用语）", required=True),
    text(
        "number",
        "number of the document referred to, as written; empty: only its line is named",
        "所引单据号（原文）；空表示仅列行号",
    ),
    text("referred_line_number", "line of that document, as written", "所引行号（原文）"),
    text("type_code", "type code as written", "类型代码（原文）"),
    day("issued_on", "its day of issue", "所引单据开立日"),
    major("amount_major", "amount named for it", "所列金额"),
    currency(required=False),
)

DOCUMENT_TAXES = facts(
    "document_taxes",
    "One tax figure of a document or line: total or by category.",
    "单据或行的一项税额：合计或分税种。",
    key("tax_id", "document / line / ordinal", "编号"),
    *_OWNER,
    code("part", "total subtotal", "total, or one category of it", "合计或分项"),
    text("category", "UNCL 5305 code", "税种代码（UNCL 5305）"),
    bps("tax_bps", "tax rate", "税率（基点）"),
    major("taxable_major", "base of the tax", "计税基数"),
    major("tax_major", "the tax", "税额"),
    currency(),
    text("reason", "reason of exemption", "免税原因"),
)

DOCUMENT_CHARGES = facts(
    "document_charges",
    "One allowance or charge of a document, line or price.",
    "单据、行或单价上的一项折让或附加费。",
    key("charge_id", "document / line / ordinal", "编号"),
    *_OWNER,
    code("part", "document line price", "what it is on", "作用对象"),
    code("sign", "allowance charge", "taken off or added", "折让或附加"),
    major("amount_major", "its amount", "金额"),
    major("base_major", "amount it is reckoned on", "计算基数"),
    bps("rate_bps", "its rate", "费率（基点）"),
    text("category", "tax category", "税种代码"),
    bps("tax_bps", "tax rate", "税率（基点）"),
    currency(),
    text("reason", "reason as written", "原因（原文）"),
)

DOCUMENT_AMOUNTS = facts(
    "document_amounts",
    "An amount that a document names and no other table has a place for, with where it stands.",
    "单据中其他表未设栏位的金额及其所在位置。",
    key("amount_id", "document / path / ordinal", "编号"),
    *_OWNER,
    text("path", "where it stands in the document", "所在路径", required=True),
    major("amount_major", "the amount", "金额"),
    currency(),
)

DOCUMENT_NOTES = facts(
    "document_notes",
    "What a document says besides, as written, with where it stands.",
    "单据的其他记载（原文）及其所在位置。",
    key("note_id", "document / path / ordinal", "编号"),
    *_OWNER,
    text("path", "where it stands in the document", "所在路径", required=True),
    text("said", "the value as written", "值（原文）", required=True),
)

DOCUMENT_FAULTS = facts(
    "document_faults",
    "One place where a document breaks a rule of the standard that it says it follows.",
    "单据违反其声明所遵循标准之某一规则的一处。",
    key("fault_id", "document / fault / ordinal", "编号"),
    *_OWNER[:1],
    text("rule", "the rule's id in the standard, such as BR-CO-15", "标准中的规则编号，如 BR-CO-15", required=True),
    code("severity", "fatal warning", "how the standard flags it", "标准所标的严重程度"),
    text("location", "where it stands in the document", "所在路径", required=True),
)

DOCUMENT_JUDGEMENTS = facts(
    "document_judgements",
    "A standard that a document says it follows and was held to while it was read, whether it kept it or not.",
    "单据声明遵循、且读入时已据以校验的一项标准，无论是否符合。",
    key("judgement_id", "document / standard", "编号"),
    *_OWNER[:1],
    text("standard", "the standard, such as EN 16931", "标准，如 EN 16931", required=True),
)

TABLES = (
    DOCUMENT_PARTIES,
    DOCUMENT_REFERENCES,
    DOCUMENT_TAXES,
    DOCUMENT_CHARGES,
    DOCUMENT_AMOUNTS,
    DOCUMENT_NOTES,
    DOCUMENT_FAULTS,
    DOCUMENT_JUDGEMENTS,
)
