"""How much may we lend? Eligible receivables and the advance on them, and every limit that the amount must keep."""

from hefu.credit.config import CreditConfig
from hefu.credit.ladder import Ask, Ladder, Limit, Measure, Step
from hefu.credit.supportable import supportable

__all__ = ["Ask", "CreditConfig", "Ladder", "Limit", "Measure", "Step", "supportable"]
