"""The report of `hefu read` for whoever keeps the files: what came in, what was understood, what to ask for.

As text and as a page that needs nothing else, in both languages. The same report gives the same bytes.
"""

from hefu.cli.read_report.facts import Facts
from hefu.cli.read_report.text import text_report
from hefu.cli.read_report.write import write_report

__all__ = ["Facts", "text_report", "write_report"]
