"""The texts of the book, column by column: numbers as written, goods, vehicles, purposes, names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.gym.bytewise import digits, to_arrow
from hefu.gym.frame import NULL
from hefu.gym.wording import decimal_of, fixed, goods_units, listed, number_as_written, number_of, pick, plates
from hefu.gym.words_of_goods import GOODS_WORDS
from hefu.gym.world.industries import CODES, SERVANTS, goods_words
from hefu.gym.world.places import CITIES

if TYPE_CHECKING:
    from hefu.gym.render import Page

Word = Callable[["Page"], pa.Array]

PURPOSES = (
    "货款",
    "代发工资",
    "缴税",
    "房租",
    "放款",
    "还款",
    "利息",
    "保理余款",
    "凭证兑付",
    "退款",
    "购房款",
    "投资款",
)
GRADES = tuple("ABMCD")
REASONS = ("数量短少", "质量不符", "价格差异")
PRODUCTS = ("保理", "应收账款质押贷款", "流动资金贷款", "凭证融资", "存货质押贷款")
SIGNERS = ("财务负责人（授权书）", "法定代表人", "采购负责人（授权书）")


def name_of(column: str, said: str) -> Word:
    """Return a maker of a party's name as registered, or as the block's words say where `said` points there."""

    def word(page: Page) -> pa.Array:
        party = page[column]
        name = page.block.world.names.take(pa.array(party, mask=party == NULL)).cast(pa.string())
        if said not in page.rows:
            return name
        written = page[said]
        return pc.coalesce(pick(tuple(page.block.words), written), name)

    return word


def purposes(page: Page) -> pa.Array:
    """Return what a payment is for, with the number of the invoice where it names one."""
    kind, invoice = page["_for"], page["_invoice"]
    number = to_arrow(page.identities.numbers("invoices", invoice))
    named = pc.binary_join_element_wise(pick(PURPOSES, kind), number, " ")
    return pc.if_else(pa.array(invoice != NULL), named, pick(PURPOSES, kind))


def descriptions(page: Page) -> pa.Array:
    """Return how a filing describes what it is about: the claim by its invoice, or as written."""
    invoice = page["_described"]
    number = to_arrow(page.identities.numbers("invoices", invoice))
    claim = pc.binary_join_element_wise("应收账款，发票号", number, "")
    return pc.if_else(pa.array(invoice != NULL), claim, fixed("存货")(page))


def tokens(page: Page) -> pa.Array:
    """Return a blind token of the invoice: the same for everybody who reports it, telling nothing to who lacks it."""
    numbers = page.identities.numbers("invoices", page["_token"])
    return pa.array([hashlib.sha256(b"gym token " + bytes(number)).hexdigest() for number in numbers], pa.string())


def codes(page: Page) -> pa.Array:
    """Return the unified social credit codes of companies; persons have none."""
    party = page["party_id"]
    return to_arrow(page.block.world.party_id[party][:, len("uscc:") :], party < page.block.world.first_person)


def addresses(page: Page) -> pa.Array:
    """Return addresses in one line: town, road, number, room. Who shares building and room shares the address."""
    world, party = page.block.world, page["party_id"]
    firm = party < world.first_person
    at = np.where(firm, party, 0)
    building, room = world.building[at], world.room[at]
    place = building // len(CITIES)
    written = pc.binary_join_element_wise(
        pick(tuple(city[0] for city in CITIES), building % len(CITIES)),
        "市",
        pick(_ROADS, place % len(_ROADS)),
        pa.array(place // len(_ROADS) % 2_000 + 1).cast(pa.string()),
        "号",
        pick(_BLOCKS, place // len(_ROADS) // 2_000 % len(_BLOCKS)),
        pa.array(room).cast(pa.string()),
        "室",
        "",
    )
    return pc.if_else(pa.array(firm), written, pa.scalar(None, pa.string()))


def phones(page: Page) -> pa.Array:
    """Return telephone numbers of companies."""
    world, party = page.block.world, page["party_id"]
    firm = party < world.first_person
    return to_arrow(digits(world.phone[np.where(firm, party, 0)], 11), firm)


def industries(page: Page) -> pa.Array:
    """Return industry codes of companies."""
    world, party = page.block.world, page["party_id"]
    firm = party < world.first_person
    return pick((*CODES, *SERVANTS), np.where(firm, world.industry[np.where(firm, party, 0)], NULL))


_ROADS = tuple(f"{name}路" for name in (
    "人民", "中山", "解放", "建设", "和平", "长江", "黄河", "迎宾", "创业", "科技", "工业", "新华", "文化", "朝阳",
    "滨江", "东风", "振兴", "学府", "金融", "港口", "胜利", "青年", "友谊", "光明", "华山", "泰山",
    "太湖", "珠江", "松花江",
))  # fmt: skip
_BLOCKS = tuple(f"{letter}座" for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ")


def _lines(table: str) -> dict[tuple[str, str], Word]:
    return {
        (table, "line_number"): decimal_of("_line", 2),
        (table, "item_name"): listed(goods_words(), "_goods"),
        (table, "unit"): goods_units,
        **({} if table == "order_lines" else {
            (table, "order_number"): number_of("orders", "_order"),
            (table, "order_line_number"): decimal_of("_order_line", 2),
        }),
    }  # fmt: skip


WORDS: dict[tuple[str, str], Word] = {
    ("contracts", "number"): number_as_written,
    ("orders", "number"): number_as_written,
    ("orders", "contract_number"): number_of("contracts", "_contract"),
    ("despatches", "number"): number_as_written,
    ("despatches", "vehicle"): plates,
    ("despatches", "order_number"): number_of("orders", "_order"),
    ("deliveries", "number"): number_as_written,
    ("deliveries", "despatch_number"): number_of("despatches", "_despatch"),
    ("deliveries", "order_number"): number_of("orders", "_order"),
    **_lines("order_lines"),
    **_lines("despatch_lines"),
    **_lines("delivery_lines"),
    **_lines("invoice_lines"),
    ("transport_legs", "vehicle"): plates,
    ("transport_legs", "unit"): fixed("TNE"),
    ("invoices", "number"): number_as_written,
    ("invoices", "type_code"): listed(("vat_general", "vat_special"), "_special"),
    ("invoices", "order_number"): number_of("orders", "_order"),
    ("invoices", "contract_number"): number_of("contracts", "_contract"),
    ("invoice_lines", "despatch_number"): number_of("despatches", "_despatch"),
    ("invoice_events", "number"): number_of("invoices", "invoice_id"),
    ("invoice_events", "by_number"): number_of("invoices", "by_invoice_id"),
    ("invoice_events", "reason"): listed(REASONS, "_reason"),
    ("payments", "payer_name"): name_of("payer_id", "_payer_name"),
    ("payments", "payee_name"): name_of("payee_id", "_payee_name"),
    ("payments", "purpose"): purposes,
    ("payments", "bank_reference"): number_as_written,
    ("loans", "product"): listed(PRODUCTS, "_product"),
    ("confirmations", "signer"): listed(SIGNERS, "_signer"),
    ("filings", "description"): descriptions,
    ("financings", "token"): tokens,
    ("parties", "name"): name_of("party_id", "_name"),
    ("parties", "uscc"): codes,
    ("parties", "country"): fixed("CN"),
    ("parties", "address"): addresses,
    ("parties", "phone"): phones,
    ("parties", "industry"): industries,
    ("tax_events", "value"): listed(GRADES, "_value"),
    **GOODS_WORDS,
    ("bank_accounts", "owner_name"): name_of("owner_id", "_owner_name"),
}
"""How each text is made, by table and column. A text column that is not here stays empty."""
