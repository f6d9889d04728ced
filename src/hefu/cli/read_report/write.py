"""Writes a report into a folder: page and text, in the chosen language and in the other."""

from __future__ import annotations

from pathlib import Path

from hefu.cli.read_report.facts import Facts
from hefu.cli.read_report.page import report_page
from hefu.cli.read_report.text import text_report
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language


def write_report(facts: Facts, folder: Path, language: Language) -> Path:
    """Write `report.html` and `report.txt` and the same in the other language; return the page's path.

    Other files of the folder stay as they are; an older report is replaced file by file. Raises RefusalError
    (FILE_UNREADABLE) where it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in report_files(facts, language).items():
            aside = folder / f".{name}.tmp"
            aside.write_bytes(content.encode())
            aside.replace(folder / name)
    except OSError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=str(folder), reason=error.strerror or "") from None
    return folder / _named("html", language, language)


def report_files(facts: Facts, language: Language) -> dict[str, str]:
    """Return every file of a report by its name."""
    files = {}
    for shown in Language:
        other = next(known for known in Language if known != shown)
        files[_named("html", shown, language)] = report_page(facts, shown, _named("html", other, language))
        files[_named("txt", shown, language)] = text_report(facts, shown)
    return files


def _named(suffix: str, shown: Language, chosen: Language) -> str:
    return f"report.{suffix}" if shown == chosen else f"report.{shown.value}.{suffix}"
