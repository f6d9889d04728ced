"""`hefu book`: check a book against its schema, and print the schema's page."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import click

from hefu.book.book import Book
from hefu.book.reference import page
from hefu.book.streamed import check_streamed
from hefu.cli.language import language_option, refusing
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language, Text

_COUNT = Text("{table}: {rows}", "{table}：{rows}")
_SOUND = Text("Every row holds to the schema.", "每一行均符合表结构。")
_JOINED = Text("{path}: {rows} rows", "{path}：{rows} 行")
_EMPTY = Text("The book holds no rows.", "账簿中没有数据。")


@click.group("book", help="Check a book, or print the schema of its tables · 检查账簿，或输出表结构")
def book() -> None:
    """Group the commands about books."""


@book.command("check", help="Count the rows of each table and name every row that breaks the schema · 检查每一行")
@click.argument("folder", type=click.Path(path_type=Path))
@language_option
def check_command(folder: Path, language: Language) -> None:
    """Print rows per table; name what is broken on standard error and end with code 1."""
    with refusing(language):
        rows = check_streamed(folder)
    if not rows:
        click.echo(_EMPTY.render(language), err=True)
        sys.exit(1)
    for name, count in rows.items():
        click.echo(_COUNT.render(language, {"table": name, "rows": count}))
    click.echo(_SOUND.render(language))


@book.command("join", help="Join books into a new one · 把几本账簿合成一本新账簿")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Folder of the new book · 新账簿文件夹")
@language_option
def join_command(folders: tuple[Path, ...], into: Path, language: Language) -> None:
    """Write the facts of every book as one; the very same row in two of them stands once."""
    with refusing(language):
        if into.exists() and any(into.iterdir()):
            raise refuse(Refusal.FOLDER_NOT_EMPTY, path=str(into))
        joined = functools.reduce(Book.joined, map(Book.open, folders)).checked()
        into.mkdir(parents=True, exist_ok=True)
        joined.write(into)
    rows = sum(joined.table(name).num_rows for name in joined.names)
    click.echo(_JOINED.render(language, {"path": str(into), "rows": rows}))


@book.command("schema", help="Print the reference page of all tables · 输出全部表结构")
def schema_command() -> None:
    """Print the page that stands in docs/reference/schema.md."""
    click.echo(page(), nl=False)
