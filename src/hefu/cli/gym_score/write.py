"""Writes a score into a folder: JSON, picture, page and text, in the chosen language and in the other."""

from __future__ import annotations

from pathlib import Path

from hefu.cli.gym_score.forms import Forms
from hefu.cli.gym_score.page import score_page
from hefu.cli.gym_score.picture import picture
from hefu.cli.gym_score.text import text_score
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language
from hefu.gym.score import Score


def write_score(given: Score, folder: Path, language: Language) -> Path:
    """Write the files of a score, replacing older ones file by file; return the page's path."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _files(given, language).items():
            aside = folder / f".{name}.tmp"
            aside.write_text(content, encoding="utf-8")
            aside.replace(folder / name)
    except OSError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=str(folder), reason=error.strerror or "") from None
    return folder / "score.html"


def _files(given: Score, language: Language) -> dict[str, str]:
    files = {"score.json": given.json()}
    for shown in Language:
        forms, other = Forms(given, shown), next(known for known in Language if known != shown)
        files[_named("html", shown, language)] = score_page(forms, _named("html", other, language))
        files[_named("txt", shown, language)] = text_score(forms)
        files[_named("svg", shown, language)] = picture(forms)
    return files


def _named(suffix: str, shown: Language, chosen: Language) -> str:
    return f"score.{suffix}" if shown == chosen else f"score.{shown.value}.{suffix}"
