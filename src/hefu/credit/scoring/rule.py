"""What the lender's scorecard says of a party, as a note for people.

A score enters a decision as a note, or as a finding that a person must look at; it can neither decline nor lend.
No score at all is no open check: nobody needs one to be lent to, and nobody is lent to for having one.

| the score of a party, by a source that the lender controls       | answer                    |
|------------------------------------------------------------------|---------------------------|
| of a card that is an example                                     | NOTE score_of_example     |
| below the lender's cut-off                                       | MEDIUM score_below        |
| of a population that has moved away from the training's          | NOTE score_drifted        |
| with variables that were empty or never seen                     | NOTE score_thin           |
| at or above the cut-off                                          | NOTE score_at_or_above    |
| without a cut-off                                                | NOTE score_stands         |

The first line that holds answers. A score that another than the lender states is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hefu.book import Book, Rule
from hefu.book.book import Row
from hefu.book.voices import controllers
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity
from hefu.core.texts import Message, Value
from hefu.credit.scoring.texts import QUESTION, TEXTS

NAME = "credit.score"
VERSION = 1

GRAVEST = Severity.MEDIUM
"""No answer of this rule is graver: a medium finding makes a person look, and never declines."""


def check(book: Book, config: object, at: Context) -> Iterable[Answer]:  # noqa: ARG001 - a rule's form
    """Return one finding per score that the lender states; see the table above."""
    by = controllers(book) if book.table("scores").num_rows else {}
    spoken = [row for row in book.rows("scores") if row["source_id"] in by]
    own = [row for row in spoken if by[row["source_id"]].controlled_by == "lender"]
    for row in sorted(own, key=lambda row: (row["party_id"], row["score_id"], row["source_id"])):
        yield _finding(book, row)
    if not own:
        yield NotApplicable(NAME, VERSION, Message.of("no_score"), ())


def _finding(book: Book, row: Row) -> Finding:
    severity, code = _answer(row)
    fields: dict[str, Value] = {
        "party": _name(book, row["party_id"]),
        "model": row["model"],
        "points": row["score_points"],
    }
    fields |= {"cutoff": row["cutoff_points"]} if code in {"score_below", "score_at_or_above"} else {}
    fields |= {"unseen": row["unseen_count"]} if code == "score_thin" else {}
    return Finding(
        NAME,
        VERSION,
        max(severity, GRAVEST),
        Message.of(code, **fields),
        (RowRef("parties", row["party_id"]),),
        (RowRef("scores", row["score_id"], row["source_id"]),),
        Message.of("clear_score"),
        advisory=True,
    )


def _answer(row: Row) -> tuple[Severity, str]:
    cutoff = row["cutoff_points"]
    if row["example"]:
        return Severity.NOTE, "score_of_example"
    if cutoff is not None and row["score_points"] < cutoff:
        return Severity.MEDIUM, "score_below"
    if row["drift"] in {"shifted", "unknown"}:
        return Severity.NOTE, "score_drifted"
    if row["unseen_count"]:
        return Severity.NOTE, "score_thin"
    return Severity.NOTE, "score_stands" if cutoff is None else "score_at_or_above"


def _name(book: Book, party_id: str) -> str:
    names: Iterator[str] = (row["name"] for row in book.rows("parties") if row["party_id"] == party_id and row["name"])
    return next(names, party_id)


RULE = Rule(NAME, VERSION, QUESTION, "party_id", TEXTS, check)
