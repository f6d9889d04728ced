"""`hefu assess` and `hefu replay`: from a request's folder to a decision, and back again years later."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import click

from hefu.assess.opened import open_book
from hefu.assess.policy import read_policy
from hefu.assess.registry import DECISION
from hefu.assess.replay import DIFFERENCES, replay, replay_from_store
from hefu.assess.write import Answer, answer, keep, page_name, write_answer
from hefu.cli.language import language_option, refusing, say_refused
from hefu.core.dates import parse_date, parse_moment
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language, Message, Text
from hefu.decide.texts import outcome_text

PRC_ZONE = timezone(timedelta(hours=8))
"""A plain date means the end of that day here, in the zone where the law of the land counts days."""

WORDS = {
    "verdict": Text("{name}: {outcome}, supportable {amount}", "{name}：{outcome}，可支持 {amount}"),
    "where": Text("  dossier: {path}", "  卷宗：{path}"),
    "same": Text("Same answer.", "结论相同。"),
    "differs": Text("The answer differs.", "结论不同。"),
    "same_but": Text("Same answer, although:", "结论相同，但是："),
    "replay_of": Text("Give --store, or --request and --book", "请给出 --store，或同时给出 --request 和 --book"),
    "failed": Text("{count} of {total} requests could not be assessed.", "{total} 份申请中有 {count} 份未能评估。"),
}
_MARKS = {"decline": "■", "refer": "▲", "lend": "✓"}


@click.command("assess")
@click.argument("requests", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--book", required=True, type=click.Path(path_type=Path), help="The lender's book · 贷款人账簿")
@click.option("--as-of", "as_of", required=True, help="Day, or moment with zone · 日期，或带时区的时间")
@click.option("--out", default=Path("dossiers"), type=click.Path(path_type=Path), help="Where to write · 输出文件夹")
@click.option("--policy", type=click.Path(path_type=Path), help="The lender's thresholds (TOML) · 贷款人阈值")
@click.option("--seed", default=0, help="Seed of whatever is drawn · 随机种子")
@click.option(
    "--keep",
    "store",
    type=click.Path(path_type=Path),
    help="Keep all it rests on in this store · 将全部依据存入此文件夹",
)
@language_option
def assess_command(  # noqa: PLR0913, PLR0917 - click passes each option by name
    requests: tuple[Path, ...],
    book: Path,
    as_of: str,
    out: Path,
    policy: Path | None,
    seed: int,
    store: Path | None,
    language: Language,
) -> None:
    """Assess requests and write their dossiers · 评估融资申请并写出卷宗."""
    with refusing(language):
        moment, thresholds, opened = moment_of(as_of), read_policy(policy), open_book(book)
    refused = 0
    for request in requests:
        try:
            given = answer(request, opened, moment, thresholds, seed)
            if store:
                keep(given, request, book, store)
            _tell(given, write_answer(given, out / request.resolve().name, language), language)
        except RefusalError as error:
            refused += 1
            say_refused(error.refused, language, str(request))
    if refused:
        click.echo(Message.of("failed", count=refused, total=len(requests)).render(language, WORDS), err=True)
        sys.exit(1)


def _tell(given: Answer, folder: Path, language: Language) -> None:
    decision, name = given.assessed.decision, given.assessed.request.request_id
    texts = given.assessed.catalogue
    outcome = outcome_text(decision.outcome, decision.kind)
    line = Message.of("verdict", name=f"{folder.name} ({name})", outcome=outcome, amount=decision.supportable)
    click.echo(f"{_MARKS[decision.outcome.code]} {line.render(language, WORDS)}")
    for reason in decision.reasons:
        click.echo(f"  - {reason.message.render(language, texts[DECISION])}")
    labels = dict(decision.labels)
    for finding in given.assessed.findings[:3]:
        text = finding.message.render(language, texts[finding.rule])
        click.echo(f"  {labels[finding.finding_id]} [{finding.severity.code}] {text}")
    path = folder / page_name("dossier", language, language)
    click.echo(Message.of("where", path=str(path)).render(language, WORDS))


@click.command("replay")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--request", "request_folder", type=click.Path(path_type=Path), help="The request · 申请文件夹")
@click.option("--book", type=click.Path(path_type=Path), help="The lender's book · 贷款人账簿")
@click.option(
    "--store", type=click.Path(path_type=Path), help="What --keep kept, instead of both · --keep 所存的文件夹"
)
@language_option
def replay_command(
    folder: Path, request_folder: Path | None, book: Path | None, store: Path | None, language: Language
) -> None:
    """Re-run an answer and say same, or what differs · 重演结论并指出差异."""
    with refusing(language):
        if store and not (request_folder or book):
            outcome = replay_from_store(folder, store)
        elif request_folder and book and not store:
            outcome = replay(folder, request_folder, book)
        else:
            raise click.UsageError(WORDS["replay_of"].render(language))
    said = "differs" if not outcome.same else "same_but" if outcome.differences else "same"
    click.echo(WORDS[said].render(language))
    for difference in outcome.differences:
        click.echo(f"  - {DIFFERENCES[difference.code].render(language, {'what': difference.what})}")
    sys.exit(0 if outcome.same else 1)


def moment_of(text: str) -> datetime:
    """Return the moment an option names; a plain day means its last second in UTC+8."""
    if len(text) == len("2026-11-20"):
        return datetime.combine(parse_date(text), time(23, 59, 59), PRC_ZONE)
    parse_moment(text)
    return datetime.fromisoformat(text) if text[-1] not in "Zz" else parse_moment(text).astimezone(UTC)
