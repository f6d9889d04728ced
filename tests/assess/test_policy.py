from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hefu.assess.policy import Policy, insist_in_force, policy_again, policy_of, read_policy
from hefu.core.findings import Severity
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language


def a_policy(folder: Path, text: str) -> Policy:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def test_without_a_file_the_house_policy_holds() -> None:
    assert read_policy(None) == Policy()


def test_a_lender_may_be_stricter(tmp_path: Path) -> None:
    policy = a_policy(tmp_path, '[credit]\nadvance_rate_bps = 7000\n[decide]\nrefer_at = "low"\n')
    assert (policy.credit.advance_rate_bps, policy.decide.refer_at) == (7000, Severity.LOW)
    assert policy.sha256() != Policy().sha256()


def test_a_policy_survives_its_plain_form(tmp_path: Path) -> None:
    policy = a_policy(tmp_path, "[credit]\nadvance_rate_bps = 7000\n")
    assert policy_of(policy.plain(), "receipt.json") == policy


def test_likeness_is_set_once_for_parties_and_funds(tmp_path: Path) -> None:
    policy = a_policy(tmp_path, "[parties]\nhan_edits_max = 2\n")
    assert policy.funds.parties.han_edits_max == 2
    assert policy_of(policy.plain(), "receipt.json") == policy


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("[credit]\nadvance_rate = 7000\n", "config_key_unknown", "advance_rate"),
        ("[loans]\n", "config_key_unknown", "loans"),
        ("[funds.parties]\nhan_edits_max = 2\n", "config_key_unknown", "funds.parties"),
        ("[credit]\nadvance_rate_bps = 0.7\n", "config_value_wrong", "advance_rate_bps"),
        ("[credit]\nadvance_rate_bps = true\n", "config_value_wrong", "advance_rate_bps"),
        ("[credit]\nadvance_rate_bps = 10001\n", "config_value_wrong", "advance_rate_bps"),
        ("[credit]\nadvance_rate_bps = 8001\n", "config_looser", "advance_rate_bps"),
        ("[credit]\ndilution_reserve_bps = 199\n", "config_looser", "dilution_reserve_bps"),
        ("[about]\nsince = 2026-01-01\n", "config_key_unknown", "since"),
        ('[decide]\nrefer_at = "never"\n', "config_value_wrong", "refer_at"),
        ('[decide]\nrefer_at = "stop"\n', "config_value_wrong", "at the least"),
        ("credit = 5\n", "config_value_wrong", "credit"),
        ("credit\n", "config_unreadable", "policy.toml"),
    ],
)
def test_a_bad_policy_is_refused_by_name(tmp_path: Path, text: str, code: str, named: str) -> None:
    with pytest.raises(RefusalError) as caught:
        a_policy(tmp_path, text)
    assert caught.value.refused.refusal.code == code
    assert named in caught.value.refused.render(Language.EN)


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="file_missing"):
        read_policy(tmp_path / "policy.toml")


NAMED = """
[about]
name = "steel desk"
version = 3
valid_from = 2026-01-01
valid_to = 2027-01-01

[[policies]]
name = "large"
version = 2
name_en = "Above 5 m only debtors on the list, every check passed"
name_zh = "500 万元以上仅限名单内债务人，且各项检查通过"
effect = "refer"
valid_from = 2026-01-01
kinds = ["drawdown", "facility"]
products = ["factoring_with_recourse"]
[policies.require]
any_of = [
  { asked_max_minor = 500_000_000, currency = "CNY" },
  { all_of = [
    { among = ["uscc:91990400MA0H2L8R26"], party = "debtor" },
    { check = "trade.four_way_match" },
    { findings_max = 0, rule = "parties.look_alike", at_least = "medium" },
    { tenor_days_max = 180 },
    { supportable_share_bps_min = 9_000 },
    { not_among = ["p:9"], party = "applicant" },
    { policy = "clean" },
  ] },
]

[[policies]]
name = "clean"
version = 1
name_en = "No finding"
name_zh = "没有发现"
effect = "decline"
require = { findings_max = 0 }
"""


def test_a_policy_file_names_policies_and_survives_its_plain_form(tmp_path: Path) -> None:
    policy = a_policy(tmp_path, NAMED)
    assert [(one.name, one.version, one.effect.code) for one in policy.policies] == [
        ("large", 2, "refer"),
        ("clean", 1, "decline"),
    ]
    assert policy_again(policy.plain(), "receipt.json") == policy


@pytest.mark.parametrize(
    ("day", "held"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_a_policy_file_holds_between_its_days(tmp_path: Path, day: str, held: bool) -> None:
    policy = a_policy(tmp_path, NAMED)
    if held:
        insist_in_force(policy, date.fromisoformat(day))
    else:
        with pytest.raises(RefusalError, match="policy_not_in_force"):
            insist_in_force(policy, date.fromisoformat(day))


# what is written instead of what, and how it is refused
SPOILT = (
    ('{ policy = "clean" }', '{ policy = "absent" }', "config_value_wrong", "no policy absent"),
    ('{ policy = "clean" }', "{ polisy = 1 }", "config_value_wrong", "exactly one"),
    ('{ policy = "clean" }', '{ policy = "clean", check = "x" }', "config_value_wrong", "exactly one"),
    ('{ policy = "clean" }', '{ policy = "clean", weight = 1 }', "config_key_unknown", "weight"),
    ('{ policy = "clean" }', "{ all_of = [] }", "config_value_wrong", "must not be empty"),
    ("{ findings_max = 0 }", "{ any_of = [] }", "config_value_wrong", "must not be empty"),
    ("{ findings_max = 0 }", '{ policy = "large" }', "config_value_wrong", "circle"),
    ("{ findings_max = 0 }", '"anything"', "config_value_wrong", "require"),
    ('effect = "decline"', 'effect = "lend"', "config_value_wrong", "effect must be"),
    ('effect = "decline"', 'effect = "warn"', "config_value_wrong", "effect"),
    ('name = "clean"\nversion = 1', 'name = "large"\nversion = 2', "config_value_wrong", "overlap"),
    ('kinds = ["drawdown", "facility"]', 'kinds = ["loan"]', "config_value_wrong", "kinds"),
)


@pytest.mark.parametrize(("was", "instead", "code", "named"), SPOILT)
def test_a_bad_named_policy_is_refused_by_name(tmp_path: Path, was: str, instead: str, code: str, named: str) -> None:
    assert was in NAMED
    with pytest.raises(RefusalError) as caught:
        a_policy(tmp_path, NAMED.replace(was, instead))
    assert caught.value.refused.refusal.code == code
    assert named in caught.value.refused.render(Language.EN)
