"""What a scheme is: a name, a scale of strengths in things one could observe, and a function that plants it.

A scheme is handed a block whose honest life is complete, and works on `Block.rows(...)` before anything has an id: it
appends rows, copies rows with changes, changes or removes rows, and registers what it did in `Block.truth`. Ids,
numbers, the order of rows and all texts are made afterwards for honest and planted rows alike, so none of them can
give a scheme away. A moment or a source that a scheme fills in is drawn as the honest stage draws it
(`stages.papers.later`, `World.source`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.frame import Block

BLATANT, PLAIN, GUARDED, FAINT = "blatant", "plain", "guarded", "faint"
INNOCENT = "innocent"
"""What stands for the strength of an innocent twin."""

LEVELS = (BLATANT, PLAIN, GUARDED, FAINT)
"""The strengths every scheme has, from one that anybody sees to one that hardly shows."""


@dataclass(frozen=True, slots=True)
class Strength:
    """One level of a scheme: its name, and what it means in observable units."""

    name: str
    says: Text


@dataclass(frozen=True, slots=True)
class Scheme:
    """One mechanism of fraud with its innocent twin.

    `plant(block, rng, strength, count)` plants up to `count` instances of a strength (by name) into a block, and
    `innocents(block, rng, count)` up to `count` lawful look-alikes; each registers what it planted in `block.truth`.
    `innocents_say` tells what these look-alikes are; `cases` are the public cases that the mechanism stood behind, by
    their row in the table of docs/reference/schemes.md. `per_10000` says how many instances there are of each strength
    asked for, per 10,000 companies.
    """

    name: str
    says: Text
    strengths: tuple[Strength, ...]
    plant: Callable[[Block, np.random.Generator, str, int], None]
    innocents: Callable[[Block, np.random.Generator, int], None]
    innocents_say: Text
    cases: tuple[int, ...]
    per_10000: int = 20

    @property
    def strength_names(self) -> tuple[str, ...]:
        """The names of its strengths, from blatant to faint."""
        return tuple(one.name for one in self.strengths)
