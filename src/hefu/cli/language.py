"""In which language a command speaks, and how it says that something was refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from hefu.core.refusals import RefusalError, Refused
from hefu.core.texts import Language, Text

Command = TypeVar("Command", bound=Callable[..., Any])

_REFUSED = Text("Refused ({code}): {reason}", "拒绝（{code}）：{reason}")
_RETRY = Text(" It may pass later as it is.", "稍后重试可能通过。")


def default_language() -> Language:
    """Return the language of HEFU_LANG, else of the terminal's locale, else English."""
    for name in ("HEFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


def _of_option(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Language:
    return Language(value) if value else default_language()


def language_option(command: Command) -> Command:
    """Add `--language zh|en`, or `--lang`; the command gets `language`."""
    option = click.option(
        "--lang",
        "--language",
        "language",
        type=click.Choice([language.value for language in Language]),
        callback=_of_option,
        help="Language of what is said and written · 语言",
    )
    decorated: Command = option(command)
    return decorated


def say_refused(refused: Refused, language: Language, about: str = "") -> None:
    """Say on standard error what was refused, by code and reason."""
    line = _REFUSED.render(language, {"code": refused.refusal.code, "reason": refused.render(language)})
    retry = _RETRY.render(language) if refused.refusal.retryable else ""
    click.echo(f"{about}: {line}{retry}" if about else line + retry, err=True)


@contextmanager
def refusing(language: Language, about: str = "") -> Iterator[None]:
    """Turn a refusal inside the block into its text and exit code 1."""
    try:
        yield
    except RefusalError as error:
        for refused in getattr(error, "all_refused", (error.refused,)):
            say_refused(refused, language, about)
        sys.exit(1)
