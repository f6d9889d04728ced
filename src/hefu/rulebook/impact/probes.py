"""Which rules can be held against a book, and by which probe. A rule that is not here is said to be untestable."""

from __future__ import annotations

from collections.abc import Mapping

from hefu.rulebook.impact import exposures, loans, payments, vouchers
from hefu.rulebook.impact.measured import Probe

PROBES: Mapping[str, Probe] = {
    "voucher.tenor_max": vouchers.tenors,
    "voucher.tenor_examined_over": vouchers.tenors,
    "payment.large_firm_days": payments.large_firms,
    "payment.public_body_days": payments.public_bodies,
    "payment.public_body_days_agreed_max": payments.public_bodies,
    "exposure.single_loans_max": exposures.single("net_capital_minor", banks=False, vouchers=False),
    "exposure.single_max": exposures.single("tier1_minor", banks=False, vouchers=True),
    "exposure.interbank_max": exposures.single("tier1_minor", banks=True, vouchers=True),
    "exposure.large_over": exposures.single("tier1_minor", banks=False, vouchers=True),
    "exposure.dependence_examined_over": exposures.single("tier1_minor", banks=False, vouchers=True),
    "exposure.group_max": exposures.grouped("tier1_minor"),
    "group.credit_max": exposures.grouped("net_capital_minor"),
    "classification.overdue_special_mention_over": loans.overdue_days,
    "classification.overdue_substandard_over": loans.overdue_days,
    "classification.overdue_doubtful_over": loans.overdue_days,
    "classification.overdue_loss_over": loans.overdue_days,
    "classification.contamination_own_over": loans.bad_share_own,
    "classification.contamination_all_over": loans.bad_share_all,
    "entrusted_payment.payee_over": loans.payouts,
    "working_capital.term_max": loans.terms,
    "working_capital.term_long_cycle_max": loans.terms,
    "register.term_min": loans.registered_at_least,
    "register.term_max": loans.registered_at_most,
}
"""By rule id."""

NEEDS_GROUPS = frozenset({"exposure.group_max", "group.credit_max"})
"""The rules that can be tested only where control groups are given."""
