"""Entity resolution on a made world: precise, complete, stable; and what each kind of evidence does in small."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hefu.parties.entities.resolve as resolving
from bench._parties_world import KINDS, World, world
from hefu.book.book import Book
from hefu.core.canonical import sha256_hex
from hefu.parties.config import EntityConfig, PartiesConfig
from hefu.parties.entities.blocks import Blocks, blocks_of
from hefu.parties.entities.records import Records, records_of
from hefu.parties.entities.resolve import Resolution, resolve
from hefu.parties.entities.scores import Scores, score
from tests.parties.resolved import measure
from tests.parties.world import company, uscc
from tests.parties.world import world as small_world

CONFIG = PartiesConfig()
FIRM = "佛山市顺达钢铁贸易有限公司"
HERE = {"address": "佛山市中山路18号3栋1201室", "phone": "0757-83001234"}
OLD, NEW = uscc(1), uscc(2)


@pytest.fixture(scope="module")
def made() -> World:
    return world(20_000, seed=7)


@pytest.fixture(scope="module")
def found(made: World) -> Resolution:
    return resolve(made.book, CONFIG)


def test_twenty_thousand_ids_are_resolved_precisely_and_completely(made: World, found: Resolution) -> None:
    got = measure(made, found)
    assert got.precision >= 0.99
    assert got.recall >= 0.95


def test_each_kind_of_disturbance_but_a_bare_name_is_seen_through(made: World, found: Resolution) -> None:
    by_kind = measure(made, found).by_kind
    assert set(by_kind) == set(KINDS)
    least = {"name_only": (0, 0), "typing": (80, 100), "typing_and_traditional": (80, 100)}
    for kind, (right, count) in by_kind.items():
        low, high = least.get(kind, (0 if kind == "name_only" else 97, 100))
        assert count > 50, kind
        assert right * max(1, high) >= low * count, kind
    assert by_kind["name_only"][0] == 0, "a name is never an identity"


def test_neither_the_order_of_rows_nor_parties_that_have_nothing_to_do_with_it_change_an_answer(
    made: World, found: Resolution
) -> None:
    rows = {name: made.book.rows(name) for name in made.book.names}
    for table in rows.values():
        table.sort(key=lambda row: sha256_hex(repr(sorted(row.items(), key=str)).encode()))
    assert resolve(Book.of_rows(rows), CONFIG).entities.equals(found.entities)
    rows["parties"].append({**rows["parties"][0], **company(uscc(999_999_999), "Zyx Ltd", address="x", phone=None)})
    more = resolve(Book.of_rows(rows), CONFIG)
    assert more.entities.equals(found.entities)
    assert more.party_pairs.equals(found.party_pairs)


def test_planted_where_identifiers_hold_nothing_apart_names_alone_join_strangers(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "telling_codes", lambda _, count: np.full((1, count), -1, np.int32))
    loose = EntityConfig(same_points_min=35, undecided_points_min=1)
    assert measure(made, resolve(made.book, PartiesConfig(entities=loose))).precision < 0.95


PAIRS = [
    ("佛山市順達鋼鐵貿易有限公司", HERE, "same", "traditional characters"),
    ("佛山市顺达钢铁贸易有限责任公司", HERE, "same", "one class of form"),
    ("顺达钢铁贸易有限公司", HERE, "same", "region dropped, told by the address"),
    ("广东省佛山市顺达钢铁贸易有限公司", HERE, "same", "province put before"),
    ("佛山市顺迏钢铁贸易有限公司", HERE, "same", "a typing error"),
    ("佛山市顺达钢铁贸易有限公司", {}, "undecided", "a name alone"),
    ("广州市顺达钢铁贸易有限公司", HERE, "", "another city"),
    ("佛山市顺达钢铁贸易二有限公司", HERE, "", "a numeral more"),
    ("佛山市顺达钢铁物流有限公司", HERE, "", "another trade"),
    ("佛山市顺达纲铁贸易有限公司", HERE, "same", "a typing error in the trade"),
    ("佛山市达顺钢铁贸易有限公司", HERE, "same", "two characters of the brand changed places"),
    ("佛市山顺达钢铁贸易有限公司", HERE, "same", "a typing error in the region"),
    ("山市顺达钢铁贸易有限公司", HERE, "same", "a character of the region left out"),
    ("佛山市顺远钢铁贸易有限公司", HERE, "undecided", "another brand at one address: a sister"),
    ("佛山市顺达兴钢铁贸易有限公司", HERE, "undecided", "a longer brand at one address: a sister"),
]


@pytest.mark.parametrize(("name", "more", "outcome", "why"), PAIRS, ids=[case[-1] for case in PAIRS])
def test_a_mention_beside_a_firm(name: str, more: dict[str, Any], outcome: str, why: str) -> None:
    del why
    told = small_world(parties=[company(OLD, FIRM, **HERE), company("unnamed:1@paper", name, **more)])
    pairs = resolve(told, CONFIG).party_pairs
    assert pairs["outcome"].to_list() == ([outcome] if outcome else [])


SISTERS = [
    ("凯博矿业有限公司", "凯博铝业有限公司", "account:1", "account:2", "undecided"),
    ("凯博矿业有限公司", "凯博铝业有限公司", "account:1", "account:1", "same"),
    ("宏达商贸有限公司", "宏远商贸有限公司", "account:1", "account:2", "undecided"),
    ("宏达商贸有限公司", "宏远商贸有限公司", "account:1", "account:1", "same"),
]


@pytest.mark.parametrize(("one", "other", "account", "other_account", "outcome"), SISTERS)
def test_sisters_without_identifiers_are_told_apart_by_their_accounts_alone(
    one: str, other: str, account: str, other_account: str, outcome: str
) -> None:
    parties = [company("unnamed:1@a", one, **HERE), company("unnamed:2@b", other, **HERE)]
    accounts = [
        {"account_id": account, "owner_id": "unnamed:1@a"},
        {"account_id": other_account, "owner_id": "unnamed:2@b", "source_id": "bank"},
    ]
    pairs = resolve(small_world(parties=parties, bank_accounts=accounts), CONFIG).party_pairs
    assert pairs["outcome"].to_list() == [outcome]
    assert pairs["differs"].to_list() == ["brand_or_trade"]


def test_planted_where_sisters_pass_for_slips_strangers_are_joined(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = [company("unnamed:1@a", "宏达商贸有限公司", **HERE), company("unnamed:2@b", "宏远商贸有限公司", **HERE)]
    told = small_world(parties=without)
    assert resolve(told, CONFIG).entities.is_empty()
    loose = EntityConfig(name_near_points=200, same_points_min=80)
    assert resolve(told, PartiesConfig(entities=loose)).entities.is_empty(), "no sum of points may join sisters"

    def blind(records: Records, blocks: Blocks, config: PartiesConfig) -> Scores:
        scores = score(records, blocks, config)
        scores.points[(scores.differs & 16) > 0] = 80
        return scores

    monkeypatch.setattr(resolving, "score", blind)
    assert measure(made, resolve(made.book, CONFIG)).precision < 0.99


def test_different_valid_identifiers_are_different_parties_whatever_agrees() -> None:
    told = small_world(parties=[company(OLD, FIRM, **HERE), company(NEW, FIRM, **HERE)])
    got = resolve(told, CONFIG)
    assert got.entities.is_empty()
    assert got.party_pairs["outcome"].to_list() == ["look_alike"]
    assert got.party_pairs["differs"].to_list() == ["identifier"]


def test_succession_joins_what_identifiers_hold_apart() -> None:
    link = {"from_id": NEW, "to_id": OLD, "kind": "succeeds", "share_bps": None}
    told = small_world(parties=[company(OLD, FIRM), company(NEW, "另一名称有限公司")], party_links=[link])
    assert resolve(told, CONFIG).entities["entity_id"].unique().to_list() == [min(OLD, NEW)]


IDENTIFIERS = [
    ("uscc", OLD[5:], "registry", True),
    ("uscc", OLD[5:].lower(), "registry", True),
    ("tax_number", OLD[5:], "registry", True),
    ("tax_number", "440606" + OLD[13:22], "registry", True),
    ("uscc", OLD[5:], "borrower", False),
    ("uscc", OLD[5:-1] + ("A" if OLD[-1] != "A" else "B"), "registry", False),
    ("other_number", f"customer:{OLD[5:14]}", "registry", False),
]


@pytest.mark.parametrize(("column", "value", "source", "same"), IDENTIFIERS)
def test_one_identifier_is_one_party_unless_the_borrower_alone_says_so(
    column: str, value: str, source: str, same: bool
) -> None:
    other = company("unnamed:1@paper", "完全不同名称有限公司", source_id=source, **{column: value})
    told = small_world(parties=[company(OLD, FIRM), other])
    assert (resolve(told, CONFIG).entities.height == 2) is same


def test_one_that_is_equally_near_to_two_stays_alone() -> None:
    both = [company(OLD, "佛山市顺达钢铁贸易有限公司", **HERE), company(NEW, "佛山市顺发钢铁贸易有限公司", **HERE)]
    told = small_world(parties=[*both, company("unnamed:1@paper", "佛山市顺迏钢铁贸易有限公司", **HERE)])
    got = resolve(told, CONFIG)
    assert got.entities.is_empty()
    assert sorted(got.party_pairs["outcome"].to_list()) == ["look_alike", "undecided", "undecided"]


def test_an_over_full_block_is_split_and_what_is_left_is_counted() -> None:
    parties = [company(f"unnamed:{n}@p", "宏达贸易有限公司", phone="0757-83001234") for n in range(30)]
    blocks = blocks_of(records_of(small_world(parties=parties)), EntityConfig(block_parties_max=10))
    told = {over.key: (over.blocks_count, over.pairs_left_count) for over in blocks.overfull}
    assert told["phone"] == (1, 30 * 29 // 2)
    assert len(blocks.first) == 0
    cities = [
        company(f"unnamed:{n}@p", f"{'佛山广州上海'[n % 3 * 2 :][:2]}宏达贸易有限公司", phone="0757-83001234")
        for n in range(30)
    ]
    split = blocks_of(records_of(small_world(parties=cities)), EntityConfig(block_parties_max=10))
    assert {(over.key, over.pairs_left_count) for over in split.overfull if over.blocks_count} >= {
        ("phone", 30 * 29 // 2 - 3 * 45)
    }
    assert len(split.first) == 3 * 45
