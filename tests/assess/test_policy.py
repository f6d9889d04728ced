from __future__ import annotations

from pathlib import Path

import pytest

from hefu.assess.policy import Policy, policy_of, read_policy
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
