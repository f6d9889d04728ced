"""Findings in, outcome out. Fails closed, replays to the same bytes, and knows no rule."""

from hefu.decide.case import Constraint, Terms
from hefu.decide.checks import Check, State
from hefu.decide.decision import Decision, Reason, decide
from hefu.decide.kinds import KIND_NAMES, DecisionKind
from hefu.decide.outcomes import Outcome
from hefu.decide.policies import NamedPolicy
from hefu.decide.texts import TEXTS

__all__ = [
    "KIND_NAMES",
    "TEXTS",
    "Check",
    "Constraint",
    "Decision",
    "DecisionKind",
    "NamedPolicy",
    "Outcome",
    "Reason",
    "State",
    "Terms",
    "decide",
]
