from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.assess.request import Request, read_request
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language

GOOD = """
request_id = "R-1"
lender_id = "uscc:bank"
applicant_id = "uscc:seller"
debtor_id = "uscc:buyer"
product = "factoring_with_recourse"
amount = "10000000.00"
currency = "CNY"
starts_on = 2026-11-25
ends_on = 2027-01-18
rate_bps = 435
invoices = ["1", "2"]
[[fees]]
name_en = "Platform fee"
name_zh = "平台手续费"
amount = "5000.00"
"""


def a_request(folder: Path, text: str = GOOD) -> Request:
    (folder / "request.toml").write_text(text, encoding="utf-8")
    return read_request(folder)


def test_a_request_is_read_with_its_cost(tmp_path: Path) -> None:
    request = a_request(tmp_path)
    assert (request.tenor_days, request.interest.decimal(), request.cost.decimal()) == (54, "65250.00", "70250.00")
    assert request.yearly_cost_bps == 475


# what stands in the good request, what stands there instead, code, key or reason
WRONG = (
    ('request_id = "R-1"\n', "", "config_key_missing", "request_id"),
    ("rate_bps = 435", "rate_bps = 4.35", "config_value_wrong", "rate_bps"),
    ("rate_bps = 435", "rate_bps = -1", "request_inconsistent", "negative"),
    ("rate_bps = 435", "rate_bps = 435\nrate = 5", "config_key_unknown", "rate"),
    ('"10000000.00"', '"1e7"', "number_not_plain", "1e7"),
    ('"10000000.00"', '"0"', "request_inconsistent", "above nil"),
    ('"10000000.00"', "10000000", "config_value_wrong", "amount"),
    ('"CNY"', '"RMB"', "currency_unknown", "RMB"),
    ("2027-01-18", "2026-11-25", "request_inconsistent", "ends before"),
    ("2027-01-18", '"2027-01-18"', "config_value_wrong", "ends_on"),
    ("2027-01-18", "2027-02-29", "config_unreadable", "request.toml"),
    ('["1", "2"]', "[]", "request_inconsistent", "no invoice"),
    ('["1", "2"]', '["1", "1"]', "request_inconsistent", "twice"),
    ('["1", "2"]', "[1]", "config_value_wrong", "invoices"),
    ('"uscc:buyer"', '"uscc:seller"', "request_inconsistent", "three parties"),
    ('"factoring_with_recourse"', '"loan"', "config_value_wrong", "product"),
    ('name_zh = "平台手续费"\n', "", "config_key_missing", "name_zh"),
    ('"5000.00"', '"0.001"', "amount_too_fine", "0.001"),
    ("[[fees]]", "[[fees", "config_unreadable", "request.toml"),
)


@pytest.mark.parametrize(("was", "instead", "code", "named"), WRONG, ids=lambda value: str(value)[:24])
def test_a_bad_request_is_refused_by_name(tmp_path: Path, was: str, instead: str, code: str, named: str) -> None:
    assert was in GOOD
    with pytest.raises(RefusalError) as caught:
        a_request(tmp_path, GOOD.replace(was, instead))
    refused = caught.value.refused
    assert refused.refusal.code == code
    assert named in refused.render(Language.EN)
    assert refused.render(Language.ZH) != refused.render(Language.EN)


def test_a_missing_request_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="file_missing"):
        read_request(tmp_path)


@given(
    amount_minor=st.integers(1, 10**13),
    rate_bps=st.integers(0, 5000),
    fee_minor=st.integers(0, 10**9),
)
def test_interest_and_yearly_cost_agree_with_rational_numbers(
    tmp_path_factory: pytest.TempPathFactory, amount_minor: int, rate_bps: int, fee_minor: int
) -> None:
    yuan = f"{amount_minor // 100}.{amount_minor % 100:02d}"
    fee = f"{fee_minor // 100}.{fee_minor % 100:02d}"
    ends = Path(tmp_path_factory.getbasetemp()) / "cost"
    ends.mkdir(exist_ok=True)
    base = a_request(ends, GOOD.replace("10000000.00", yuan).replace("5000.00", fee).replace("435", str(rate_bps)))
    exact = Fraction(base.amount.amount_minor) * rate_bps * base.tenor_days / (10_000 * 360)
    assert abs(base.interest.amount_minor - exact) <= Fraction(1, 2)
    yearly = Fraction(base.cost.amount_minor * 365 * 10_000, base.amount.amount_minor * base.tenor_days)
    assert 0 <= base.yearly_cost_bps - yearly < 1
    assert base.cost.amount_minor == base.interest.amount_minor + fee_minor
