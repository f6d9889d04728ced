"""Random requests, books and policies, made from the small pieces of the steel chain in `examples/`.

Each case takes one of the four requests and changes what a day may change: papers are missing, amounts and quantities
differ, rows of the book are absent, a policy is stricter, the decision is a drawdown, the moment is another.
"""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

STEEL = Path(__file__).parents[2] / "examples" / "steel"
REQUESTS = ("sound", "financed-twice", "undelivered", "look-alike-payer")
ZONES = tuple(timezone(timedelta(minutes=minutes)) for minutes in (480, 0, -210, 330))
_QUANTITY = re.compile(r"(<cbc:(?:InvoicedQuantity|ReceivedQuantity|DeliveredQuantity|Quantity)\b[^>]*>)([0-9.]+)<")


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
    _change_papers(chance, request)
    _change_request(chance, request / "request.toml")
    _change_book(chance, book)
    days, zone = chance.choice([0, 0, 0, -3, -20, 9, 40]), chance.choice(ZONES)
    as_of = (datetime.fromisoformat("2026-11-20T10:40:00+08:00") + timedelta(days=days)).astimezone(zone)
    return Case(request, book, as_of, _policy(chance), chance.randrange(2**31))


def _likely(chance: random.Random, percent: int) -> bool:
    return chance.randrange(100) < percent


def _change_papers(chance: random.Random, request: Path) -> None:
    for path in sorted(request.glob("from-*/*")):
        if _likely(chance, 6):
            path.unlink()
        elif _likely(chance, 2):
            path.write_bytes(path.read_bytes()[: chance.randrange(40, 400)])
        elif _likely(chance, 17) and path.suffix == ".xml":
            text = path.read_text(encoding="utf-8")
            path.write_text(_QUANTITY.sub(lambda hit: _scaled(chance, hit), text), encoding="utf-8")


def _scaled(chance: random.Random, hit: re.Match[str]) -> str:
    whole, dot, part = hit[2].partition(".")
    return f"{hit[1]}{max(0, int(whole) + chance.choice([0, 0, 0, -7, 3]))}{dot}{part}<"


def _change_request(chance: random.Random, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    amount = f"{chance.randrange(1, 60)}{chance.choice(['00000', '37512', '99999'])}.{chance.randrange(100):02d}"
    text = re.sub(r'(?m)^amount = ".*"', f'amount = "{amount}"', text, count=1)
    text = re.sub(r"(?m)^rate_bps = .*", f"rate_bps = {chance.randrange(100, 2400)}", text)
    if _likely(chance, 50):
        text = re.sub(r"(?m)^kind = .*\n", "", text)
        text = re.sub(r"(?m)^product", f"{_drawdown(chance, text)}product", text)
    products = ["factoring_with_recourse", "factoring_without_recourse", "working_capital_loan"]
    text = re.sub(r'(?m)^product = ".*"', f'product = "{chance.choice(products)}"', text)
    path.write_text(text, encoding="utf-8")


def _drawdown(chance: random.Random, text: str) -> str:
    applicant = re.findall(r'applicant_id = "uscc:(\w+)"', text)[0]
    lines = ['kind = "drawdown"']
    if _likely(chance, 70):
        lines.append(f'facility_id = "facility:seller/{applicant}"')
    if _likely(chance, 50):
        lines += ['payee_id = "uscc:91990200MA0D3J6G6J"', 'payee_account_id = "account:9902000320010416022"']
    return "\n".join(lines) + "\n"


def _change_book(chance: random.Random, book: Path) -> None:
    for path in sorted(book.glob("*.csv")):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        apart = path.stem in {"sources", "parties", "loans", "orders", "invoices", "deliveries"}
        kept = [row for row in rows if apart or _likely(chance, 95)]
        if path.stem == "facilities":
            used = header.index("used_minor")
            kept = [[*row[:used], str(int(row[used]) * chance.choice([0, 1, 5])), *row[used + 1 :]] for row in kept]
        if path.stem == "filings" and _likely(chance, 50):
            kept += [_filing(chance, header, rows[-1])]
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([header, *kept])
        path.write_text(out.getvalue(), encoding="utf-8")


def _filing(chance: random.Random, header: list[str], row: list[str]) -> list[str]:
    number = chance.choice(["26990000000000012011", "26990000000000012012", "26990000000000047803"])
    new = {"filing_id": f"filing:{chance.randrange(10**12)}", "invoice_id": f"tax_invoice:{number}"}
    return [new.get(name, cell) for name, cell in zip(header, row, strict=True)]


def _policy(chance: random.Random) -> dict[str, Any]:
    plain: dict[str, Any] = {"about": {"name": "drawn", "version": chance.randrange(1, 9)}}
    if _likely(chance, 50):
        plain["credit"] = {"advance_rate_bps": chance.randrange(3_000, 8_001)}
    if _likely(chance, 30):
        plain["decide"] = {"refer_at": "low"}
    if _likely(chance, 50):
        plain["policies"] = [_named(chance)]
    return plain


def _named(chance: random.Random) -> dict[str, Any]:
    checks = ["funds.payer_not_debtor", "trade.four_way_match", "parties.look_alike"]
    parts: list[dict[str, Any]] = [
        {"asked_max_minor": chance.randrange(10**8, 6 * 10**8), "currency": "CNY"},
        {"check": chance.choice(checks)},
        {"findings_max": chance.randrange(3), "at_least": chance.choice(["medium", "low"])},
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
