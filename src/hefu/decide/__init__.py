"""Findings in, outcome out. Fails closed, replays to the same bytes, and knows no rule."""

from hefu.decide.checks import Check, State
from hefu.decide.decision import Constraint, Decision, Outcome, Reason, decide
from hefu.decide.texts import TEXTS

__all__ = ["TEXTS", "Check", "Constraint", "Decision", "Outcome", "Reason", "State", "decide"]
