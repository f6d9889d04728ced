"""One byte of what an answer rests on is changed, the answer replayed, and the change must be named, and nothing else.

What follows from it may be named beside it: the fields of the answer that differ now, or that none can be given.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hefu.assess.replay import Replay, replay
from hefu.assess.replay import replay_from_store as from_store
from hefu.assess.store import ObjectsRefusedError, Store, lay_out
from hefu.core.refusals import RefusalError

CONSEQUENCES = frozenset({"answer_changed", "answer_refused"})
_VALUE = re.compile(rb"(?m)^value = ([0-9_]+)$")


def fault_of(outcome: Replay, expected: set[tuple[str, str]], *, same: bool | None = None) -> str:
    """Return what is wrong with a replay after a change, or nothing: exactly the change is named."""
    named = {(one.code, one.what) for one in outcome.differences if one.code not in CONSEQUENCES}
    if named != expected:
        return f"named {sorted(named)} and not {sorted(expected)}"
    return "" if same is None or outcome.same == same else f"the answer is {'' if outcome.same else 'not '}the same"


def flipped(data: bytes, at: int) -> bytes:
    """Return the bytes with the lowest bit of one of them turned."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _receipt(folder: Path) -> dict[str, Any]:
    receipt: dict[str, Any] = json.loads((folder / "receipt.json").read_bytes())
    return receipt


def _laid_out(folder: Path, store: Path, aside: Path) -> tuple[Path, Path, Path]:
    """Return copies of an answer, its request and its book, for one to be changed."""
    inputs, kept = _receipt(folder)["inputs"], Store(store)
    request, book = (lay_out(kept.get_all(inputs[place], place), aside / place) for place in ("request", "book"))
    return Path(shutil.copytree(folder, aside / "dossier")), request, book


def change_paper(chance: random.Random, folder: Path, store: Path, aside: Path) -> str:
    """Change a byte of a paper."""
    dossier, request, book = _laid_out(folder, store, aside)
    path = chance.choice(sorted(request.glob("from-*/*")))
    return _change(chance, path, f"request/{path.relative_to(request).as_posix()}", (dossier, request, book))


def change_book(chance: random.Random, folder: Path, store: Path, aside: Path) -> str:
    """Change a byte of a file of the book."""
    dossier, request, book = _laid_out(folder, store, aside)
    path = chance.choice(sorted(book.glob("*.csv")))
    return _change(chance, path, f"book/{path.name}", (dossier, request, book))


def _change(chance: random.Random, path: Path, name: str, places: tuple[Path, Path, Path]) -> str:
    data = path.read_bytes()
    path.write_bytes(flipped(data, chance.randrange(len(data))))
    return fault_of(replay(*places), {("input_changed", name)}, same=False)


def change_law(chance: random.Random, folder: Path, store: Path, aside: Path) -> str:
    """Change a digit of a figure of the law that lies with the answer."""
    dossier, request, book = _laid_out(folder, store, aside)
    law = {name: text.encode() for name, text in json.loads((dossier / "law.json").read_bytes()).items()}
    name = chance.choice(sorted(name for name, data in law.items() if _VALUE.search(data)))
    was, hit = law[name], chance.choice(list(_VALUE.finditer(law[name])))
    law[name] = flipped(was, hit.end(1) - 1)
    (dossier / "law.json").write_text(json.dumps({name: data.decode() for name, data in law.items()}), encoding="utf-8")
    (record,) = _records_that_differ(was, law[name])
    return fault_of(replay(dossier, request, book), {("law_altered", record)}, same=False)


def _records_that_differ(was: bytes, now: bytes) -> Iterator[str]:
    before, after = tomllib.loads(was.decode()), tomllib.loads(now.decode())
    for one, other in zip(before["rule"], after["rule"], strict=True):
        if one != other:
            yield f"{one['id']} ({before['regulation']['id']}, {one.get('valid_from', '-')})"


def change_config(chance: random.Random, folder: Path, store: Path, aside: Path) -> str:
    """Change a threshold of the policy that the receipt holds."""
    dossier, request, book = _laid_out(folder, store, aside)
    receipt = _receipt(dossier)
    holder, key, path = chance.choice(list(_thresholds(receipt["config"], "config")))
    holder[key] -= 1
    (dossier / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    return fault_of(replay(dossier, request, book), {("config_changed", path)}, same=False)


def _thresholds(value: Any, path: str) -> Iterator[tuple[Any, Any, str]]:  # noqa: ANN401 - any JSON
    """Give every whole number above one, by what holds it, its key there and its path."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, (dict, list)):
            yield from _thresholds(item, f"{path}/{key}")
        elif type(item) is int and item > 1:
            yield value, key, f"{path}/{key}"


def change_object(chance: random.Random, folder: Path, store: Path, _: Path) -> str:
    """Change a byte of an object in the store, and put it back."""
    receipt = _receipt(folder)
    hashes = {f"{place}/{name}": one for place in ("request", "book") for name, one in receipt["inputs"][place].items()}
    hashes |= {f"law/{name}": one for name, one in receipt["law"]["files"].items()}
    sha256 = chance.choice(sorted(hashes.values()))
    path = store / "objects" / sha256[:2] / sha256[2:]
    data = path.read_bytes()
    path.write_bytes(flipped(data, chance.randrange(len(data))))
    try:
        return f"replayed: {from_store(folder, store)}"
    except ObjectsRefusedError as error:
        named = {(one.refusal.code, str(dict(one.fields)["what"])) for one in error.all_refused}
        expected = {("object_tampered", name) for name, one in hashes.items() if one == sha256}
        return "" if named == expected else f"named {sorted(named)} and not {sorted(expected)}"
    finally:
        path.write_bytes(data)


def _or_refused(change: Callable[..., str]) -> Callable[[random.Random, Path, Path, Path], str]:
    """Make a change of which nobody says anything but that it is refused a fault."""

    def changed(chance: random.Random, folder: Path, store: Path, aside: Path) -> str:
        try:
            return change(chance, folder, store, aside)
        except RefusalError as error:
            return f"refused: {error}"

    return changed


KINDS = (
    ("paper", _or_refused(change_paper)),
    ("book", _or_refused(change_book)),
    ("law", _or_refused(change_law)),
    ("policy", _or_refused(change_config)),
    ("store", _or_refused(change_object)),
)
"""What is changed, and how; each returns what went wrong, or nothing where the change was named."""
