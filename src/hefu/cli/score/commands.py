"""`hefu score train`, `apply` and `drift`."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import click

from hefu.cli.language import language_option, refusing
from hefu.cli.read import Moment
from hefu.cli.score.apply import book_of, score_rows
from hefu.cli.score.figures import three
from hefu.cli.score.files import CARD, MODEL, read_model, readable_json, write_folder
from hefu.cli.score.settings import read_settings
from hefu.cli.score.table import read_cells
from hefu.core.canonical import canonical_json
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Language, Text, Value, show
from hefu.credit.scoring import Drift, DriftState, Scorecard, Scored, drift
from hefu.credit.scoring.drift import STATES
from hefu.credit.scoring.texts import REASONS

_TRAINED = Text(
    "{rows} rows, {bads} defaults; cross-validated AUC {auc} ({low} to {high}); certainty {certainty}.",
    "{rows} 行，违约 {bads} 行；交叉验证 AUC {auc}（{low} 至 {high}）；可信程度 {certainty}。",
)
_WRITTEN = Text("Model card: {path}", "模型说明：{path}")
_DRIFT = Text(
    "{variable}: PSI {index} (by chance {chance}), {state}", "{variable}：PSI {index}（随机约 {chance}），{state}"
)
_SCORE = Text("score", "得分")
_LABEL = Text("Scorecard {name}: {label}", "评分卡 {name}：{label}")

_data = click.argument("data", type=click.Path(path_type=Path))
_model = click.argument("model", type=click.Path(path_type=Path))
_separator = click.option("--separator", default=",", show_default=True, help="Between cells · 单元格分隔符")


@click.group("score", help="Train a scorecard, apply it, watch it drift · 训练、使用并监测评分卡")
def score_group() -> None:
    """Group the commands about scorecards."""


@score_group.command("train", help="Train a scorecard on rows with known outcomes · 用已知结果的数据训练评分卡")
@_data
@click.option("--target", required=True, help="Column that says who defaulted · 表示是否违约的列")
@click.option("--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder · 文件夹")
@click.option("--seed", required=True, type=click.IntRange(0), help="Deals rows into folds · 划分交叉验证的种子")
@click.option("--config", type=click.Path(path_type=Path), default=None, help="Settings, TOML · 设置文件")
@click.option(
    "--held-out", type=click.Path(path_type=Path), default=None, help="Rows only judged on · 仅用于检验的数据"
)
@language_option
def train_command(
    data: Path, target: str, into: Path, seed: int, config: Path | None, held_out: Path | None, language: Language
) -> None:
    """Write `model.json`, `card.json` and the card as pages. Ends with 1 where anything was refused."""
    with refusing(language):
        settings = read_settings(config)
        table = read_cells(data, settings.separator)
        held = read_cells(held_out, settings.separator) if held_out else None
        _check_extra()
        # Only here, so that no other command waits for optbinning or needs it.
        from hefu.cli.score.page import card_page  # noqa: PLC0415 - see above
        from hefu.cli.score.text import card_text  # noqa: PLC0415 - see above
        from hefu.cli.score.train import train  # noqa: PLC0415 - see above

        trained = train(table, target, settings, seed, held)
        other = next(one for one in Language if one != language)
        files = {MODEL: readable_json(trained.card.plain()), CARD: readable_json(trained.plain())}
        files["card.html"] = card_page(trained, language, f"card.{other}.html").encode()
        files[f"card.{other}.html"] = card_page(trained, other, "card.html").encode()
        files["card.txt"] = card_text(trained, language).encode()
        files[f"card.{other}.txt"] = card_text(trained, other).encode()
        write_folder(into, files)
    click.echo(files["card.txt"].decode(), nl=False)
    auc = trained.measured["out_of_fold"].auc
    shown = {"auc": auc.at_micro, "low": auc.low_micro, "high": auc.high_micro}
    words = {name: three(value) for name, value in shown.items()}
    counts: dict[str, Value] = {"rows": trained.rows_count, "bads": trained.bads_count, "certainty": trained.certainty}
    click.echo(_TRAINED.render(language, {**counts, **words}))
    click.echo(_WRITTEN.render(language, {"path": str(into / "card.html")}))


@score_group.command("apply", help="Score rows with a trained card · 用评分卡评分")
@_model
@_data
@_separator
@click.option("--key", default="", help="Column that names the rows · 标识列")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, both languages · 逐行 JSON，含中英文")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Add to this book · 写入此账簿")
@click.option("--lender", default="", help="The lender's party id, for --into · 本行主体编号（写入账簿时）")
@click.option("--known-at", type=Moment(), default=None, help="When the scores were made; now · 评分时间，默认当前")
@language_option
def apply_command(  # noqa: PLR0913 - one argument per option of the command
    *,
    model: Path,
    data: Path,
    separator: str,
    key: str,
    as_json: bool,
    into: Path | None,
    lender: str,
    known_at: datetime | None,
    language: Language,
) -> None:
    """Print points and reasons row by row. Where any row is refused nothing is printed and the command ends with 1."""
    with refusing(language):
        card = read_model(model)
        table = read_cells(data, separator)
        keys = table.column(key) if key else [str(row) for row, _ in enumerate(table.rows, start=1)]
        scored = score_rows(card, table)
        if into:
            _check_keys(keys, key)
            at = (known_at or datetime.now(UTC)).astimezone(UTC)
            book_of(card, keys, scored, lender, at).checked().write(into)
    _say_label(card, language)
    click.echo(_lines(card, keys, scored) if as_json else _cells(keys, scored, language), nl=False)


@score_group.command("drift", help="Compare rows with those the card was trained on · 监测样本偏移")
@_model
@_data
@_separator
@click.option("--json", "as_json", is_flag=True, help="JSON")
@language_option
def drift_command(
    model: Path,
    data: Path,
    separator: str,
    as_json: bool,  # noqa: FBT001 - click passes a flag by name
    language: Language,
) -> None:
    """Print PSI of the score and of each variable. Ends with 0 where none is shifted or unknown, else with 1."""
    with refusing(language):
        card = read_model(model)
        found = drift(card, score_rows(card, read_cells(data, separator)))
    if as_json:
        click.echo(canonical_json([_drift_plain(one) for one in found]).decode())
    else:
        titles = {variable.name: variable.title for variable in card.variables}
        for one in found:
            fields: dict[str, Value] = {
                "index": three(one.psi_micro),
                "chance": three(one.chance_micro),
                "state": STATES[one.state],
            }
            click.echo(_DRIFT.render(language, {"variable": titles.get(one.variable, _SCORE), **fields}))
    sys.exit(1 if any(one.state in {DriftState.SHIFTED, DriftState.UNKNOWN} for one in found) else 0)


def _check_extra() -> None:
    for package in ("optbinning", "sklearn"):
        if find_spec(package) is None:
            raise refuse(Refusal.SCORE_EXTRA_MISSING, package=package)


def _check_keys(keys: Sequence[str], column: str) -> None:
    first: dict[str, int] = {}
    for row, key in enumerate(keys, start=1):
        if not key:
            raise refuse(Refusal.CELL_EMPTY, row=row, column=column)
        if key in first:
            raise refuse(Refusal.SCORE_KEY_REPEATED, row=row, key=key, first=first[key])
        first[key] = row


def _say_label(card: Scorecard, language: Language) -> None:
    """Say on standard error what the card is labelled, so that it stands wherever its points are shown."""
    if card.label.en:
        click.echo(_LABEL.render(language, {"name": card.name, "label": card.label}), err=True)


def _cells(keys: Sequence[str], scored: Sequence[Scored], language: Language) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["key", "points", "unseen", "reasons"])
    for key, one in zip(keys, scored, strict=True):
        reasons = " | ".join(reason.render(language, REASONS) for reason in one.reasons)
        lines.writerow([show(key, language), one.points, len(one.unseen), reasons])
    return out.getvalue()


def _lines(card: Scorecard, keys: Sequence[str], scored: Sequence[Scored]) -> str:
    return "".join(
        canonical_json(_plain(card, key, one)).decode() + "\n" for key, one in zip(keys, scored, strict=True)
    )


def _plain(card: Scorecard, key: str, one: Scored) -> dict[str, object]:
    reasons = [
        {"code": reason.code, **{language.value: reason.render(language, REASONS) for language in Language}}
        for reason in one.reasons
    ]
    points = {part.variable: part.points for part in one.parts}
    return {
        "key": key,
        "points": one.points,
        "by_variable": points,
        "unseen": list(one.unseen),
        "reasons": reasons,
        "model": card.name,
        "model_sha256": card.sha256,
        "label": card.label,
    }


def _drift_plain(one: Drift) -> dict[str, object]:
    names = ("variable", "psi_micro", "chance_micro", "state", "trained", "seen")
    return {name: getattr(one, name) for name in names}
