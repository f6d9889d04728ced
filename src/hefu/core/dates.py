"""Days and moments as they stand on paper: ISO 8601 in its plainest form, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hefu.core.refusals import Refusal, refuse


def parse_date(text: str) -> date:
    """Return a day from `2026-11-20`, and from nothing else (no times, no week dates)."""
    if len(text) == len("2026-11-20") and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])


def parse_moment(text: str) -> datetime:
    """Return a moment in UTC from `2026-11-20T10:40:00+08:00`; a moment without its zone is refused."""
    try:
        moment = datetime.fromisoformat(text) if len(text) <= len("2026-11-20T10:40:00.000000000+08:00") else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])
    return moment.astimezone(UTC)
