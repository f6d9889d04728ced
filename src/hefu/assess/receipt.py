"""The receipt of an answer: a hash of everything it rests on, so that it can be re-run and compared.

A receipt names inputs by their names within the request's and the book's folders, never by a machine's
paths, so the same request gives the same receipt anywhere.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hefu.assess.law import LawInUse
from hefu.assess.policy import Policy
from hefu.assess.registry import registered
from hefu.core.canonical import plain, sha256_hex
from hefu.core.context import Context

FORMAT = "hefu-receipt/2"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The SHA-256 of every file, by its name within its folder."""

    request: Mapping[str, str]
    book: Mapping[str, str]


def hash_folder(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder, by path with slashes; hidden files do not count."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: sha256_hex(path.read_bytes())
        for name, path in names.items()
        if not any(part.startswith(".") for part in name.split("/"))
    }


def rule_hashes(policy: Policy) -> list[dict[str, Any]]:
    """Return each rule with its version and the hash of the file it is written in."""
    return [
        {
            "name": entry.rule.name,
            "version": entry.rule.version,
            "sha256": sha256_hex(_source(entry.rule.check.__module__)),
        }
        for entry in registered(policy)
    ]


@functools.cache
def code_sha256() -> str:
    """Return one hash over every source file of the library, as it was when first asked for."""
    root = Path(__file__).resolve().parent.parent
    lines = [
        f"{path.relative_to(root).as_posix()} {sha256_hex(path.read_bytes())}" for path in sorted(root.rglob("*.py"))
    ]
    return sha256_hex("\n".join(lines).encode())


def rule_sources(policy: Policy) -> dict[str, bytes]:
    """Return the source of the file that each rule is written in, by the rule's name."""
    return {entry.rule.name: _source(entry.rule.check.__module__) for entry in registered(policy)}


def receipt_of(
    inputs: Inputs, law: LawInUse, at: Context, policy: Policy, utc_offset_minutes: int, answer: bytes
) -> dict[str, Any]:
    """Return the receipt of an answer, `answer` being the bytes of its dossier.json."""
    return {
        "format": FORMAT,
        "as_of": plain(at.as_of),
        "utc_offset_minutes": utc_offset_minutes,
        "seed": at.seed,
        "rulebook": at.rulebook,
        "inputs": {"request": dict(inputs.request), "book": dict(inputs.book)},
        "law": {"version": law.book.version, "files": law.file_hashes, "records": law.record_hashes},
        "rules": rule_hashes(policy),
        "code_sha256": code_sha256(),
        "config": policy.plain(),
        "config_sha256": policy.sha256(),
        "answer_sha256": sha256_hex(answer),
    }


@functools.cache
def _source(module: str) -> bytes:
    return Path(str(sys.modules[module].__file__)).read_bytes()
