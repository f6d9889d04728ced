"""How much may we lend? Eligible receivables and the advance on them, and every limit that the amount must keep."""

from hefu.credit.base import BorrowingBase, borrowing_base
from hefu.credit.classes import class_figures, explain_debtor, loan_classes
from hefu.credit.config import CreditConfig
from hefu.credit.eligibility import Terms
from hefu.credit.ladder import Ask, Ladder, Limit, Measure, Step
from hefu.credit.rules import (
    entrusted_payment,
    five_classes,
    joint_credit,
    large_exposure,
    late_payment,
    loan_term,
    voucher_filed,
    voucher_stop,
    voucher_tenor,
)
from hefu.credit.scoring import RULE as SCORE
from hefu.credit.supportable import supportable

RULES = (
    large_exposure.RULE,
    joint_credit.RULE,
    five_classes.RULE,
    loan_term.RULE,
    entrusted_payment.RULE,
    voucher_tenor.RULE,
    voucher_stop.RULE,
    voucher_filed.RULE,
    late_payment.RULE,
    SCORE,
)

__all__ = [
    "RULES",
    "Ask",
    "BorrowingBase",
    "CreditConfig",
    "Ladder",
    "Limit",
    "Measure",
    "Step",
    "Terms",
    "borrowing_base",
    "class_figures",
    "explain_debtor",
    "loan_classes",
    "supportable",
]
