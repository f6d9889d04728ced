"""The borrowing base: parts that add up, reserves by history, caps, set-off, and a slow twin over random pools."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.law import Licence
from hefu.credit import CreditConfig, Terms, borrowing_base
from hefu.credit.base import DEDUCTIONS, BorrowingBase
from tests.credit.cases import cases
from tests.credit.world import AT, TODAY, book_of, day

TERMS = Terms(TODAY, "CNY", Licence.BANK, date(2027, 1, 18), CreditConfig())
PARTS = ("excluded", *DEDUCTIONS, "eligible")


def base_of(
    tallies: list[dict[str, Any]],
    invoices: list[dict[str, Any]],
    config: CreditConfig | None = None,
    **more: Any,  # noqa: ANN401 - rows of any table
) -> BorrowingBase:
    book = book_of(tallies=tallies, invoices=invoices, groups=[], **more)
    return borrowing_base(book, "bank", replace(TERMS, config=config or CreditConfig()), AT)


def one(tally: dict[str, Any], **more: Any) -> dict[str, int]:  # noqa: ANN401 - rows of any table
    base = base_of(
        [{"gross_minor": 100_001, "delivered_minor": 100_001, **tally}],
        [{"invoice_id": "i", "contract_number": "c"}],
        **more,
    )
    (line,) = base.lines.to_pylist()
    return {name: line[f"{name}_minor"] for name in PARTS}


DEDUCTED = """
delivered  credited  paid    disputed  retention_bps  undelivered  credited  paid    disputed  retention  eligible
100001     0         0       0         0              0            0         0       0         0          100001
60000      0         0       0         0              40001        0         0       0         0          60000
100001     1         0       0         0              0            1         0       0         0          100000
100001     0         2       3         0              0            0         2       3         0          99996
# a retention of a half per mille of 100001 is 50.0005: up
100001     0         0       0         5              0            0         0       0         51         99950
100001     0         0       0         10000          0            0         0       0         100001     0
# each part is taken only from what is left
60000      50000     50000   50000     0              40001        50000     10000   0         0          0
100001     0         200000  1         1              0            0         100001  0         0          0
# more delivered than billed does not add
200000     0         0       0         0              0            0         0       0         0          100001
"""


@pytest.mark.parametrize("case", cases(DEDUCTED))
def test_what_is_taken_off_adds_up_to_what_is_billed(case: tuple[str, ...]) -> None:
    delivered, credited, paid, disputed, retention, *expected = map(int, case)
    found = one(
        {"delivered_minor": delivered, "credited_minor": credited, "paid_minor": paid},
        invoice_events=[{"event": "dispute", "amount_minor": disputed}] if disputed else [],
        contracts=[{"retention_bps": retention}],
    )
    names = ("undelivered", "credited", "paid", "disputed", "retention", "eligible")
    assert [found[name] for name in names] == expected
    assert sum(found.values()) == 100_001


CONTRA = """
owed    waived  first   second
0       -       0       0
1       -       1       0
100000  -       100000  0
100001  -       100000  1
999999  -       100000  100000
999999  yes     0       0
999999  no      100000  100000
999999  both    100000  100000
"""


@pytest.mark.parametrize(("owed", "waived", "first", "second"), cases(CONTRA))
def test_what_the_seller_owes_the_debtor_is_set_off_first_against_what_is_due_first(
    owed: str, waived: str, first: str, second: str
) -> None:
    tallies = [
        {"invoice_line_id": "a", "invoice_id": "a", "due_on": date(2026, 12, 1)},
        {"invoice_line_id": "b", "invoice_id": "b", "due_on": date(2026, 12, 2)},
        {"invoice_line_id": "c", "invoice_id": "c", "gross_minor": int(owed)},
    ]
    invoices = [
        {"invoice_id": "a"},
        {"invoice_id": "b"},
        {"invoice_id": "c", "seller_id": "buyer", "buyer_id": "seller"},
    ]
    flags = {"-": [], "yes": [True], "no": [False], "both": [True, False]}[waived]
    confirmed = [{"invoice_id": one, "no_set_off": flag} for one in ("a", "b") for flag in flags]
    lines = {row["invoice_id"]: row for row in base_of(tallies, invoices, confirmations=confirmed).lines.to_pylist()}
    assert (lines["a"]["contra_minor"], lines["b"]["contra_minor"]) == (int(first), int(second))


HISTORY = """
billed  credited  due         rate
0       0         2026-11-19  200
100000  0         2026-11-19  200
100000  2000      2026-11-19  200
100000  2001      2026-11-19  201
100000  30000     2026-11-19  3000
100000  200000    2026-11-19  10000
# not over yet: no history
100000  30000     2026-11-20  200
"""


@pytest.mark.parametrize(("billed", "credited", "due", "rate"), cases(HISTORY))
def test_the_reserve_is_the_debtor_s_own_history_and_the_floor_at_least(
    billed: str, credited: str, due: str, rate: str
) -> None:
    past = {"invoice_line_id": "p", "invoice_id": "p", "gross_minor": int(billed), "credited_minor": int(credited)}
    past["due_on"] = day(due)
    config = CreditConfig(cross_aging_bps_max=10_000)
    base = base_of([{"invoice_line_id": "l"}, past], [{"invoice_id": "i"}, {"invoice_id": "p"}], config)
    (debtor,) = base.debtors
    assert debtor.dilution_bps == int(rate)


CAPS = """
bps    first   second  base    above
10000  100000  100000  196000  0
5000   100000  100000  196000  0
4999   100000  100000  195960  40
5000   300000  100000  294000  98000
2500   300000  100000  196000  196000
0      300000  100000  0       392000
"""


@pytest.mark.parametrize(("bps", "first", "second", "base", "above"), cases(CAPS))
def test_no_debtor_has_more_than_his_share_of_the_base(
    bps: str, first: str, second: str, base: str, above: str
) -> None:
    tallies = [
        {"invoice_line_id": name, "invoice_id": name, "gross_minor": int(gross), "delivered_minor": int(gross)}
        for name, gross in (("a", first), ("b", second))
    ]
    invoices = [{"invoice_id": "a"}, {"invoice_id": "b", "buyer_id": "other buyer"}]
    found = base_of(tallies, invoices, CreditConfig(concentration_bps_max=int(bps)))
    assert (found.base.amount_minor, found.concentration.amount_minor) == (int(base), int(above))


AMOUNT = st.integers(0, 10**12)
CLAIM = st.tuples(st.sampled_from("xyz"), AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.sampled_from([-100, -1, 0, 30, 90]))


@given(
    st.lists(CLAIM, max_size=8),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)
def test_a_random_pool_agrees_with_a_slow_twin_and_adds_up(
    claims: list[tuple[str, int, int, int, int, int]], advance: int, floor_bps: int, cap: int, aging: int
) -> None:
    config = CreditConfig(advance, floor_bps, cap, aging)
    tallies, invoices = [], []
    for place, (debtor, gross, delivered, credited, paid, due) in enumerate(claims):
        due_on = date.fromordinal(TODAY.toordinal() + due)
        tallies.append(
            {
                "invoice_line_id": f"l{place}",
                "invoice_id": f"i{place}",
                "gross_minor": gross,
                "delivered_minor": delivered,
                "credited_minor": credited,
                "paid_minor": paid,
                "due_on": due_on,
            }
        )
        invoices.append({"invoice_id": f"i{place}", "buyer_id": debtor})
    base = base_of(tallies, invoices, config)
    for line in base.lines.to_pylist():
        assert line["gross_minor"] == sum(line[f"{name}_minor"] for name in PARTS)
        assert line["eligible_minor"] == sum(line[f"{name}_minor"] for name in ("dilution", "concentration", "base"))
        assert min(line[f"{name}_minor"] for name in (*PARTS, "dilution", "concentration", "base")) >= 0
    expected = _twin(claims, config)
    assert base.base.amount_minor == expected
    assert base.advance.amount_minor == floor(Fraction(expected * advance, 10_000))
    parts = [*base.excluded.values(), *base.deducted.values(), base.dilution, base.concentration, base.base]
    assert sum(part.amount_minor for part in parts) == base.invoiced.amount_minor


def _twin(claims: list[tuple[str, int, int, int, int, int]], config: CreditConfig) -> int:
    """The base claim by claim and debtor by debtor, in plain whole numbers and fractions."""
    net: dict[str, int] = {}
    for debtor in sorted({claim[0] for claim in claims}):
        mine = [claim for claim in claims if claim[0] == debtor]
        unpaid = {place: max(0, one[1] - one[3] - one[4]) for place, one in enumerate(mine)}
        owed = sum(unpaid.values())
        long = sum(unpaid[place] for place, one in enumerate(mine) if one[5] == -100)
        aged = owed > 0 and Fraction(long, owed) > Fraction(config.cross_aging_bps_max, 10_000)
        eligible = backed = 0
        for place, (_, gross, delivered, credited, paid, due) in enumerate(mine):
            if gross > 0 and delivered > 0 and not aged and due <= 59 and (due >= 0 or unpaid[place] == 0):
                backed += min(gross, delivered)
                eligible += max(0, min(gross, delivered) - credited - paid)
        over = [one for place, one in enumerate(mine) if one[1] > 0 and (one[5] < 0 or unpaid[place] == 0)]
        billed = sum(one[1] for one in over)
        history = ceil(Fraction(10_000 * sum(one[3] for one in over), billed)) if billed else 0
        rate = min(10_000, max(config.dilution_reserve_bps, history))
        net[debtor] = eligible - min(eligible, ceil(Fraction(backed * rate, 10_000)))
    most = floor(Fraction(sum(net.values()) * config.concentration_bps_max, 10_000))
    return sum(min(most, amount) for amount in net.values())
