"""The derived tables: what stands in them, what does not, and that broken links are told and never stop anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hefu.book.book import Book, Row
from hefu.book.checks import BookRefusedError
from hefu.book.schema import SCHEMA
from hefu.core.findings import Finding, Severity
from hefu.core.texts import Language
from hefu.parties import RULES, derive
from hefu.parties.config import PartiesConfig, RelatedConfig
from tests.parties.world import NOW, company, uscc, world

CONFIG = PartiesConfig()
A, B, C, D = (uscc(number) for number in range(1, 5))
HERE = "佛山市中山路18号3栋1201室"


def derived(book: Book, config: PartiesConfig = CONFIG) -> Book:
    for name, table in derive(book, config, NOW).items():
        book = book.with_table(name, table)
    return book


def ask(name: str, book: Book) -> list[Finding]:
    (rule,) = [rule for rule in RULES if rule.name == name]
    found = [answer for answer in rule.check(derived(book), CONFIG, NOW) if isinstance(answer, Finding)]
    for finding in found:
        assert all(finding.message.render(language, rule.texts) for language in Language)
        assert all(finding.clears.render(language, rule.texts) for language in Language)
    return found


def invoice(number: int, seller: str, buyer: str, payable_minor: int = 100_00) -> dict[str, Any]:
    return {"invoice_id": f"i{number}", "seller_id": seller, "buyer_id": buyer, "payable_minor": payable_minor}


def test_an_empty_book_has_empty_tables() -> None:
    tables = derive(world(), CONFIG, NOW)
    assert list(tables) == ["entities", "party_pairs", "groups", "dependences", "suspicions"]
    assert all(table.num_rows == 0 and table.schema == SCHEMA[name].arrow for name, table in tables.items())


def test_a_company_under_two_ids_is_one_in_its_group_and_a_member_under_both() -> None:
    told = company("unnamed:1@paper", "佛山市順達鋼鐵有限公司", phone="138 1234 5678")
    parties = [company(A, "佛山市顺达钢铁有限公司", phone="13812345678"), told, company(B, "控股有限公司")]
    links = [
        {"from_id": B, "to_id": A, "share_bps": 3_000},
        {"from_id": C, "to_id": "unnamed:1@paper", "share_bps": 2_100},
        {"from_id": B, "to_id": C, "share_bps": 9_000},
    ]
    rows = derived(world(parties=parties, party_links=links)).rows("groups")
    members = {row["party_id"]: row["share_bps"] for row in rows}
    assert members == {A: 5_100, "unnamed:1@paper": 5_100, B: None, C: 9_000}
    assert {row["controller_id"] for row in rows} == {B}


DEPENDENCES = """
5000 of 10000 seen            | sales     | 5000 | seen
4999 of 10000 seen            | none      | 0    | seen
5000 seen, 20000 in accounts  | none      | 0    | statement
5000 seen, 8000 in accounts   | sales     | 6250 | statement
"""


@pytest.mark.parametrize("line", DEPENDENCES.strip().splitlines())
def test_dependence_on_a_buyer(line: str) -> None:
    case, basis, share, whole = (cell.strip() for cell in line.split("|"))
    part = int(case.split()[0])
    rest = 10_000 - part if "of" in case else 0
    invoices = [
        invoice(1, A, B, part),
        *([invoice(2, A, C, rest // 2), invoice(3, A, D, rest - rest // 2)] if rest else []),
    ]
    accounts = [] if "accounts" not in case else [_accounts(A, sales_minor=int(case.split()[2]))]
    rows = derived(world(invoices=invoices, statements=accounts)).rows("dependences")
    found = [row for row in rows if row["basis"] == "sales" and row["on_party_id"] == B]
    assert [(row["basis"], row["share_bps"], row["whole"]) for row in found] == (
        [] if basis == "none" else [(basis, int(share), whole)]
    )
    assert all(row["certainty"] == "unconfirmed" and row["evidence_ids"] == "invoices/i1" for row in found)


def _accounts(party_id: str, **figures: int) -> dict[str, Any]:
    period = {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}
    return {"statement_id": f"s-{party_id}", "party_id": party_id, "currency": "CNY", **period, **figures}


def test_an_invoice_that_two_sources_state_counts_once() -> None:
    twice = [invoice(1, A, B, 4_000), {**invoice(1, A, B, 4_000), "source_id": "bank"}, invoice(2, A, C, 6_000)]
    rows = derived(world(invoices=twice)).rows("dependences")
    assert {row["on_party_id"] for row in rows if row["party_id"] == A} == {C}


def test_the_share_of_figures_near_the_end_of_64_bits_is_exact() -> None:
    """The planted defect: ten thousand times the part in 64 bits turns over, and no row would stand."""
    most = 2**63 - 1
    rows = derived(world(invoices=[invoice(1, A, B, most // 2 + 1), invoice(2, A, C, most // 2)])).rows("dependences")
    found = {(row["on_party_id"], row["share_bps"], row["whole_minor"]) for row in rows if row["party_id"] == A}
    assert found == {(B, 5_000, most)}


def test_guarantees_beside_net_assets_and_repayment_from_one_payer() -> None:
    guarantee = {"guarantee_id": "g", "guarantor_id": A, "debtor_id": B, "kind": "joint", "currency": "CNY"}
    payments = [{"payment_id": f"p{one}", "payer_id": D, "payee_id": one} for one in (B, C)]
    loans = [_loan(one) for one in (B, C)]
    book = world(
        guarantees=[{**guarantee, "amount_minor": 60}],
        statements=[_accounts(A, net_assets_minor=100)],
        payments=payments,
        loans=loans,
    )
    rows = derived(book).rows("dependences")
    assert {(row["basis"], row["party_id"], row["on_party_id"], row["share_bps"]) for row in rows} == {
        ("guarantees", A, B, 6_000),
        ("repayment", B, D, 10_000),
        ("repayment", C, D, 10_000),
        ("common_source", B, C, 10_000),
        ("common_source", C, B, 10_000),
    }


def _loan(borrower: str) -> dict[str, Any]:
    money = {"amount_minor": 10, "outstanding_minor": 5, "currency": "CNY", "drawn_on": date(2026, 1, 1)}
    return {"loan_id": f"l-{borrower}", "lender_id": "bank", "borrower_id": borrower, **money, "state": "open"}


def suspicions(book: Book, config: PartiesConfig = CONFIG) -> list[Row]:
    return derived(book, config).rows("suspicions")


def test_two_that_share_an_address_are_suspected_and_a_tower_links_nobody() -> None:
    two = [company(A, "甲有限公司", address=HERE), company(B, "乙有限公司", address=HERE.replace("号", "號"))]
    (row,) = suspicions(world(parties=two))
    assert (row["party_id"], row["other_id"], row["basis"], row["strength_bps"]) == (A, B, "address", 10_000)
    many = [company(uscc(100 + n), f"第{'甲乙丙丁戊己庚辛壬癸'[n]}号贸易有限公司", address=HERE) for n in range(9)]
    (hub,) = suspicions(world(parties=many))
    assert (hub["other_id"], hub["sharers_count"], hub["set_aside"]) == (None, 9, "many")
    wider = PartiesConfig(related=RelatedConfig(sharers_max=9))
    assert len(suspicions(world(parties=many), wider)) == 9 * 8 // 2


def test_an_address_where_agents_register_firms_links_nobody() -> None:
    two = [company(A, "甲有限公司", address=HERE), company(B, "乙有限公司", address=HERE)]
    agent = {"place_id": "x", "name": "中山路18号3栋", "registration_agent": True}
    (row,) = suspicions(world(parties=two, places=[agent]))
    assert (row["other_id"], row["set_aside"]) == (None, "registration_agent")


def test_members_of_one_group_are_not_suspected_of_being_linked() -> None:
    two = [company(A, "甲有限公司", address=HERE), company(B, "乙有限公司", address=HERE)]
    assert suspicions(world(parties=two, party_links=[{"from_id": A, "to_id": B, "share_bps": 6_000}])) == []


def test_seller_and_buyer_of_one_group_are_found_and_of_two_are_not() -> None:
    links = [{"from_id": C, "to_id": one, "share_bps": 6_000} for one in (A, B)]
    (found,) = ask("parties.one_group", world(invoices=[invoice(1, A, B)], party_links=links))
    assert found.severity is Severity.HIGH
    assert {(ref.table, ref.row_id) for ref in found.evidence} == {
        ("party_links", "party_links-0"),
        ("party_links", "party_links-1"),
        ("invoices", "i1"),
    }
    links[1]["share_bps"] = 4_900
    assert ask("parties.one_group", world(invoices=[invoice(1, A, B)], party_links=links)) == []


def test_a_joint_venture_sells_within_both_its_groups() -> None:
    links = [{"from_id": one, "to_id": A, "share_bps": 5_000} for one in (C, D)]
    links.append({"from_id": D, "to_id": B, "share_bps": 10_000})
    (found,) = ask("parties.one_group", world(invoices=[invoice(1, A, B)], party_links=links))
    assert dict(found.message.fields)["controller"] == D


def test_a_shared_person_is_graver_than_a_shared_address() -> None:
    two = [company(A, "甲有限公司", address=HERE), company(B, "乙有限公司", address=HERE)]
    links = [{"from_id": "person:x", "to_id": one, "kind": "directs", "share_bps": None} for one in (A, B)]
    found = ask("parties.suspected_link", world(parties=two, invoices=[invoice(1, A, B)], party_links=links))
    assert [finding.severity for finding in found] == [Severity.LOW, Severity.MEDIUM]
    assert ask("parties.suspected_link", world(parties=two, invoices=[invoice(1, A, C)])) == []


BROKEN = [
    ({"from_id": A, "to_id": "uscc:gone"}, {"party_unknown"}),
    ({"from_id": A, "to_id": B, "share_bps": 12_000}, {"share_impossible"}),
    ({"from_id": A, "to_id": B, "share_bps": -1}, {"share_impossible"}),
    ({"from_id": A, "to_id": B, "share_bps": None}, {"share_missing"}),
    ({"from_id": A, "to_id": A, "share_bps": 100}, {"holds_itself"}),
    ({"from_id": A, "to_id": B, "share_bps": 100}, set()),
]


@pytest.mark.parametrize(("link", "codes"), BROKEN)
def test_a_broken_link_is_told_by_its_row_and_stops_nothing(link: dict[str, Any], codes: set[str]) -> None:
    book = world(parties=[company(A, "甲有限公司"), company(B, "乙有限公司")], party_links=[link])
    found = ask("parties.broken_links", book)
    assert {finding.message.code for finding in found} == codes
    assert all(ref.row_id == "party_links-0" for finding in found for ref in finding.evidence)


def test_a_link_that_ends_before_it_begins_is_refused_by_its_row() -> None:
    days = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}
    with pytest.raises(BookRefusedError, match=r"party_links, row 1, valid_to"):
        world(party_links=[{"from_id": A, "to_id": B, **days}])


def test_shares_above_the_whole_are_told_with_every_row() -> None:
    parties = [company(one, f"{name}有限公司") for one, name in ((A, "甲"), (B, "乙"), (C, "丙"))]
    links = [{"from_id": one, "to_id": C, "share_bps": 6_000} for one in (A, B)]
    (found,) = ask("parties.broken_links", world(parties=parties, party_links=links))
    assert found.message.code == "shares_above_whole"
    assert len(found.evidence) == 2


def test_links_count_within_their_days_only() -> None:
    ended = {"from_id": A, "to_id": B, "share_bps": 6_000, "valid_to": date(2026, 6, 1)}
    assert derived(world(party_links=[ended])).rows("groups") == []
    ended["valid_to"] = date(2026, 6, 2)
    assert len(derived(world(party_links=[ended])).rows("groups")) == 2
