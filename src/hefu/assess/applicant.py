"""What the applicant sees: status, the standard list of papers, the cost. Nothing that was found.

This module is the tipping-off wall: it takes the request and the list of files received, never a finding, a
check or a decision, so a clean file and a troubled one give the same page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hefu.assess.content import Contents
from hefu.assess.dossier import DAY_COUNT, party_part
from hefu.assess.request import Request
from hefu.book import Book
from hefu.core.canonical import plain
from hefu.core.context import Context
from hefu.core.texts import Text

FORMAT = "hefu-applicant/1"

_RECEIVED = Text("Request received", "申请已收到")
_CHECKING = Text("Papers being checked", "核对资料")
_DECISION = Text("The bank decides", "银行决定")
_SIGNING = Text("Signing, filing, payout", "签约、登记、放款")


def applicant_of(
    request: Request, papers: Book, contents: Contents, at: Context, utc_offset: timedelta
) -> dict[str, Any]:
    """Return the applicant's page as plain JSON.

    `papers` came with the request; `contents` only gives the three parties their names.
    """
    received = [row for row in papers.rows("sources") if row["controlled_by"] == "borrower"]
    first = min((row["known_at"] for row in received), default=None)
    return {
        "format": FORMAT,
        "request_id": request.request_id,
        "applicant": party_part(request.applicant_id, contents),
        "lender": party_part(request.lender_id, contents),
        "debtor": party_part(request.debtor_id, contents),
        "product": request.product.name.plain(),
        "amount": request.amount.plain(),
        "starts_on": plain(request.starts_on),
        "ends_on": plain(request.ends_on),
        "tenor_days": request.tenor_days,
        "as_of": plain(at.as_of),
        "utc_offset_minutes": utc_offset // timedelta(minutes=1),
        "received_count": len(received),
        "received": [
            {"name": row["file_name"], "received_at": plain(row["known_at"])}
            for row in sorted(received, key=lambda row: (row["known_at"], row["file_name"]))
        ],
        "documents": [{"name": p.name.plain(), "how": p.how.plain()} for p in request.product.papers],
        "steps": [
            {"name": _RECEIVED.plain(), "state": "done", "on": plain((first + utc_offset).date()) if first else None},
            {"name": _CHECKING.plain(), "state": "now", "on": None},
            {"name": _DECISION.plain(), "state": "waiting", "on": None},
            {"name": _SIGNING.plain(), "state": "waiting", "on": None},
        ],
        "cost": {
            "interest": request.interest.plain(),
            "fees": [{"name": name.plain(), "amount": amount.plain()} for name, amount in request.fees],
            "total": request.cost.plain(),
            "yearly_bps": request.yearly_cost_bps,
            "rate_bps": request.rate_bps,
            "day_count": DAY_COUNT,
        },
    }
