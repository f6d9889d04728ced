"""Interest, penalties, compound and late interest, reserves and the order of payment, against rational numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from hefu.core.money import BPS_WHOLE, Rounding, divide
from hefu.credit import interest, late
from hefu.credit.interest import Terms, account_on, penalty_interest, simple_interest
from hefu.credit.late import late_rate
from hefu.credit.payment_order import Owed, Part, settle
from tests.credit.amounts import KINDS, first_difference
from tests.credit.cases import cases


@pytest.mark.parametrize("name", KINDS)
def test_random_amounts_agree_with_rational_numbers(name: str) -> None:
    assert first_difference(KINDS[name], 20261125, 60 if name == "compound account" else 2_000) is None


def _year_of_365(principal: int, rate: int, uplift: int, days: int, year: int) -> int:
    return penalty_interest(principal, rate, uplift, days, year + 5)


def _rounded_down(principal: int, rate: int, uplift: int, days: int, year: int) -> int:
    numerator = principal * rate * (BPS_WHOLE + uplift) * days
    return divide(numerator, BPS_WHOLE * BPS_WHOLE * year, Rounding.DOWN)


def _rate_rounded_first(principal: int, rate: int, uplift: int, days: int, year: int) -> int:
    raised = divide(rate * (BPS_WHOLE + uplift), BPS_WHOLE, Rounding.HALF_UP)
    return divide(principal * raised * days, BPS_WHOLE * year, Rounding.HALF_UP)


@pytest.mark.parametrize("planted", [_year_of_365, _rounded_down, _rate_rounded_first])
@pytest.mark.parametrize("name", ["penalty interest", "compound account"])
def test_a_planted_defect_of_penalty_interest_is_caught(
    planted: Callable[..., int], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interest, "penalty_interest", planted)
    assert first_difference(KINDS[name], 20261125, 2_000) is not None


def test_planted_defects_of_the_other_kinds_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interest, "INTEREST_ROUNDING", Rounding.HALF_EVEN)
    monkeypatch.setattr(late, "LATE_ROUNDING", Rounding.UP)
    monkeypatch.setattr(
        "tests.credit.amounts.allocate", lambda whole, weights: tuple(whole // len(weights) for _ in weights)
    )
    for name in ("interest", "late interest", "shared-out reserve"):
        assert first_difference(KINDS[name], 20261125, 2_000) is not None


def test_principal_before_interest_is_caught_where_the_law_says_interest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = (Part.COSTS, Part.PRINCIPAL, Part.INTEREST)
    monkeypatch.setattr(interest, "settle", lambda paid, owed: settle(paid, owed, turned))
    assert first_difference(KINDS["compound account"], 20261125, 500) is not None


SIMPLE = """
principal     rate  days  year  interest
1000000_00    435   0     360   0
1000000_00    435   1     360   120_83
1000000_00    435   30    360   3625_00
1000000_00    435   365   360   44104_17
1000000_00    435   365   365   43500_00
# half a fen goes up, the least below it down
179_99        100   1     360   0
180_00        100   1     360   1
180_01        100   1     360   1
539_99        100   1     360   1
540_00        100   1     360   2
"""


@pytest.mark.parametrize(("principal", "rate", "days", "year", "expected"), cases(SIMPLE))
def test_interest_is_actual_days_over_the_year_rounded_half_up(
    principal: str, rate: str, days: str, year: str, expected: str
) -> None:
    assert simple_interest(int(principal), int(rate), int(days), int(year)) == int(expected)


ACCOUNTS = """
until       paid                  interest  penalty  compound  principal
# drawn 2026-01-05 at 3.6 %, 100000.00, settled on the 20th, due 2026-03-05, penalty half as much again
2026-01-05  -                     0         0        0         100000_00
2026-01-06  -                     10_00     0        0         100000_00
2026-01-21  -                     160_00    0        0         100000_00
2026-01-22  -                     170_00    0        2         100000_00
2026-02-21  -                     470_00    0        50        100000_00
2026-03-05  -                     590_00    0        1_06      100000_00
2026-03-06  -                     590_00    15_00    1_15      100000_00
2026-03-21  -                     590_00    240_00   2_48      100000_00
# paid in time: nothing is compounded
2026-02-21  2026-01-21:16000      310_00    0        0         100000_00
# interest first, the rest to principal
2026-01-22  2026-01-21:26000      9_99      0        0         99900_00
"""


@pytest.mark.parametrize(("until", "paid", "interest_minor", "penalty", "compound", "principal"), cases(ACCOUNTS))
def test_a_loan_s_account_day_by_day(
    until: str, paid: str, interest_minor: str, penalty: str, compound: str, principal: str
) -> None:
    terms = Terms(360, 5000, date(2026, 1, 5), date(2026, 3, 5), 20, 360)
    payments = {} if paid == "-" else {date.fromisoformat(paid[:10]): int(paid[11:])}
    account = account_on(100_000_00, terms, payments, date.fromisoformat(until))
    found = (account.interest_minor, account.penalty_minor, account.compound_minor, account.principal_minor)
    assert found == (int(interest_minor), int(penalty), int(compound), int(principal))


ORDERS = """
paid  costs  interest  principal  order                     answer
0     5      10        100        costs,interest,principal  0,0,0,0
4     5      10        100        costs,interest,principal  4,0,0,0
5     5      10        100        costs,interest,principal  5,0,0,0
6     5      10        100        costs,interest,principal  5,1,0,0
15    5      10        100        costs,interest,principal  5,10,0,0
16    5      10        100        costs,interest,principal  5,10,1,0
115   5      10        100        costs,interest,principal  5,10,100,0
116   5      10        100        costs,interest,principal  5,10,100,1
101   5      10        100        principal,interest,costs  0,1,100,0
"""


@pytest.mark.parametrize(("paid", "costs", "owed", "principal", "order", "answer"), cases(ORDERS))
def test_a_payment_goes_to_costs_interest_and_principal_unless_agreed(
    paid: str, costs: str, owed: str, principal: str, order: str, answer: str
) -> None:
    parts = settle(int(paid), Owed(int(costs), int(owed), int(principal)), [Part(one) for one in order.split(",")])
    assert [parts[part] for part in (Part.COSTS, Part.INTEREST, Part.PRINCIPAL, Part.EXCESS)] == [
        int(one) for one in answer.split(",")
    ]


@pytest.mark.parametrize("order", [(), (Part.COSTS, Part.INTEREST), (Part.COSTS, Part.COSTS, Part.PRINCIPAL)])
def test_an_order_that_does_not_name_each_part_once_is_refused(order: tuple[Part, ...]) -> None:
    with pytest.raises(ValueError, match="once each"):
        settle(1, Owed(1, 1, 1), order)


def test_negative_debts_and_payments_are_refused() -> None:
    with pytest.raises(ValueError, match="debt is not negative"):
        Owed(costs_minor=-1)
    with pytest.raises(ValueError, match="payment is not negative"):
        settle(-1, Owed())


RATES = """
agreed  lpr_milli  basis    a_day
-       -          default  5/10000
-       300000     default  5/10000
299     300000     lpr      3/36500
300     300000     agreed   3/36500
301     300000     agreed   301/3650000
300     300001     lpr      300001/3650000000
0       300000     lpr      3/36500
300     -          unknown  0
"""


@pytest.mark.parametrize(("agreed", "lpr", "basis", "a_day"), cases(RATES))
def test_an_agreed_rate_of_late_interest_is_not_below_the_lpr_at_signing(
    agreed: str, lpr: str, basis: str, a_day: str
) -> None:
    rate = late_rate(None if agreed == "-" else int(agreed), None if lpr == "-" else int(lpr), 5, 365)
    assert (rate is None) == (basis == "unknown")
    assert rate is None or (rate.basis, rate.a_day) == (basis, Fraction(a_day))
