"""`hefu gym`: make whole economies, honest and otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hefu.book import Book
from hefu.cli.gym_score import text_score, write_score
from hefu.cli.gym_score.forms import Forms
from hefu.cli.language import language_option, refusing
from hefu.cli.read import Progress
from hefu.core.findings import Severity
from hefu.core.texts import Language, Text
from hefu.gym.calibration_page import write_pages
from hefu.gym.make import make
from hefu.gym.outside import LOADERS, write_loaded
from hefu.gym.plan import Plan
from hefu.gym.schemes import plants
from hefu.gym.schemes_page import write_page
from hefu.gym.score import read_answers, read_truth, score

_COUNT = Text("{table}: {rows}", "{table}：{rows}")
_SCORED = Text("Score: {path}", "得分：{path}")
_LEFT_OUT = Text("left out, {reason}: {rows}", "未纳入（{reason}）：{rows}")
_MADE = Text("Made {path}.", "已生成 {path}。")


@click.group("gym", help="Make economies with known schemes in them · 生成含已知手法的经济体")
def gym() -> None:
    """Group the commands of the gym."""


@gym.command("make", help="Make an economy into a new book · 生成一个经济体并写成账簿")
@click.option("--companies", required=True, type=int, help="How many companies · 企业数量")
@click.option("--months", default=12, show_default=True, type=int, help="How many months · 月数")
@click.option("--seed", default=1, show_default=True, type=int, help="Where chance begins · 随机种子")
@click.option(
    "--plant", "wanted", default="none", show_default=True, help="SCHEME:STRENGTH,... | all | none · 植入的手法与强度"
)
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Folder of the new book · 新账簿文件夹")
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Processes; all cores by default · 进程数")
@language_option
def make_command(
    companies: int, months: int, seed: int, wanted: str, into: Path, workers: int | None, language: Language
) -> None:
    """Make the book and say how many rows each table has."""
    with refusing(language), Progress(language) as progress:
        plan = Plan(companies, months, seed, plants(wanted))
        counts = make(plan, into, workers=workers or os.cpu_count() or 1, progress=progress.show)
    for name, rows in counts.items():
        click.echo(_COUNT.render(language, {"table": name, "rows": rows}))
    click.echo(_MADE.render(language, {"path": str(into)}))


@gym.command("load", help="Turn outside data into a book with its makers' labels · 把外部数据转成带标注的账簿")
@click.argument("kind", type=click.Choice(sorted(LOADERS)))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Folder of the new book · 新账簿文件夹")
@language_option
def load_command(kind: str, folder: Path, into: Path, language: Language) -> None:
    """Write the book and its truth; say how many rows each table has and what was left out."""
    with refusing(language):
        loaded = LOADERS[kind](folder)
        write_loaded(loaded, into)
    for name in loaded.book.names:
        click.echo(_COUNT.render(language, {"table": name, "rows": loaded.book.table(name).num_rows}))
    for reason, rows in loaded.left_out.items():
        click.echo(_LEFT_OUT.render(language, {"reason": reason, "rows": rows}))
    click.echo(_MADE.render(language, {"path": str(into)}))


@gym.command("score", help="Hold findings against what was planted · 用植入的真值给检查结果打分")
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("findings", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write JSON, picture and page here · 输出文件夹")
@click.option(
    "--alarm-at",
    default="medium",
    show_default=True,
    type=click.Choice([severity.code for severity in Severity]),
    help="The least grave finding that counts as an alarm · 计为警报的最低严重程度",
)
@click.option(
    "--base-rate-bps",
    default=100,
    show_default=True,
    type=click.IntRange(1, 9_999),
    help="Assumed share of guilty companies, for precision · 假定的问题企业占比（基点）",
)
@language_option
def score_command(
    book: Path, findings: Path, out: Path | None, alarm_at: str, base_rate_bps: int, language: Language
) -> None:
    """Print the score; BOOK was made by `hefu gym make` or `load`, FINDINGS by `hefu screen`."""
    with refusing(language):
        answers = read_answers(Book.open(findings), Severity[alarm_at.upper()])
        given = score(Book.open(book), read_truth(book), answers, base_rate_bps)
        click.echo(text_score(Forms(given, language)), nl=False)
        if out:
            click.echo(_SCORED.render(language, {"path": str(write_score(given, out, language))}))


_page_option = click.option(
    "--into",
    default=Path("docs/reference"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the page · 页面所在文件夹",
)
"""Where a page of the reference is written."""


@gym.command(
    "calibration", help="Measure the gym beside real data and write the page of it · 对照真实数据校准并写出页面"
)
@_page_option
@language_option
def calibration_command(into: Path, language: Language) -> None:
    """Write the page and its picture."""
    for path in write_pages(into):
        click.echo(_MADE.render(language, {"path": str(path)}))


@gym.command("schemes", help="Write the page of all schemes · 写出全部手法的参考页面")
@_page_option
@language_option
def schemes_command(into: Path, language: Language) -> None:
    """Write the page."""
    click.echo(_MADE.render(language, {"path": str(write_page(into))}))
