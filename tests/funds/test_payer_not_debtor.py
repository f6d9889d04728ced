"""funds.payer_not_debtor: each lawful way of paying passes, each other payer is told, the unknown is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.core.findings import Answer, Finding
from hefu.core.texts import Language
from hefu.funds import RULES
from hefu.funds.config import FundsConfig
from tests.parties.world import NOW, company, uscc, world

RULE = RULES[0]
SELLER, DEBTOR, TREASURY, STRANGER, TWIN, SISTER, PARENT, LENDER = (uscc(number) for number in range(10, 18))
PARTIES = [
    company(SELLER, "佛山市顺达钢铁贸易有限公司"),
    company(DEBTOR, "广州市远洋造船有限公司"),
    company(TREASURY, "华南财务有限公司"),
    company(STRANGER, "深圳市鑫盛商贸有限公司"),
    company(TWIN, "广州市远样造船有限公司"),
    company(SISTER, "佛山市恒通物流有限公司"),
    company(PARENT, "海洋重工集团"),
    company(LENDER, "某某银行", kind="bank"),
]
IDS = {
    "seller": SELLER,
    "debtor": DEBTOR,
    "treasury": TREASURY,
    "stranger": STRANGER,
    "twin": TWIN,
    "sister": SISTER,
    "lender": LENDER,
}


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def paid(payment: dict[str, Any], **more: list[dict[str, Any]]) -> Book:
    """One invoice of the seller on the debtor, settled by one payment."""
    tables: dict[str, list[dict[str, Any]]] = {
        "parties": PARTIES,
        "invoices": [{"invoice_id": "i1", "seller_id": SELLER, "buyer_id": DEBTOR}],
        "payments": [{"payment_id": "p1", "payee_id": SELLER, "source_id": "bank", **payment}],
        "allocations": [{"payment_id": "p1", "invoice_id": "i1"}],
        **more,
    }
    return world(**tables)


def ask(book: Book) -> list[Answer]:
    return list(RULE.check(book, FundsConfig(), NOW))


def codes(book: Book) -> list[tuple[str, str]]:
    return [
        (a.severity.code, a.message.code) if isinstance(a, Finding) else ("unassessed", a.reason.code)
        for a in ask(book)
    ]


def expect(severity: str, code: str) -> list[tuple[str, str]]:
    return [] if severity == "none" else [(severity, code)]


PAYERS = """
debtor   | none |
stranger | high | payer_is_third_party
treasury | high | payer_is_third_party
twin     | high | payer_looks_like_debtor
seller   | stop | seller_pays_itself
"""


@pytest.mark.parametrize(("payer", "severity", "code"), table(PAYERS))
def test_who_paid(payer: str, severity: str, code: str) -> None:
    assert codes(paid({"payer_id": IDS[payer]})) == expect(severity, code)


NAMED_ONLY = """
广州市远洋造船有限公司             | unassessed | payer_unknown
广州市远洋造船有限公司深圳分公司   | unassessed | payer_unknown
                                   | unassessed | payer_unnamed
广州市远样造船有限公司             | high       | payer_looks_like_debtor
深圳市鑫盛商贸有限公司             | high       | payer_is_third_party
"""


@pytest.mark.parametrize(("name", "severity", "code"), table(NAMED_ONLY))
def test_a_name_alone_is_no_proof_and_another_name_is_an_answer(name: str, severity: str, code: str) -> None:
    assert codes(paid({"payer_name": name or None})) == [(severity, code)]
    unnamed = company("unnamed:x@bank", name or None)  # type: ignore[arg-type]  # a payer whose name is not stated
    assert codes(paid({"payer_id": "unnamed:x@bank"}, parties=[*PARTIES, unnamed])) == [(severity, code)]


OWNERS = """
stated payer | owner    | said by  | severity   | code
             | debtor   | registry | none       |
stranger     | debtor   | bank     | none       |
             | debtor   | borrower | unassessed | payer_unnamed
