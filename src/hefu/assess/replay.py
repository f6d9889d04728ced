"""Re-runs an answer from its receipt and says: the same, or what differs.

What can differ is named in the order in which it explains the next: an input file, a rule, the rest of the
code, the thresholds, and last the answer itself, by the fields that changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hefu.assess.policy import policy_of
from hefu.assess.receipt import FORMAT
from hefu.assess.write import DOSSIER, RECEIPT, Answer, answer
from hefu.core.canonical import sha256_hex
from hefu.core.dates import parse_moment
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

FIELDS_MAX = 20
"""How many changed fields of an answer are named."""

DIFFERENCES = {
    "input_changed": Text("The file {what} has changed", "文件 {what} 已改变"),
    "input_absent": Text("The file {what} is gone", "文件 {what} 已不存在"),
    "input_added": Text("The file {what} was not there", "文件 {what} 原先没有"),
    "rule_changed": Text("The rule {what} has changed", "规则 {what} 已改变"),
    "code_changed": Text("The code of Hefu has changed", "合符的代码已改变"),
    "config_changed": Text("The thresholds in the receipt have been altered", "回执中的阈值被改动"),
    "record_changed": Text("{what} is no longer what the receipt says was written", "{what} 与回执所记不符"),
    "answer_changed": Text("The answer differs at {what}", "结论在 {what} 处不同"),
}


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing that differs: a code of DIFFERENCES, and what it speaks of."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """The outcome of a replay. `same` speaks of the answer; `differences` may name changes that left it the same."""

    same: bool
    differences: tuple[Difference, ...]


def replay(folder: Path, request: Path, book: Path) -> Replay:
    """Re-run the answer in `folder` from a request's and a book's folder. Raises RefusalError on a bad receipt."""
    receipt = read_receipt(folder / RECEIPT)
    written = (folder / DOSSIER).read_bytes() if (folder / DOSSIER).is_file() else b""
    zone = timezone(timedelta(minutes=receipt["utc_offset_minutes"]))
    as_of: datetime = parse_moment(receipt["as_of"]).astimezone(zone)
    again = answer(request, book, as_of, policy_of(receipt["config"], RECEIPT), receipt["seed"])
    differences = list(_differences(receipt, again))
    if sha256_hex(written) != receipt["answer_sha256"]:
        differences.append(Difference("record_changed", DOSSIER))
    same = sha256_hex(again.dossier_bytes) == receipt["answer_sha256"]
    if not same:
        differences += [Difference("answer_changed", where) for where in _changed_fields(written, again)]
    return Replay(same and not any(d.code == "record_changed" for d in differences), tuple(differences))


def read_receipt(path: Path) -> dict[str, Any]:
    """Return a receipt's content; refused where it is none."""
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        receipt = json.loads(path.read_bytes())
    except ValueError as error:
        raise refuse(Refusal.RECEIPT_UNREADABLE, path=path.name, reason=str(error)[:200]) from None
    needed = {"utc_offset_minutes", "as_of", "seed", "inputs", "rules", "code_sha256", "config", "config_sha256"}
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT or not needed <= receipt.keys():
        raise refuse(Refusal.RECEIPT_UNREADABLE, path=path.name, reason=FORMAT)
    return receipt


def _differences(receipt: Mapping[str, Any], again: Answer) -> Iterator[Difference]:
    for place in ("request", "book"):
        yield from _files(place, receipt["inputs"][place], again.receipt["inputs"][place])
    before = {rule["name"]: (rule["version"], rule["sha256"]) for rule in receipt["rules"]}
    now = {rule["name"]: (rule["version"], rule["sha256"]) for rule in again.receipt["rules"]}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            yield Difference("rule_changed", name)
    if receipt["code_sha256"] != again.receipt["code_sha256"]:
        yield Difference("code_changed")
    if receipt["config_sha256"] != again.receipt["config_sha256"]:
        yield Difference("config_changed")


def _files(place: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            yield Difference("input_absent", f"{place}/{name}")
        elif name not in before:
            yield Difference("input_added", f"{place}/{name}")
        elif before[name] != now[name]:
            yield Difference("input_changed", f"{place}/{name}")


def _changed_fields(written: bytes, again: Answer) -> list[str]:
    try:
        before = json.loads(written)
    except ValueError:
        return [DOSSIER]
    return list(_paths(before, again.dossier, ""))[:FIELDS_MAX]


def _paths(before: Any, now: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys()):
            yield from _paths(before.get(key), now.get(key), f"{path}/{key}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for at, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _paths(one, other, f"{path}/{at}")
    elif before != now:
        yield path
