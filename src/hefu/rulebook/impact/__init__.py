"""What changes for this book if a rule starts on some day: the impact report."""

from hefu.rulebook.impact.measured import Tables
from hefu.rulebook.impact.report import Effect, Impact, ImpactRow, impact

__all__ = ["Effect", "Impact", "ImpactRow", "Tables", "impact"]
