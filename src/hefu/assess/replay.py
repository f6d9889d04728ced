"""Re-runs an answer from its receipt and says: the same, or what differs.

What can differ is named in the order in which it explains the next: an input file, a record of the law, a
rule, the rest of the code, the thresholds, and last the answer itself, by the fields that changed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hefu.assess.law import LawInUse, law_of, law_shipped
from hefu.assess.policy import policy_again
from hefu.assess.receipt import FORMAT, hash_folder
from hefu.assess.store import Store, lay_out
from hefu.assess.write import DOSSIER, LAW, RECEIPT, Answer, answer
from hefu.core.canonical import sha256_hex
from hefu.core.dates import parse_moment
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

FIELDS_MAX = 20
"""How many changed fields of an answer are named."""

DIFFERENCES = {
    "input_changed": Text("The file {what} has changed", "文件 {what} 已改变"),
    "input_absent": Text("The file {what} is gone", "文件 {what} 已不存在"),
    "input_added": Text("The file {what} was not there", "文件 {what} 原先没有"),
    "law_altered": Text("The rule book differs from the one the receipt names: {what}", "规则库与回执所记不符：{what}"),
    "law_newer": Text(
        "Re-run under the rule book of that day; the shipped one differs: {what}",
        "按当时的规则库重演；现行规则库已不同：{what}",
    ),
    "rule_changed": Text("The rule {what} has changed", "规则 {what} 已改变"),
    "code_changed": Text("The code of Hefu has changed", "合符的代码已改变"),
    "config_changed": Text("The threshold {what} in the receipt has been altered", "回执中的阈值 {what} 被改动"),
    "record_changed": Text("{what} is no longer what the receipt says was written", "{what} 与回执所记不符"),
    "answer_changed": Text("The answer differs at {what}", "结论在 {what} 处不同"),
    "answer_refused": Text(
        "From what there is now, no answer can be given: {what}", "据现有材料已无法给出结论：{what}"
    ),
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
    """Re-run the answer in `folder` from a request's and a book's folder. Raises RefusalError on a bad receipt.

    Where inputs have changed so that they are refused, that is the outcome, with their names.
    """
    receipt = read_receipt(folder / RECEIPT)
    return _again(folder, receipt, request, book, _law_kept(folder))


def replay_from_store(folder: Path, store: Path) -> Replay:
    """Re-run the answer in `folder` from what a store kept, and from nothing else.

    Raises RefusalError on a bad receipt, ObjectsRefusedError naming each object that is missing or tampered with.
    """
    receipt, kept = read_receipt(folder / RECEIPT), Store(store)
    law = law_of(kept.get_all(receipt["law"]["files"], "law"))
    inputs = receipt["inputs"]
    files = {place: kept.get_all(inputs[place], place) for place in ("request", "book")}
    with tempfile.TemporaryDirectory(prefix="hefu-replay-") as aside:
        request, book = (lay_out(files[place], Path(aside) / place) for place in ("request", "book"))
        return _again(folder, receipt, request, book, law)


def _again(folder: Path, receipt: dict[str, Any], request: Path, book: Path, law: LawInUse) -> Replay:
    written = (folder / DOSSIER).read_bytes() if (folder / DOSSIER).is_file() else b""
    zone = timezone(timedelta(minutes=receipt["utc_offset_minutes"]))
    as_of: datetime = parse_moment(receipt["as_of"]).astimezone(zone)
    try:
        again = answer(request, book, as_of, policy_again(receipt["config"], RECEIPT), receipt["seed"], law)
    except RefusalError as error:
        changed = list(_inputs(receipt, {"request": hash_folder(request), "book": hash_folder(book)}))
        if not changed:
            raise
        return Replay(same=False, differences=(*changed, Difference("answer_refused", error.refused.refusal.code)))
    differences = list(_differences(receipt, again, written))
    if sha256_hex(written) != receipt["answer_sha256"]:
        differences.append(Difference("record_changed", DOSSIER))
    same = sha256_hex(again.dossier_bytes) == receipt["answer_sha256"]
    if not same:
        differences += [Difference("answer_changed", where) for where in _changed_fields(written, again)]
    return Replay(same and not any(d.code == "record_changed" for d in differences), tuple(differences))


def _law_kept(folder: Path) -> LawInUse:
    """Return the rule book that lies with the answer; without one, the shipped one, whose differences are named."""
    path = folder / LAW
    if not path.is_file():
        return law_shipped()
    try:
        files = json.loads(path.read_bytes())
        return law_of({str(name): str(text).encode() for name, text in files.items()})
    except (ValueError, AttributeError) as error:
        raise refuse(Refusal.RECEIPT_UNREADABLE, path=LAW, reason=str(error)[:200]) from None


def read_receipt(path: Path) -> dict[str, Any]:
    """Return a receipt's content; refused where it is none."""
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        receipt = json.loads(path.read_bytes())
    except ValueError as error:
        raise refuse(Refusal.RECEIPT_UNREADABLE, path=path.name, reason=str(error)[:200]) from None
    needed = {"utc_offset_minutes", "as_of", "seed", "inputs", "law", "rules", "code_sha256", "config", "config_sha256"}
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT or not needed <= receipt.keys():
        raise refuse(Refusal.RECEIPT_UNREADABLE, path=path.name, reason=FORMAT)
    return receipt


def _differences(receipt: Mapping[str, Any], again: Answer, written: bytes) -> Iterator[Difference]:
    yield from _inputs(receipt, again.receipt["inputs"])
    yield from _records("law_altered", receipt["law"]["records"], again.law.record_hashes)
    if again.law.file_hashes == receipt["law"]["files"]:
        yield from _records("law_newer", receipt["law"]["records"], law_shipped().record_hashes)
    before = {rule["name"]: (rule["version"], rule["sha256"]) for rule in receipt["rules"]}
    now = {rule["name"]: (rule["version"], rule["sha256"]) for rule in again.receipt["rules"]}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            yield Difference("rule_changed", name)
    if receipt["code_sha256"] != again.receipt["code_sha256"]:
        yield Difference("code_changed")
    if receipt["config_sha256"] != again.receipt["config_sha256"]:
        was = _json_of(written).get("config", {})
        yield from (Difference("config_changed", path) for path in _paths(was, again.receipt["config"], "config"))


def _records(code: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    yield from (Difference(code, name) for name in changed[:FIELDS_MAX])


def _inputs(receipt: Mapping[str, Any], now: Mapping[str, Mapping[str, str]]) -> Iterator[Difference]:
    for place in ("request", "book"):
        yield from _files(place, receipt["inputs"][place], now[place])


def _files(place: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            yield Difference("input_absent", f"{place}/{name}")
        elif name not in before:
            yield Difference("input_added", f"{place}/{name}")
        elif before[name] != now[name]:
            yield Difference("input_changed", f"{place}/{name}")


def _changed_fields(written: bytes, again: Answer) -> list[str]:
    before = _json_of(written)
    return list(_paths(before, again.dossier, ""))[:FIELDS_MAX] if before else [DOSSIER]


def _json_of(written: bytes) -> dict[str, Any]:
    """Return what was written as JSON; nothing where it is none, which is named elsewhere."""
    try:
        found = json.loads(written)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _paths(before: Any, now: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys()):
            yield from _paths(before.get(key), now.get(key), f"{path}/{key}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for at, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from _paths(one, other, f"{path}/{at}")
    elif before != now:
        yield path
