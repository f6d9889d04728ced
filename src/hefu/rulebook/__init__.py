"""What does the law say that day? Every figure as a dated record, asked for by the days that decide it."""

from hefu.rulebook.record import Record, Regulation, Status, Stricter, Transition
from hefu.rulebook.rulebook import RuleBook

__all__ = ["Record", "Regulation", "RuleBook", "Status", "Stricter", "Transition"]
