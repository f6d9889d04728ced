"""`hefu read`: a folder of documents into a book."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import click

from hefu.book.readers.folder import ReadReport, read_folder_into
from hefu.book.schema import SCHEMA
from hefu.cli.language import language_option, refusing
from hefu.core.dates import parse_moment
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language, Text

_KINDS = Text("Documents read", "已读取单据")
_ROWS = Text("Rows per table", "各表行数")
_REFUSED = Text("Refused", "拒绝读取")
_SAME = Text("Passed over, the same file stands twice", "跳过：文件重复")
_KNOWN = Text("Passed over, in the book already", "跳过：账簿中已有")
_BATCH = Text("Batch: {path}", "批次：{path}")
_NOTHING = Text("Nothing new; the book is as it was.", "没有新内容，账簿未变。")
_PROGRESS = Text("{done} of {total}", "{done} / {total}")
_MOMENT = Text(
    "must be a date and time with its zone, e.g. 2026-11-16T09:14:00+08:00",
    "必须是带时区的日期时间，例如 2026-11-16T09:14:00+08:00",
)
_PLAIN_LINES = 10
"""How many lines of progress a log gets."""


class Moment(click.ParamType[datetime]):
    """A date and time with its zone."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment in UTC; what is none ends the command."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_moment(str(value))
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
@language_option
def read_command(folder: Path, book: Path, workers: int, received_at: datetime | None, language: Language) -> None:
    """Read and say what became of every file. Ends with 0 where all were read, 1 where any was refused."""
    at = received_at or datetime.now(UTC)
    with refusing(language), Progress(language) as progress:
        report = read_folder_into(folder, book, at, workers=workers, progress=progress.show)
    _tell(report, language)
    sys.exit(1 if report.refusals else 0)


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


def _tell(report: ReadReport, language: Language) -> None:
    _count(_KINDS, report.documents_by_kind(), language)
    _count(_ROWS, report.rows_by_table(), language)
    for text, number in (
        (_SAME, sum(bool(file.same_as) for file in report.files)),
        (_KNOWN, sum(file.known for file in report.files)),
        (_REFUSED, len(report.refusals)),
    ):
        if number:
            click.echo(f"{text.render(language)}: {number}")
    for file in report.refusals:
        if file.refused:
            click.echo(f"  {file.name}  {file.refused.refusal.code}  {file.refused.render(language)}")
    batch = report.batch
    click.echo(_BATCH.render(language, {"path": str(batch)}) if batch else _NOTHING.render(language))


def _count(title: Text, numbers: Mapping[str, int], language: Language) -> None:
    click.echo(f"{title.render(language)}: {sum(numbers.values())}")
    for name, number in numbers.items():
        says = f"  {SCHEMA[name].says.render(language)}" if name in SCHEMA else ""
        click.echo(f"  {name}  {number}{says}")