debtor       | stranger | bank     | high       | payer_is_third_party
debtor       | seller   | bank     | stop       | seller_pays_itself
seller       | debtor   | bank     | stop       | seller_pays_itself
"""


@pytest.mark.parametrize(("payer", "owner", "source", "severity", "code"), table(OWNERS)[1:])
def test_the_payer_is_who_owns_the_account(payer: str, owner: str, source: str, severity: str, code: str) -> None:
    account = {"account_id": "account:1001", "owner_id": IDS[owner], "source_id": source}
    payment = {"payer_id": IDS.get(payer), "payer_account_id": "account:1001"}
    assert codes(paid(payment, bank_accounts=[account])) == expect(severity, code)


AUTHORISATIONS = """
source   | from       | to         | creditor | limit  | severity | code
buyer    |            |            |          |        | none     |
buyer    | 2026-05-01 | 2026-05-02 | seller   | 100_00 | none     |
buyer    | 2026-05-02 |            |          |        | medium   | authorisation_falls_short
buyer    |            | 2026-05-01 |          |        | medium   | authorisation_falls_short
buyer    |            |            | stranger |        | medium   | authorisation_falls_short
buyer    |            |            |          | 99_99  | medium   | authorisation_falls_short
borrower |            |            |          |        | medium   | authorisation_falls_short
"""


@pytest.mark.parametrize(("source", "start", "end", "creditor", "limit", "severity", "code"), table(AUTHORISATIONS)[1:])
def test_an_authorised_payer_is_lawful_within_the_authorisation(
    *, source: str, start: str, end: str, creditor: str, limit: str, severity: str, code: str
) -> None:
    row = {
        "payer_id": TREASURY,
        "debtor_id": DEBTOR,
        "creditor_id": IDS.get(creditor),
        "limit_minor": int(limit) if limit else None,
        "currency": "CNY",
        "valid_from": date.fromisoformat(start) if start else None,
        "valid_to": date.fromisoformat(end) if end else None,
        "source_id": source,
    }
    assert codes(paid({"payer_id": TREASURY}, payer_authorisations=[row])) == expect(severity, code)


def test_a_limit_in_another_currency_covers_nothing() -> None:
    row = {"payer_id": TREASURY, "debtor_id": DEBTOR, "limit_minor": 10**9, "currency": "USD", "source_id": "buyer"}
    found = codes(paid({"payer_id": TREASURY}, payer_authorisations=[row]))
    assert found == [("medium", "authorisation_falls_short")]


def test_an_account_counts_for_its_owner_of_that_day() -> None:
    account = {"account_id": "account:1001", "owner_id": DEBTOR, "source_id": "bank", "valid_to": date(2026, 5, 1)}
    payment = {"payer_id": STRANGER, "payer_account_id": "account:1001"}
    assert codes(paid(payment, bank_accounts=[account])) == [("high", "payer_is_third_party")]
    before = {**payment, "booked_on": None, "valued_on": date(2026, 4, 30)}
    assert codes(paid(before, bank_accounts=[account])) == []


def test_an_authorisation_for_another_debtor_covers_nothing() -> None:
    row = {"payer_id": STRANGER, "debtor_id": SISTER, "source_id": "buyer"}
    found = codes(paid({"payer_id": STRANGER}, payer_authorisations=[row]))
    assert found == [("high", "payer_is_third_party")]


WAYS = """
way      | ultimate | severity | code
bill     | debtor   | none     |
set_off  | debtor   | none     |
bill     | stranger | high     | payer_is_third_party
bill     |          | high     | payer_is_third_party
transfer | debtor   | medium   | payer_claims_debtor
"""


@pytest.mark.parametrize(("way", "ultimate", "severity", "code"), table(WAYS)[1:])
def test_a_bill_or_set_off_may_pass_through_others(way: str, ultimate: str, severity: str, code: str) -> None:
    payment = {"payer_id": STRANGER, "way": way, "ultimate_payer_id": IDS.get(ultimate)}
    assert codes(paid(payment)) == expect(severity, code)


def owns(upper: str, lower: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of any kind
    return {"from_id": upper, "to_id": lower, **more}


GROUPS = {
    "the seller's subsidiary": ([owns(SELLER, SISTER)], "stop", "seller_pays_itself"),
    "as the borrower itself admits": ([owns(SELLER, SISTER, source_id="borrower")], "stop", "seller_pays_itself"),
    "the seller's sister": ([owns(PARENT, SELLER), owns(PARENT, SISTER)], "stop", "seller_pays_itself"),
    "whoever directs the seller": ([owns(SISTER, SELLER, kind="directs")], "stop", "seller_pays_itself"),
    "a small holding": ([owns(SELLER, SISTER, share_bps=900)], "high", "payer_is_third_party"),
    "an address in common": ([owns(SELLER, SISTER, kind="shares_address")], "high", "payer_is_third_party"),
    "the debtor's subsidiary": ([owns(DEBTOR, SISTER)], "medium", "payer_is_debtor_affiliate"),
    "once the seller's": ([owns(SELLER, SISTER, valid_to=date(2026, 4, 1))], "high", "payer_is_third_party"),
}


@pytest.mark.parametrize(("links", "severity", "code"), GROUPS.values(), ids=GROUPS)
def test_groups(links: list[dict[str, Any]], severity: str, code: str) -> None:
    assert codes(paid({"payer_id": SISTER}, party_links=links)) == [(severity, code)]


SEVERAL = """
treasury | transfer | none |
seller   | transfer | stop | seller_pays_itself
seller   | set_off  | none |
"""


@pytest.mark.parametrize(("payer", "way", "severity", "code"), table(SEVERAL))
def test_a_finance_company_may_serve_both_groups_but_the_seller_pays_itself_only_by_set_off(
    payer: str, way: str, severity: str, code: str
) -> None:
    links = [owns(PARENT, SELLER), owns(PARENT, DEBTOR), owns(PARENT, TREASURY)]
    row = {"payer_id": IDS[payer], "debtor_id": DEBTOR, "way": "set_off", "source_id": "buyer"}
    book = paid({"payer_id": IDS[payer], "way": way}, party_links=links, payer_authorisations=[row])
    assert codes(book) == expect(severity, code)


PAYEES = """
payee    | account      | on invoice   | locked       | holder | severity | code
seller   |              |              |              |        | none     |
stranger |              |              |              |        | medium   | paid_elsewhere
lender   |              |              |              | lender | none     |
stranger | account:1001 | account:1001 |              |        | none     |
seller   | account:1002 | account:1001 |              |        | none     |
stranger | account:1002 | account:1001 |              |        | medium   | paid_elsewhere
seller   | account:1001 |              | account:1001 |        | none     |
seller   | account:1002 |              | account:1001 |        | medium   | paid_elsewhere
seller   | account:1002 | account:1002 | account:1001 |        | medium   | paid_elsewhere
"""


@pytest.mark.parametrize(("payee", "account", "on_invoice", "locked", "holder", "severity", "code"), table(PAYEES)[1:])
def test_where_the_money_may_go(
    *, payee: str, account: str, on_invoice: str, locked: str, holder: str, severity: str, code: str
) -> None:
    more: dict[str, list[dict[str, Any]]] = {
        "invoices": [
            {"invoice_id": "i1", "seller_id": SELLER, "buyer_id": DEBTOR, "payee_account_id": on_invoice or None}
        ]
    }
    if locked:
        more["confirmations"] = [{"invoice_id": "i1", "debtor_id": DEBTOR, "payee_account_id": locked}]
    if holder:
        claim = {"creditor_id": SELLER, "debtor_id": DEBTOR, "state": "assigned", "amount_minor": 1, "currency": "CNY"}
        more["receivables"] = [{**claim, "invoice_id": "i1", "holder_id": IDS[holder]}]
    payment = {"payer_id": DEBTOR, "payee_id": IDS[payee], "payee_account_id": account or None}
    assert codes(paid(payment, **more)) == expect(severity, code)


def test_an_invoice_of_two_tellers_who_disagree_on_the_debtor_is_not_settled_by_one_of_the_two() -> None:
    told = [
        {"invoice_id": "i1", "seller_id": SELLER, "buyer_id": DEBTOR},
        {"invoice_id": "i1", "seller_id": SELLER, "buyer_id": STRANGER, "source_id": "borrower"},
    ]
    assert codes(paid({"payer_id": STRANGER}, invoices=told)) == [("high", "payer_is_third_party")]


def test_what_cannot_be_asked_is_said() -> None:
    none = paid({"payer_id": DEBTOR}, payments=[], allocations=[])
    unallocated = paid({"payer_id": STRANGER}, allocations=[])
    loose = paid({"payer_id": DEBTOR}, allocations=[{"payment_id": "p1", "invoice_id": "elsewhere"}])
    assert codes(none) == [("unassessed", "no_payment")]
    assert codes(unallocated) == [("unassessed", "no_payment_allocated")]
    assert codes(loose) == [("unassessed", "settlement_row_missing")]


def test_a_payment_of_two_invoices_is_one_finding_with_the_sum_at_risk() -> None:
    invoices = [{"invoice_id": one, "seller_id": SELLER, "buyer_id": DEBTOR} for one in ("i1", "i2")]
    parts = [{"payment_id": "p1", "invoice_id": one, "amount_minor": 40_00} for one in ("i1", "i2")]
    (found,) = ask(paid({"payer_id": STRANGER}, invoices=invoices, allocations=parts))
    assert isinstance(found, Finding)
    assert found.at_risk is not None
    assert found.at_risk.amount_minor == 80_00
    assert [ref.row_id for ref in found.subjects] == ["p1", "i1", "i2", STRANGER]


def test_stenn_replayed_every_payment_of_a_look_alike_or_a_shell_is_told() -> None:
    """2024: invoices on large buyers were repaid by companies with nearly their names, and by shells."""
    buyers = ["Carrefour Import SA", "Metro Sourcing GmbH", "Auchan Logistics SAS"]
    payers = ["Carrefuor Import SA", "Metro Sourcing Ltd", "Golden Harbour Holdings Ltd"]
    parties = [company(uscc(100 + n), name) for n, name in enumerate(buyers)]
    parties += [company(uscc(200 + n), name) for n, name in enumerate(payers)]
    book = world(
        parties=[*PARTIES, *parties],
        invoices=[{"invoice_id": f"i{n}", "seller_id": SELLER, "buyer_id": uscc(100 + n)} for n in range(3)],
        payments=[{"payment_id": f"p{n}", "payer_id": uscc(200 + n), "payee_id": SELLER} for n in range(3)],
        allocations=[{"payment_id": f"p{n}", "invoice_id": f"i{n}"} for n in range(3)],
    )
    look_alike, third = ("high", "payer_looks_like_debtor"), ("high", "payer_is_third_party")
    assert codes(book) == [look_alike, look_alike, third]


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    payers = [DEBTOR, STRANGER, TWIN, SELLER, SISTER, TREASURY]
    payments = [{"payment_id": f"p{n}", "payer_id": payers[n], "payee_id": SELLER} for n in range(6)]
    parts = [{"allocation_id": f"a{n}", "payment_id": f"p{n}", "invoice_id": "i1"} for n in range(6)]
    here = ask(paid({}, payments=payments, allocations=parts))
    there = ask(
        paid({}, payments=[payments[n] for n in order], allocations=[parts[n] for n in order], parties=PARTIES[::-1])
    )
    assert here == there
    assert len(here) == 5


def test_every_text_speaks_both_languages_and_says_no_word_of_fraud_in_what_would_clear_it() -> None:
    for code, text in RULE.texts.items():
        assert text.en.count("{") == text.zh.count("{"), code
        if code.startswith("clear_"):
            assert not any(word in text.zh + text.en for word in ("欺诈", "造假", "fraud", "suspic")), code
    (found,) = ask(paid({"payer_id": STRANGER}))
    assert isinstance(found, Finding)
    assert "鑫盛" in found.message.render(Language.ZH, RULE.texts)
    assert found.clears.render(Language.EN, RULE.texts)
