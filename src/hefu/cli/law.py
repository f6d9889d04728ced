"""`hefu law`: what the law said on a day, and what a coming rule would change for a book."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from hefu.book.book import Book
from hefu.cli.language import language_option, refusing
from hefu.cli.law_report import write_impact
from hefu.cli.law_report.text import columns, text_impact
from hefu.core.context import Context
from hefu.core.dates import parse_date, parse_moment
from hefu.core.law import Anchor, Figure, Licence, stands
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Language, Text
from hefu.parties.groups.membership import membership_on
from hefu.rulebook import Record, RuleBook
from hefu.rulebook.calendar import WorkingDays
from hefu.rulebook.impact import impact
from hefu.rulebook.reference import page
from hefu.rulebook.words import (
    ANCHORS,
    BADGES,
    BASES,
    BOUNDS,
    CERTAINTIES,
    LICENCES,
    NO_FIGURE,
    OTHERS,
    STANDINGS,
    STATUSES,
    figure_text,
)

_REPORT = Text("Report: {path}", "报告：{path}")
_COUNT = Text("{count} records · rule book {version}", "{count} 条记录 · 法规数据版本 {version}")
_DAY_FORM = Text("must be ANCHOR=DATE, with one of: {anchors}", "必须写成 ANCHOR=DATE，其中 ANCHOR 为：{anchors}")
_IN_LINE = Text("What stood before may be brought in line until before {day}.", "此前的业务可在 {day} 前完成整改。")
_WEAK = Text("Not confirmed by any source: may not decline by itself.", "未经任何来源核实，不得单独作为拒绝的依据。")
_HOLDS = Text("{begins} – {ends}", "{begins} – {ends}")
_LINE = Text("{name}: {value}", "{name}：{value}")

_NAMES = {
    "regulation": Text("regulation", "法规"),
    "article": Text("article", "条"),
    "says": Text("says", "内容"),
    "figure": Text("figure", "数值"),
    "anchor": Text("day that decides", "依据日期"),
    "reaches": Text("reaches", "适用"),
    "holds": Text("holds", "有效期"),
    "transition": Text("transition", "过渡安排"),
    "certainty": Text("certainty", "可靠程度"),
    "source": Text("source", "来源"),
}


class Day(click.ParamType[date]):
    """A calendar day."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; what is none ends the command."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except RefusalError as error:
            self.fail(error.refused.render(Language.EN), param, ctx)


class AnchorDay(click.ParamType[tuple[Anchor, date]]):
    """One anchor day, as `voucher_issue=2026-11-20`."""

    name = "anchor=day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Anchor, date]:
        """Return anchor and day; what is none ends the command."""
        anchor, _, day = str(value).partition("=")
        try:
            return Anchor(anchor), parse_date(day)
        except (ValueError, RefusalError):
            self.fail(_DAY_FORM.render(Language.EN, {"anchors": ", ".join(Anchor)}), param, ctx)


@click.group("law", help="What the law said on a day, and what a coming rule changes · 某日的法规，及新规的影响")
def law() -> None:
    """Group the commands about the rule book."""


@law.command("list", help="List the records, or those in force on a day · 列出全部记录，或某日有效的记录")
@click.option("--on", "day", type=Day(), default=None, help="Only what is in force on this day · 仅列当日有效的记录")
@language_option
def list_command(day: date | None, language: Language) -> None:
    """Print one line per record."""
    book = RuleBook.shipped()
    records = book.in_force(day) if day else book.records()
    rows = [
        [
            record.rule_id,
            _figure(record, language),
            _holds(record, language),
            f"{BADGES[record.certainty]} {CERTAINTIES[record.certainty].shown(language)}",
            record.regulation.number,
            record.article,
        ]
        for record in records
    ]
    for line in columns(rows) if rows else []:
        click.echo(line)
    click.echo(_COUNT.render(language, {"count": len(rows), "version": book.version}))


@law.command("show", help="Show every record of a rule · 显示一项规则的全部记录")
@click.argument("rule_id")
@language_option
def show_command(rule_id: str, language: Language) -> None:
    """Print all that each record of the rule says."""
    with refusing(language):
        records = _known(RuleBook.shipped(), rule_id)
    click.echo("\n\n".join(_shown(record, language) for record in records))


@law.command("asof", help="Say which figure applied on a day · 查询某日适用的数值")
@click.argument("rule_id")
@click.option("--day", "days", type=AnchorDay(), multiple=True, help="ANCHOR=DATE, repeatable · 可重复")
@click.option("--licence", type=click.Choice([one.value for one in Licence]), default=None, help="Lender · 贷款人牌照")
@click.option("--product", default="", help="Product · 产品")
@click.option("--value", type=int, default=None, help="Hold this against it, in its unit · 与之比较的数值（同单位）")
@language_option
def asof_command(
    rule_id: str,
    days: tuple[tuple[Anchor, date], ...],
    licence: str | None,
    product: str,
    value: int | None,
    language: Language,
) -> None:
    """Print the figure, or why none applies and end with code 1 where that is because something is unknown."""
    book = RuleBook.shipped()
    with refusing(language):
        anchor = _known(book, rule_id)[0].anchor
    found = book.figure(rule_id, dict(days), Licence(licence) if licence else None, product)
    if not isinstance(found, Figure):
        click.echo(NO_FIGURE[found.code].render(language, {"anchor": anchor.value}))
        sys.exit(1 if found.unknown else 0)
    click.echo(_answer(found, language))
    if value is not None:
        click.echo(f"{figure_text(value, found.unit, language)}: {STANDINGS[stands(found, value)].shown(language)}")


