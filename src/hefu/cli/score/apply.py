"""Rows against a trained card, and their scores as a book. Loads nothing that trains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hefu.book import Book
from hefu.cli.score.table import Table
from hefu.credit.scoring import Scorecard, Scored, drift, score


def score_rows(card: Scorecard, table: Table) -> list[Scored]:
    """Score every row; a column that the table lacks is refused before any row is."""
    for variable in card.variables:
        table.column(variable.name)
    return [score(card, cells, row) for row, cells in enumerate(table.records(), start=1)]


def book_of(card: Scorecard, keys: Sequence[str], scored: Sequence[Scored], lender: str, at: datetime) -> Book:
    """Return the scores as a book: one source that the lender controls, one row per party."""
    source = f"score:{card.sha256[:16]}"
    state = drift(card, scored)[0].state
    rows = [
        {
            "score_id": f"{key}/{card.sha256[:16]}",
            "party_id": key,
            "model": card.name,
            "model_sha256": card.sha256,
            "score_points": one.points,
            "cutoff_points": card.cutoffs[-1] if card.cutoffs else None,
            "unseen_count": len(one.unseen),
            "drift": state.value,
            "example": card.example,
            "source_id": source,
            "known_at": at,
        }
        for key, one in zip(keys, scored, strict=True)
    ]
    said_by = {
        "source_id": source,
        "controlled_by": "lender",
        "controller_id": lender or None,
        "channel": "keyed",
        "document_kind": "scorecard",
        "known_at": at,
    }
    return Book.of_rows({"sources": [said_by], "scores": rows})
