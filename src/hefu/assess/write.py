"""Writes an answer: dossier, pages and receipt of one request into one folder, all of them or none."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hefu.assess.applicant import applicant_of
from hefu.assess.content import Contents
from hefu.assess.dossier import dossier_of
from hefu.assess.law import LawInUse, law_shipped
from hefu.assess.opened import OpenedBook, open_book
from hefu.assess.pages import applicant_page, dossier_page
from hefu.assess.policy import Policy, insist_in_force
from hefu.assess.receipt import Inputs, hash_folder, receipt_of, rule_sources
from hefu.assess.registry import registered
from hefu.assess.run import Assessment, assess
from hefu.assess.store import Store
from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.context import Context
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language

DOSSIER, RECEIPT, LAW = "dossier.json", "receipt.json", "law.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """One assessed request, ready to be written: the bytes of its dossier, its receipt, its applicant's page."""

    assessed: Assessment
    dossier: dict[str, Any]
    receipt: dict[str, Any]
    applicant: dict[str, Any]
    law: LawInUse

    @property
    def dossier_bytes(self) -> bytes:
        """The canonical bytes of dossier.json."""
        return canonical_json(self.dossier)


def answer(
    request: Path,
    book: Path | OpenedBook,
    as_of: datetime,
    policy: Policy,
    seed: int = 0,
    law: LawInUse | None = None,
) -> Answer:
    """Assess the request in one folder against the lender's book, a folder or one that was opened.

    `as_of` carries the zone that times are shown in; `law` is the rule book, the shipped one by default. Inputs are
    hashed before and after they are read: a file that changes meanwhile is refused, since nobody could say which
    state was judged.
    """
    lender, used = open_book(book) if isinstance(book, Path) else book, law or law_shipped()
    offset = as_of.utcoffset() or timedelta(0)
    at = Context(as_of.astimezone(UTC), seed, rulebook_of(policy, used), used.book)
    insist_in_force(policy, at.today)
    hashes = hash_folder(request)
    assessed = assess(request, lender.book, at, policy)
    if hash_folder(request) != hashes:
        raise refuse(Refusal.FILE_UNREADABLE, path=request.name, reason="changed while it was read")
    dossier = dossier_of(assessed, used, offset, version("hefu"))
    minutes = offset // timedelta(minutes=1)
    receipt = receipt_of(Inputs(hashes, lender.hashes), used, at, policy, minutes, canonical_json(dossier))
    applicant = applicant_of(assessed.request, assessed.papers, Contents(assessed.book), at, offset)
    return Answer(assessed, dossier, receipt, applicant, used)


def rulebook_of(policy: Policy, law: LawInUse) -> str:
    """Return the name of the rules in force: Hefu's version, a hash of every rule's name and version, the law's."""
    rules = [[entry.rule.name, entry.rule.version] for entry in registered(policy)]
    return f"{version('hefu')}+{sha256_hex(canonical_json(rules))[:8]}+{law.book.version}"


def keep(given: Answer, request: Path, book: Path, folder: Path) -> None:
    """Keep in a store everything that an answer rests on: papers, book, rule book, and the source of every rule."""
    store = Store(folder)
    store.put_folder(request, given.receipt["inputs"]["request"])
    store.put_folder(book, given.receipt["inputs"]["book"])
    for data in (*given.law.files.values(), *rule_sources(given.assessed.policy).values(), given.dossier_bytes):
        store.put(data)


def write_answer(given: Answer, folder: Path, language: Language) -> Path:
    """Write an answer's files into `folder` and return it; an older answer there is replaced whole.

    The pages in `language` bear the plain names; those in the other language bear it in theirs.
    """
    staging = folder.with_name(f".{folder.name}.staging")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for name, content in _files(given, language).items():
        (staging / name).write_bytes(content)
    if folder.exists():
        _insist_ours(folder)
        shutil.rmtree(folder)
    staging.rename(folder)
    return folder


def _files(given: Answer, language: Language) -> dict[str, bytes]:
    drawn = {**given.dossier, "rules": given.receipt["rules"]}
    law = {name: data.decode() for name, data in given.law.files.items()}
    files = {DOSSIER: given.dossier_bytes, RECEIPT: canonical_json(given.receipt), LAW: canonical_json(law)}
    for shown in Language:
        names = {kind: page_name(kind, shown, language) for kind in ("dossier", "applicant")}
        others = {kind: page_name(kind, other_language(shown), language) for kind in names}
        files[names["dossier"]] = dossier_page(drawn, shown, others["dossier"]).encode()
        files[names["applicant"]] = applicant_page(given.applicant, shown, others["applicant"]).encode()
    return files


def page_name(kind: str, shown: Language, chosen: Language) -> str:
    """Return a page's file name: `dossier.html` in the chosen language, `dossier.en.html` in the other."""
    return f"{kind}.html" if shown == chosen else f"{kind}.{shown.value}.html"


def other_language(language: Language) -> Language:
    """Return the other of the two."""
    return Language.EN if language == Language.ZH else Language.ZH


def _insist_ours(folder: Path) -> None:
    """Refuse to replace a folder that holds anything but an answer of ours."""
    ours = {DOSSIER, RECEIPT, LAW} | {
        page_name(k, s, c) for k in ("dossier", "applicant") for s in Language for c in Language
    }
    if not folder.is_dir() or any(path.name not in ours for path in folder.iterdir()):
        raise refuse(Refusal.FOLDER_NOT_EMPTY, path=folder.name)
