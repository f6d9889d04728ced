"""`hefu who PARTY --book BOOK`: prints and draws the neighbourhood of a party."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from hefu import parties
from hefu.assess.policy import read_policy
from hefu.book import Book
from hefu.cli.assess import moment_of
from hefu.cli.language import language_option, refusing
from hefu.cli.who.page import who_page
from hefu.cli.who.text import lines
from hefu.cli.who.words import WORDS
from hefu.core.context import Context
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language, show
from hefu.parties.ties import Ties, ties_of


@click.command("who", help="Tell and draw who stands around a party · 查看并绘出某主体的关系")
@click.argument("party")
@click.option("--book", "folder", required=True, type=click.Path(path_type=Path), help="The book · 账簿")
@click.option(
    "--as-of", "as_of", help="Day, or moment with zone; now where it is left out · 日期，或带时区的时间；默认现在"
)
@click.option("--hops", default=2, type=click.IntRange(1, 6), show_default=True, help="Steps around the party · 步数")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the page here, and beside it the other language's · 写出页面"
)
@click.option("--policy", type=click.Path(path_type=Path), help="The lender's thresholds (TOML) · 贷款人阈值")
@language_option
def who_command(
    party: str, folder: Path, as_of: str | None, hops: int, out: Path | None, policy: Path | None, language: Language
) -> None:
    """Print what ties a party to others, each with what it rests on; with --out draw it too."""
    with refusing(language):
        moment = (moment_of(as_of) if as_of else datetime.now(UTC)).astimezone(UTC)
        thresholds = read_policy(policy)
        known = Book.open(folder).as_of(moment)
        if party not in set(known.table("parties", columns=["party_id"])["party_id"].to_pylist()):
            raise refuse(Refusal.PARTY_UNKNOWN, party=party)
        for name, table in parties.derive(known, thresholds.parties, Context(moment)).items():
            known = known.with_table(name, table)
        ties = ties_of(known, party, hops, moment.date())
        for line in lines(ties, language):
            click.echo(line)
        if out:
            write_pages(ties, out, show(moment, language), hops, language)
            click.echo(WORDS["where"].render(language, {"path": str(out)}))


def write_pages(ties: Ties, out: Path, moment: str, hops: int, language: Language) -> None:
    """Write the page, and `NAME.LANG.html` in the other language; nothing is written where either cannot be made."""
    other = next(known for known in Language if known != language)
    beside = out.with_name(f"{out.stem}.{other.value}{out.suffix or '.html'}")
    pages = {
        out: who_page(ties, moment, hops, language, beside.name),
        beside: who_page(ties, moment, hops, other, out.name),
    }
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for path, content in pages.items():
            aside = path.with_name(f".{path.name}.tmp")
            aside.write_bytes(content.encode())
            aside.replace(path)
    except OSError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=str(out), reason=error.strerror or "") from None
