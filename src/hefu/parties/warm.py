"""Small calls that compile every kernel of this package, so that a first request never waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hefu.book.book import Book
from hefu.core.texts import Text
from hefu.parties.config import EntityConfig, PartiesConfig
from hefu.parties.entities.resolve import resolve
from hefu.parties.groups.control import members
from hefu.parties.groups.links import links_of
from hefu.parties.near import near_texts

_KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
_TOLD = {"source_id": "registry", "known_at": _KNOWN}


def _book(**tables: list[dict[str, Any]]) -> Book:
    return Book.of_rows({name: [{**_TOLD, **row} for row in rows] for name, rows in tables.items()})


def _entities() -> None:
    """Two that are near by name, telephone, address and account, and one joined to them by its code."""
    shared = {"kind": "company", "address": "佛山市中山路18号3栋1201室", "phone": "0757-83001234"}
    names = {"unnamed:1@a": "佛山市宏达钢铁贸易有限公司", "unnamed:2@b": "佛山市宏达钢铁货易有限公司"}
    parties = [{"party_id": one, "name": name, **shared} for one, name in names.items()]
    parties.append({"party_id": "uscc:91440606000000001N", "kind": "company", "name": "佛山市宏远钢铁贸易有限公司"})
    accounts = [{"account_id": f"account:{one}", "owner_id": one} for one in names]
    book = _book(parties=parties, bank_accounts=accounts)
    resolve(book, PartiesConfig())
    # Blocks of one are over-full, so that the splitting of blocks is compiled too.
    resolve(book, PartiesConfig(entities=EntityConfig(block_parties_max=1)))


def _names() -> None:
    """Two names one edit apart."""
    list(near_texts(["宏达钢铁"], ["宏达铁钢"], 1))


def _groups() -> None:
    shares = [("a", "b", "owns", 6_000), ("b", "c", "owns", 5_000), ("a", "d", "kin", None)]
    links = [
        {"link_id": f"{one}{other}", "from_id": one, "to_id": other, "kind": kind, "share_bps": share}
        for one, other, kind, share in shares
    ]
    book = _book(party_links=links)
    members(links_of(book, resolve(book, PartiesConfig()).entities, _KNOWN.date()))


STEPS: tuple[tuple[Text, Callable[[], None]], ...] = (
    (Text("who is the same as whom", "主体识别"), _entities),
    (Text("whose names look alike", "名称近似"), _names),
    (Text("who controls whom", "控制关系"), _groups),
)
"""What is compiled, in an order in which later steps use the kernels of earlier ones."""
