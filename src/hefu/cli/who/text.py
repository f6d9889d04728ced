"""The neighbourhood as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from hefu.cli.who.words import BASES, KINDS, WORDS
from hefu.core.texts import Language, show
from hefu.parties.ties import Tie, Ties


def lines(ties: Ties, language: Language) -> Iterator[str]:
    """Give the subject, its controllers, and each tie with what it rests on."""
    names = {party.party_id: party.name for party in ties.parties}
    yield f"{show(names[ties.subject_id], language)} ({ties.subject_id})"
    for controller, share_bps in ties.controllers:
        yield controlled_by(controller, share_bps, names, language)
    if not ties.ties:
        yield WORDS["none"].render(language)
    for tie in ties.ties:
        one, other = _named(tie.one_id, names, language), _named(tie.other_id, names, language)
        yield f"  {one} {KINDS[tie.kind].render(language)} {other}: {why(tie, language)}"
        if tie.evidence:
            yield f"    {WORDS['evidence'].render(language)}: {show(tie.evidence, language)}"


def controlled_by(controller: str, share_bps: int | None, names: dict[str, str], language: Language) -> str:
    """Return the line about one ultimate controller."""
    share = percent(share_bps) or WORDS["not_known"].render(language)
    return WORDS["controllers"].render(language, {"controller": _named(controller, names, language), "share": share})


def why(tie: Tie, language: Language) -> str:
    """Return the basis of a tie with its share and what it is about."""
    parts = [BASES[tie.basis].render(language), percent(tie.share_bps), show(tie.detail, language)]
    return ", ".join(part for part in parts if part)


def percent(share_bps: int | None) -> str:
    """Return a share as percent with two decimals, exactly."""
    return "" if share_bps is None else f"{share_bps // 100}.{share_bps % 100:02d}%"


def _named(party_id: str, names: dict[str, str], language: Language) -> str:
    name = names.get(party_id, party_id)
    return party_id if name == party_id else f"{show(name, language)} ({party_id})"
