"""How the parts of an impact report look in one language; the page and the text share them."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.cli.law_report.words import EFFECTS, TABLES, WORDS
from hefu.core.law import Figure, NoFigure
from hefu.core.texts import Language, Text, Value, show
from hefu.rulebook.impact import Effect, Impact, ImpactRow
from hefu.rulebook.words import BADGES, BOUNDS, CERTAINTIES, NO_FIGURE, figure_text


@dataclass(frozen=True, slots=True)
class Forms:
    """What is said in one language."""

    language: Language

    def word(self, name: str, /, **fields: Value) -> str:
        """Return one of the report's words."""
        return WORDS[name].render(self.language, fields)

    def said(self, text: Text) -> str:
        """Return a text that has no fields."""
        return text.shown(self.language)

    def effect(self, effect: Effect) -> str:
        """Return the word for an effect."""
        return self.said(EFFECTS[effect])

    def asof(self, impact: Impact) -> str:
        """Return when the question was asked, and how long until the rule starts."""
        days = (impact.starts_on - impact.today).days
        return self.word("asof" if days > 0 else "asof_begun", day=impact.today, **({"days": days} if days > 0 else {}))

    def figure(self, found: Figure | NoFigure) -> str:
        """Return a figure with its bound, or why there is none."""
        if isinstance(found, NoFigure):
            return NO_FIGURE[found.code].render(self.language, {"anchor": ""})
        shown = figure_text(found.value, found.unit, self.language)
        return shown if found.value is None else f"{self.said(BOUNDS[found.bound])} {shown}"

    def certainty(self, figure: Figure) -> str:
        """Return how sure we are, as shape and word."""
        return f"{BADGES[figure.certainty]} {self.said(CERTAINTIES[figure.certainty])}"

    def untouched(self, impact: Impact) -> str:
        """Return that nothing is touched, or that there was nothing to measure, which is no pass."""
        return self.word("untouched", measured=impact.measured) if impact.measured else self.word("unmeasured")

    def thing(self, row: ImpactRow) -> tuple[str, str]:
        """Return what a row is about: its kind, and its id."""
        table = row.subject.table
        return self.said(TABLES[table]) if table in TABLES else table, show(row.subject.row_id, self.language)

    def party(self, row: ImpactRow) -> str:
        """Return whom a row concerns, by name where one is known."""
        return show(row.party_name or row.party_id, self.language)

    def measured(self, row: ImpactRow, unit: str) -> str:
        """Return the measured value."""
        return self.word("unknown") if row.value is None else figure_text(row.value, unit, self.language)

    def over(self, row: ImpactRow, unit: str) -> str:
        """Return by how much the figure is passed."""
        return self.word("unknown") if row.over_by is None else figure_text(row.over_by, unit, self.language)

    def amount(self, row: ImpactRow) -> str:
        """Return the exact amount with its currency."""
        return self.word("unknown") if row.amount is None else row.amount.shown(self.language)

    def days(self, row: ImpactRow) -> str:
        """Return how many days are left."""
        return self.word("unknown") if row.days_to_go is None else str(row.days_to_go).replace("-", "\N{MINUS SIGN}")

    def ends(self, row: ImpactRow) -> str:
        """Return the day a thing ends, as tables write days."""
        return self.word("unknown") if row.ends_on is None else row.ends_on.isoformat()

    def note(self, row: ImpactRow) -> str:
        """Return what is missing, and what must hold besides."""
        return self.word("between").join(self.said(text) for text in (row.missing, row.condition) if text)
