"""parties.look_alike: a look-alike is found, its innocent twin is not, and what cannot be told is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.core.findings import Answer, Finding
from hefu.core.texts import Language
from hefu.parties import RULES
from hefu.parties.config import PartiesConfig
from tests.parties.world import LATER, NOW, company, uscc, world

RULE = RULES[0]
OLD, NEW, SELLER = uscc(1), uscc(2), uscc(3)
CONFIG = PartiesConfig()

LOOK_ALIKES = """
佛山市顺达钢铁贸易有限公司   | 佛山市顺达钢铁贸易有限公司   | high   | same_name
佛山市顺达钢铁贸易有限公司   | 佛山市顺迏钢铁贸易有限公司   | high   | nearly_same_name
佛山市顺达钢铁贸易有限公司   | 佛山市达顺钢铁贸易有限公司   | high   | nearly_same_name
佛山市顺达钢铁贸易有限公司   | 佛山顺达钢铁贸易有限公司     | high   | nearly_same_name
佛山市顺达钢铁贸易有限公司   | 佛山市顺达钢铁贸易股份有限公司 | high | other_legal_form
Carrefour Trading Ltd        | Carrefour  Trading, LTD.     | high   | same_name
Carrefour Trading Ltd        | Carrefour Trading GmbH       | high   | other_legal_form
Carrefour Trading Ltd        | Carrefuor Trading Ltd        | high   | nearly_same_name
Carrefour Trading Ltd        | Carefour Tradings Ltd        | high   | nearly_same_name
Carrefour Trading Ltd        | Саrrefour Trading Ltd        | high   | altered_name
岭北重工设备股份有限公司     | 岭北重工装备股份有限公司     | high   | nearly_same_name
佛山市順迏鋼鐵貿易有限公司   | 佛山市顺达钢铁贸易有限公司   | high   | nearly_same_name
江苏宏达贸易有限公司         | 江西宏达贸易有限公司         | low    | differs_by_place
红星钢铁第一厂               | 红星钢铁第二厂               | low    | differs_by_number
Red Star Works 1 Ltd         | Red Star Works 12 Ltd        | low    | differs_by_number
"""
INNOCENT = """
佛山市顺达钢铁贸易有限公司   | 深圳市远洋电子科技有限公司
佛山市顺达钢铁贸易有限公司   | 佛山市顺达钢铁贸易有限公司广州分公司
华为有限公司                 | 华远有限公司
ABC Ltd                      | ABD Ltd
Nordic Steel Ltd             | Nordic Foods Ltd
北京宏达贸易有限公司         | 上海宏达贸易有限公司
西安凯博明矿业有限公司       | 西安凯博明铝业有限公司
西安凯博明机械有限公司       | 西安凯博明机电设备有限公司
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def trade(old_name: str, new_name: str, **more: list[dict[str, Any]]) -> Book:
    """Two buyers of one seller; the second became known later."""
    return world(
        **{
            "parties": [company(OLD, old_name), company(NEW, new_name, known_at=LATER), company(SELLER, "卖方")],
            "invoices": [
                {"invoice_id": "i1", "seller_id": SELLER, "buyer_id": OLD},
                {"invoice_id": "i2", "seller_id": SELLER, "buyer_id": NEW},
            ],
            **more,
        }
    )


def ask(book: Book) -> list[Answer]:
    return list(RULE.check(book, CONFIG, NOW))


def codes(book: Book) -> list[tuple[str, str]]:
    return [
        (a.severity.code, a.message.code) if isinstance(a, Finding) else ("unassessed", a.reason.code)
        for a in ask(book)
    ]


@pytest.mark.parametrize(("old", "new", "severity", "code"), table(LOOK_ALIKES))
def test_a_look_alike_is_found(old: str, new: str, severity: str, code: str) -> None:
    assert codes(trade(old, new)) == [(severity, code)]


@pytest.mark.parametrize(("old", "new"), table(INNOCENT))
def test_its_innocent_twin_is_not(old: str, new: str) -> None:
    assert codes(trade(old, new)) == []


def test_a_hidden_mark_is_told() -> None:
    assert codes(trade("Carrefour Trading Ltd", "Carre\u200bfour Trading Ltd")) == [("high", "altered_name")]


def test_the_finding_names_both_and_rests_on_their_rows_and_on_the_newer_ones_papers() -> None:
    (found,) = ask(trade("佛山市顺达钢铁贸易有限公司", "佛山市顺迏钢铁贸易有限公司"))
    assert isinstance(found, Finding)
    assert [(ref.table, ref.row_id) for ref in found.subjects] == [("parties", NEW), ("parties", OLD)]
    rows = {(ref.table, ref.row_id) for ref in found.evidence}
    assert rows == {("parties", NEW), ("parties", OLD), ("invoices", "i2")}
    assert found.at_risk is not None
    assert found.at_risk.amount_minor == 100_00
    for language, name in ((Language.EN, "written nearly like"), (Language.ZH, "名称近似")):
        said = found.message.render(language, RULE.texts)
        assert name in said
        assert OLD in said
        assert NEW in said


