"""Impact reports of every kind, to be drawn."""

from __future__ import annotations

from datetime import date

from hefu.rulebook import RuleBook
from hefu.rulebook.impact import Impact, impact
from tests.rulebook.impact.world import AT, book, capital, contract, invoice, loan, party, voucher

LAW = RuleBook.shipped()
HOSTILE = "<script>alert(1)</script>\u202egpj.exe" + "x" * 200


def ordinary() -> Impact:
    """Vouchers over the coming tenor, some of them already under it."""
    rows = [
        voucher(f"RV2026{n:04}", "2026-10-01", f"2027-{n:02}-15", amount_minor=n * 1_234_567_89) for n in range(1, 13)
    ]
    rows += [voucher("RV20269999", "2027-01-04", "2027-12-31", issuer_id="uscc:91990200MA0D3J6G6J")]
    return _asked("voucher.tenor_max", vouchers=rows, parties=[{**party("core"), "name": "东岬钢铁股份有限公司"}])


def untouched() -> Impact:
    """Nothing over the coming tenor."""
    return _asked("voucher.tenor_max", vouchers=[voucher("RV1", "2026-10-01", "2027-01-01")])


def unmeasured() -> Impact:
    """A book without a voucher."""
    return _asked("voucher.tenor_max")


def untestable() -> Impact:
    """A rule that no table can be held to."""
    return _asked("rank.factors")


def weak() -> Impact:
    """A rule that nobody confirmed, and exposures that nobody can tell."""
    return _asked(
        "exposure.large_over",
        loans=[
            loan("l1", "2026-01-01", "2027-01-01", 30_000_000_00, borrower_id="uscc:91990200MA0D3J6G6J"),
            loan("l2", "2026-01-01", "2027-01-01", 5_00, lender_id="nobody"),
        ],
        lender_capital=[capital(1_000_000_000_00, 900_000_000_00)],
    )


def hostile() -> Impact:
    """Ids that would break a page."""
    return _asked(
        "payment.large_firm_days",
        parties=[party(HOSTILE)],
        contracts=[contract(HOSTILE, 120, buyer_id=HOSTILE), contract("k2", None)],
        invoices=[invoice("i", "2027-01-31", "o1")],
    )


def many() -> Impact:
    """More rows than a page shows."""
    return _asked(
        "voucher.tenor_max", vouchers=[voucher(f"RV{n:05}", "2026-10-01", "2027-10-01") for n in range(1_200)]
    )


def _asked(rule_id: str, **tables: list[dict[str, object]]) -> Impact:
    return impact(book(**tables), LAW, rule_id, date(2027, 1, 1), AT)
