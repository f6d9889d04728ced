"""Conditions that a lender's policy may set: over checks, findings, amounts, parties and other policies.

The first field of each record is the key by which a policy file names it. A condition that cannot be told is
not assessed; it never passes by what is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from hefu.core.findings import Severity
from hefu.core.money import BPS_WHOLE, Money
from hefu.core.texts import Text, Value
from hefu.decide.checks import Check, State
from hefu.decide.verdicts import PASSED, Verdict, all_of, any_of, not_assessed, refused

ROLES: Mapping[str, Value] = {
    "applicant": Text("applicant", "申请人"),
    "debtor": Text("debtor", "债务人"),
    "lender": Text("lender", "贷款人"),
}
"""The parties of a request that a condition may name."""


@dataclass(frozen=True, slots=True)
class CheckPassed:
    """A check was made and passed."""

    check: str


@dataclass(frozen=True, slots=True)
class FindingsAtMost:
    """So many findings at most: of one rule, of one message code, as grave as `at_least` or graver.

    Empty `rule` and `code` mean any. A rule that is not fully assessed might find more, so that passes nothing.
    """

    findings_max: int
    rule: str = ""
    code: str = ""
    at_least: Severity = Severity.NOTE


@dataclass(frozen=True, slots=True)
class AskedAtMost:
    """No more is asked than this; an amount in another currency cannot be compared."""

    asked_max_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class SupportableShare:
    """At least this share of the amount asked is supportable."""

    supportable_share_bps_min: int


@dataclass(frozen=True, slots=True)
class TenorAtMost:
    """It runs for no more days than this."""

    tenor_days_max: int


@dataclass(frozen=True, slots=True)
class PartyAmong:
    """The applicant, debtor or lender is one of those listed by id."""

    among: tuple[str, ...]
    party: str = "debtor"


@dataclass(frozen=True, slots=True)
class PartyNotAmong:
    """The applicant, debtor or lender is none of those listed by id."""

    not_among: tuple[str, ...]
    party: str = "debtor"


@dataclass(frozen=True, slots=True)
class PolicyHolds:
    """Another named policy, in the version in force, passes."""

    policy: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part passes."""

    all_of: tuple[Condition, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list: all of nothing would pass whatever it is asked."""
        if not self.all_of:
            raise ValueError("all_of must not be empty")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part passes."""

    any_of: tuple[Condition, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list: it could never pass."""
        if not self.any_of:
            raise ValueError("any_of must not be empty")


Condition = (
    CheckPassed
    | FindingsAtMost
    | AskedAtMost
    | SupportableShare
    | TenorAtMost
    | PartyAmong
    | PartyNotAmong
    | PolicyHolds
    | AllOf
    | AnyOf
)
"""Whatever may stand in a policy's `require`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are held against. `policies` gives the verdict on a named policy, `parties` ids by role."""

    checks: Mapping[str, Check]
    asked: Money
    supportable: Money
    tenor_days: int
    parties: Mapping[str, str]
    refer_at: Severity
    policies: Callable[[str], Verdict] = field(repr=False)


def evaluate(condition: Condition, facts: Facts) -> Verdict:  # noqa: PLR0911 - one line per kind of condition
    """Return how a condition stands. Reads nothing but the facts."""
    match condition:
        case AllOf(parts):
            return all_of([evaluate(part, facts) for part in parts])
        case AnyOf(parts):
            return any_of([evaluate(part, facts) for part in parts])
        case PolicyHolds(name):
            return facts.policies(name)
        case CheckPassed(rule):
            return _check_passed(rule, facts)
        case FindingsAtMost():
            return _findings_at_most(condition, facts)
        case AskedAtMost(most, currency):
            return _asked_at_most(most, currency, facts)
        case SupportableShare(least_bps):
            share_bps = facts.supportable.amount_minor * BPS_WHOLE // facts.asked.amount_minor
            return PASSED if share_bps >= least_bps else refused("share_short", share_bps=share_bps, least=least_bps)
        case TenorAtMost(days_max):
            days = facts.tenor_days
            return PASSED if days <= days_max else refused("tenor_long", days=days, most=days_max)
        case PartyAmong() | PartyNotAmong():
            return _party(condition, facts)


def parts_of(condition: Condition) -> Iterator[Condition]:
    """Give a condition and everything inside it."""
    yield condition
    inner = condition.all_of if isinstance(condition, AllOf) else ()
    inner = condition.any_of if isinstance(condition, AnyOf) else inner
    for part in inner:
        yield from parts_of(part)


def _check_passed(rule: str, facts: Facts) -> Verdict:
    check = facts.checks.get(rule)
    if check is None:
        return not_assessed("check_absent", rule=rule)
    state = check.state(facts.refer_at)
    if state is State.FAILED:
        return refused("check_failed", rule=rule)
    if state is State.NOT_APPLICABLE:
        return not_assessed("check_not_applicable", rule=rule)
    return PASSED if state is State.PASSED else not_assessed("check_open", rule=rule)


def _findings_at_most(wanted: FindingsAtMost, facts: Facts) -> Verdict:
    asked = [check for rule, check in facts.checks.items() if wanted.rule in {"", rule}]
    count = len(
        {
            finding.finding_id
            for check in asked
            for finding in check.findings
            if finding.severity <= wanted.at_least and wanted.code in {"", finding.message.code}
        }
    )
    if count > wanted.findings_max:
        return refused("findings_many", count=count, most=wanted.findings_max)
    if not asked:
        return not_assessed("check_absent", rule=wanted.rule)
    open_rules = sorted(check.rule for check in asked if check.unassessed)
    return not_assessed("check_open", rule=", ".join(open_rules)) if open_rules else PASSED


def _asked_at_most(most_minor: int, currency: str, facts: Facts) -> Verdict:
    if facts.asked.currency != currency:
        return not_assessed("currency_other", asked=facts.asked.currency, currency=currency)
    if facts.asked.amount_minor <= most_minor:
        return PASSED
    return refused("asked_above", asked=facts.asked, most=Money(most_minor, currency))


def _party(condition: PartyAmong | PartyNotAmong, facts: Facts) -> Verdict:
    party_id, party = facts.parties.get(condition.party, ""), ROLES.get(condition.party, condition.party)
    if not party_id:
        return not_assessed("party_unknown", party=party)
    if isinstance(condition, PartyAmong):
        return PASSED if party_id in condition.among else refused("party_not_among", party=party)
    return refused("party_among", party=party) if party_id in condition.not_among else PASSED
