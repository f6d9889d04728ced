"""The impact report as a page and as text."""

from hefu.cli.law_report.write import write_impact

__all__ = ["write_impact"]
