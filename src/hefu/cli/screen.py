"""`hefu screen`: a whole book under every rule."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC
from pathlib import Path

import click

from hefu import parties, trade
from hefu.assess.law import law_shipped
from hefu.assess.policy import Policy, read_policy
from hefu.assess.registry import registered
from hefu.assess.write import rulebook_of
from hefu.book import Book
from hefu.cli.assess import moment_of
from hefu.cli.language import language_option, refusing
from hefu.core.context import Context
from hefu.core.findings import Severity
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language, Text
from hefu.screen import Asked, Derivation, Told, screen

_DONE = Text("{rule}: {found} findings, {open} open checks", "{rule}：{found} 项发现，{open} 项未评估")
_SUM = Text("{severity}: {count}", "{severity}：{count}")
_SEVERITIES = {
    "stop": Text("stop", "停止"),
    "high": Text("high", "高"),
    "medium": Text("medium", "中"),
    "low": Text("low", "低"),
    "note": Text("note", "提示"),
}
_APART = Text("must lie outside the book", "必须在账簿之外")
_WHERE = Text("Findings: {path}", "发现：{path}")


@click.command("screen", help="Put every rule to a whole book · 对整本账簿运行全部规则")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--as-of",
    "moments",
    required=True,
    multiple=True,
    help="Day, or moment with zone; may be repeated · 日期或时间，可重复",
)
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), help="New folder for the findings · 存放发现的新文件夹"
)
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), help="Thresholds (TOML) · 阈值")
@click.option("--seed", default=0, help="Seed of whatever is drawn · 随机种子")
@language_option
def screen_command(
    folder: Path, moments: tuple[str, ...], into: Path, policy_file: Path | None, seed: int, language: Language
) -> None:
    """Write `findings`, `finding_rows` and `open_checks`; say per rule and severity how many."""
    with refusing(language):
        policy = granted(read_policy(policy_file))
        if into.resolve().is_relative_to(folder.resolve()):
            raise click.BadParameter(f"{_APART.en} · {_APART.zh}", param_hint="--into")
        if into.exists() and any(into.iterdir()):
            raise refuse(Refusal.FOLDER_NOT_EMPTY, path=str(into))
        law = law_shipped()
        version = rulebook_of(policy, law)
        ats = [Context(moment_of(text).astimezone(UTC), seed, version, law.book) for text in moments]
        found = screen(Book.open(folder), derivations(policy), asked(policy), ats, _teller(language))
        into.mkdir(parents=True, exist_ok=True)
        found.write(into)
    counts = Counter(found.table("findings")["severity"].to_pylist())
    for severity in Severity:
        word = _SEVERITIES[severity.code]
        click.echo(_SUM.render(language, {"severity": word, "count": counts[severity.code]}))
    click.echo(_WHERE.render(language, {"path": str(into)}))


def granted(policy: Policy) -> Policy:
    """Return the thresholds for a book of financings that were granted: each invoice may be financed once."""
    trade_config = dataclasses.replace(policy.trade, financings_allowed_count=1)
    return dataclasses.replace(policy, trade=trade_config)


def asked(policy: Policy) -> list[Asked]:
    """Return every rule with its thresholds."""
    return [(entry.rule, entry.config) for entry in registered(policy)]


def derivations(policy: Policy) -> list[Derivation]:
    """Return what must be computed before the rules are asked."""
    return [
        lambda book, at: trade.derive(book, policy.trade, at),
        lambda book, at: parties.derive(book, policy.parties, at),
    ]


def _teller(language: Language) -> Told:
    def tell(rule: str, found: int, left_open: int) -> None:
        click.echo(_DONE.render(language, {"rule": rule, "found": found, "open": left_open}), err=True)

    return tell
