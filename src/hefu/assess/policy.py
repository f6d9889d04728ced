"""The lender's policy: the thresholds of every package in one record, from defaults or a TOML file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any

from hefu.assess.settings import load_toml, record
from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.dates import parse_date
from hefu.core.refusals import Refusal, refuse
from hefu.credit.config import CreditConfig
from hefu.decide import NamedPolicy
from hefu.decide.config import DecideConfig
from hefu.decide.policies import insist_sound
from hefu.funds.config import FundsConfig
from hefu.parties.config import PartiesConfig
from hefu.trade.config import TradeConfig

AT_MOST_THE_HOUSE = ("credit.advance_rate_bps",)
"""Thresholds that a lender may lower and not raise."""

AT_LEAST_THE_HOUSE = ("credit.dilution_reserve_bps",)
"""Thresholds that a lender may raise and not lower."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """Which version of the lender's policy file this is, and from when until before when it holds."""

    name: str = "house"
    version: int = 1
    valid_from: date | None = None
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether the file holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Policy:
    """All thresholds that an answer depends on, and the lender's named policies."""

    about: PolicyFile = field(default_factory=PolicyFile)
    trade: TradeConfig = field(default_factory=TradeConfig)
    parties: PartiesConfig = field(default_factory=PartiesConfig)
    funds: FundsConfig = field(default_factory=FundsConfig)
    credit: CreditConfig = field(default_factory=CreditConfig)
    decide: DecideConfig = field(default_factory=DecideConfig)
    policies: tuple[NamedPolicy, ...] = ()

    def __post_init__(self) -> None:
        """Give `funds` the thresholds of `parties`: when two names are alike is said in one place."""
        object.__setattr__(self, "funds", dataclasses.replace(self.funds, parties=self.parties))
        insist_sound(self.policies)

    def plain(self) -> dict[str, Any]:
        """Return the policy as TOML or JSON would hold it: every threshold once, defaults included."""
        plain: dict[str, Any] = _plain(dataclasses.asdict(self))
        del plain["funds"]["parties"]
        return plain

    def sha256(self) -> str:
        """Return the hash of all thresholds."""
        return sha256_hex(canonical_json(self.plain()))


def read_policy(path: Path | None) -> Policy:
    """Return the policy of a TOML file, or the default one. An unknown key is refused."""
    return Policy() if path is None else policy_of(load_toml(path), path.name)


def policy_of(plain: dict[str, Any], name: str) -> Policy:
    """Return the policy that a table of settings describes; `name` is where it came from.

    Refused where it is looser than the house: a named policy can only refuse or refer, and an advance rate or a
    reserve may only move to the strict side.
    """
    funds = plain.get("funds")
    if isinstance(funds, dict) and "parties" in funds:
        raise refuse(Refusal.CONFIG_KEY_UNKNOWN, path=name, key="funds.parties")
    policy = record(Policy, plain, name)
    for key in (*AT_MOST_THE_HOUSE, *AT_LEAST_THE_HOUSE):
        house, own = _threshold(Policy(), key), _threshold(policy, key)
        if own > house if key in AT_MOST_THE_HOUSE else own < house:
            raise refuse(Refusal.CONFIG_LOOSER, path=name, key=key, value=own, house=house)
    return policy


def policy_again(plain: dict[str, Any], name: str) -> Policy:
    """Return the policy that a receipt holds: a record of what was used, whatever the house says of it today."""
    return record(Policy, _dated(plain), name)


def insist_in_force(policy: Policy, day: date) -> None:
    """Refuse a policy file on a day on which it does not hold."""
    if not policy.about.in_force(day):
        raise refuse(Refusal.POLICY_NOT_IN_FORCE, name=policy.about.name, version=policy.about.version, day=day)


def _threshold(policy: Policy, key: str) -> int:
    package, name = key.split(".")
    value: int = getattr(getattr(policy, package), name)
    return value


def _dated(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Turn days, which JSON holds as text, into days again."""
    if isinstance(value, dict):
        days = {key: parse_date(value[key]) for key in ("valid_from", "valid_to") if isinstance(value.get(key), str)}
        return {**{key: _dated(item) for key, item in value.items()}, **days}
    return [_dated(item) for item in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:  # noqa: ANN401 - thresholds have many types
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