STANDING = """
both in invoices        | high
one in an invoice       | medium
one in an order         | medium
neither                 | none
"""


@pytest.mark.parametrize(("case", "severity"), table(STANDING))
def test_how_grave_it_is_depends_on_where_they_stand(case: str, severity: str) -> None:
    papers: dict[str, dict[str, list[dict[str, Any]]]] = {
        "both in invoices": {},
        "one in an invoice": {"invoices": [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": NEW}]},
        "one in an order": {"invoices": [], "orders": [{"seller_id": SELLER, "buyer_id": NEW}]},
        "neither": {"invoices": []},
    }
    found = codes(trade("佛山市顺达钢铁贸易有限公司", "佛山市顺迏钢铁贸易有限公司", **papers[case]))
    assert [one for one, _ in found] == ([] if severity == "none" else [severity])


def test_an_equal_name_is_grave_even_where_the_other_stands_in_no_paper() -> None:
    book = trade("顺达钢铁公司", "顺达钢铁公司", invoices=[{"invoice_id": "i", "seller_id": SELLER, "buyer_id": NEW}])
    assert codes(book) == [("high", "same_name")]


def link(row: dict[str, Any]) -> list[tuple[str, str]]:
    return codes(trade("红星钢铁贸易公司", "红心钢铁贸易公司", party_links=[row]))


LINKS = """
registry | owns     | 10000 | none
registry | owns     | 5000  | none
registry | owns     | 4999  | high
registry | controls |       | none
registry | kin      |       | high
borrower | owns     | 10000 | high
"""


@pytest.mark.parametrize(("source", "kind", "share", "expected"), table(LINKS))
def test_sister_companies_may_bear_like_names_if_another_than_the_borrower_says_they_are(
    source: str, kind: str, share: str, expected: str
) -> None:
    found = link(
        {"from_id": OLD, "to_id": NEW, "kind": kind, "share_bps": int(share) if share else None, "source_id": source}
    )
    assert [severity for severity, _ in found] == ([] if expected == "none" else [expected])


def test_a_link_that_has_ended_excuses_nothing() -> None:
    ended = {"from_id": OLD, "to_id": NEW, "valid_to": NOW.today}
    assert link(ended) == [("high", "nearly_same_name")]


def test_two_ids_with_an_identifier_in_common_are_one_party() -> None:
    name, other = "顺达钢铁公司", "lei:5493001KJTIIGC8Y1R12"
    parties = [company(OLD, name), company(other, name, uscc=OLD.removeprefix("uscc:")), company(SELLER, "卖方")]
    invoices = [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": other}]
    assert codes(world(parties=parties, invoices=invoices)) == []


def test_unless_only_the_borrower_says_so() -> None:
    name, other = "顺达钢铁公司", "lei:5493001KJTIIGC8Y1R12"
    claimed = company(other, name, uscc=OLD.removeprefix("uscc:"), source_id="borrower")
    book = world(
        parties=[company(OLD, name), claimed], invoices=[{"invoice_id": "i", "seller_id": OLD, "buyer_id": other}]
    )
    assert codes(book) == [("unassessed", "identity_unknown")]


def test_a_former_name_of_one_id_is_no_pair() -> None:
    parties = [company(OLD, "顺达钢铁公司"), company(OLD, "顺迏钢铁公司", source_id="bank"), company(SELLER, "卖方")]
    assert codes(world(parties=parties, invoices=[{"invoice_id": "i", "seller_id": SELLER, "buyer_id": OLD}])) == []


def test_a_trading_name_is_compared_too() -> None:
    parties = [company(OLD, "Carrefour SA"), company(NEW, "Harbour Shell 9 Ltd", other_names="HS9; Carrefour S.A.")]
    invoices = [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": NEW}]
    book = world(parties=[*parties, company(SELLER, "卖方")], invoices=invoices)
    assert codes(book) == [("high", "same_name")]


UNNAMED = """
顺达钢铁公司        | unassessed | identity_unknown
顺迏钢铁公司        | high       | nearly_same_name
"""


@pytest.mark.parametrize(("name", "severity", "code"), table(UNNAMED))
def test_a_party_without_identifier_that_bears_a_known_name_is_of_unknown_identity(
    name: str, severity: str, code: str
) -> None:
    mentions = [f"unnamed:{name}@s{number}" for number in (1, 2)]
    parties = [company(OLD, "顺达钢铁公司"), *(company(one, name) for one in mentions)]
    payments = [{"payment_id": one, "payer_id": one, "payee_id": SELLER} for one in mentions]
    invoices = [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": OLD}]
    assert codes(world(parties=parties, payments=payments, invoices=invoices)) == [(severity, code)]


def test_another_trade_beside_one_without_identifier_is_told_as_a_mere_hint() -> None:
    parties = [
        company(OLD, "凯博明矿业有限公司"),
        company("unnamed:x@1", "凯博明铝业有限公司"),
        company(SELLER, "卖方"),
    ]
    payments = [{"payment_id": "p", "payer_id": "unnamed:x@1", "payee_id": SELLER}]
    invoices = [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": OLD}]
    assert codes(world(parties=parties, payments=payments, invoices=invoices)) == [("low", "differs_by_trade")]


IDENTIFIERS = """
one changed     | high
two transposed  | high
two changed     | medium
"""


@pytest.mark.parametrize(("slip", "severity"), table(IDENTIFIERS))
def test_an_identifier_whose_check_digit_is_wrong_is_told_and_whose_it_resembles(slip: str, severity: str) -> None:
    value = OLD.removeprefix("uscc:")
    wrong = {
        "one changed": value[:10] + "7" + value[11:],
        "two transposed": value[:1] + value[2] + value[1] + value[3:],
        "two changed": value[:10] + "77" + value[12:],
    }[slip]
    parties = [company(OLD, "佛山钢铁"), company(f"uscc?:{wrong}", "完全不同的名称"), company(SELLER, "卖方")]
    invoices = [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": f"uscc?:{wrong}"}]
    code = "identifier_one_off" if severity == "high" else "identifier_wrong"
    assert value != wrong
    assert codes(world(parties=parties, invoices=invoices)) == [(severity, code)]


def test_identifiers_of_parties_that_stand_in_no_paper_are_not_asked_about() -> None:
    value = uscc(7).removeprefix("uscc:")
    parties = [
        company(f"uscc:{value}", "甲"),
        company(f"uscc?:{value[:10]}7{value[11:]}", "乙"),
        company(SELLER, "卖方"),
    ]
    book = world(parties=parties, invoices=[{"invoice_id": "i", "seller_id": SELLER, "buyer_id": OLD}])
    assert codes(book) == []


ACCOUNTS = """
account:6222020402011112227 | account:6222020402011112228 | other | account_one_off
account:6222020402011112227 | account:6222020402011112272 | other | account_one_off
account:6222020402011112227 | account:6222020402011112228 | same  | none
account:6222020402011112227 | account:6222020402011112228 | claim | account_one_off
account:6222020402011112227 | account:6222020402011115555 | other | none
account:6222020402011112227 | account:622202040201111222  | other | none
"""


@pytest.mark.parametrize(("left", "right", "owner", "expected"), table(ACCOUNTS))
def test_accounts_one_character_apart_are_told_unless_one_owner_keeps_both(
    left: str, right: str, owner: str, expected: str
) -> None:
    accounts = [
        {"account_id": left, "owner_id": SELLER},
        {
            "account_id": right,
            "owner_id": OLD if owner == "other" else SELLER,
            "source_id": "borrower" if owner == "claim" else "registry",
        },
    ]
    invoices = [{"invoice_id": "i", "seller_id": SELLER, "buyer_id": OLD, "payee_account_id": left}]
    payments = [{"payment_id": "p", "payer_id": OLD, "payee_id": SELLER, "payee_account_id": right}]
    parties = [company(OLD, "买方甲乙"), company(SELLER, "卖方")]
    found = codes(world(parties=parties, bank_accounts=accounts, invoices=invoices, payments=payments))
    assert found == ([] if expected == "none" else [("medium", expected)])


NAMES = st.text(alphabet="宏达顺利江苏西abcо ", min_size=3, max_size=9)


@given(st.lists(NAMES, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(names: list[str], chance: Any) -> None:  # noqa: ANN401 - a Random
    parties = [company(uscc(number), f"{name}有限公司") for number, name in enumerate(names)]
    payments = [{"payment_id": f"p{n}", "payer_id": uscc(n), "payee_id": SELLER} for n in range(len(names))]
    shuffled = list(parties)
    chance.shuffle(shuffled)
    here = ask(world(parties=parties, payments=payments))
    assert here == ask(world(parties=shuffled, payments=payments[::-1]))


def test_every_text_speaks_both_languages() -> None:
    for code, text in RULE.texts.items():
        assert text.en != text.zh, code
        assert text.en.count("{") == text.zh.count("{"), code
