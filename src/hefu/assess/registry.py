"""Every rule, under the question of the field it answers, with the package of the policy it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hefu import credit, funds, parties, trade
from hefu.assess import drawdown, owners, papers
from hefu.assess.policy import Policy
from hefu.book import Rule
from hefu.core.texts import Text
from hefu.credit.texts import amount as amounts
from hefu.decide import TEXTS as DECIDE_TEXTS

DECISION = "decide"
"""The name under which the catalogue holds the words of a decision."""

IS_THE_TRADE_REAL = Text("Is the trade real?", "交易是否真实？")
WHO_IS_WHO = Text("Who is who?", "谁是谁？")
HOW_MUCH_MAY_WE_LEND = Text("How much may we lend?", "可以放多少款？")
WHERE_DID_THE_MONEY_GO = Text("Where did the money go?", "钱去了哪里？")


@dataclass(frozen=True, slots=True)
class Registered:
    """One rule with its question's group and its thresholds."""

    group: Text
    rule: Rule[Any]
    config: object


def registered(policy: Policy) -> Iterator[Registered]:
    """Give every rule, in the order of the coverage sheet."""
    packages = (
        (IS_THE_TRADE_REAL, trade.RULES, policy.trade),
        (WHO_IS_WHO, parties.RULES, policy.parties),
        (WHERE_DID_THE_MONEY_GO, funds.RULES, policy.funds),
        (HOW_MUCH_MAY_WE_LEND, credit.RULES, policy.credit),
    )
    for group, rules, config in packages:
        for rule in rules:
            yield Registered(group, rule, config)


def catalogue() -> Mapping[str, Mapping[str, Text]]:
    """Return the texts of every rule by its name, and those of the decision. A message code is its rule's own."""
    texts = {entry.rule.name: entry.rule.texts for entry in registered(Policy())}
    own = {
        papers.NAME: papers.PAPERS_TEXTS,
        amounts.NAME: amounts.TEXTS,
        owners.NAME: owners.OWNERS_TEXTS,
        **dict.fromkeys(drawdown.NAMES, drawdown.DRAWDOWN_TEXTS),
    }
    return {**texts, **own, DECISION: DECIDE_TEXTS}
