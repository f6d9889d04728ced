"""Random requests, books and policies, made from the small pieces of the steel chain in `examples/`.

Each case takes one of the four requests and puts it in order; then, in two cases of three, so much goes wrong as may
on one day: what ails the request is left as it is, papers are missing, rows of the book are absent, lines are used
up, the moment is another. Nothing is said of what must come out: a case is replayed, not judged.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from campaigns.replay.amiss import TROUBLES
from campaigns.replay.orderly import ask, draw, is_loan, mend, tell_accounts, vary
from campaigns.replay.rows import likely

STEEL = Path(__file__).parents[2] / "examples" / "steel"
REQUESTS = ("sound", "financed-twice", "undelivered", "look-alike-payer")
ZONES = tuple(timezone(timedelta(minutes=minutes)) for minutes in (480, 0, -210, 330))


@dataclass(frozen=True, slots=True)
class Case:
    """One case on disk: the folders of request and book, the moment, the policy as TOML would hold it."""

    request: Path
    book: Path
    as_of: datetime
    policy: dict[str, Any]
    seed: int


def case(folder: Path, seed: int) -> Case:
    """Write one case into a folder; the same seed gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - to vary cases, not to keep a secret
    name = chance.choice(REQUESTS)
    request, book = folder / "request", folder / "book"
    shutil.copytree(STEEL / name, request)
    shutil.copytree(STEEL / "book", book)
    troubles = chance.choice([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3])
    if not troubles or likely(chance, 80):
        mend(name, request, book)
    ask(chance, request)
    if chance.randrange(2):
        draw(chance, request, book)
    if is_loan(request):
        tell_accounts(chance, request, book)
    vary(chance, book)
    for trouble in chance.sample(TROUBLES, troubles):
        trouble(chance, request, book)
    moment = datetime.fromisoformat("2026-11-20T10:40:00+08:00") + _later(chance, troubles)
    return Case(
        request, book, moment.astimezone(chance.choice(ZONES)), _policy(chance, troubles), chance.randrange(2**31)
    )


def _later(chance: random.Random, troubles: int) -> timedelta:
    days = chance.choice([0, 0, 0, 0, 0, -3, -20, 9, 40] if troubles else [0, 0, 1, 2])
    return timedelta(days=days, seconds=chance.randrange(36_000))


def _policy(chance: random.Random, troubles: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"about": {"name": "drawn", "version": chance.randrange(1, 9)}}
    if chance.randrange(2):
        plain["credit"] = {"advance_rate_bps": chance.randrange(6_000, 8_001)}
    if troubles and likely(chance, 30):
        plain["decide"] = {"refer_at": "low"}
    if chance.randrange(2):
        plain["policies"] = [_named(chance, strict=bool(troubles))]
    return plain


def _named(chance: random.Random, *, strict: bool) -> dict[str, Any]:
    checks = ["funds.payer_not_debtor", "trade.four_way_match", "parties.look_alike"]
    parts: list[dict[str, Any]] = [
        {"asked_max_minor": chance.randrange(10**8, 6 * 10**8) if strict else 10**9, "currency": "CNY"},
        {"check": chance.choice(checks)},
        {"findings_max": chance.randrange(3), "at_least": chance.choice(["medium", "low"] if strict else ["medium"])},
    ]
    chance.shuffle(parts)
    return {
        "name": "drawn",
        "version": 1,
        "name_en": "Drawn at random",
        "name_zh": "随机政策",
        "effect": chance.choice(["refer", "decline"]),
        "require": {chance.choice(["all_of", "any_of"]): parts},
    }
