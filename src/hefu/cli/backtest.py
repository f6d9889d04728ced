"""`hefu backtest`: two policies side by side on past requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hefu.assess.backtest import SIDES, backtest
from hefu.assess.opened import open_book
from hefu.assess.outcomes import read_outcomes
from hefu.assess.pages import backtest_page, formats, labels
from hefu.assess.pages.backtest_words import WORDS
from hefu.assess.policy import read_policy
from hefu.assess.write import other_language, page_name
from hefu.cli.assess import moment_of
from hefu.cli.language import language_option, refusing
from hefu.core.canonical import canonical_json
from hefu.core.texts import Language, Text

_WHERE = Text("Report: {path}", "报告：{path}")
_path = click.Path(path_type=Path)


@click.command("backtest")
@click.argument("requests", nargs=-1, required=True, type=_path)
@click.option("--book", required=True, type=_path, help="The lender's book · 贷款人账簿")
@click.option("--champion", required=True, type=_path, help="The policy in use (TOML) · 现行政策")
@click.option("--challenger", required=True, type=_path, help="The policy to try (TOML) · 候选政策")
@click.option("--outcomes", type=_path, help="What became of the requests (CSV) · 实际结果")
@click.option("--as-of", "as_of", help="One moment for all; else each the day before it starts · 统一时点")
@click.option("--out", default=Path("backtest"), type=_path, help="Where to write · 输出文件夹")
@language_option
def backtest_command(  # noqa: PLR0913, PLR0917 - click passes each option by name
    requests: tuple[Path, ...],
    book: Path,
    champion: Path,
    challenger: Path,
    outcomes: Path | None,
    as_of: str | None,
    out: Path,
    language: Language,
) -> None:
    """Compare two policies on past requests · 在过往申请上对比两套政策."""
    with refusing(language):
        policies = {"champion": read_policy(champion), "challenger": read_policy(challenger)}
        moment = moment_of(as_of) if as_of else None
        report = backtest(requests, open_book(book), policies, read_outcomes(outcomes), moment)
    _write(report, out, language)
    for line in _table(report, language):
        click.echo(line)
    click.echo(_WHERE.render(language, {"path": str(out / page_name("backtest", language, language))}))


def _write(report: dict[str, Any], out: Path, language: Language) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "backtest.json").write_bytes(canonical_json(report))
    for shown in Language:
        other = page_name("backtest", other_language(shown), language)
        (out / page_name("backtest", shown, language)).write_text(backtest_page(report, shown, other), encoding="utf-8")


def _table(report: dict[str, Any], language: Language) -> list[str]:
    """Return the comparison as lines of text: the matrix, what each side lends and loses, and every flip."""

    def say(name: str, **fields: str | int) -> str:
        return WORDS[name].render(language, fields)

    outcomes = {code: word.render(language) for code, word in labels.OUTCOMES.items()}
    lines = [say("requests", count=report["requests"], refused=len(report["refused"])), say("matrix")]
    for mine, word in outcomes.items():
        cells = [cell for cell in report["matrix"] if cell["champion"] == mine]
        lines.append(f"  {word}: " + "  ".join(f"{outcomes[cell['challenger']]} {cell['count']}" for cell in cells))
    for side in SIDES:
        lines += [f"{say(side)}: {_lent(one, say, language)}" for one in report["sides"][side]]
    lines += [say("difference", amount=formats.exact_with_unit(one, language)) for one in report["difference"]]
    for flip in report["flips"]:
        change = f"{outcomes[flip['champion']['outcome']]} → {outcomes[flip['challenger']['outcome']]}"
        lines.append(f"- {flip['name']} ({flip['request_id']}): {change}")
        lines += [f"    {why[language.value]}" for why in flip["challenger"]["reasons"]]
    lines += [f"- {one['name']}: {one['text'][language.value]}" for one in report["refused"]]
    return lines


def _lent(one: dict[str, Any], say: Any, language: Language) -> str:  # noqa: ANN401 - a function of words
    currency = formats.unit(one["currency"], language)
    parts = [f"{say('lent_count')} {one['lent_count']}"]
    parts += [
        f"{say(w, currency=currency)} {formats.exact(one[k])}"
        for w, k in (("lent_amount", "lent"), ("lost", "lost"), ("earned", "earned"))
    ]
    low, high = formats.rate(one["bad"]["low_bps"]), formats.rate(one["bad"]["high_bps"])
    parts.append(f"{say('bad')} {one['bad']['count']}/{one['known_count']} ({say('interval', low=low, high=high)})")
    return " · ".join(parts)
