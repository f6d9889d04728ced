"""How figures of a score look."""

from __future__ import annotations

from typing import Any

from hefu.cli.gym_score.words import STRENGTHS, WORDS
from hefu.core.money import Money
from hefu.core.texts import Language, Value
from hefu.gym.score.figures import SCREEN, Figures, Score

_NO_RULE = "–"


class Forms:
    """Shows the figures of one score in one language."""

    def __init__(self, given: Score, language: Language) -> None:
        """Remember what is shown, and how."""
        self.score = given
        self.language = language

    def word(self, key: str, **fields: Value) -> str:
        """Return one text."""
        return WORDS[key].render(self.language, fields)

    def basis(self) -> str:
        """Return what the figures were counted on."""
        base = "{}.{:02} %".format(*divmod(self.score.base_rate_bps, 100))
        return self.word("basis", honest=f"{self.score.honest_companies:,}", moments=str(self.score.moments), base=base)

    def rule(self, name: str) -> str:
        """Return a rule's name, or what stands for all of them."""
        return self.word("screen") if name == SCREEN else name

    def rules(self) -> list[list[str]]:
        """Return the table of rules, the whole screen last."""
        return [
            [
                self.rule(row["rule"]),
                self.word("of", part=str(row["found"]), whole=str(row["instances"])),
                self._range(row, "false_alarms_per_10000", 1),
                _NO_RULE if row["precision"] is None else f"{row['precision']:.1%}",
            ]
            for row in self.score.rules
        ]

    def schemes(self) -> list[list[str]]:
        """Return the table of schemes by strength: the whole screen's figures, and the rule that found most."""
        return [self._scheme(row, self._best(row)) for row in screen_rows(self.score.schemes)]

    def twins(self) -> list[list[str]]:
        """Return the table of lawful look-alikes that the whole screen named."""
        rows = [row for row in self.score.twins if row["rule"] == SCREEN]
        return [
            [row["scheme"], self.word("of", part=str(row["named"]), whole=str(row["twins"])), self._share(row, "share")]
            for row in rows
        ]

    def _scheme(self, row: dict[str, Any], best: str) -> list[str]:
        days = row["days_to_alarm_median"]
        return [
            row["scheme"],
            self.word(row["strength"]),
            self.word("of", part=str(row["found"]), whole=str(row["instances"])),
            self._share(row, "recall"),
            best,
            _NO_RULE if days is None else str(days),
            self._stopped(row),
        ]

    def _best(self, row: dict[str, Any]) -> str:
        same = [
            other
            for other in self.score.schemes
            if (other["scheme"], other["strength"]) == (row["scheme"], row["strength"]) and other["rule"] != SCREEN
        ]
        best = max(same, key=lambda other: (other["found"], other["rule"]), default=None)
        return best["rule"] if best and best["found"] else _NO_RULE

    def _stopped(self, row: dict[str, Any]) -> str:
        if not row["paid_out_minor"]:
            return self.word("no_payout")
        part, whole = (Money(row[name], "CNY").grouped() for name in ("stopped_minor", "paid_out_minor"))
        return self.word("money_of", part=part, whole=whole)

    def _share(self, row: dict[str, Any], name: str) -> str:
        at, low, high = (f"{100 * row[key]:.1f}" for key in (name, f"{name}_low", f"{name}_high"))
        return self.word("range", at=f"{at} %", low=low, high=high)

    def _range(self, row: dict[str, Any], name: str, digits: int) -> str:
        at, low, high = (f"{row[key]:.{digits}f}" for key in (name, f"{name}_low", f"{name}_high"))
        return self.word("range", at=at, low=low, high=high)


def screen_rows(figures: Figures) -> Figures:
    """Return the whole screen's rows, by scheme and then from the strongest to the weakest."""
    rows = [row for row in figures if row["rule"] == SCREEN]
    return sorted(rows, key=lambda row: (row["scheme"], STRENGTHS.index(row["strength"])))
