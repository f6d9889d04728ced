"""Who there is, who says so, and how they hang together."""

from __future__ import annotations

from hefu.book.columns import (
    SOURCE_COLUMNS,
    VALIDITY,
    Table,
    bps,
    code,
    currency,
    day,
    facts,
    key,
    minor,
    ref,
    text,
)
from hefu.core.texts import Text

CONTROLLERS = "tax_office registry bank device lender buyer warehouse carrier other borrower"
"""Who may control a source, most independent of the borrower first."""

SOURCES = Table(
    "sources",
    Text(
        "A source of facts and who controls it. Two papers from one controller are one voice.",
        "事实来源及其控制人。同一控制人的两份材料只算一个声音。",
    ),
    "source_id",
    (
        key("source_id", "id of the source", "来源编号"),
        code("controlled_by", CONTROLLERS, "kind of controller", "控制人类别"),
        ref("controller_id", "parties", "the controller, where known", "控制人（如已知）"),
        code("channel", "upload feed portal registry device keyed", "how it was obtained", "取得渠道"),
        text("file_name", "name of the file it came in", "文件名"),
        text("sha256", "SHA-256 of the file", "文件 SHA-256"),
        text("document_kind", "kind of document", "单据种类"),
        SOURCE_COLUMNS[1],
    ),
)

PARTIES = facts(
    "parties",
    "A company, person, bank, warehouse or public body, as one source names it.",
    "公司、个人、银行、仓库或公共机构，按某一来源的记载。",
    key(
        "party_id",
        "its identifier (uscc:…, lei:…, …); `unnamed:` where the paper gives none",
        "主体编号；材料未给标识时以 unnamed: 开头",
    ),
    code("kind", "company person bank warehouse public_body unknown", "kind of party", "主体类别"),
    text("name", "name as written", "名称（原文）"),
    text("other_names", "trading and other names as written", "商号及其他名称（原文）"),
    text("uscc", "unified social credit code as written", "统一社会信用代码（原文）"),
    text("lei", "LEI as written", "LEI（原文）"),
    text("gln", "GLN as written", "GLN（原文）"),
    text("tax_number", "tax registration number as written", "税号（原文）"),
    text("registration_number", "company register number as written", "注册号（原文）"),
    text("other_number", "any other identifier, as scheme:value", "其他标识（体系:值）"),
    text("country", "ISO 3166-1 alpha-2", "国家（ISO 3166-1）"),
    text("address", "address in one line", "地址"),
    text("phone", "phone as written", "电话"),
    text("industry", "GB/T 4754 code", "行业代码（GB/T 4754）"),
    *VALIDITY,
)

PARTY_LINKS = facts(
    "party_links",
    "One party owns, votes, controls, acts in concert with, represents, directs, is kin of, succeeds, or shares "
    "something with another.",
    "一方对另一方持股、行使表决权、控制、一致行动、代表、任职、亲属、承继或共用关系。",
    key("link_id", "id of the link", "关系编号"),
    ref(
        "from_id",
        "parties",
        "the owner, controller, representative, director",
        "持有、控制、代表、任职一方",
        required=True,
    ),
    ref("to_id", "parties", "the other party", "另一方", required=True),
    code(
        "kind",
        "owns votes controls acts_in_concert represents directs kin succeeds shares_address shares_phone "
        "shares_account",
        "kind of link",
        "关系类别",
    ),
    bps(
        "share_bps",
        "share held, for owns; share of votes, for votes, where votes and shares differ",
        "持股比例（基点）；votes 为与持股不一致的表决权比例",
    ),
    *VALIDITY,
)

BANK_ACCOUNTS = facts(
    "bank_accounts",
    "A bank account and its owner.",
    "银行账户及其户主。",
    key("account_id", "iban:… or account:…", "账户编号"),
    ref("owner_id", "parties", "the owner", "户主"),
    text("owner_name", "owner's name as written", "户名（原文）"),
    ref("bank_id", "parties", "the bank that keeps it", "开户行"),
    currency(required=False),
    *VALIDITY,
)

GUARANTEES = facts(
    "guarantees",
    "A guarantor stands for a debtor towards a creditor.",
    "保证人为债务人向债权人提供担保。",
    key("guarantee_id", "id of the guarantee", "担保编号"),
    ref("guarantor_id", "parties", "the guarantor", "保证人", required=True),
    ref("debtor_id", "parties", "the debtor", "债务人", required=True),
    ref("creditor_id", "parties", "the creditor", "债权人"),
    code("kind", "general joint maximum_amount unclear", "kind of guarantee (民法典 686)", "保证方式（民法典 686）"),
    minor("amount_minor", "amount or ceiling", "金额或最高额", required=True, least=0),
    currency(),
    ref("facility_id", "facilities", "the line it secures", "所担保的授信"),
    day("resolution_on", "company resolution (公司法 15)", "公司决议日（公司法 15）"),
    *VALIDITY,
)

PAYER_AUTHORISATIONS = facts(
    "payer_authorisations",
    "Who may lawfully pay for whom: finance company, payment on behalf, endorsed bill, set-off.",
    "谁可以合法地代谁付款：财务公司、代付、背书票据、抵销。",
    key("authorisation_id", "id of the authorisation", "授权编号"),
    ref("payer_id", "parties", "who may pay", "付款人", required=True),
    ref("debtor_id", "parties", "whose debt is paid", "债务人", required=True),
    ref("creditor_id", "parties", "to whom; empty: to anyone", "收款人；空表示任何人"),
    code("way", "finance_company payment_on_behalf endorsed_bill set_off", "lawful way of settling", "结算方式"),
    minor("limit_minor", "largest single payment; empty: none named", "单笔上限；空表示未约定", least=0),
    currency(required=False),
    *VALIDITY,
)

REGISTER_ENTRIES = facts(
    "register_entries",
    "What a register says of a party or link besides: states, former names, events, why no parent is named.",
    "登记册对主体或关系的其他记载：状态、曾用名、事项、未披露母公司的理由。",
    key("entry_id", "record / path", "编号"),
    ref("party_id", "parties", "the party spoken of; empty: the file itself", "所述主体；空表示文件本身"),
    ref("link_id", "party_links", "the link spoken of", "所述关系"),
    text("path", "where it stands in the record", "在记录中的位置", required=True),
    text("said", "the value as written", "值（原文）", required=True),
    text("type_code", "type or category as the register names it", "类型或类别（登记册用语）"),
    text("language", "language as written", "语言（原文）"),
    *VALIDITY,
)

TABLES = (SOURCES, PARTIES, PARTY_LINKS, BANK_ACCOUNTS, GUARANTEES, PAYER_AUTHORISATIONS, REGISTER_ENTRIES)
