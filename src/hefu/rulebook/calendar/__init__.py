"""Days in law: which are worked in the PRC, and when a period of days or months ends."""

from hefu.rulebook.calendar.periods import add_months, months_completed, months_spanned, period_end
from hefu.rulebook.calendar.workdays import Arrangement, WorkingDays

__all__ = ["Arrangement", "WorkingDays", "add_months", "months_completed", "months_spanned", "period_end"]
