"""The lender's policy: the thresholds of every package in one record, from defaults or a TOML file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from hefu.assess.settings import load_toml, record
from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.refusals import Refusal, refuse
from hefu.credit.config import CreditConfig
from hefu.decide.config import DecideConfig
from hefu.funds.config import FundsConfig
from hefu.parties.config import PartiesConfig
from hefu.trade.config import TradeConfig


@dataclass(frozen=True, slots=True)
class Policy:
    """All thresholds that an answer depends on."""

    trade: TradeConfig = field(default_factory=TradeConfig)
    parties: PartiesConfig = field(default_factory=PartiesConfig)
    funds: FundsConfig = field(default_factory=FundsConfig)
    credit: CreditConfig = field(default_factory=CreditConfig)
    decide: DecideConfig = field(default_factory=DecideConfig)

    def __post_init__(self) -> None:
        """Give `funds` the thresholds of `parties`: when two names are alike is said in one place."""
        object.__setattr__(self, "funds", dataclasses.replace(self.funds, parties=self.parties))

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
    """Return the policy that a table of settings describes; `name` is where it came from."""
    funds = plain.get("funds")
    if isinstance(funds, dict) and "parties" in funds:
        raise refuse(Refusal.CONFIG_KEY_UNKNOWN, path=name, key="funds.parties")
    return record(Policy, plain, name)


def _plain(value: Any) -> Any:  # noqa: ANN401 - thresholds have many types
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
