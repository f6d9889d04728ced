"""Numbers and ids of the things of a block, given out in the order of time, planted things among the honest ones.

They take the form that Hefu's readers would give them (`hefu.book.ids`): a document's id is its kind, its issuer and
its number. A number is a rank in time, strided so that no two blocks share one and a later paper has a higher one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.bytewise import digits, joined
from hefu.gym.draw import Bytes, Ints, stream
from hefu.gym.frame import NULL, Block, Rows
from hefu.gym.world.places import CITIES
from hefu.gym.world.world import FIRST_BANK, World

_YEAR_DAYS = 36_525
_CHANNELS = 9


@dataclass(frozen=True, slots=True)
class Document:
    """How a table's papers are numbered: letters before the digits, kind in the id, column of the issuer."""

    letters: str
    kind: str
    issuer: str


DOCUMENTS = {
    "contracts": Document("HT", "contract", "seller_id"),
    "orders": Document("PO", "order", "buyer_id"),
    "despatches": Document("FH", "despatch", "seller_id"),
    "deliveries": Document("SH", "delivery", "buyer_id"),
    "warehouse_receipts": Document("CD", "warehouse_receipt", "keeper_id"),
    "certificates": Document("ZS", "certificate", "issuer_id"),
}
LINES = {
    "order_lines": ("orders", "order_id"),
    "despatch_lines": ("despatches", "despatch_id"),
    "delivery_lines": ("deliveries", "delivery_id"),
    "invoice_lines": ("invoices", "invoice_id"),
}
WORLDWIDE = {"places": ("place:", 3), "warehouses": ("warehouse:", 7), "devices": ("device:", 7)}
"""Things whose number is the same in every block."""

_TIMES = {
    "contracts": "signed_on",
    "orders": "issued_on",
    "despatches": "issued_on",
    "deliveries": "issued_on",
    "invoices": "issued_on",
    "payments": "booked_on",
    "loans": "drawn_on",
    "vouchers": "issued_on",
    "warehouse_receipts": "issued_on",
    "filings": "filed_at",
}
"""By which time a table's things are numbered; the others by when they became known."""


def account_ids(world: World, accounts: Ints) -> Bytes:
    """Return the ids of accounts: the bank's digits, then the account's own."""
    accounts = np.maximum(accounts, 0)
    bank = world.account_bank[accounts] - FIRST_BANK
    own = (accounts * 48_611 + 7_919) % 10**13
    return joined(len(accounts), "account:", digits(621_700 + bank * 13, 6), digits(own, 13))


def party_ids(world: World, parties: Ints) -> Bytes:
    """Return the ids of parties."""
    return world.party_id[np.maximum(parties, 0)]


class Identities:
    """Ids and numbers of every thing of a block, by thing number; made once, when first asked for."""

    def __init__(self, block: Block) -> None:
        """Number nothing yet."""
        self._block = block
        self._made: dict[str, tuple[Bytes, Bytes]] = {}

    def ids(self, table: str, things: Ints) -> Bytes:
        """Return ids of things as bytes; of an empty cell any."""
        things = np.maximum(things, 0)
        if table in WORLDWIDE:
            prefix, width = WORLDWIDE[table]
            return joined(len(things), prefix, digits(things, width))
        return self._of(table)[0][things]

    def numbers(self, table: str, things: Ints) -> Bytes:
        """Return the numbers that stand on papers; of an empty cell any."""
        return self._of(table)[1][np.maximum(things, 0)]

    def _of(self, table: str) -> tuple[Bytes, Bytes]:
        if table not in self._made:
            self._made[table] = self._make(table, self._block.rows(table))
        return self._made[table]

    def _make(self, table: str, rows: Rows) -> tuple[Bytes, Bytes]:
        """Number the things by time; each takes its issuer from its first row."""
        if not len(rows):
            return np.zeros((1, 1), np.uint8), np.zeros((1, 1), np.uint8)
        first = rows.first(np.arange(rows.things))
        if table in LINES:
            owner, column = LINES[table]
            line = digits(rows["_line"][first], 2)
            return joined(len(first), self.ids(owner, rows[column][first]), "#", line), line
        serial = self._serials(table, rows, first)
        if table == "invoices":
            return self._invoices(rows, first, serial)
        if table == "payments":
            return self._payments(rows, first, serial)
        if table in DOCUMENTS:
            form = DOCUMENTS[table]
            issuer = party_ids(self._block.world, rows[form.issuer][first])
            plain = digits(serial, 11)
            number = joined(len(first), form.letters, plain)
            return joined(len(first), f"{form.kind}:", issuer, "/", form.letters.lower(), plain), number
        number = digits(serial, 11)
        return joined(len(first), f"{table}:", number), number

    def _serials(self, table: str, rows: Rows, first: Ints) -> Ints:
        """Return a rank in time for each thing; ties fall by chance, so that no rank tells which row came last here."""
        chance = stream(self._block.plan.seed, f"ids {table}", self._block.number).random(len(first))
        known = rows["known_at"][first]
        time = rows[_TIMES[table]][first] if table in _TIMES else known
        rank = np.empty(len(first), np.int64)
        rank[np.lexsort((chance, known, time))] = np.arange(len(first))
        return rank * (self._block.plan.blocks + 1) + self._block.number

    def _invoices(self, rows: Rows, first: Ints, serial: Ints) -> tuple[Bytes, Bytes]:
        """Year, region and channel of issue, then fifteen digits: the 20-digit number of a 数电票.

        The fifteen digits alone differ for all. One that is `_like` another has its number but for the channel.
        """
        world = self._block.world
        like = np.where(rows["_like"][first] == NULL, np.arange(len(first)), rows["_like"][first])
        origin = first[like]
        region = np.array([int(city[1][:2]) for city in CITIES])[world.city[rows["seller_id"][origin]]]
        year = (rows["issued_on"][origin] * 100 // _YEAR_DAYS + 70) % 100
        serial = serial[like]
        channel = (serial // 7 % _CHANNELS + (like != np.arange(len(first)))) % _CHANNELS + 1
        number = joined(len(first), digits(year, 2), digits(region, 2), digits(channel, 1), digits(serial + 1, 15))
        return joined(len(first), "tax_invoice:", number), number

    def _payments(self, rows: Rows, first: Ints, serial: Ints) -> tuple[Bytes, Bytes]:
        account = rows["payee_account_id"][first]
        booked = np.where(account == NULL, rows["payee_id"][first], account)
        number = digits(serial + 1, 12)
        return joined(len(first), account_ids(self._block.world, booked), "/", number), number