@law.command("impact", help="Say what changes for a book if a rule starts on a day · 规则自某日施行对账簿的影响")
@click.argument("rule_id")
@click.option("--from", "starts_on", type=Day(), required=True, help="First day of the rule · 施行日期")
@click.option(
    "--book", "folder", type=click.Path(path_type=Path), required=True, help="Folder of the book · 账簿文件夹"
)
@click.option("--as-of", "as_of", default=None, help="Moment of asking; now by default · 时点，默认为当前时间")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write a page here · 报告")
@language_option
def impact_command(
    rule_id: str, starts_on: date, folder: Path, as_of: str | None, out: Path | None, language: Language
) -> None:
    """Print the table, and write it as a page in both languages where asked to."""
    rulebook = RuleBook.shipped()
    with refusing(language):
        _known(rulebook, rule_id)
        at = Context(parse_moment(as_of) if as_of else datetime.now(UTC), rulebook=rulebook.version, law=rulebook)
        book = Book.open(folder).as_of(at.as_of)
        groups = membership_on(book, at.today).groups
        found = impact(book, rulebook, rule_id, starts_on, at, groups)
        click.echo(text_impact(found, language), nl=False)
        if out:
            written = write_impact(found, out, language, rulebook.version, f"book-{book.sha256()[:16]}")
            click.echo(_REPORT.render(language, {"path": str(written)}))


@law.command("policy", help="Check a lender's own policies against the law · 检查贷款人自有政策是否严于法规")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@language_option
def policy_command(files: tuple[Path, ...], language: Language) -> None:
    """Print each policy with what it says, or name the first that is wrong or looser and end with code 1."""
    with refusing(language):
        book = RuleBook.shipped().with_policies({str(path): path.read_bytes() for path in files})
    own = book.records()[len(RuleBook.shipped().records()) :]
    for line in columns([[one.rule_id, _figure(one, language), _holds(one, language)] for one in own]) if own else []:
        click.echo(line)
    click.echo(_COUNT.render(language, {"count": len(own), "version": book.version}))


@law.command("reference", help="Print the reference page of all records · 输出全部记录的参考页")
def reference_command() -> None:
    """Print the page that stands in docs/reference/law.md."""
    click.echo(page(RuleBook.shipped(), WorkingDays.shipped()), nl=False)


def _known(book: RuleBook, rule_id: str) -> tuple[Record, ...]:
    try:
        return book.records(rule_id)
    except KeyError:
        raise refuse(Refusal.LAW_RULE_UNKNOWN, record=rule_id) from None


def _figure(record: Record, language: Language) -> str:
    shown = figure_text(record.value, record.unit, language)
    if record.value is None:
        return shown
    base, bound = BASES[record.of].shown(language), BOUNDS[record.bound].shown(language)
    return f"{bound} {shown} {base}".rstrip() if language == Language.EN else f"{base}{bound} {shown}"


def _holds(record: Record, language: Language) -> str:
    if record.valid_from is None:
        return STATUSES[record.status].shown(language)
    ends = record.valid_to.isoformat() if record.valid_to else ""
    return _HOLDS.render(language, {"begins": record.valid_from.isoformat(), "ends": ends}).rstrip()


def _shown(record: Record, language: Language) -> str:
    clause = record.transition
    reaches = [LICENCES[one].shown(language) for one in record.licences] + list(record.products)
    reaches += [OTHERS[one].shown(language) for one in (*record.debtors, *record.creditors)]
    values = {
        "regulation": record.regulation.name.shown(language),
        "article": record.article,
        "says": record.says.shown(language),
        "figure": _figure(record, language),
        "anchor": f"{ANCHORS[record.anchor].shown(language)} ({record.anchor.value})",
        "reaches": ", ".join(reaches),
        "holds": _holds(record, language),
        "transition": f"{clause.until}: {clause.says.shown(language)}" if clause else "",
        "certainty": f"{BADGES[record.certainty]} {CERTAINTIES[record.certainty].shown(language)}",
        "source": record.source.shown(language),
    }
    lines = [
        _LINE.render(language, {"name": _NAMES[name].shown(language), "value": value})
        for name, value in values.items()
        if value
    ]
    return "\n".join([record.rule_id, *lines])


def _answer(figure: Figure, language: Language) -> str:
    shown = figure_text(figure.value, figure.unit, language)
    head = shown if figure.value is None else f"{BOUNDS[figure.bound].shown(language)} {shown}"
    lines = [head, figure.says.shown(language), f"{figure.regulation.shown(language)} {figure.article}".rstrip()]
    lines.append(f"{BADGES[figure.certainty]} {CERTAINTIES[figure.certainty].shown(language)}")
    if not figure.certainty.may_decline:
        lines.append(_WEAK.shown(language))
    if figure.transition_to:
        lines.append(_IN_LINE.render(language, {"day": figure.transition_to}))
    return "\n".join(lines)
