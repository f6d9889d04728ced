"""The dossier a lender reads and the page an applicant reads, each one file that needs nothing else.

Both take plain JSON objects and render the same bytes for the same object: no clock, no network, no script.
The applicant's page knows nothing of findings; see `applicant_page`.
"""

from hefu.assess.pages.render import applicant_page, backtest_page, dossier_page

__all__ = ["applicant_page", "backtest_page", "dossier_page"]
