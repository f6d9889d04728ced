"""`hefu warm`: compile every kernel now, so that a first request never waits."""

from __future__ import annotations

import os

import click

from hefu.cli.kernel_cache import VARIABLE
from hefu.cli.language import language_option
from hefu.core.texts import Language, Text
from hefu.graph import warm as graph_kernels
from hefu.parties import warm as parties_kernels

STEPS = (*graph_kernels.STEPS, *parties_kernels.STEPS)
_STEP = Text("{done} of {total}: {what}", "{done} / {total}：{what}")
_KEPT = Text("Compiled code is kept in {folder}", "编译结果保存在 {folder}")
_NOT_KEPT = Text(
    "No folder can be written to, so compiled code is not kept. Set {variable} to one that can.",
    "没有可写的文件夹，编译结果未保存。请将 {variable} 设为可写的文件夹。",
)


@click.command("warm", help="Compile the kernels, so that a first request does not wait · 预编译内核，首次请求无需等待")
@language_option
def warm_command(language: Language) -> None:
    """Run each step, saying which, then say where machine code is kept."""
    for done, (what, step) in enumerate(STEPS, start=1):
        click.echo(_STEP.render(language, {"done": done, "total": len(STEPS), "what": what}))
        step()
    folder = os.environ.get(VARIABLE)
    said = _KEPT.render(language, {"folder": folder}) if folder else _NOT_KEPT.render(language, {"variable": VARIABLE})
    click.echo(said)
