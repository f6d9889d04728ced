"""The report as text, for a terminal or a file: what was refused stands first."""

from __future__ import annotations

from collections.abc import Iterator

from hefu.book.readers.folder import FileOutcome
from hefu.book.schema import SCHEMA
from hefu.cli.read_report.facts import Facts, State, next_steps
from hefu.cli.read_report.forms import Forms, plain
from hefu.core.texts import Language

RULE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * 40


def text_report(facts: Facts, language: Language, files_max: int | None = None) -> str:
    """Return the report as lines of text; of the files that were read at most `files_max` are told one by one.

    Whatever the files hold, the text has no character that drives a terminal.
    """
    forms = Forms(language)
    parts = (_head, _refused, _letters, _kinds, lambda f, w: _read(f, w, files_max), _rows, _foot)
    blocks = ["\n".join(part(facts, forms)) for part in parts]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _head(facts: Facts, forms: Forms) -> Iterator[str]:
    yield forms.word("heading", folder=plain(facts.folder))
    yield forms.word("at", **forms.moment(facts))
    counts = facts.counts()
    said = [forms.label(forms.word("files"), f"{len(facts.report.files):,}")]
    said += [forms.label(forms.word(state), f"{counts[state]:,}") for state in (State.READ, State.REFUSED)]
    yield forms.word("between").join(said)
    for state in (State.SAME, State.KNOWN):
        if counts[state]:
            yield forms.label(forms.word(state), f"{counts[state]:,}")
    yield forms.next_step(facts)


def _refused(facts: Facts, forms: Forms) -> Iterator[str]:
    for place, file in enumerate(facts.files(State.REFUSED)):
        if place == 0:
            yield forms.label(forms.word("refused"), len(facts.report.refusals))
        if file.refused:
            yield f"  {plain(file.name)}  {file.refused.refusal.code}  {forms.reason(file)}"
        if file.same_as:
            yield f"    {forms.word('again_same', name=plain(file.same_as))}"
            continue
        for name, text in zip(("ask", "task"), next_steps(file), strict=True):
            if text:
                yield f"    {forms.label(forms.word(name), forms.said(text))}"


def _letters(facts: Facts, forms: Forms) -> Iterator[str]:
    for place, letter in enumerate(facts.letters()):
        if place == 0:
            yield forms.word("letters")
        yield RULE
        yield forms.word("letter_to", sender=forms.addressee(letter))
        yield forms.letter(letter)
    if facts.letters():
        yield RULE


def _kinds(facts: Facts, forms: Forms) -> Iterator[str]:
    kinds = facts.report.documents_by_kind()
    yield forms.label(forms.word("kinds"), f"{sum(kinds.values()):,}")
    for code, count in kinds.items():
        yield f"  {plain(code)}  {count:,}  {forms.kind(code)}"


def _read(facts: Facts, forms: Forms, files_max: int | None) -> Iterator[str]:
    files = facts.files(State.READ, State.SAME, State.KNOWN)
    for place, file in enumerate(files[:files_max]):
        if place == 0:
            yield forms.word("read_files")
        yield from _one(file, forms)
    left = len(files) - len(files[:files_max])
    if left:
        yield f"  {forms.word('not_told', count=f'{left:,}')}"


def _one(file: FileOutcome, forms: Forms) -> Iterator[str]:
    sender = " ".join(forms.sender(file.controlled_by, file.controller_id)).rstrip()
    said = [forms.kind(file.document_kind) if file.document_kind else "", sender, forms.size(file.size_bytes)]
    yield f"  {plain(file.name)}"
    yield f"    {forms.word('between').join(filter(None, [forms.state(file), *said]))}"
    for sentence in forms.understood(file):
        yield f"    {sentence}"


def _rows(facts: Facts, forms: Forms) -> Iterator[str]:
    rows = facts.report.rows_by_table()
    yield forms.label(forms.word("rows"), f"{sum(rows.values()):,}")
    for name, count in rows.items():
        says = f"  {forms.said(SCHEMA[name].says)}" if name in SCHEMA else ""
        yield f"  {name}  {count:,}{says}"


def _foot(facts: Facts, forms: Forms) -> Iterator[str]:
    yield forms.word("batch", batch=plain(facts.batch)) if facts.batch else forms.word("nothing_new")
