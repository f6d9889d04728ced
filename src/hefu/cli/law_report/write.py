"""Writes the impact report beside itself in both languages."""

from __future__ import annotations

from pathlib import Path

from hefu.cli.law_report.page import impact_page
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language
from hefu.rulebook.impact import Impact


def write_impact(impact: Impact, path: Path, language: Language, law: str, book: str) -> Path:
    """Write the page to `path`, and beside it the same in the other language; return `path`.

    An older page is replaced whole. Raises RefusalError (FILE_UNREADABLE) where it cannot be written.
    """
    other = next(known for known in Language if known != language)
    beside = path.with_name(f"{path.stem}.{other.value}{path.suffix}")
    pages = {
        path: impact_page(impact, language, law, book, beside.name),
        beside: impact_page(impact, other, law, book, path.name),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for place, content in pages.items():
            aside = place.with_name(f".{place.name}.tmp")
            aside.write_bytes(content.encode())
            aside.replace(place)
    except OSError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=str(path), reason=error.strerror or "") from None
    return path
