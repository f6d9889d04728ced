"""`hefu gym`: make whole economies, honest and otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hefu.cli.language import language_option, refusing
from hefu.cli.read import Progress
from hefu.core.texts import Language, Text
from hefu.gym.calibration_page import write_pages
from hefu.gym.make import make
from hefu.gym.plan import Plan
from hefu.gym.schemes import plants
from hefu.gym.schemes_page import write_page

_COUNT = Text("{table}: {rows}", "{table}：{rows}")
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


@gym.command(
    "calibration", help="Measure the gym beside real data and write the page of it · 对照真实数据校准并写出页面"
)
@click.option(
    "--into",
    default=Path("docs/reference"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the page · 页面所在文件夹",
)
@language_option
def calibration_command(into: Path, language: Language) -> None:
    """Write the page and its picture."""
    for path in write_pages(into):
        click.echo(_MADE.render(language, {"path": str(path)}))


@gym.command("schemes", help="Write the page of all schemes · 写出全部手法的参考页面")
@click.option(
    "--into",
    default=Path("docs/reference"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of the page · 页面所在文件夹",
)
@language_option
def schemes_command(into: Path, language: Language) -> None:
    """Write the page."""
    click.echo(_MADE.render(language, {"path": str(write_page(into))}))
