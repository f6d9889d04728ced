"""`hefu read`: a folder of documents into a book."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import click

from hefu.book.readers.detect import read_document
from hefu.book.readers.folder import read_folder_into
from hefu.book.readers.judged import read_judged
from hefu.cli.language import language_option, refusing
from hefu.cli.read_report import Facts, text_report, write_report
from hefu.core.dates import parse_moment
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language, Text

_PAGE = Text("Report: {path}", "报告：{path}")
_APART = Text(
    "must lie outside the folder that is read and outside the book",
    "必须在所读文件夹和账簿之外",
)
_PROGRESS = Text("{done} of {total}", "{done} / {total}")
_MOMENT = Text(
    "must be a date and time with its zone, e.g. 2026-11-16T09:14:00+08:00",
    "必须是带时区的日期时间，例如 2026-11-16T09:14:00+08:00",
)
_PLAIN_LINES = 10
"""How many lines of progress a log gets."""

_FILES_TOLD_MAX = 20
"""So many files that were read are told one by one at the terminal; those refused always are."""


class Moment(click.ParamType[datetime]):
    """A date and time with its zone."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment in the zone it is written in; what is none ends the command."""
        if isinstance(value, datetime):
            return value
        try:
            parse_moment(str(value))
            return datetime.fromisoformat(str(value))
        except RefusalError:
            self.fail(f"{_MOMENT.en} · {_MOMENT.zh}", param, ctx)


@click.command("read", help="Read a folder of documents into a book · 把一个文件夹的单据读入账簿")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--into",
    "book",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the book · 账簿文件夹",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Child processes · 子进程数")
@click.option(
    "--received-at",
    type=Moment(),
    default=None,
    help="When the documents came in, if sources.toml does not say; now by default"
    " · 单据收到时间（sources.toml 未写明时），默认为当前时间",
)
@click.option(
    "--report",
    "report_folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Write the report here too, as a page and as text · 同时把报告（网页和文本）写入此文件夹",
)
@click.option(
    "--judge", is_flag=True, help="Hold invoices to EN 16931 where they claim it · 按 EN 16931 核对声明遵循它的发票"
)
@language_option
def read_command(
    folder: Path,
    book: Path,
    workers: int,
    received_at: datetime | None,
    report_folder: Path | None,
    judge: bool,  # noqa: FBT001 - click passes a flag by name
    language: Language,
) -> None:
    """Read and say what became of every file. Ends with 0 where all were read, 1 where any was refused."""
    if report_folder and _lies_in(report_folder, folder, book):
        raise click.BadParameter(f"{_APART.en} · {_APART.zh}", param_hint="--report")
    at = received_at or datetime.now(UTC).astimezone()
    with refusing(language), Progress(language) as progress:
        read = read_judged if judge else read_document
        report = read_folder_into(folder, book, at, workers=workers, progress=progress.show, read=read)
    facts = Facts(report, folder.resolve().name, at)
    click.echo(text_report(facts, language, _FILES_TOLD_MAX), nl=False)
    if report_folder:
        with refusing(language):
            click.echo(_PAGE.render(language, {"path": str(write_report(facts, report_folder, language))}))
    sys.exit(1 if report.refusals else 0)


def _lies_in(path: Path, *folders: Path) -> bool:
    """Tell whether a report would be taken for a document, or change what the hash of a book covers."""
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)


class Progress:
    """`n of m` on standard error: one line rewritten at a terminal, a few plain lines elsewhere."""

    def __init__(self, language: Language) -> None:
        """Look once whether somebody watches."""
        self._language = language
        self._live = sys.stderr.isatty()
        self._shown = -1

    def show(self, done: int, total: int) -> None:
        """Say how far it is."""
        text = _PROGRESS.render(self._language, {"done": done, "total": total})
        step = done * _PLAIN_LINES // max(total, 1)
        if self._live:
            click.echo(f"\r{text}", err=True, nl=False)
        elif step > self._shown:
            click.echo(text, err=True)
        self._shown = step

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line of a terminal."""
        if self._live and self._shown >= 0:
            click.echo(err=True)
