"""One invoice financed at two lenders (P2: identity of the document)."""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.frame import Block
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, PLAIN, Scheme, Strength


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    del block, rng, strength, count


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    del block, rng, count


SCHEME = Scheme(
    name="double_financing",
    says=Text("One invoice is financed at two lenders", "同一发票在两家机构重复融资"),
    strengths=tuple(Strength(name, Text("", "")) for name in (BLATANT, PLAIN, GUARDED, FAINT)),
    plant=_plant,
    innocents=_innocents,
)
