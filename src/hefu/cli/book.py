"""`hefu book`: check a book against its schema, and print the schema's page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hefu.book.reference import page
from hefu.book.streamed import check_streamed
from hefu.cli.language import language_option, refusing
from hefu.core.texts import Language, Text

_COUNT = Text("{table}: {rows}", "{table}：{rows}")
_SOUND = Text("Every row holds to the schema.", "每一行均符合表结构。")
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


@book.command("schema", help="Print the reference page of all tables · 输出全部表结构")
def schema_command() -> None:
    """Print the page that stands in docs/reference/schema.md."""
    click.echo(page(), nl=False)
