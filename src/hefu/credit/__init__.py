"""How much may we lend? Eligible receivables, the advance on them, and the headroom of each line."""

from hefu.credit.config import CreditConfig
from hefu.credit.supportable import Ask, Ladder, Limit, Step, supportable

__all__ = ["Ask", "CreditConfig", "Ladder", "Limit", "Step", "supportable"]
