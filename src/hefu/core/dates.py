"""Days and moments as they stand on paper: ISO 8601 in its plainest form, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from hefu.core.refusals import Refusal, refuse

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII)


def parse_date(text: str) -> date:
    """Return a day from `2026-11-20`, and from nothing else (no times, no week dates)."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])


def parse_moment(text: str) -> datetime:
    """Return a moment in UTC from `2026-11-20T10:40:00+08:00`; a moment without its zone is refused."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC) if _MOMENT.fullmatch(text) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])
    return moment
