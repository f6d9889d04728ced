"""What the look-alike rule reads of a book, gathered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hefu.book.book import Book
from hefu.core.context import Context
from hefu.parties.config import PartiesConfig
from hefu.parties.groups.membership import Membership, membership_on
from hefu.parties.identity import Party, identified, trusted_sources, wrong_check_digit
from hefu.parties.standing import Standing


@dataclass(frozen=True, slots=True)
class Scene:
    """A book with who stands in it, the parties that were paired, and its control groups."""

    book: Book
    config: PartiesConfig
    stands: Standing
    parties: Mapping[str, Party]
    groups: Membership
    as_of: datetime

    def lawfully_tied(self, left_id: str, right_id: str) -> bool:
        """Tell whether another source than the borrower puts both into one control group."""
        return self.groups.together(left_id, right_id)

    def age(self, party: Party) -> tuple[object, ...]:
        """Order two parties: the one longer known, identified and with a right check digit first."""
        doubt = (not identified(party.party_id), wrong_check_digit(party.party_id))
        return (*doubt, party.known_from or self.as_of, party.party_id)


def scene_of(book: Book, config: PartiesConfig, at: Context, stands: Standing, parties: Mapping[str, Party]) -> Scene:
    """Gather what `Scene` holds, as of the context's day."""
    groups = membership_on(book, at.today, trusted_sources(book))
    return Scene(book, config, stands, parties, groups, at.as_of)
