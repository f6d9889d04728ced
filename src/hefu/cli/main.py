"""The `hefu` command: a group whose commands are loaded when they are called."""

from __future__ import annotations

import os
from importlib.metadata import EntryPoint, entry_points

import click

from hefu.cli.kernel_cache import settle_kernel_cache

COMMANDS = (
    ("read", "hefu.cli.read:read_command"),
    ("assess", "hefu.cli.assess:assess_command"),
    ("replay", "hefu.cli.assess:replay_command"),
    ("screen", "hefu.cli.screen:screen_command"),
    ("explain", "hefu.cli.explain:explain_command"),
    ("backtest", "hefu.cli.backtest:backtest_command"),
    ("who", "hefu.cli.who.command:who_command"),
    ("book", "hefu.cli.book:book"),
    ("gym", "hefu.cli.gym:gym"),
    ("law", "hefu.cli.law:law"),
    ("score", "hefu.cli.score.commands:score_group"),
    ("warm", "hefu.cli.warm:warm_command"),
)
"""Our own commands in the order of the help, and where each lives."""

GROUP = "hefu.commands"
"""The entry points by which other packages add commands, each a click command."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return our own commands in our order, then those of other packages by name."""
        del ctx
        ours = [name for name, _ in COMMANDS]
        return list(dict.fromkeys([*ours, *sorted(point.name for point in entry_points(group=GROUP))]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None where there is none of that name. Nobody replaces one of ours."""
        del ctx
        # A command's modules may hold kernels, and those look for their place when they are imported.
        settle_kernel_cache(os.environ)
        ours = [EntryPoint(name, place, GROUP) for name, place in COMMANDS]
        found = [point for point in (*ours, *entry_points(group=GROUP)) if point.name == cmd_name]
        command: click.Command | None = found[0].load() if found else None
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="hefu")
def main() -> None:
    """Trustworthy supply-chain finance · 可信的供应链金融."""
