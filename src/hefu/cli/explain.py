"""`hefu explain`: why, how much, what would change it, what is unknown, which rules. From the dossier alone."""

from __future__ import annotations

from pathlib import Path

import click

from hefu.assess.explain import QUESTIONS, explain, read_dossier
from hefu.cli.language import language_option, refusing
from hefu.core.texts import Language


@click.command("explain")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--question", type=click.Choice(list(QUESTIONS)), default="why", help="What is asked · 所问")
@language_option
def explain_command(dossier: Path, question: str, language: Language) -> None:
    """Say in plain words why a decision is as it is · 用通俗的话解释结论."""
    with refusing(language):
        lines = explain(read_dossier(dossier), question, language)
    for line in lines:
        click.echo(line)
